//! A real Chromium without a window, driven through the WebDriver protocol (W3C Recommendation) and, for what that does
//! not know, the DevTools protocol.

#![allow(dead_code, reason = "each test uses some of it")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use base64::Engine as _;
use serde_json::{Value, json};

use crate::tools::tool;

/// Keys without a character, as WebDriver writes them (§17.4.2).
pub const TAB: &str = "\u{e004}";
pub const ENTER: &str = "\u{e007}";
pub const SHIFT: &str = "\u{e008}";
pub const CONTROL: &str = "\u{e009}";
pub const ESCAPE: &str = "\u{e00c}";
pub const END: &str = "\u{e010}";
pub const HOME: &str = "\u{e011}";
pub const LEFT: &str = "\u{e012}";
pub const UP: &str = "\u{e013}";
pub const RIGHT: &str = "\u{e014}";
pub const DOWN: &str = "\u{e015}";

/// How long a state of the page is waited for.
const PATIENCE: Duration = Duration::from_secs(20);

/// What the browser is told: nothing that reaches for a network, a screen or a profile of somebody's.
const FLAGS: [&str; 9] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
];

/// A browser with one page; it ends with the test.
pub struct Browser {
    driver: Child,
    port: u16,
    session: String,
    profile: tempfile::TempDir,
}

