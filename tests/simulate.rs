//! Figures as other eyes see them, and the check for eyes, on the command line; the matrices against a browser's.

mod sandbox;
mod tools;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::time::Duration;

use sandbox::Sandbox;
use serde_json::{Value, json};
use thememap::draw::figure::Color;
use thememap::draw::vision::{VISIONS, Vision};

/// Themes that are sorted by colour alone.
const SORTED: &str = r#"themes = [{ label = "Hope", color = 2 }, { label = "Fear", color = 5 }]"#;

#[test]
fn a_simulated_figure_stands_beside_the_real_one() {
    let sandbox = Sandbox::with_map();
    sandbox.run(["render", "study.toml"]).exits(0);
    let real = sandbox.read("study.svg");
    for vision in VISIONS {
        sandbox.run(["render", "study.toml", "--simulate", vision.name]).exits(0);
        let seen = sandbox.read(format!("study-{}.svg", vision.name));
        assert_ne!(seen, real, "{}", vision.name);
        assert!(sandbox.exists(format!("study-{}.png", vision.name)));
        // Ink is nearly grey: what changes is hue.
        let blue = vision.sees(Color(0x04, 0x68, 0xA2));
        let name = format!("#{:02X}{:02X}{:02X}", blue.0, blue.1, blue.2);
        assert!(String::from_utf8(seen).unwrap().contains(&name), "{}: no {name}", vision.name);
    }
    assert_eq!(sandbox.read("study.svg"), real, "the real figure is not touched");
    sandbox.run(["render", "study.toml", "--simulate", "grey", "-o", "figures/"]).exits(0);
    assert!(sandbox.exists("figures/study-grey.svg"));
    sandbox.run(["render", "study.toml", "--simulate", "grey", "-o", "figures/as-printed.svg"]).exits(0);
    assert_eq!(sandbox.read("figures/as-printed.svg"), sandbox.read("study-grey.svg"));
    let piped = sandbox.run(["render", "study.toml", "--simulate", "grey", "-o", "-"]).exits(0);
    assert_eq!(piped.out, sandbox.read("study-grey.svg"));
    sandbox.run(["render", "study.toml", "--simulate", "grey", "--pages", "-f", "svg"]).exits(0);
    assert!(sandbox.exists("study-grey-1.svg"));
}

#[test]
fn check_and_depfile_name_the_simulated_figure() {
    let sandbox = Sandbox::with_map();
    let call = ["render", "study.toml", "--simulate", "deutan", "-f", "svg"];
    sandbox.run(call.iter().chain(&["--check"])).exits(1).says(&["`study-deutan.svg` is missing"]);
    sandbox.run(call.iter().chain(&["--depfile", "study.d"])).exits(0);
    sandbox.run(call.iter().chain(&["--check"])).exits(0);
    assert!(String::from_utf8(sandbox.read("study.d")).unwrap().starts_with("study-deutan.svg: \\\n  study.toml\n"));
    assert!(!sandbox.exists("study.svg"));
}

#[test]
fn wrong_calls_are_refused() {
    let sandbox = Sandbox::with_map();
    let run = sandbox.run(["render", "study.toml", "--simulate", "dog"]).exits(2);
    let names: Vec<&str> = VISIONS.iter().map(|vision| vision.name).collect();
    let run = run.says(&names);
    assert!(run.out.is_empty());
    let help = sandbox.run(["render", "--help"]).exits(0).text();
    assert!(VISIONS.iter().all(|vision| help.contains(&format!("- {}:", vision.name))), "{help}");
    sandbox.write("study-grey.toml", sandbox::MAP);
    sandbox
        .run(["render", "study.toml", "--simulate", "grey"])
        .exits(2)
        .says(&["would be taken for that of `study-grey.toml`", "-o FILE"]);
    assert!(!sandbox.exists("study-grey.svg"));
}

