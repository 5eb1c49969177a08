//! The proxy before an HTTP API: against a server of the test's own, and between Nomad's CLI and an agent.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use crate::support::agent::Agent;
use crate::support::nomad::nomad;
use crate::support::proxy::{Loss, Proxy};
use crate::support::{Tested, http, repository};

/// A server that answers each request with what it got, in two chunks, the second one `late` after the first.
fn echo(late: Duration) -> std::io::Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?.to_string();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            thread::spawn(move || answer(stream, late));
        }
    });
    Ok(address)
}

fn answer(mut stream: TcpStream, late: Duration) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let (mut head, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        if let Some((_, value)) = line.split_once("Content-Length: ") {
            length = value.trim().parse().unwrap_or_default();
        }
        if line.trim().is_empty() {
            break;
        }
        head.push_str(&line);
    }
    let mut body = String::new();
    if head.contains("chunked") {
        while !body.ends_with("0\r\n\r\n") {
            reader.read_line(&mut body)?;
        }
    }
    reader.take(length).read_to_string(&mut body)?;
    write!(stream, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")?;
    write!(stream, "{:x}\r\n{head}\r\n", head.len())?;
    thread::sleep(late);
    write!(stream, "{:x}\r\n{body}\r\n0\r\n\r\n", body.len())
}

#[test]
fn what_is_asked_arrives_whole() -> Tested {
    let proxy = Proxy::before(&echo(Duration::ZERO)?)?;
    let large = "x".repeat(3_000_000);
    let (status, said) = http::post(proxy.address(), "/v1/jobs?region=eu", &large)?;
    assert_eq!(status, 200);
    assert!(said.contains("POST /v1/jobs?region=eu HTTP/1.0"), "{}", &said[..200]);
    assert!(said.contains("Connection: close") && said.contains(&large), "{}", &said[..200]);

    let mut chunked = TcpStream::connect(proxy.address())?;
    write!(
        chunked,
        "PUT /v1/x HTTP/1.1\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n"
    )?;
    write!(chunked, "Connection: keep-alive\r\n\r\n5\r\nhello\r\n0\r\n\r\n")?;
    let mut said = String::new();
    chunked.read_to_string(&mut said)?;
    assert!(said.contains("5\r\nhello\r\n0\r\n\r\n"), "{said}");
    assert!(!said.contains("Expect") && !said.contains("keep-alive"), "{said}");

    let asked: Vec<String> =
        proxy.requests().iter().map(|asked| format!("{} {}", asked.method, asked.path)).collect();
    assert_eq!(asked, ["POST /v1/jobs?region=eu", "PUT /v1/x"]);
    assert_eq!(proxy.count("POST /v1/jobs"), 1);
    assert_eq!(proxy.count("PUT /v1/jobs"), 0);
    assert_eq!(proxy.count("PUT /v1/*"), 1);
    assert_eq!(proxy.count("*"), 2);
    proxy.forget();
    assert!(proxy.requests().is_empty());
    Ok(())
}

#[test]
fn what_is_to_fail_fails_so_often() -> Tested {
    let proxy = Proxy::before(&echo(Duration::ZERO)?)?;
    let status = |path: &str| http::get(proxy.address(), path).map(|(status, _)| status);
    proxy.fail("GET /v1/job/*", 2);
    assert_eq!(status("/v1/jobs")?, 200);
    assert_eq!(status("/v1/job/web?index=5")?, 500);
    assert_eq!(status("/v1/job/web/plan")?, 500);
    assert_eq!(status("/v1/job/web")?, 200);
    proxy.redirect(&echo(Duration::ZERO)?);
    assert_eq!(status("/v1/job/web")?, 200);
    Ok(())
}

#[test]
fn what_is_lost_was_asked_and_who_is_silent_says_nothing() -> Tested {
    let behind = Proxy::before(&echo(Duration::ZERO)?)?;
    let proxy = Proxy::before(behind.address())?;
    proxy.lose("GET /v1/job/web", Loss::Failure);
    proxy.lose("GET /v1/job/web", Loss::Cut);
    assert_eq!(http::get(proxy.address(), "/v1/job/web")?.0, 500);
    assert!(http::get(proxy.address(), "/v1/job/web").is_err());
    assert_eq!((proxy.left(), behind.count("GET /v1/job/web")), (0, 2));
    proxy.silence("GET /v1/jobs");
    let start = Instant::now();
    let mut stream = TcpStream::connect(proxy.address())?;
    stream.set_read_timeout(Some(Duration::from_millis(500)))?;
    write!(stream, "GET /v1/jobs HTTP/1.0\r\n\r\n")?;
    let said = stream.read(&mut [0; 1]).map_err(|error| error.kind());
    assert_eq!(said, Err(std::io::ErrorKind::WouldBlock), "after {:?}", start.elapsed());
    assert_eq!(behind.count("GET /v1/jobs"), 0);
    assert_eq!(http::get(proxy.address(), "/v1/job/web")?.0, 200);
    Ok(())
}

#[test]
fn a_cut_ends_what_is_open_and_what_comes() -> Tested {
    let proxy = Proxy::before(&echo(Duration::from_secs(30))?)?;
    let start = Instant::now();
    thread::scope(|scope| {
        let blocking = scope.spawn(|| http::get(proxy.address(), "/v1/job/web?index=5&wait=5m"));
        while proxy.count("*") == 0 {
            thread::sleep(Duration::from_millis(10));
        }
        proxy.cut();
        let _ended_early = blocking.join();
    });
    assert!(start.elapsed() < Duration::from_secs(5), "the cut waited for the answer");
    assert!(http::get(proxy.address(), "/v1/jobs").is_err());
    assert_eq!(proxy.count("*"), 1);
    proxy.heal();
    proxy.redirect(&echo(Duration::ZERO)?);
    assert_eq!(http::get(proxy.address(), "/v1/jobs")?.0, 200);
    proxy.delay(Duration::from_millis(300));
    let start = Instant::now();
    assert_eq!(http::get(proxy.address(), "/v1/jobs")?.0, 200);
    assert!(start.elapsed() >= Duration::from_millis(300));
    Ok(())
}

#[test]
fn somebody_else_can_be_quicker() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let agent = Agent::start(&nomad)?;
    let proxy = Proxy::before(agent.address())?;
    let through = nomad.at(&format!("http://{}", proxy.address()));
    let service = repository("tests/suite/deploy/service.nomad.hcl");
    through.run(&service)?;
    let planned = through.plan(&service)?;
    assert!(!planned.differs, "{}", planned.text);

    // Between the plan and the run, another file of the same job.
    let folder = tempfile::tempdir()?;
    let theirs = folder.path().join("theirs.nomad.hcl");
    let text = std::fs::read_to_string(&service)?.replacen("hello", "theirs", 1);
    std::fs::write(&theirs, text)?;
    let other = agent.nomad().clone();
    proxy.once_before("PUT /v1/jobs", move || other.register(&theirs).expect("another deployment"));
    let refused = run_at(&through, &service, planned.index);
    assert_eq!(refused.code, Some(1), "{refused}");
    assert!(refused.stderr.contains("Enforcing job modify index"), "{refused}");
    assert_eq!(proxy.count("PUT /v1/jobs"), 2);
    Ok(())
}

fn run_at(
    nomad: &crate::support::nomad::Nomad,
    file: &Path,
    index: u64,
) -> crate::support::call::Called {
    let mut command = nomad.command();
    command.args(["job", "run", "-detach", "-check-index", &index.to_string()]).arg(file);
    crate::support::call::call(&mut command, "")
}