impl Browser {
    /// Starts it with a window of that many pixels; `None` on a machine without Chromium, see [`tool`].
    pub fn start(width: u32, height: u32) -> Option<Browser> {
        tool("chromium")?;
        let path = std::env::var_os("PATH").unwrap_or_default();
        let binary = std::env::split_paths(&path).map(|folder| folder.join("chromium")).find(|file| file.is_file());
        let mut driver = tool("chromedriver")?;
        driver.arg("--port=0").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut driver = driver.spawn().expect("chromedriver starts");
        let mut lines = BufReader::new(driver.stdout.take().unwrap()).lines();
        let port = lines
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| {
                line.split_once("successfully on port ")?.1.trim_end_matches(|c: char| !c.is_ascii_digit()).parse().ok()
            })
            .expect("chromedriver says its port");
        // Read on, so that it never waits for room to write.
        std::thread::spawn(move || lines.for_each(drop));
        let profile = tempfile::tempdir().unwrap();
        let mut arguments: Vec<String> = FLAGS.map(str::to_owned).to_vec();
        arguments.push(format!("--user-data-dir={}", profile.path().display()));
        let mut browser = Browser { driver, port, session: String::new(), profile };
        let capabilities = json!({ "alwaysMatch": {
            "browserName": "chrome",
            "goog:chromeOptions": { "args": arguments, "binary": binary },
            "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
        }});
        let session = browser.call("POST", "/session", json!({ "capabilities": capabilities }));
        browser.session = session["sessionId"].as_str().expect("a session").to_owned();
        browser.resize(width, height);
        Some(browser)
    }

    /// Makes the page so many CSS pixels large, one pixel of the screen each.
    pub fn resize(&self, width: u32, height: u32) {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.tell("Emulation.setDeviceMetricsOverride", size);
    }

    /// Opens a file.
    pub fn open(&self, path: &Path) {
        self.command("POST", "url", json!({ "url": format!("file://{}", path.display()) }));
    }

    /// The value of a script's `return`.
    pub fn run(&self, script: &str) -> Value {
        self.command("POST", "execute/sync", json!({ "script": script, "args": [] }))
    }

    /// The same as text.
    pub fn text(&self, script: &str) -> String {
        self.run(script).as_str().unwrap_or_default().to_owned()
    }

    /// Waits until a script returns `true`.
    #[track_caller]
    pub fn wait(&self, script: &str) {
        let start = Instant::now();
        while self.run(script) != Value::Bool(true) {
            assert!(start.elapsed() < PATIENCE, "never: {script}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Presses and releases keys one after the other, as fingers do.
    pub fn press(&self, keys: &[&str]) {
        let actions = keys.iter().flat_map(|key| [("keyDown", key), ("keyUp", key)]);
        self.keys(actions.map(|(kind, key)| json!({ "type": kind, "value": key })).collect());
    }

    /// Presses a key while another one is held.
    pub fn press_with(&self, held: &str, key: &str) {
        let actions = [("keyDown", held), ("keyDown", key), ("keyUp", key), ("keyUp", held)];
        self.keys(actions.iter().map(|(kind, key)| json!({ "type": kind, "value": key })).collect());
    }

    /// Types a text.
    pub fn type_text(&self, text: &str) {
        let keys: Vec<String> = text.chars().map(String::from).collect();
        self.press(&keys.iter().map(String::as_str).collect::<Vec<_>>());
    }

    fn keys(&self, actions: Vec<Value>) {
        let source = json!({ "type": "key", "id": "keyboard", "actions": actions });
        self.command("POST", "actions", json!({ "actions": [source] }));
    }

    /// Moves the mouse to a place of the window, in CSS pixels.
    pub fn point(&self, x: f64, y: f64) {
        self.mouse(vec![move_to(x, y)]);
    }

    /// Clicks there.
    pub fn click(&self, x: f64, y: f64) {
        self.mouse(vec![
            move_to(x, y),
            json!({ "type": "pointerDown", "button": 0 }),
            json!({ "type": "pointerUp", "button": 0 }),
        ]);
    }

    /// Drags from one place to another.
    pub fn drag(&self, from: (f64, f64), to: (f64, f64)) {
        let down = json!({ "type": "pointerDown", "button": 0 });
        let up = json!({ "type": "pointerUp", "button": 0 });
        self.mouse(vec![move_to(from.0, from.1), down, move_to(to.0, to.1), up]);
    }

    fn mouse(&self, actions: Vec<Value>) {
        let source =
            json!({ "type": "pointer", "id": "mouse", "parameters": { "pointerType": "mouse" }, "actions": actions });
        self.command("POST", "actions", json!({ "actions": [source] }));
    }

    /// A PNG of the window.
    pub fn screenshot(&self) -> Vec<u8> {
        decoded(&self.command("GET", "screenshot", Value::Null))
    }

    /// A PNG of what `Page.captureScreenshot` is asked for.
    pub fn capture(&self, options: Value) -> Vec<u8> {
        decoded(&self.tell("Page.captureScreenshot", options)["data"])
    }

    /// The page as a PDF, on the paper its own style asks for.
    pub fn print(&self) -> Vec<u8> {
        let options = json!({ "preferCSSPageSize": true, "printBackground": true });
        decoded(&self.tell("Page.printToPDF", options)["data"])
    }

    /// A command of the DevTools protocol.
    pub fn tell(&self, command: &str, parameters: Value) -> Value {
        self.command("POST", "goog/cdp/execute", json!({ "cmd": command, "params": parameters }))
    }

    /// What the page wrote to the console, and what the browser had to complain about, since it was last asked.
    pub fn complaints(&self) -> Vec<String> {
        let log = self.command("POST", "se/log", json!({ "type": "browser" }));
        log.as_array()
            .into_iter()
            .flatten()
            .map(|entry| entry["message"].as_str().unwrap_or_default().to_owned())
            .collect()
    }

    /// The addresses the page asked for since it was last asked.
    pub fn requests(&self) -> Vec<String> {
        let log = self.command("POST", "se/log", json!({ "type": "performance" }));
        let events = log.as_array().into_iter().flatten().filter_map(|entry| {
            let event: Value = serde_json::from_str(entry["message"].as_str()?).ok()?;
            let message = &event["message"];
            let sent = message["method"] == "Network.requestWillBeSent";
            sent.then(|| message["params"]["request"]["url"].as_str().map(str::to_owned))?
        });
        events.collect()
    }

    /// The accessibility tree as screen readers get it, without what is hidden from them.
    pub fn accessibility(&self) -> Accessible {
        self.tell("Accessibility.enable", json!({}));
        let tree = self.tell("Accessibility.getFullAXTree", json!({}));
        let nodes = tree["nodes"].as_array().expect("a tree");
        let by_id: std::collections::BTreeMap<&str, &Value> =
            nodes.iter().filter_map(|node| Some((node["nodeId"].as_str()?, node))).collect();
        accessible(nodes.first().expect("a root"), &by_id).remove(0)
    }

    fn command(&self, method: &str, command: &str, body: Value) -> Value {
        self.call(method, &format!("/session/{}/{command}", self.session), body)
    }

    #[track_caller]
    fn call(&self, method: &str, path: &str, body: Value) -> Value {
        let answer = self.request(method, path, &body).unwrap_or_else(|error| panic!("{method} {path}: {error}"));
        assert!(answer["value"]["error"].is_null(), "{method} {path} {body}: {}", answer["value"]);
        answer["value"].clone()
    }

    /// One request over a connection of its own (RFC 9112).
    fn request(&self, method: &str, path: &str, body: &Value) -> std::io::Result<Value> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_read_timeout(Some(6 * PATIENCE))?;
        let body = if body.is_null() { String::new() } else { body.to_string() };
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
             Connection: close\r\n\r\n{body}",
            self.port,
            body.len()
        )?;
        let mut reader = BufReader::new(stream);
        let mut length = 0;
        loop {
            let mut line = String::new();
            reader.read_line(&mut line)?;
            let header = line.to_ascii_lowercase();
            if let Some(value) = header.strip_prefix("content-length:") {
                length = value.trim().parse().unwrap_or(0);
            }
            if line.trim().is_empty() {
                break;
            }
        }
        let mut answer = vec![0; length];
        reader.read_exact(&mut answer)?;
        Ok(serde_json::from_slice(&answer)?)
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Ends the browser; the driver would leave it behind.
        let _ = self.request("DELETE", &format!("/session/{}", self.session), &Value::Null);
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

fn move_to(x: f64, y: f64) -> Value {
    json!({ "type": "pointerMove", "duration": 0, "x": x.round() as i64, "y": y.round() as i64 })
}

fn decoded(base64: &Value) -> Vec<u8> {
    base64::engine::general_purpose::STANDARD.decode(base64.as_str().expect("base64")).expect("base64")
}

/// One node of the accessibility tree.
#[derive(Clone, Debug, Default)]
pub struct Accessible {
    pub role: String,
    pub name: String,
    pub description: String,
    /// Its properties by name: `level`, `focusable`, `selected`.
    pub properties: std::collections::BTreeMap<String, Value>,
    pub children: Vec<Accessible>,
}

impl Accessible {
    /// It and all below it, in reading order.
    pub fn all(&self) -> Vec<&Accessible> {
        std::iter::once(self).chain(self.children.iter().flat_map(Accessible::all)).collect()
    }

    /// All of a role below it, in reading order.
    pub fn of_role(&self, role: &str) -> Vec<&Accessible> {
        self.all().into_iter().filter(|node| node.role == role).collect()
    }
}

/// A node; those below it in its place where readers are not told of it.
fn accessible(node: &Value, by_id: &std::collections::BTreeMap<&str, &Value>) -> Vec<Accessible> {
    let ids = node["childIds"].as_array().into_iter().flatten();
    let children = ids.filter_map(|id| by_id.get(id.as_str()?)).flat_map(|child| accessible(child, by_id)).collect();
    if node["ignored"] == true {
        return children;
    }
    let text = |key: &str| node[key]["value"].as_str().unwrap_or_default().to_owned();
    let properties = node["properties"].as_array().into_iter().flatten();
    let property = |one: &Value| Some((one["name"].as_str()?.to_owned(), one["value"]["value"].clone()));
    vec![Accessible {
        role: text("role"),
        name: text("name"),
        description: text("description"),
        properties: properties.filter_map(property).collect(),
        children,
    }]
}
