//! The web page in a real browser: with a keyboard, to a screen reader, on paper, and without its script.

mod browser;
mod sandbox;
mod tools;

use std::path::PathBuf;

use browser::*;
use sandbox::Sandbox;
use serde_json::Value;

/// An example map as a page, in a sandbox.
fn page(sandbox: &Sandbox, map: &str, flags: &[&str]) -> PathBuf {
    let map = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("maps").join(map);
    let mut arguments = vec!["render", map.to_str().unwrap(), "-o", "page.html"];
    arguments.extend(flags);
    sandbox.run(arguments).exits(0);
    sandbox.path("page.html")
}

const FOCUSED: &str = "return document.activeElement.getAttribute('data-label') || document.activeElement.id";

#[test]
fn look() {
    let Ok(maps) = std::env::var("LOOK") else { return };
    let browser = Browser::start(1400, 900).unwrap();
    for map in maps.split(',') {
    let sandbox = Sandbox::new();
    browser.resize(1400, 900);
    browser.open(&page(&sandbox, &format!("{map}.toml"), &[]));
    eprintln!("{:?} {:?}", browser.complaints(), browser.requests());
    eprintln!("size {}", sandbox.read("page.html").len());
    std::fs::write(format!("/tmp/look/{map}-desktop.png"), browser.screenshot()).unwrap();
    browser.run("document.querySelector('[role=treeitem]').focus()");
    browser.press(&[DOWN]);
    eprintln!("{}", browser.text(FOCUSED));
    std::fs::write(format!("/tmp/look/{map}-focus.png"), browser.screenshot()).unwrap();
    browser.press(&["/"]);
    browser.type_text("tr");
    browser.press(&[ENTER]);
    std::fs::write(format!("/tmp/look/{map}-search.png"), browser.screenshot()).unwrap();
    browser.press(&["+", "+", "+"]);
    std::fs::write(format!("/tmp/look/{map}-zoom.png"), browser.screenshot()).unwrap();
    browser.press(&["0"]);
    std::fs::write(format!("/tmp/look/{map}-print.pdf"), browser.print()).unwrap();
    browser.resize(390, 844);
    std::fs::write(format!("/tmp/look/{map}-phone.png"), browser.screenshot()).unwrap();
    browser.resize(1400, 900);
    browser.tell("Emulation.setEmulatedMedia", serde_json::json!({"features":[{"name":"prefers-color-scheme","value":"dark"}]}));
    std::fs::write(format!("/tmp/look/{map}-dark.png"), browser.screenshot()).unwrap();
    browser.tell("Emulation.setEmulatedMedia", serde_json::json!({"features":[]}));
    let full = browser.tell("Page.captureScreenshot", serde_json::json!({"captureBeyondViewport": true, "clip": {"x":0,"y":0,"width":1400,"height":3000,"scale":1}}));
    use base64::Engine;
    std::fs::write(format!("/tmp/look/{map}-full.png"), base64::engine::general_purpose::STANDARD.decode(full["data"].as_str().unwrap()).unwrap()).unwrap();
    for node in browser.accessibility().all() {
        eprintln!("{} | {} | {} | {:?}", node.role, node.name, node.description, node.properties.get("level"));
    }
    }
}
