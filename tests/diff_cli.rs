//! `thememap diff` as it is called: files, standard input, revisions of a git repository, and by git itself.

use std::path::Path;
use std::process::Command;

mod sandbox;
use sandbox::{MISTAKEN, Run, Sandbox};

const OLD: &str = "core = \"Care\"\nthemes = [\"Waiting\", \"Trust in the team\", \"Forms\"]\n";
const NEW: &str = "core = \"Care\"\nthemes = [\"Waiting\", \"Trust in the whole team\"]\n";
const TOLD: &str = "
Themes
  ≠ reworded: ‘Trust in the {+whole +}team’
  × ‘Forms’: theme removed

Told with these
  · the core -- ‘Forms’ is gone
";

fn both() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("old.toml", OLD);
    sandbox.write("new.toml", NEW);
    sandbox
}

/// Git that listens to nobody but this test.
fn git(sandbox: &Sandbox, arguments: &[&str]) -> String {
    let command = Path::new(env!("CARGO_BIN_EXE_thememap")).parent().unwrap();
    let path = std::env::join_paths(
        [command.to_path_buf()].into_iter().chain(std::env::split_paths(&std::env::var_os("PATH").unwrap())),
    );
    let output = Command::new("git")
        .args(["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main"])
        .args(arguments)
        .current_dir(sandbox.path(""))
        .env("PATH", path.unwrap())
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env_remove("CLICOLOR_FORCE")
        .output()
        .expect("git is installed");
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// A repository with `maps/study.toml` in an earlier and a later state.
fn repository() -> Sandbox {
    let sandbox = Sandbox::new();
    git(&sandbox, &["init", "--quiet"]);
    sandbox.write("maps/study.toml", OLD);
    sandbox.write("README.md", "A study.");
    git(&sandbox, &["add", "."]);
    git(&sandbox, &["commit", "--quiet", "-m", "first"]);
    sandbox.write("maps/study.toml", NEW);
    git(&sandbox, &["commit", "--quiet", "-am", "second"]);
    sandbox
}

fn run(sandbox: &Sandbox, arguments: &[&str]) -> Run {
    sandbox.run([&["diff"], arguments].concat())
}

#[test]
fn changes_are_told_to_people() {
    let run = run(&both(), &["old.toml", "new.toml"]).exits(0).says_nothing();
    assert_eq!(run.text(), format!("old.toml → new.toml\n{TOLD}"));
}

#[test]
fn colours_are_for_those_who_see_them() {
    let sandbox = both();
    let plain = run(&sandbox, &["old.toml", "new.toml"]).exits(0).text();
    assert!(!plain.contains('\u{1b}'), "nobody looks at a pipe");
    assert_eq!(run(&sandbox, &["old.toml", "new.toml", "--color", "never"]).text(), plain);
    let colored = run(&sandbox, &["old.toml", "new.toml", "--color", "always"]).exits(0).text();
    assert!(colored.contains("\u{1b}[4m\u{1b}[32mwhole \u{1b}[0m"), "{colored:?}");
    assert!(!colored.contains("{+"), "{colored}");
}

#[test]
fn the_exit_code_says_whether_anything_changed() {
    let sandbox = both();
    run(&sandbox, &["old.toml", "new.toml"]).exits(0);
    run(&sandbox, &["old.toml", "new.toml", "--exit-code"]).exits(1);
    let same = run(&sandbox, &["old.toml", "old.toml", "--exit-code"]).exits(0);
    assert_eq!(same.text(), "old.toml → old.toml\n\nNo change.\n");
    let quiet = run(&sandbox, &["old.toml", "new.toml", "--exit-code", "-q"]).exits(1).says_nothing();
    assert_eq!(quiet.text(), "");
    // What was asked for is written all the same.
    assert!(run(&sandbox, &["old.toml", "new.toml", "-q", "-f", "md"]).exits(0).text().contains("2 changes."));
    sandbox.write("wrong.toml", MISTAKEN);
    run(&sandbox, &["old.toml", "wrong.toml", "--exit-code"]).exits(2).says(&["wrong.toml", "nobody"]);
    run(&sandbox, &["old.toml", "missing.toml"]).exits(2).says(&["cannot read `missing.toml`"]);
    run(&sandbox, &["old.toml"]).exits(2).says(&["<NEW>"]);
    run(&sandbox, &["-", "-"]).exits(2).says(&["standard input (`-`) can be read only once"]);
}

#[test]
fn a_map_may_come_through_a_pipe_and_a_report_go_to_a_file() {
    let sandbox = both();
    let run = sandbox.pipe(OLD.as_bytes(), ["diff", "-", "new.toml"]).exits(0);
    assert_eq!(run.text(), format!("standard input → new.toml\n{TOLD}"));
    let written = self::run(&sandbox, &["old.toml", "new.toml", "-o", "out/changes.html"]).exits(0);
    assert_eq!(written.err, "wrote out/changes.html\n");
    assert!(String::from_utf8(sandbox.read("out/changes.html")).unwrap().contains("<ins>whole </ins>"));
    self::run(&sandbox, &["old.toml", "new.toml", "-o", "changes.json"]).exits(0);
    let json: serde_json::Value = serde_json::from_slice(&sandbox.read("changes.json")).unwrap();
    assert_eq!(json["old"]["file"], "old.toml");
    self::run(&sandbox, &["old.toml", "new.toml", "-o", "changes.docx"])
        .exits(2)
        .says(&["cannot tell the format", "`.md`"]);
}

#[test]
fn a_map_is_not_written_over() {
    let sandbox = both();
    for name in ["old.toml", "./new.toml"] {
        run(&sandbox, &["old.toml", "new.toml", "-f", "json", "-o", name]).exits(2).says(&["would overwrite the map"]);
    }
    assert_eq!((sandbox.read("old.toml"), sandbox.read("new.toml")), (OLD.into(), NEW.into()));
    // A map may have any name.
    sandbox.write("old-2.svg", NEW);
    for files in
        [&["old.toml", "old-2.svg", "-o", "./old-2.svg"][..], &["old.toml", "old-2.svg", "--numbered", "-o", "old.svg"]]
    {
        let call = ["series"].iter().chain(files).copied();
        sandbox.run(call).exits(2).says(&["would overwrite the map `old-2.svg`"]);
    }
    assert_eq!(sandbox.files(), ["new.toml", "old-2.svg", "old.toml"]);
    assert_eq!(sandbox.read("old-2.svg"), NEW.as_bytes());
}

#[test]
fn a_public_map_has_a_public_report_unless_the_call_says_otherwise() {
    let sandbox = Sandbox::new();
    sandbox.write("old.toml", "[theme.waiting]\nvoices = [\"P7\"]\n[theme.hope]\n");
    sandbox.write("new.toml", "[theme.waiting]\n[theme.hope]\nvoices = [\"P7\"]\n");
    let told =
        |flags: &[&str]| run(&sandbox, &[&["old.toml", "new.toml", "-f", "json"], flags].concat()).exits(0).text();
    assert!(told(&[]).contains("P7"));
    assert!(!told(&["--public"]).contains("P7"));
    sandbox.write("old.toml", "[figure]\npublic = true\n[theme.waiting]\nvoices = [\"P7\"]\n[theme.hope]\n");
    assert!(!told(&[]).contains("P7"));
    assert!(told(&["--no-public"]).contains("P7"));
}

#[test]
fn a_pin_that_names_nothing_is_told() {
    let sandbox = both();
    sandbox.write(
        "new.toml",
        "core = \"Care\"\nthemes = [\"Waiting\", { label = \"Faith\", was = \"Trust in the tem\" }]\n",
    );
    run(&sandbox, &["old.toml", "new.toml"]).exits(0).says(&[
        "`was` of `Faith` names `Trust in the tem`, which the earlier map has not",
        "did you mean `Trust in the team`?",
        "new.toml:2",
    ]);
}

#[test]
fn maps_may_be_of_a_revision() {
    let sandbox = repository();
    let expected = format!("HEAD~1:maps/study.toml → maps/study.toml\n{TOLD}");
    assert_eq!(run(&sandbox, &["HEAD~1:maps/study.toml", "maps/study.toml"]).exits(0).text(), expected);
    // From within a folder of the repository both ways of naming a file work.
    for name in ["HEAD~1:maps/study.toml", "HEAD~1:study.toml", "HEAD~1:./study.toml"] {
        let mut command = sandbox.command();
        let output = command.current_dir(sandbox.path("maps")).args(["diff", name, "study.toml"]).output().unwrap();
        assert_eq!(String::from_utf8(output.stdout).unwrap(), format!("{name} → study.toml\n{TOLD}"));
    }
    // What is staged.
    sandbox.write("maps/study.toml", OLD);
    git(&sandbox, &["add", "."]);
    assert!(
        run(&sandbox, &[":maps/study.toml", "HEAD:maps/study.toml"]).exits(0).text().contains("‘Forms’: theme removed")
    );
    // A file of that name is a file.
    #[cfg(unix)]
    {
        sandbox.write("HEAD:maps/study.toml", OLD);
        assert!(run(&sandbox, &["HEAD:maps/study.toml", "maps/study.toml"]).exits(0).text().contains("No change."));
    }
}

#[test]
fn what_is_in_no_revision_is_told_with_a_cure() {
    let sandbox = repository();
    for (name, words) in [
        (
            "v9:maps/study.toml",
            &["cannot read `v9:maps/study.toml`: the repository has no revision `v9`", "git branch --all"][..],
        ),
        ("HEAD:study.toml", &["revision `HEAD` holds no file `study.toml`", "did you mean `HEAD:maps/study.toml`?"]),
        ("HEAD:maps/stady.toml", &["did you mean `HEAD:maps/study.toml`?"]),
        ("HEAD:maps", &["`HEAD:maps` is a folder"]),
        (":new.toml", &["`new.toml` is not staged"]),
        ("HEAD:README.md", &["README.md"]),
        // What git takes for a search, a pattern of paths, or all but a revision is no file.
        (":/first", &["cannot read `:/first`", "is not staged"]),
        (":(exclude)README.md", &["cannot read `:(exclude)README.md`", "is not staged"]),
        ("^HEAD:maps/study.toml", &["cannot read `^HEAD:maps/study.toml`"]),
    ] {
        run(&sandbox, &[name, "maps/study.toml"]).exits(2).says(words);
    }
    let alone = both();
    run(&alone, &["HEAD:old.toml", "new.toml"]).exits(2).says(&["the current folder is in no git repository"]);
    // Names that git would take for its flags are no revisions.
    run(&alone, &["--", "--output=x:old.toml", "new.toml"]).exits(2).says(&["cannot read `--output=x:old.toml`"]);
    assert!(!alone.exists("x"));
    let output = both().command().args(["diff", "HEAD:x.toml", "new.toml"]).env("PATH", "").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("git is not installed"));
}

