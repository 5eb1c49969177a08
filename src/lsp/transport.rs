//! Messages on a stream: a header that says how long it is, and JSON.

use std::io::{self, BufRead, Read, Write};

use serde_json::{Value, json};

/// The longest message that is accepted, far above the largest file that is read.
const MOST: usize = 64 << 20;

/// The longest header that is accepted.
const LONGEST_HEADER: u64 = 4096;

/// What arrives.
#[derive(Debug)]
pub enum Incoming {
    /// A question, with the number that its answer must have.
    Request {
        /// Its number or name.
        id: Value,
        /// What is asked.
        method: String,
        /// Of what.
        params: Value,
    },
    /// Something that happened.
    Notification {
        /// What.
        method: String,
        /// To what.
        params: Value,
    },
    /// The answer to a question of ours.
    Response,
    /// Not a message of the protocol.
    Malformed(String),
}

/// The next message; nothing at the end of the stream.
///
/// # Errors
///
/// The stream cannot be read, or the start of its next message is lost.
pub fn read(from: &mut impl BufRead) -> io::Result<Option<Incoming>> {
    let Some(length) = length(from)? else { return Ok(None) };
    let mut body = Vec::new();
    from.by_ref().take(length as u64).read_to_end(&mut body)?;
    if body.len() < length {
        return Err(wrong("the stream ends inside a message"));
    }
    Ok(Some(match serde_json::from_slice(&body) {
        Ok(message) => incoming(message),
        Err(error) => Incoming::Malformed(format!("expected JSON: {error}")),
    }))
}

/// What the header says of the length; nothing at the end of the stream.
fn length(from: &mut impl BufRead) -> io::Result<Option<usize>> {
    let mut length = None;
    loop {
        let mut line = Vec::new();
        let read = from.by_ref().take(LONGEST_HEADER).read_until(b'\n', &mut line)?;
        if read == 0 {
            return if length.is_none() {
                Ok(None)
            } else {
                Err(wrong("the stream ends inside a header"))
            };
        }
        let line = String::from_utf8_lossy(&line);
        let line = line.trim();
        if line.is_empty() {
            return length.map(Some).ok_or_else(|| wrong("a header without `Content-Length`"));
        }
        if let Some((name, value)) = line.split_once(':')
            && name.trim().eq_ignore_ascii_case("content-length")
        {
            let value: usize = value
                .trim()
                .parse()
                .map_err(|_| wrong("invalid `Content-Length`: expected a number"))?;
            if value > MOST {
                return Err(wrong("a message of more than 64 MiB"));
            }
            length = Some(value);
        }
    }
}

fn wrong(message: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, message)
}

fn incoming(mut message: Value) -> Incoming {
    let params = message.get_mut("params").map(Value::take).unwrap_or_default();
    let id = message.get("id").filter(|id| id.is_number() || id.is_string()).cloned();
    let method = message.get("method").and_then(Value::as_str).map(str::to_owned);
    match (id, method) {
        (Some(id), Some(method)) => Incoming::Request { id, method, params },
        (None, Some(method)) => Incoming::Notification { method, params },
        (Some(_), None) => Incoming::Response,
        (None, None) => Incoming::Malformed("expected a message with a `method`".to_owned()),
    }
}

/// Writes a message.
///
/// # Errors
///
/// The stream cannot be written.
pub fn write(to: &mut impl Write, message: &Value) -> io::Result<()> {
    let body = message.to_string();
    write!(to, "Content-Length: {}\r\n\r\n{body}", body.len())?;
    to.flush()
}

/// The answer to a request.
pub fn answer(id: Value, result: Value) -> Value {
    json!({"jsonrpc": "2.0", "id": id, "result": result})
}

/// The response to a request that is refused.
pub fn refusal(id: Value, code: i32, message: &str) -> Value {
    json!({"jsonrpc": "2.0", "id": id, "error": {"code": code, "message": message}})
}

/// Something that the client is told.
pub fn notification(method: &str, params: Value) -> Value {
    json!({"jsonrpc": "2.0", "method": method, "params": params})
}

#[cfg(test)]
mod tests {
    use super::{Incoming, read};

    /// What is read of a stream, until it ends or breaks.
    fn all(stream: &str) -> Vec<String> {
        let mut from = stream.as_bytes();
        let mut all = Vec::new();
        loop {
            all.push(match read(&mut from) {
                Ok(Some(Incoming::Request { id, method, .. })) => format!("{id} {method}"),
                Ok(Some(Incoming::Notification { method, .. })) => method,
                Ok(Some(Incoming::Response)) => "a response".to_owned(),
                Ok(Some(Incoming::Malformed(why))) => why,
                Ok(None) => return all,
                Err(error) => {
                    all.push(error.to_string());
                    return all;
                }
            });
        }
    }

    #[test]
    fn messages_follow_each_other() {
        let framed = |body: &str| format!("Content-Length: {}\r\n\r\n{body}", body.len());
        let stream = [
            framed(r#"{"id": 1, "method": "shutdown"}"#),
            framed(r#"{"id": "x", "method": "y"}"#),
            framed("{"),
            framed("[]"),
            framed(r#"{"id": 1, "result": null}"#),
            "content-type: x\r\n".to_owned() + &framed(r#"{"method": "exit"}"#),
        ];
        let expected = [
            "1 shutdown",
            "\"x\" y",
            "expected JSON: EOF while parsing an object at line 1 column 1",
            "expected a message with a `method`",
            "a response",
            "exit",
        ];
        assert_eq!(all(&stream.concat()), expected);
    }

    #[test]
    fn broken_streams_end() {
        for (stream, expected) in [
            ("Content-Length: 5\r\n\r\n{", "the stream ends inside a message"),
            ("Content-Length: 99999999999\r\n\r\n", "a message of more than 64 MiB"),
            ("Content-Length: x\r\n\r\n", "invalid `Content-Length`: expected a number"),
            ("\r\n", "a header without `Content-Length`"),
            ("Content-Length: 5\r\n", "the stream ends inside a header"),
        ] {
            assert_eq!(all(stream), [expected]);
        }
    }
}
