//! As much HTTP as a test needs: one question, one answer.

use std::io::{Error, Read, Result, Write};
use std::net::TcpStream;
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(5);

/// The status and the body of `http://ADDRESS PATH`.
pub fn get(address: &str, path: &str) -> Result<(u16, String)> {
    ask(address, "GET", path, "")
}

fn ask(address: &str, method: &str, path: &str, body: &str) -> Result<(u16, String)> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    // HTTP/1.0: no chunks, and the connection ends with the answer.
    let length = body.len();
    let question = format!(
        "{method} {path} HTTP/1.0\r\nHost: {address}\r\nContent-Length: {length}\r\n\r\n{body}"
    );
    // At once: whoever answers without the body would reset the connection when the rest of it comes.
    stream.write_all(question.as_bytes())?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    let answer = String::from_utf8_lossy(&bytes);
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
    let status = head.split(' ').nth(1).and_then(|code| code.parse().ok());
    let status = status.ok_or_else(|| Error::other(format!("no HTTP status in `{head}`")))?;
    Ok((status, body.to_owned()))
}

/// The status and the body of the answer to a body that is posted.
pub fn post(address: &str, path: &str, body: &str) -> Result<(u16, String)> {
    ask(address, "POST", path, body)
}

/// The same for something that is taken away.
pub fn delete(address: &str, path: &str) -> Result<(u16, String)> {
    ask(address, "DELETE", path, "")
}