#[test]
fn git_diff_tells_changes_of_themes() {
    let sandbox = repository();
    sandbox.write(".gitattributes", "maps/*.toml diff=thememap\n");
    git(&sandbox, &["config", "diff.thememap.command", "thememap diff --git"]);
    let told = git(&sandbox, &["diff", "HEAD~1", "--", "maps"]);
    let [old, new] = ["HEAD~1", "HEAD"]
        .map(|revision| git(&sandbox, &["rev-parse", &format!("{revision}:maps/study.toml")])[..7].to_owned());
    assert_eq!(told, format!("maps/study.toml@{old} → maps/study.toml@{new}\n{TOLD}\n"));
    // In a history, as a patch.
    let log = git(&sandbox, &["log", "-p", "--ext-diff", "--format=%s"]);
    assert!(log.contains("second") && log.contains("‘Forms’: theme removed"), "{log}");
    assert!(log.contains("+ ‘Waiting’: new theme"), "the first one adds the file: {log}");
    // A file that is gone, one that moved, one with mistakes.
    git(&sandbox, &["rm", "--quiet", "--cached", "maps/study.toml"]);
    assert!(git(&sandbox, &["diff", "--cached", "--", "maps"]).contains("× ‘Waiting’: theme removed"));
    git(&sandbox, &["add", "."]);
    sandbox.write("maps/study.toml", MISTAKEN);
    let told = git(&sandbox, &["diff", "--", "maps"]);
    assert_eq!(told, "maps/study.toml: cannot be compared: nothing in this map is called `nobody`\n\n");
    sandbox.write("maps/study.toml", OLD);
    git(&sandbox, &["mv", "maps/study.toml", "maps/renamed.toml"]);
    git(&sandbox, &["add", "."]);
    let told = git(&sandbox, &["diff", "--cached", "-M20%", "HEAD", "--", "maps"]);
    assert!(told.starts_with(&format!("maps/study.toml@{new} → maps/renamed.toml@{old}\n")), "{told}");
    assert!(told.contains("+ ‘Forms’: new theme"), "{told}");
    // It is no way to compare two files.
    run(&sandbox, &["--git", "maps/renamed.toml", "README.md"]).exits(2).says(&["is called by git"]);
}
