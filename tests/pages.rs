//! Maps that are more than a page: a higher page, sub-themes folded in, several pages.

mod sandbox;

use std::fmt::Write as _;

use sandbox::Sandbox;

/// A study of `groups` groups with `themes` themes each, whose labels are as long as in published maps.
fn study(groups: usize, themes: usize) -> String {
    let mut map = String::from("core = \"What keeps people coming to the clinic\"\n");
    for group in 1..=groups {
        let _ = write!(map, "[groups.g{group}]\nlabel = \"Barriers met in ward {group}\"\nthemes = [\n");
        for theme in 1..=themes {
            let _ = writeln!(map, "  \"Waiting for news of patient {theme} in ward {group}, with nobody to ask\",");
        }
        map += "]\n";
    }
    map
}

#[test]
fn a_page_is_as_high_as_asked_for() {
    let sandbox = Sandbox::new();
    sandbox.write("study.toml", study(12, 8));
    let run = sandbox.run(["render", "study.toml", "-f", "svg"]).exits(1);
    run.says(&["a page is 225 mm high"]);
    let run = sandbox.run(["render", "study.toml", "-f", "svg", "--height", "100mm"]).exits(1);
    run.says(&["a page is 100 mm high"]);
    sandbox.run(["render", "study.toml", "-f", "svg", "--height", "any"]).exits(0);
    sandbox.write("study.toml", study(12, 8) + "[figure]\nheight = \"any\"\n");
    sandbox.run(["render", "study.toml", "-f", "svg"]).exits(0);
    sandbox.run(["render", "study.toml", "-f", "svg", "--height", "225mm"]).exits(1);
    sandbox.run(["render", "study.toml", "--height", "225"]).exits(2).says(&["has no unit: write `225mm`"]);
}
