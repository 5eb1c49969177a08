//! How long an editor waits. What is measured here is a program without optimisation on whatever machine this is: what is
//! asserted is that it is no other order, and the figures are printed.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use serde_json::json;

use super::client::Client;

/// A job of many groups: 20 lines each.
fn job(groups: usize) -> String {
    let mut text = "job \"large\" {\n".to_owned();
    for group in 0..groups {
        let _ = write!(
            text,
            "  group \"g{group}\" {{\n    count = 1\n    network {{\n      port \"http\" {{}}\n    }}\n    service {{\n      \
             name = \"s{group}\"\n      port = \"http\"\n    }}\n    task \"app\" {{\n      driver = \"docker\"\n      \
             config {{\n        image = \"app:1\"\n        ports = [\"http\"]\n      }}\n      resources {{\n        \
             cpu    = 100\n        memory = 64\n      }}\n    }}\n  }}\n"
        );
    }
    text + "}\n"
}

/// From a change to its diagnostics: the median of some.
fn wait(client: &mut Client, uri: &str, text: &str) -> Duration {
    client.open(uri, text);
    client.diagnostics(uri, 1);
    let mut took: Vec<Duration> = (2..13)
        .map(|version| {
            let at = json!({"line": 2, "character": 12});
            let change = json!([{"range": {"start": at, "end": at}, "text": "1"}]);
            let told = Instant::now();
            client.change(uri, version, &change);
            client.diagnostics(uri, version).at - told
        })
        .collect();
    client.tell("textDocument/didClose", json!({"textDocument": {"uri": uri}}));
    took.sort();
    took[took.len() / 2]
}

#[test]
fn nobody_waits_long() {
    let start = || {
        let begun = Instant::now();
        let client = Client::start(None, &[]);
        (begun.elapsed(), client)
    };
    let (first, mut client) = start();
    // Whatever else runs on this machine, one of some starts is not held up.
    let start = (0..4).map(|_| start().0).fold(first, Duration::min);
    let large = job(240);
    assert!(large.lines().count() >= 5000);
    let (small, large) = (
        wait(&mut client, "file:///a.nomad.hcl", &job(24)),
        wait(&mut client, "file:///b.nomad.hcl", &large),
    );
    println!(
        "start {start:?}; from a change to its diagnostics: {small:?} of 500 lines, {large:?} of 5,000 lines"
    );
    // Of that, the server waits for the next change so long.
    let pause = Duration::from_millis(50);
    let (least, most) = (small.saturating_sub(pause), large.saturating_sub(pause));
    assert!(most < least * 15 + Duration::from_millis(100), "{small:?} and {large:?}");
    let slower = if cfg!(debug_assertions) { 10 } else { 1 };
    assert!(start < Duration::from_millis(50) * slower, "{start:?}");
    assert!(large < Duration::from_millis(100) * slower, "{large:?}");
}

/// Changes come faster than a large text can be judged: what is told is of the newest text that the server knows.
#[test]
fn nothing_old_is_told() {
    let mut client = Client::start(None, &[]);
    let uri = "file:///a.nomad.hcl";
    client.open(uri, &job(240));
    let mut version = 1;
    let end = Instant::now() + Duration::from_secs(2);
    while Instant::now() < end {
        version += 1;
        let at = json!({"line": 2, "character": 12});
        client.change(uri, version, &json!([{"range": {"start": at, "end": at}, "text": " "}]));
        let params = json!({"textDocument": {"uri": uri}, "position": at});
        client.ask("textDocument/hover", params).expect("an answer");
        std::thread::sleep(Duration::from_millis(5));
    }
    client.diagnostics(uri, version);
    assert!(version > 20, "{version} changes");
    assert!(client.newest_only, "an old text was told of");
}
