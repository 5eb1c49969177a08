//! The same with Renovate itself: it looks tags up in a registry that answers here, and its own replacement is what is
//! written. `.ci/renovate` has it.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Result, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::thread;

use serde_json::{Value, json};

use super::hundred::{Newer, check, newer, project, tree};
use crate::cli::Project;
use crate::support::skip::{Needed, found, name_of};
use crate::support::{Tested, repository};

const RENOVATE: Needed = Needed {
    program: "renovate",
    required_by: "JOBWRIGHT_REQUIRE_RENOVATE",
    help: "run `.ci/renovate`, or set JOBWRIGHT_RENOVATE to the folder of its npm package, and have its node on PATH",
};

/// As much of a registry as a look-up asks for: tags, and the digest of each.
fn serve(listener: TcpListener, all: Vec<Newer>) {
    let mut tags: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for newer in all {
        let path = match newer.repository.split_once('/') {
            Some((host, path)) if host.contains(':') => path.to_owned(),
            _ => newer.repository.clone(),
        };
        let own = tags.entry(path).or_default();
        for (tag, digest) in [newer.old, newer.new] {
            own.retain(|(other, _)| other != tag);
            own.push((
                tag.to_owned(),
                digest.unwrap_or_else(|| format!("sha256:{}", "0".repeat(64))),
            ));
        }
    }
    let tags = Arc::new(tags);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let tags = Arc::clone(&tags);
            // A client that goes away is the client's business.
            thread::spawn(move || _ = answer(&stream, &tags));
        }
    });
}

fn answer(mut stream: &TcpStream, tags: &BTreeMap<String, Vec<(String, String)>>) -> Result<()> {
    let mut reader = BufReader::new(stream);
    let (mut line, mut first) = (String::new(), String::new());
    while reader.read_line(&mut line)? > 2 {
        if first.is_empty() {
            first = line.clone();
        }
        line.clear();
    }
    let mut words = first.split(' ');
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let path = target.split('?').next().unwrap_or_default();
    let inner = path.strip_prefix("/v2/").unwrap_or_default();
    let (status, digest, body) = if let Some(name) = inner.strip_suffix("/tags/list") {
        match tags.get(name) {
            Some(own) => {
                let own: Vec<&str> = own.iter().map(|(tag, _)| tag.as_str()).collect();
                (200, "", json!({"name": name, "tags": own}))
            }
            None => (404, "", json!({})),
        }
    } else if let Some((name, tag)) = inner.split_once("/manifests/") {
        let own = tags.get(name).into_iter().flatten();
        match own.into_iter().find(|(other, digest)| other == tag || digest == tag) {
            Some((_, digest)) => {
                (200, digest.as_str(), json!({"schemaVersion": 2, "manifests": []}))
            }
            None => (404, "", json!({})),
        }
    } else {
        (200, "", json!({}))
    };
    let body = body.to_string();
    write!(
        stream,
        "HTTP/1.1 {status} x\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n{}\r\n{}",
        body.len(),
        if digest.is_empty() {
            String::new()
        } else {
            format!("Docker-Content-Digest: {digest}\r\n")
        },
        if method == "HEAD" { "" } else { &body },
    )
}

/// Runs a program that must succeed, and gives what it says.
fn said(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let both = [output.stdout.as_slice(), &output.stderr].concat();
    assert!(output.status.success(), "{command:?}:\n{}", String::from_utf8_lossy(&both));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// What Renovate would write: for each branch, the files that it changes.
fn branches(
    renovate: &Path,
    folder: &Project,
    address: &str,
) -> BTreeMap<String, BTreeMap<String, String>> {
    let project = folder.path("project");
    let git = |words: &str| {
        let mut command = Command::new("git");
        let who = [
            "-c",
            "user.name=test",
            "-c",
            "user.email=test@example.com",
            "-c",
            "commit.gpgsign=false",
        ];
        said(command.current_dir(&project).args(who).args(words.split(' ')));
    };
    // It looks at what git knows.
    git("init --quiet");
    git("add registry out renovate.json");
    git("commit --quiet --message all");
    let settings = json!({
        "hostRules": [{"matchHost": format!("http://{address}"), "insecureRegistry": true}],
        // In place of Docker's own, which cannot be reached.
        "packageRules": [{"matchDatasources": ["docker"], "registryUrls": [format!("http://{address}")]}],
        "enabledManagers": ["custom.regex"],
    });
    folder.file("settings.json", settings.to_string());
    let report = folder.path("report.json");
    let mut command = Command::new("node");
    command.current_dir(&project).arg(renovate.join("dist/renovate.js"));
    command
        .args(["--platform=local", "--dry-run=lookup", "--report-type=file", "--report-path"])
        .arg(&report);
    command.env("RENOVATE_CONFIG_FILE", folder.path("settings.json"));
    command.env("RENOVATE_BASE_DIR", folder.path("base")).env("LOG_LEVEL", "warn");
    said(&mut command);
    let mut apply = Command::new("node");
    apply.arg(repository("tests/suite/images/apply.mjs")).arg(renovate).arg(&report).arg(&project);
    apply.env("LOG_LEVEL", "fatal");
    let text = said(&mut apply);
    let line = text.lines().last().unwrap_or_default();
    serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[test]
fn renovate_itself_keeps_out_fresh() -> Tested {
    let renovate = std::env::var_os("JOBWRIGHT_RENOVATE").map(PathBuf::from);
    let Some(renovate) = found(renovate, &RENOVATE, name_of(|| ())) else { return Ok(()) };
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?.to_string();
    let all = newer(&address, "");
    let folder = project(&all)?;
    let before = tree(&folder);
    serve(listener, newer(&address, ""));
    let branches = branches(&renovate, &folder, &address);
    assert_eq!(branches.len(), all.len(), "{:?}", branches.keys());
    for newer in &all {
        // The branch is named after the image.
        let words = newer.repository.replace(['/', ':'], "-");
        let own: Vec<&String> = branches
            .keys()
            .filter(|branch| branch.starts_with(&format!("renovate/{words}-")))
            .collect();
        let [branch] = own.as_slice() else { panic!("{words}: {own:?}") };
        check(&folder, &before, &branches[*branch], newer);
    }
    let version: Value =
        serde_json::from_str(&std::fs::read_to_string(renovate.join("package.json"))?)?;
    println!("Renovate {}: {} branches", version["version"], branches.len());
    Ok(())
}
