//! A proxy before an agent's HTTP API that passes on, fails, waits, cuts, is silent, loses answers, or lets somebody else
//! act first, as a test says; and it counts what is asked.
//!
//! Requests are chosen by a pattern of method and path: `PUT /v1/jobs` is exactly that, a `*` at the end stands for
//! anything, and `*` alone is every request. Queries take no part in it.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// A request that came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    pub method: String,
    /// With its query.
    pub path: String,
}

/// A proxy, until it is dropped.
pub struct Proxy {
    address: String,
    state: Arc<Mutex<State>>,
    acceptor: Option<JoinHandle<()>>,
}

type Hook = Box<dyn FnOnce() + Send>;

/// What comes in place of an answer, when the server has acted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// The end of the connection.
    Cut,
    /// An answer with status 500.
    Failure,
}

/// What becomes of a request.
enum Fate {
    Passes(Option<Hook>),
    Fails,
    Loses(Loss),
    IsNotAnswered,
}

#[derive(Default)]
struct State {
    upstream: String,
    requests: Vec<Request>,
    /// How many of the next requests of a pattern are answered 500.
    failures: Vec<(String, usize)>,
    hooks: Vec<(String, Hook)>,
    /// Of the next request of a pattern, the answer is lost.
    losses: Vec<(String, Loss)>,
    /// Patterns that nobody answers.
    silent: Vec<String>,
    delay: Duration,
    is_cut: bool,
    has_ended: bool,
    /// What is open now, to either side, so that it can be cut.
    open: BTreeMap<u64, TcpStream>,
    last: u64,
}

/// A connection that can be cut, until it ends here.
struct Kept<'s> {
    stream: TcpStream,
    state: &'s Mutex<State>,
    number: u64,
}

/// The first lines of a request, and how much follows.
struct Head {
    request: Request,
    /// The header, rewritten: one request per connection.
    text: String,
    body: Body,
}

enum Body {
    Length(u64),
    Chunked,
}

impl Proxy {
    /// A proxy before the API at this `host:port`.
    pub fn before(upstream: &str) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?.to_string();
        let state = State { upstream: upstream.to_owned(), ..State::default() };
        let state = Arc::new(Mutex::new(state));
        let shared = Arc::clone(&state);
        let acceptor = thread::spawn(move || {
            for client in listener.incoming().flatten() {
                if lock(&shared).has_ended {
                    break;
                }
                let shared = Arc::clone(&shared);
                // A connection that breaks is the test's wish, or the caller's to notice.
                thread::spawn(move || serve(client, &shared));
            }
        });
        Ok(Self { address, state, acceptor: Some(acceptor) })
    }

    /// Where it listens, as `host:port`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Passes on to another agent from now on.
    pub fn redirect(&self, upstream: &str) {
        upstream.clone_into(&mut lock(&self.state).upstream);
    }

    /// Answers 500 to the next `count` requests of the pattern.
    pub fn fail(&self, pattern: &str, count: usize) {
        lock(&self.state).failures.push((pattern.to_owned(), count));
    }

    /// How many requests are still to fail, or to lose their answer.
    pub fn left(&self) -> usize {
        let state = lock(&self.state);
        state.failures.iter().map(|(_, left)| left).sum::<usize>() + state.losses.len()
    }

    /// Passes the next request of the pattern on, and keeps the answer.
    pub fn lose(&self, pattern: &str, loss: Loss) {
        lock(&self.state).losses.push((pattern.to_owned(), loss));
    }

    /// Takes the requests of the pattern, keeps the connection open, and never says anything.
    pub fn silence(&self, pattern: &str) {
        lock(&self.state).silent.push(pattern.to_owned());
    }

    /// Lets each request wait so long before it is passed on.
    pub fn delay(&self, time: Duration) {
        lock(&self.state).delay = time;
    }

    /// Calls `hook` once, just before the next request of the pattern is passed on.
    pub fn once_before(&self, pattern: &str, hook: impl FnOnce() + Send + 'static) {
        lock(&self.state).hooks.push((pattern.to_owned(), Box::new(hook)));
    }

    /// Ends all connections, and each new one without an answer, until it is healed.
    pub fn cut(&self) {
        let mut state = lock(&self.state);
        state.is_cut = true;
        state.close();
    }

    /// Passes on again.
    pub fn heal(&self) {
        let mut state = lock(&self.state);
        state.is_cut = false;
        state.silent.clear();
    }

    /// What was asked so far, in order; what was cut before it was asked is not among it.
    pub fn requests(&self) -> Vec<Request> {
        lock(&self.state).requests.clone()
    }

    /// How many requests of the pattern were asked so far.
    pub fn count(&self, pattern: &str) -> usize {
        lock(&self.state).requests.iter().filter(|request| request.is(pattern)).count()
    }

    /// Starts to count anew.
    pub fn forget(&self) {
        lock(&self.state).requests.clear();
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        {
            let mut state = lock(&self.state);
            state.has_ended = true;
            state.is_cut = true;
            state.close();
        }
        // Wakes the acceptor, which looks whether it is to end.
        let _ = TcpStream::connect(&self.address);
        let _ = self.acceptor.take().map(JoinHandle::join);
    }
}

