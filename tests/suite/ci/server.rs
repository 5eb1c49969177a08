//! As much of the interfaces of GitHub and GitLab as comments need.

use std::io::{BufRead, BufReader, Read, Result, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use serde_json::{Value, json};

/// Who the token of the tests writes as.
pub const ME: &str = "github-actions[bot]";

/// What the tests' token is.
pub const TOKEN: &str = "s3cret";

/// A server that keeps comments.
pub struct Server {
    address: String,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    comments: Vec<Value>,
    /// What was asked, without queries.
    asked: Vec<String>,
    /// What whoever writes gets for it.
    refused: Option<u16>,
}

impl Server {
    /// A server with comments of others: so many.
    pub fn start(others: usize) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address").to_string();
        let other = |id| comment(id, "somebody", 7, "<!-- jobwright diff -->\nnot ours");
        let comments = (1..=others).map(other).collect();
        let state = Arc::new(Mutex::new(State { comments, ..State::default() }));
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // A client that goes away is the client's business.
                _ = answer(&stream, &shared);
            }
        });
        Self { address, state }
    }

    /// Where it is.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// From now on nobody may write.
    pub fn refuse(&self, status: u16) {
        self.state.lock().expect("a state").refused = Some(status);
    }

    /// What our own comments say.
    pub fn ours(&self) -> Vec<String> {
        let state = self.state.lock().expect("a state");
        let ours = state.comments.iter().filter(|one| one["user"]["login"] == ME);
        ours.map(|one| one["body"].as_str().expect("a text").to_owned()).collect()
    }

    /// What was asked since the last time.
    pub fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.state.lock().expect("a state").asked)
    }
}

/// A comment as both servers have it.
fn comment(id: usize, login: &str, author: usize, body: &str) -> Value {
    json!({"id": id, "user": {"login": login}, "author": {"id": author}, "body": body})
}

fn answer(mut stream: &TcpStream, state: &Mutex<State>) -> Result<()> {
    let mut reader = BufReader::new(stream);
    let mut head = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        if line.trim_end().is_empty() {
            break;
        }
        head.push(line.trim_end().to_owned());
    }
    let value = |name: &str| {
        let is_it = |line: &&String| line.to_lowercase().starts_with(&format!("{name}:"));
        let line = head.iter().skip(1).find(is_it)?;
        Some(line[name.len() + 1..].trim().to_owned())
    };
    let length = value("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    if value("expect").is_some() {
        stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?;
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let is_known = value("authorization") == Some(format!("Bearer {TOKEN}"))
        || value("private-token").as_deref() == Some(TOKEN);
    let line: Vec<&str> = head.first().map_or("", String::as_str).split(' ').collect();
    let [method, target, ..] = line.as_slice() else { return Ok(()) };
    let body = serde_json::from_slice(&body).unwrap_or(Value::Null);
    let (status, text) = match is_known {
        true => reply(method, target, &body, &mut state.lock().expect("a state")),
        false => (401, json!({"message": "Bad credentials"})),
    };
    let text = text.to_string();
    let length = text.len();
    write!(
        stream,
        "HTTP/1.1 {status} x\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{text}"
    )
}

fn reply(method: &str, target: &str, body: &Value, state: &mut State) -> (u16, Value) {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    state.asked.push(format!("{method} {path}"));
    if let (Some(status), false) = (state.refused, method == "GET") {
        return (status, json!({"message": "Resource not accessible by integration"}));
    }
    let text = body["body"].as_str().unwrap_or_default();
    match (method, path) {
        ("GET", "/user") => (200, json!({"id": 1})),
        ("GET", _) => {
            let number = |name: &str| -> usize {
                let pair = query.split('&').find_map(|pair| pair.strip_prefix(name));
                pair.and_then(|number| number.parse().ok()).unwrap_or(1)
            };
            let (size, page) = (number("per_page="), number("page="));
            let here = state.comments.iter().skip(size * (page - 1)).take(size).cloned();
            (200, here.collect())
        }
        // GitHub counts characters, and refuses what has too many.
        _ if text.chars().count() > 65_536 && path.starts_with("/repos") => {
            (422, json!({"message": "Validation Failed"}))
        }
        ("POST", _) if path.ends_with("/code-scanning/sarifs") => (202, body.clone()),
        ("POST", _) => {
            let new = comment(state.comments.len() + 1, ME, 1, text);
            state.comments.push(new.clone());
            (201, new)
        }
        ("PATCH" | "PUT", _) => {
            let id = path.rsplit('/').next().and_then(|id| id.parse::<usize>().ok());
            let known = state
                .comments
                .iter_mut()
                .find(|one| Some(&one["id"]) == id.map(Value::from).as_ref());
            let Some(known) = known else { return (404, json!({"message": "Not Found"})) };
            known["body"] = text.into();
            (200, known.clone())
        }
        _ => (404, json!({"message": "Not Found"})),
    }
}
