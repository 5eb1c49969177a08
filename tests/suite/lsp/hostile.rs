//! What no editor should say: the server answers, or ends, and neither breaks nor hangs.

use std::fs;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::client::{Client, uri};
use crate::support::Tested;

const JOB: &str =
    "job \"web\" {\n  group \"g\" {\n    task \"t\" {\n      driver = \"docker\"\n    }\n  }\n}\n";

fn framed(body: &str) -> String {
    format!("Content-Length: {}\r\n\r\n{body}", body.len())
}

#[test]
fn what_is_no_message_is_told() {
    let mut client = Client::start(None, &[]);
    for body in ["{", "[]", "null", "{\"id\": {}}", "\"text\"", "{\"method\": 1}", "\u{0}"] {
        client.write(framed(body).as_bytes());
    }
    let deep = "[".repeat(100_000);
    client.write(framed(&deep).as_bytes());
    let refused = |message: &Value| (message["error"]["code"] == -32700).then_some(());
    for _ in 0..8 {
        assert!(client.until(&mut { refused }).is_some());
    }
    // A message is told of once, and the next one is answered.
    assert_eq!(client.end(), (Some(0), String::new()));
}

#[test]
fn streams_that_are_none_end() {
    for (stream, code) in [
        ("GET / HTTP/1.1\r\n\r\n", 2),
        ("Content-Length: 99999999999\r\n\r\n", 2),
        ("Content-Length: -1\r\n\r\n", 2),
        ("Content-Length: 10\r\n\r\n{", 2),
        ("", 1),
    ] {
        let mut client = Client::raw();
        client.write(stream.as_bytes());
        let (ended, said) = client.left();
        assert_eq!(ended, Some(code), "{stream}: {said}");
        assert_eq!(said.is_empty(), code == 1, "{said}");
    }
}

#[test]
fn the_conversation_has_an_order() {
    let mut client = Client::raw();
    let early = client.ask("textDocument/hover", json!({})).expect_err("it is too early");
    assert_eq!(early["code"], -32002);
    client.tell("textDocument/didOpen", json!({}));
    client.ask("initialize", json!({})).expect("an answer");
    let again = client.ask("initialize", json!({})).expect_err("it is too late");
    assert_eq!(again["code"], -32600);
    let unknown = client.ask("textDocument/moniker", json!({})).expect_err("nobody knows it");
    assert_eq!(unknown["code"], -32601);
    client.ask("shutdown", Value::Null).expect("an answer");
    let late = client.ask("textDocument/hover", json!({})).expect_err("it is over");
    assert_eq!(late["code"], -32600);
    client.tell("exit", Value::Null);
    assert_eq!(client.left(), (Some(0), String::new()));
    let mut client = Client::start(None, &[]);
    client.tell("exit", Value::Null);
    assert_eq!(client.left().0, Some(1), "nobody asked for the end before");
}

#[test]
fn questions_without_sense_are_refused() {
    let mut client = Client::start(None, &[]);
    let uri = "file:///nowhere/a.nomad.hcl";
    client.open(uri, "job \"a\" {\n  name = \"𝄞\"\n}\n");
    let far = json!({"line": u64::MAX, "character": u64::MAX});
    let wrong = json!({"line": -1, "character": "x"});
    let methods = [
        "formatting",
        "rangeFormatting",
        "completion",
        "hover",
        "documentSymbol",
        "foldingRange",
        "definition",
        "references",
        "documentHighlight",
        "prepareRename",
        "rename",
        "codeAction",
    ];
    for method in methods {
        for position in [&far, &wrong, &Value::Null, &json!({"line": 1, "character": 11})] {
            let range = json!({"start": position, "end": {"line": 0, "character": 0}});
            let params =
                json!({"textDocument": {"uri": uri}, "position": position, "range": range});
            let answer = client.ask(&format!("textDocument/{method}"), params);
            let code = answer.err().map(|error| error["code"].clone());
            assert!(
                code.is_none() || code == Some(json!(-32602)) || code == Some(json!(-32803)),
                "{method}: {code:?}"
            );
        }
        let nobody = json!({"textDocument": {"uri": "file:///nobody"}, "position": far});
        assert_eq!(client.ask(&format!("textDocument/{method}"), nobody), Ok(Value::Null));
        let none = client.ask(&format!("textDocument/{method}"), json!([1]));
        assert_eq!(none.expect_err("no document")["code"], -32602);
    }
    let command = client.ask("workspace/executeCommand", json!({"command": "rm"}));
    assert_eq!(command.expect_err("no command")["code"], -32602);
    client.change("file:///nobody", 2, &json!([{"text": ""}]));
    client.change(uri, 2, &json!([{"range": 1, "text": ""}, 5]));
    client
        .ask("textDocument/hover", json!({"textDocument": {"uri": uri}, "position": far}))
        .expect("an answer");
    let logged =
        client.said.iter().filter(|message| message["method"] == "window/logMessage").count();
    assert_eq!(logged, 2, "changes that cannot be are told");
    assert_eq!(client.end(), (Some(0), String::new()));
}