impl State {
    fn close(&mut self) {
        for stream in std::mem::take(&mut self.open).into_values() {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    /// Whether this request is one of those that fail.
    fn fails(&mut self, request: &Request) -> bool {
        let wanted = self.failures.iter_mut().find(|(pattern, _)| request.is(pattern));
        let Some((_, left)) = wanted else { return false };
        *left = left.saturating_sub(1);
        self.failures.retain(|(_, left)| *left > 0);
        true
    }

    fn fate(&mut self, request: &Request) -> Fate {
        if self.silent.iter().any(|pattern| request.is(pattern)) {
            return Fate::IsNotAnswered;
        }
        if self.fails(request) {
            return Fate::Fails;
        }
        match self.losses.iter().position(|(pattern, _)| request.is(pattern)) {
            Some(at) => Fate::Loses(self.losses.remove(at).1),
            None => Fate::Passes(self.hook(request)),
        }
    }

    fn hook(&mut self, request: &Request) -> Option<Hook> {
        let found = self.hooks.iter().position(|(pattern, _)| request.is(pattern))?;
        Some(self.hooks.remove(found).1)
    }
}

impl Request {
    /// Whether it is one of the pattern.
    pub fn is(&self, pattern: &str) -> bool {
        let path = self.path.split('?').next().unwrap_or_default();
        let line = format!("{} {path}", self.method);
        match pattern.strip_suffix('*') {
            Some(start) => line.starts_with(start),
            None => line == pattern,
        }
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    // A hook that failed its test has poisoned nothing: it runs without the lock.
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Serves one connection, which is one request.
fn serve(client: TcpStream, state: &Mutex<State>) -> io::Result<()> {
    let client = Kept::new(client, state)?;
    let mut reader = BufReader::new(&client.stream);
    let head = read_head(&mut reader)?;
    // All of it first: who is answered while he still sends sees a broken connection, not the answer.
    let body = read_body(&mut reader, &head.body)?;
    let (fate, delay) = {
        let mut state = lock(state);
        state.requests.push(head.request.clone());
        (state.fate(&head.request), state.delay)
    };
    thread::sleep(delay);
    let mut loss = None;
    match fate {
        Fate::Passes(hook) => _ = hook.map(|hook| hook()),
        Fate::Fails => return refuse(&client.stream),
        Fate::Loses(how) => loss = Some(how),
        // Until who asks gives up, or everything is cut.
        Fate::IsNotAnswered => return reader.read_to_end(&mut Vec::new()).map(drop),
    }
    let upstream = lock(state).upstream.clone();
    let upstream = Kept::new(TcpStream::connect(upstream)?, state)?;
    (&upstream.stream).write_all(head.text.as_bytes())?;
    (&upstream.stream).write_all(&body)?;
    let Some(loss) = loss else { return pass(&upstream.stream, &client.stream) };
    // All of it: then the server has acted.
    (&upstream.stream).read_to_end(&mut Vec::new())?;
    match loss {
        Loss::Cut => Ok(()),
        Loss::Failure => refuse(&client.stream),
    }
}

impl<'s> Kept<'s> {
    /// Fails if everything is cut.
    fn new(stream: TcpStream, state: &'s Mutex<State>) -> io::Result<Self> {
        let mut open = lock(state);
        if open.is_cut {
            return Err(io::ErrorKind::ConnectionAborted.into());
        }
        open.last += 1;
        let number = open.last;
        open.open.insert(number, stream.try_clone()?);
        Ok(Self { stream, state, number })
    }
}

impl Drop for Kept<'_> {
    fn drop(&mut self) {
        lock(self.state).open.remove(&self.number);
        // The other end must see it also where a copy of it is still held.
        let _ = self.stream.shutdown(Shutdown::Both);
    }
}

fn refuse(mut client: &TcpStream) -> io::Result<()> {
    let body = "the proxy of a test fails this request";
    let length = body.len();
    write!(
        client,
        "HTTP/1.1 500 Internal Server Error\r\nContent-Type: text/plain\r\n\
         Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    )
}

/// Passes on what comes as it comes: a blocking query and a followed log have no end that one could wait for.
fn pass(mut from: &TcpStream, mut to: &TcpStream) -> io::Result<()> {
    let mut bytes = [0; 16 * 1024];
    loop {
        match from.read(&mut bytes)? {
            0 => return Ok(()),
            read => to.write_all(&bytes[..read])?,
        }
    }
}

fn read_head(reader: &mut impl BufRead) -> io::Result<Head> {
    let first = read_line(reader)?;
    let mut words = first.split_whitespace().map(str::to_owned);
    let (Some(method), Some(path)) = (words.next(), words.next()) else {
        return Err(io::ErrorKind::InvalidData.into());
    };
    let (mut text, mut body) = (first, Body::Length(0));
    loop {
        let line = read_line(reader)?;
        let Some((name, value)) = line.split_once(':') else { break };
        let value = value.trim();
        match name.to_ascii_lowercase().as_str() {
            // One request per connection, and no second question whether a body is welcome.
            "connection" | "keep-alive" | "expect" => continue,
            "content-length" => body = Body::Length(value.parse().unwrap_or_default()),
            "transfer-encoding" => body = Body::Chunked,
            _ => {}
        }
        text.push_str(&line);
    }
    text.push_str("Connection: close\r\n\r\n");
    Ok(Head { request: Request { method, path }, text, body })
}

/// The body as it came, with the lengths of its chunks.
fn read_body(reader: &mut impl BufRead, body: &Body) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    match body {
        Body::Length(length) => {
            reader.take(*length).read_to_end(&mut bytes)?;
        }
        Body::Chunked => loop {
            let line = read_line(reader)?;
            let size = line.split(';').next().unwrap_or_default().trim();
            let size = u64::from_str_radix(size, 16).map_err(io::Error::other)?;
            bytes.extend_from_slice(line.as_bytes());
            if size > 0 {
                // The line's end after the chunk belongs to it.
                reader.take(size + 2).read_to_end(&mut bytes)?;
                continue;
            }
            // Trailers, and the empty line.
            loop {
                let line = read_line(reader)?;
                bytes.extend_from_slice(line.as_bytes());
                if line.trim_end().is_empty() {
                    return Ok(bytes);
                }
            }
        },
    }
    Ok(bytes)
}

/// A line with its end; an error at the end of the stream.
fn read_line(reader: &mut impl BufRead) -> io::Result<String> {
    let mut line = String::new();
    match reader.read_line(&mut line)? {
        0 => Err(io::ErrorKind::UnexpectedEof.into()),
        _ => Ok(line),
    }
}