#[test]
fn check_warns_and_check_eyes_fails() {
    let sandbox = Sandbox::with_map();
    sandbox.write("sorted.toml", SORTED);
    let words = [
        "the colours of `Hope` and `Fear`",
        "look alike to readers with deuteranopia (4.79) and on a greyscale copy (0.11)",
        "sorted.toml:1:21",
    ];
    sandbox.run(["check", "sorted.toml"]).exits(0).says(&words).says(&["warning: ", "0 errors, 1 warning"]);
    sandbox.run(["check", "sorted.toml", "-q"]).exits(0).says_nothing();
    // Drawing is not stopped by it.
    let drawn = sandbox.run(["render", "sorted.toml"]).exits(0);
    assert!(!drawn.err.contains("alike"), "{}", drawn.err);
    let run = sandbox.run(["check", "--eyes", "sorted.toml"]).exits(1).says(&words).says(&["error: "]);
    let table = run.text();
    for line in ["outline of card on page", "text of theme on card", "deutan     4.8", "hope #C1774A, fear #AD813C"] {
        assert!(table.contains(line), "no `{line}` in\n{table}");
    }
    let run = sandbox.run(["check", "--eyes", "study.toml"]).exits(0).says(&["no mistakes"]);
    let row = "text of core on core";
    let line = run.text().lines().find(|line| line.starts_with(row)).unwrap().to_owned();
    let cells: Vec<&str> = line[row.len()..].split_whitespace().collect();
    assert_eq!(cells[..2], ["#FFFFFF", "#24384A"]);
    assert_eq!(cells[3..5], ["4.5", "12.07"]);
    assert_eq!(cells.len(), 4 + 1 + VISIONS.len());
}

#[test]
fn json_has_what_was_measured_under_the_same_keys_in_the_same_order() {
    let sandbox = Sandbox::with_map();
    sandbox.write("one.toml", "themes = [\"Alone\"]");
    for map in ["study.toml", "one.toml"] {
        let text = sandbox.run(["check", "--json", map]).exits(0).says_nothing().text();
        let report: Value = serde_json::from_str(&text).unwrap();
        let eyes = &report["pages"][0]["eyes"];
        let pair = &eyes["pairs"][0];
        let mut keys = vec!["what", "on", "color", "behind", "count", "needs", "normal"];
        keys.extend(VISIONS.iter().map(|vision| vision.name));
        assert_eq!(pair.as_object().unwrap().len(), keys.len());
        let start = text.find("\"eyes\":").unwrap();
        let in_order = |keys: &[&str]| {
            let places: Vec<_> = keys.iter().map(|key| text[start..].find(&format!("\"{key}\":")).unwrap()).collect();
            assert!(places.is_sorted(), "{keys:?}: {places:?}");
        };
        in_order(&keys);
        in_order(&["pairs", "differences", "least_text_pt", "needed_text_pt", "least_line_pt", "needed_line_pt"]);
        assert_eq!(eyes["needed_text_pt"], json!(8.0));
        assert_eq!(eyes["differences"].as_array().unwrap().is_empty(), map == "one.toml");
    }
    sandbox.write("sorted.toml", SORTED);
    let run = sandbox.run(["check", "--json", "--eyes", "sorted.toml"]).exits(1);
    let report: Value = serde_json::from_str(&run.text()).unwrap();
    assert_eq!(report["findings"][0]["severity"], json!("error"));
}

/// A browser under the command of the WebDriver protocol.
struct Browser {
    driver: Child,
    port: u16,
    session: String,
}

impl Browser {
    /// `None` on a machine without Chromium and its driver.
    fn start() -> Option<Browser> {
        tools::tool("chromium")?;
        let mut driver = tools::tool("chromedriver")?;
        let mut driver = driver.arg("--port=0").stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let lines = BufReader::new(driver.stdout.take().unwrap()).lines();
        let port = lines.map(Result::unwrap).find_map(|line| {
            let (_, port) = line.split_once("started successfully on port ")?;
            port.trim_end_matches('.').parse().ok()
        });
        let mut browser = Browser { driver, port: port.expect("the driver says its port"), session: String::new() };
        let options =
            json!({ "args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--force-color-profile=srgb"] });
        let asked = json!({ "capabilities": { "alwaysMatch": { "goog:chromeOptions": options } } });
        let answer = browser.post("/session", &asked);
        browser.session = answer["sessionId"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned();
        Some(browser)
    }

