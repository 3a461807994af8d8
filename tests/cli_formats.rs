//! The formats of publications as a user asks for them on the command line.

mod sandbox;

use sandbox::{MAP, Sandbox};

#[test]
fn endings_and_names_choose_the_format() {
    let sandbox = Sandbox::with_map();
    let starts: [(&str, &[u8]); 7] = [
        ("Fig1.pdf", b"%PDF-1.7"),
        ("Fig1.tif", b"II*\0"),
        ("Fig2.tiff", b"II*\0"),
        ("Fig1.eps", b"%!PS-Adobe-3.0 EPSF-3.0"),
        ("Fig1.jpg", b"\xff\xd8\xff"),
        ("Fig2.JPEG", b"\xff\xd8\xff"),
        ("Fig1.png", b"\x89PNG"),
    ];
    for (name, start) in starts {
        sandbox.run(["render", "study.toml", "-o", name]).exits(0).says(&["wrote", name]);
        assert!(sandbox.read(name).starts_with(start), "{name}");
    }
    assert!(sandbox.read("Fig1.tif") == sandbox.read("Fig2.tiff"));

    sandbox.run(["render", "study.toml", "-f", "pdf,tiff,eps,jpeg", "-o", "out/"]).exits(0);
    let all = sandbox.files();
    let out: Vec<_> = all.iter().filter(|name| name.starts_with("out/")).collect();
    assert_eq!(out, ["out/study.eps", "out/study.jpg", "out/study.pdf", "out/study.tif"]);
    assert!(sandbox.read("out/study.pdf") == sandbox.read("Fig1.pdf"));
    // The same again is the same.
    sandbox.run(["render", "study.toml", "-f", "pdf,tiff,eps,jpeg", "-o", "out/", "--check"]).exits(0);
    // Nothing of it is written unasked.
    sandbox.run(["render", "study.toml", "-o", "usual/"]).exits(0);
    assert_eq!(sandbox.files().iter().filter(|name| name.starts_with("usual/")).count(), 2);
}

#[test]
fn a_resolution_is_for_all_pixels() {
    let sandbox = Sandbox::with_map();
    sandbox.run(["render", "study.toml", "-f", "tiff,jpeg", "--dpi", "150"]).exits(0);
    let jpeg = sandbox.read("study.jpg");
    // JFIF: unit 1 is dots per inch.
    assert_eq!(&jpeg[6..10], b"JFIF");
    assert_eq!(&jpeg[13..18], [1, 0, 150, 0, 150]);
    let run = sandbox.run(["render", "study.toml", "-o", "x.tif", "--width", "2000mm", "--dpi", "1200"]).exits(2);
    run.says(&["pixels", "ask for at most"]);
    assert!(!sandbox.exists("x.tif"));
}

#[test]
fn archives_need_a_date() {
    let sandbox = Sandbox::with_map();
    let run = sandbox.run(["render", "study.toml", "-o", "study.pdf", "--pdf", "a"]).exits(2);
    run.says(&["study.toml: PDF/A needs a date", "`date = \"2021-03-14\"`"]);
    assert!(!sandbox.exists("study.pdf"));
    let archival = |name: &str| String::from_utf8_lossy(&sandbox.read(name)).contains("<pdfaid:part>2</pdfaid:part>");

    sandbox.write("dated.toml", format!("date = \"2021-03-14\"\n{MAP}"));
    sandbox.run(["render", "dated.toml", "-o", "a.pdf", "--pdf", "a"]).exits(0);
    sandbox.run(["render", "dated.toml", "-o", "auto.pdf"]).exits(0);
    sandbox.run(["render", "dated.toml", "-o", "ua.pdf", "--pdf", "ua"]).exits(0);
    assert!(archival("a.pdf") && archival("auto.pdf") && !archival("ua.pdf"));

    // The date of a reproducible build serves maps that have none of their own.
    let with_epoch = |value: &str, map: &str, name: &str| {
        let mut command = sandbox.command();
        command.env("SOURCE_DATE_EPOCH", value).args(["render", map, "-o", name]).output().unwrap()
    };
    assert!(with_epoch("1615680000", "study.toml", "epoch.pdf").status.success());
    assert!(archival("epoch.pdf"));
    assert!(String::from_utf8_lossy(&sandbox.read("epoch.pdf")).contains("2021-03-14T00:00:00"));
    assert!(with_epoch("0", "dated.toml", "own.pdf").status.success());
    assert!(sandbox.read("own.pdf") == sandbox.read("a.pdf"));
    let refused = with_epoch("yesterday", "study.toml", "no.pdf");
    assert_eq!(refused.status.code(), Some(2));
    let said = String::from_utf8_lossy(&refused.stderr);
    assert!(said.contains("`SOURCE_DATE_EPOCH` is `yesterday`") && said.contains("seconds since 1970"), "{said}");
}

#[test]
fn standard_output_takes_bytes_and_one_format() {
    let sandbox = Sandbox::with_map();
    sandbox.run(["render", "study.toml", "-o", "study.pdf"]).exits(0);
    let run = sandbox.pipe(MAP.as_bytes(), ["render", "-", "-o", "-", "-f", "pdf"]).exits(0).says_nothing();
    assert!(run.out == sandbox.read("study.pdf"));
    let run = sandbox.run(["render", "study.toml", "-o", "-", "-f", "pdf,eps"]).exits(2);
    run.says(&["standard output takes one format", "`--format pdf` or `--format eps`"]);
}

#[test]
fn transparency_is_refused_where_there_is_none() {
    let sandbox = Sandbox::with_map();
    let run = sandbox.run(["render", "study.toml", "--background", "none", "-f", "png,tiff"]).exits(2);
    run.says(&["a TIFF file has no transparent page", "draw it on white"]);
    assert_eq!(sandbox.files(), ["study.toml"], "all or nothing");
    sandbox.run(["render", "study.toml", "--background", "none", "-f", "png,pdf,eps"]).exits(0);
}