#[test]
fn texts_without_end_are_borne() {
    let mut client = Client::start(None, &[]);
    let large = format!("job \"a\" {{\n{}}}\n", "# text\n".repeat(1_300_000));
    let texts = [
        large,
        "a {\n".repeat(100_000),
        "a = [".to_owned() + &"[".repeat(200_000) + &"}".repeat(200_000),
        "a = \"${".repeat(50_000),
        "a = 1 b = 2 ".repeat(20_000),
        "\u{0}\r\u{feff}\"".repeat(20_000),
        "<<EOT\n".repeat(20_000),
    ];
    for (number, text) in texts.iter().enumerate() {
        let uri = format!("file:///nowhere/{number}.nomad.hcl");
        client.open(&uri, text);
        for method in
            ["documentSymbol", "foldingRange", "completion", "hover", "references", "formatting"]
        {
            let at = json!({"line": 0, "character": 3});
            let params = json!({"textDocument": {"uri": uri}, "position": at});
            client.ask(&format!("textDocument/{method}"), params).expect("an answer");
        }
        let published = client.diagnostics(&uri, 1);
        if number == 0 {
            let codes: Vec<&Value> = published.diagnostics.iter().map(|one| &one["code"]).collect();
            assert_eq!(codes, ["size"], "it is too large to be looked at");
        }
        client.tell("textDocument/didClose", json!({"textDocument": {"uri": uri}}));
    }
    assert_eq!(client.end(), (Some(0), String::new()));
}

/// A folder of a clone may look like a repository, with settings that somebody else wrote: nothing of them is run.
#[test]
fn a_strangers_repository_runs_nothing() -> Tested {
    let folder = tempfile::tempdir()?;
    let jobs = folder.path().join("jobs");
    let one = "1".repeat(40);
    let config = format!(
        "[core]\n  repositoryformatversion = 1\n  bare = true\n[extensions]\n  partialClone = origin\n[remote \"origin\"]\n  url = {}\n  promisor = true\n  uploadpack = touch {}; false\n",
        folder.path().join("none").display(),
        folder.path().join("was-run").display(),
    );
    for (file, text) in [
        ("HEAD", "ref: refs/heads/main\n"),
        ("refs/heads/main", one.as_str()),
        ("objects/.keep", ""),
        ("config", config.as_str()),
        ("web.nomad.hcl", JOB),
    ] {
        let path = jobs.join(file);
        fs::create_dir_all(path.parent().ok_or("a parent")?)?;
        fs::write(path, text)?;
    }
    let file = uri(&jobs.join("web.nomad.hcl"));
    let mut client = Client::start(Some(folder.path()), &["utf-16"]);
    client.open(&file, JOB);
    let params = json!({"textDocument": {"uri": file}});
    client.ask("textDocument/codeLens", params).map_err(|error| error.to_string())?;
    assert!(!folder.path().join("was-run").exists(), "settings of a stranger's folder were run");
    assert_eq!(client.end().0, Some(0));
    Ok(())
}

/// An editor with a cursor in each of many lines tells of all changes at once.
#[test]
fn many_cursors_are_no_more_work_than_their_letters() {
    const CURSORS: usize = 6000;
    let line = "  # a line of a job file\n";
    let file = "file:///nowhere/many.nomad.hcl";
    let mut client = Client::start(None, &["utf-16"]);
    client.open(file, &line.repeat(CURSORS));
    let change = |at: usize| {
        let place = json!({"line": at, "character": 4});
        json!({"range": {"start": place, "end": place}, "text": "x"})
    };
    let changes: Vec<Value> = (0..CURSORS).map(change).collect();
    let start = Instant::now();
    client.change(file, 2, &changes.into());
    let params = json!({"textDocument": {"uri": file}});
    let text = client.ask("jobwright/text", params).expect("a text");
    assert_eq!(text, line.replace("# a", "# xa").repeat(CURSORS).as_str());
    // Each of them looked at all lines: some thirty seconds.
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    assert_eq!(client.end().0, Some(0));
}

#[test]
fn a_name_that_is_everywhere_is_soon_refused() {
    let mut client = Client::start(None, &[]);
    let uri = "file:///nowhere/a.nomad.hcl";
    let checks = "check {\ntype = \"http\"\n}\n".repeat(100_000);
    client.open(
        uri,
        &format!("job \"a\" {{\ngroup \"a\" {{\nnetwork {{\nport \"http\" {{}}\n}}\nservice {{\n{checks}}}\n}}\n}}\n"),
    );
    let asked = Instant::now();
    let at = json!({"line": 3, "character": 7});
    let params = json!({"textDocument": {"uri": uri}, "position": at, "newName": "b"});
    let refused = client.ask("textDocument/rename", params).expect_err("it is refused");
    assert!(refused["message"].as_str().is_some_and(|why| why.starts_with("line ")), "{refused}");
    assert!(asked.elapsed() < Duration::from_secs(20), "{:?}", asked.elapsed());
    assert_eq!(client.end(), (Some(0), String::new()));
}