    fn post(&self, path: &str, body: &Value) -> Value {
        let body = body.to_string();
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let head = format!("POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
        write!(stream, "{head}Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}", body.len()).unwrap();
        // The driver may keep the connection open, so that the answer's own length says where it ends.
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        let mut answer = BufReader::new(stream);
        let mut length = 0;
        loop {
            let mut line = String::new();
            answer.read_line(&mut line).unwrap();
            match line.trim_end().split_once(':') {
                Some((key, value)) if key.eq_ignore_ascii_case("content-length") => {
                    length = value.trim().parse().unwrap()
                }
                Some(_) => {}
                None if line.trim_end().is_empty() => break,
                None => {}
            }
        }
        let mut body = vec![0; length];
        answer.read_exact(&mut body).unwrap();
        serde_json::from_slice::<Value>(&body).unwrap()["value"].take()
    }

    /// A command of the browser's own protocol.
    fn command(&self, name: &str, parameters: Value) -> Value {
        let path = format!("/session/{}/goog/cdp/execute", self.session);
        let answer = self.post(&path, &json!({ "cmd": name, "params": parameters }));
        assert!(answer.get("error").is_none(), "{name}: {answer}");
        answer
    }

    /// What the page looks like: its width in pixels, and red, green and blue of each.
    fn picture(&self) -> (usize, Vec<[u8; 3]>) {
        let answer = self.command("Page.captureScreenshot", json!({ "format": "png" }));
        let bytes = from_base64(answer["data"].as_str().unwrap());
        let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut pixels).unwrap();
        let each = pixels.chunks_exact(info.color_type.samples()).map(|pixel| [pixel[0], pixel[1], pixel[2]]);
        (info.width as usize, each.collect())
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if !self.session.is_empty() {
            // The driver closes its browser when it is asked to end.
            let close = || {
                self.post(
                    &format!("/session/{}/goog/cdp/execute", self.session),
                    &json!({ "cmd": "Browser.close", "params": {} }),
                )
            };
            let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(close));
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

fn from_base64(text: &str) -> Vec<u8> {
    let value = |byte: u8| match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let (mut bytes, mut bits, mut held) = (Vec::new(), 0_u32, 0);
    for six in text.bytes().filter_map(value) {
        (bits, held) = (bits << 6 | u32::from(six), held + 6);
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
            bits &= (1 << held) - 1;
        }
    }
    bytes
}

/// Side of a patch of colour in pixels.
const SIDE: usize = 20;

/// Most that a channel may differ: the browser's filter counts in its own steps.
const MOST_APART: u8 = 3;

#[test]
fn a_browser_sees_the_same_colours() {
    let Some(browser) = Browser::start() else { return };
    let colors: Vec<Color> = [
        0x0468A2, 0x984305, 0x037152, 0xAB327E, 0x946501, 0x484C50, 0x328ED5, 0xC1774A, 0x1F9B73, 0xC66B9E, 0xAD813C,
        0x24384A, 0xEEF4FD, 0xFDF1EC, 0xFFFFFF, 0xFF0000, 0x00FF00, 0x0000FF,
    ]
    .map(|hex: u32| Color((hex >> 16) as u8, (hex >> 8) as u8, hex as u8))
    .to_vec();
    let patch = |Color(r, g, b): &Color| {
        format!("<i style='float:left;width:{SIDE}px;height:{SIDE}px;background:rgb({r},{g},{b})'></i>")
    };
    let page: String = colors.iter().map(patch).collect();
    let url = format!("data:text/html,<body style='margin:0;width:2000px'>{page}");
    browser.post(&format!("/session/{}/url", browser.session), &json!({ "url": url }));
    let deficiencies = [("deutan", "deuteranopia"), ("protan", "protanopia"), ("tritan", "tritanopia")];
    for (name, theirs) in deficiencies {
        browser.command("Emulation.setEmulatedVisionDeficiency", json!({ "type": theirs }));
        let (width, pixels) = browser.picture();
        for (i, color) in colors.iter().enumerate() {
            let [r, g, b] = pixels[SIDE / 2 * width + i * SIDE + SIDE / 2];
            let ours = Vision::named(name).unwrap().sees(*color);
            let apart = [r.abs_diff(ours.0), g.abs_diff(ours.1), b.abs_diff(ours.2)];
            assert!(apart.iter().all(|apart| *apart <= MOST_APART), "{name}: {color:?} is {r} {g} {b}, ours {ours:?}");
        }
    }
}
