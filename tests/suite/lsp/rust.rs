//! rust-analyzer, with the settings that `init` writes: definitions are known, and what the rules find is red where it stands.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::client::{Client, edited, uri};
use crate::cli::Project;
use crate::cli::check::{NAMES, WEB, check, claiming, in_project, project};
use crate::support::skip::{self, Needed};
use crate::support::{Tested, program};

const ANALYZER: Needed = Needed {
    program: "rust-analyzer",
    required_by: "JOBWRIGHT_REQUIRE_RUST_ANALYZER",
    help: "run `rustup component add rust-analyzer`, or set JOBWRIGHT_RUST_ANALYZER",
};

const LIBRARY: Needed = Needed {
    program: "the crates of the standard library",
    required_by: "JOBWRIGHT_REQUIRE_RUST_ANALYZER",
    help: "run `cargo fetch` in lib/rustlib/src/rust/library of the toolchain: without it, rust-analyzer knows no macros",
};

/// How often two jobs come to claim one port.
const ROUNDS: usize = 3;

/// It starts in a project, and has read all of it; with what it could not read.
fn start(analyzer: &Path, folder: &Project) -> (Client, String) {
    let mut client = Client::of(&mut in_project(Command::new(analyzer), folder));
    let root = uri(&folder.path("p"));
    // As Visual Studio Code hands them on.
    let settings = folder.read("p/.vscode/settings.json");
    let settings: Value = serde_json::from_str(&settings).expect("settings");
    let command = settings["rust-analyzer.check.overrideCommand"].clone();
    assert_eq!(command[0], "jobwright");
    let params = json!({
        "processId": null,
        "rootUri": root,
        "workspaceFolders": [{"uri": root, "name": "p"}],
        "initializationOptions": {"check": {"overrideCommand": command}},
        "capabilities": {
            "experimental": {"serverStatusNotification": true},
            "textDocument": {
                "publishDiagnostics": {"relatedInformation": true},
                "codeAction": {
                    "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["", "quickfix"]}},
                },
            },
        },
    });
    client.ask("initialize", params).expect("an answer");
    client.tell("initialized", json!({}));
    let ready = client.until(&mut |message| {
        let is_status = message["method"] == "experimental/serverStatus";
        let is_ready = is_status && message["params"]["quiescent"] == true;
        is_ready.then(|| message["params"]["message"].to_string())
    });
    (client, ready.expect("it is ready at some time"))
}

/// Writes a file, and says so.
fn save(client: &mut Client, folder: &Project, file: &str, version: i64, text: &str) -> Instant {
    let name = uri(&folder.path(file));
    client.change(&name, version, &json!([{"text": text}]));
    folder.file(file, text);
    client.tell("textDocument/didSave", json!({"textDocument": {"uri": name}}));
    Instant::now()
}

/// Whether a message tells of a finding, or of files without it.
fn tells<'m>(message: &'m Value, words: &str) -> Option<&'m Value> {
    let diagnostics = message["params"]["diagnostics"].as_array().into_iter().flatten();
    diagnostics.into_iter().find(|one| one["message"].to_string().contains(words))
}

#[test]
fn what_the_rules_find_is_red_in_the_definition() -> Tested {
    let found = program("JOBWRIGHT_RUST_ANALYZER", "rust-analyzer");
    // That of rustup is there without the component, too.
    let works = |path: &std::path::PathBuf| {
        Command::new(path).arg("--version").output().is_ok_and(|said| said.status.success())
    };
    let found = skip::found(found.filter(works), &ANALYZER, skip::name_of(|| ()));
    let Some(analyzer) = found else { return Ok(()) };
    let folder = project();
    // What was built before is built no more.
    assert_eq!(check(&folder, "check --clippy").code, 0);
    let (mut client, unread) = start(&analyzer, &folder);
    let (web, names) = (uri(&folder.path(WEB)), uri(&folder.path(NAMES)));
    let sound = folder.read(WEB);
    let bad = claiming(&sound);
    client.open(&web, &sound);

    // A definition is part of the program to the editor: it knows what is called there.
    let line = sound.lines().position(|line| line.contains("service(")).ok_or("a call")?;
    let position = json!({"line": line, "character": 15});
    let params = json!({"textDocument": {"uri": web}, "position": position});
    let hover = client.ask("textDocument/hover", params).map_err(|error| error.to_string())?;
    let is_known = hover.to_string().contains("A job that runs until it is stopped");
    if !is_known && unread.contains("sysroot") {
        skip::found(None::<()>, &LIBRARY, skip::name_of(|| ()));
        return Ok(());
    }
    assert!(is_known, "{hover}, and {unread}");

    let words = "both use the static port 53";
    let (mut took, mut told, mut version) = (Vec::new(), Value::Null, 1);
    for round in 0..ROUNDS {
        version += 1;
        let saved = save(&mut client, &folder, WEB, version, &bad);
        let red = client.until(&mut |message| tells(message, words).cloned());
        told = red.ok_or("nothing is red")?;
        took.push(saved.elapsed());
        if round + 1 < ROUNDS {
            version += 1;
            save(&mut client, &folder, WEB, version, &sound);
            let is_gone = |message: &Value| {
                let of_web = message["params"]["uri"] == web.as_str();
                (of_web && tells(message, words).is_none()).then_some(())
            };
            client.until(&mut |message| is_gone(message)).ok_or("it stays red")?;
        }
    }
    took.sort();
    println!("from a save to both lines: {took:?}");
    // Beside other tests, and in no hurry.
    assert!(took.first().is_some_and(|least| *least < Duration::from_secs(20)), "{took:?}");
    let other = &told["relatedInformation"][0];
    assert_eq!(other["location"]["uri"], names.as_str(), "{told}");
    assert_eq!(other["message"], "the other one is set here");

    // What is offered there is taken, and then there is nothing to find.
    let params = json!({
        "textDocument": {"uri": web},
        "range": told["range"],
        "context": {"diagnostics": [told]},
    });
    let offered = client.ask("textDocument/codeAction", params);
    let offered = offered.map_err(|error| error.to_string())?;
    let actions = offered.as_array().into_iter().flatten();
    let allow = actions.into_iter().find(|one| one["title"].to_string().contains("allow it"));
    let edit = &allow.ok_or_else(|| format!("nothing is offered: {offered}"))?["edit"];
    let edits = &edit["changes"][web.as_str()];
    let fixed = edited(&bad, edits);
    assert!(fixed.contains(".allow(\"house/static-port-clash\", "), "{edit}");
    fs::write(folder.path(WEB), fixed)?;
    assert_eq!(check(&folder, "gen").code, 0);
    assert_eq!(check(&folder, "gen --check").code, 0);
    Ok(())
}
