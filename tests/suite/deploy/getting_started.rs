//! `docs/getting-started.md`, played on an agent. Its two Rust files are those that the fixture `guide` is built from.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use crate::cli::{Project, Run};
use crate::guide::Walkthrough;
use crate::support::agent::Agent;
use crate::support::nomad::{self, nomad};
use crate::support::setup::Setup;
use crate::support::{Tested, program, repository, skip};

/// How long a new redis must be healthy before the next one is replaced.
const SECONDS: u64 = 10;

/// Answers on the port that it is given, where there is no redis.
const STAND_IN: &str = "#!/bin/sh
exec python3 -c '
import socketserver, sys
class Answer(socketserver.StreamRequestHandler):
    def handle(self):
        for _ in self.rfile: self.wfile.write(b\"+PONG\\r\\n\")
socketserver.ThreadingTCPServer.allow_reuse_address = True
port = int(sys.argv[sys.argv.index(\"--port\") + 1])
socketserver.ThreadingTCPServer((\"127.0.0.1\", port), Answer).serve_forever()
' \"$@\"
";

#[test]
fn the_page_shows_what_happens() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let folder = Project::with("guide");
    let programs = folder.path("programs");
    fs::create_dir_all(&programs)?;
    std::os::unix::fs::symlink(nomad::binary().ok_or("no nomad")?, programs.join("nomad"))?;
    let redis = programs.join("redis-server");
    if let Some(found) = program("JOBWRIGHT_REDIS", "redis-server") {
        std::os::unix::fs::symlink(found, redis)?;
    } else if std::env::var("JOBWRIGHT_REQUIRE_REDIS").is_ok_and(|value| value == "1") {
        return Err("JOBWRIGHT_REQUIRE_REDIS=1, but there is no redis-server".into());
    } else {
        skip::say("no redis-server: a stand-in of the test listens in its place");
        fs::write(&redis, STAND_IN)?;
        fs::set_permissions(&redis, fs::Permissions::from_mode(0o755))?;
    }
    let path = with_programs(&programs);
    let agent = Agent::of(Setup::dev().path(&path), &nomad)?;
    let environment = [
        ("NOMAD_ADDR", format!("http://{}", agent.address())),
        ("NOMAD_CLI_NO_COLOR", "1".to_owned()),
        ("PATH", path),
    ];

    let mut seen = 0;
    let program = |folder: &Project, arguments: &str| {
        let mut command = program_of_the_page(folder, arguments);
        Run::of(command.envs(environment.clone()), b"")
    };
    Walkthrough::of("docs/getting-started.md", &folder, &program, &environment).play(|command| {
        if command.starts_with("nomad job run") {
            seen += 1;
        }
        if command.starts_with("nomad job run") && seen == 3 {
            one_by_one(&agent);
        }
    });
    let job = folder.read("registry/applications/redis.rs");
    let ours = fs::read_to_string(repository("registry/applications/redis.rs"))?;
    let ours = ours.replacen("count(1)", "count(3)", 1).replacen("redis:3.2", "redis:4.0", 1);
    assert_eq!(job, ours, "the page's job is not the one in registry/applications/redis.rs");
    assert_eq!(
        folder.read("registry/site.rs"),
        fs::read_to_string(repository("tests/fixture/site.rs"))?
    );
    Ok(())
}

/// The fixture's program, with the count and the image that the page's job has by now.
fn program_of_the_page(folder: &Project, arguments: &str) -> Command {
    let job = folder.read("registry/applications/redis.rs");
    let between = |start: &str, end: &str| {
        let rest = job.split_once(start).map(|(_, rest)| rest).unwrap_or_default();
        rest.split_once(end).map(|(inner, _)| inner.to_owned()).unwrap_or_default()
    };
    let edits = format!("{} {}", between(".count(", ")"), between("Docker::image(\"", "\""));
    let mut command = folder.command(arguments);
    command.env("FIXTURE_TEXT", edits).env("TZ", "UTC");
    command
}

/// The last three allocations came one after another, each when the one before it had been healthy for long enough.
#[track_caller]
fn one_by_one(agent: &Agent) {
    let all = agent.get("/v1/job/redis/allocations").unwrap_or_default();
    let of_image = all.as_array().into_iter().flatten();
    let mut made: Vec<u64> = of_image
        .filter(|allocation| allocation["JobVersion"] == 2)
        .filter_map(|allocation| allocation["CreateTime"].as_u64())
        .collect();
    made.sort_unstable();
    assert_eq!(made.len(), 3, "{all}");
    for pair in made.windows(2) {
        let apart = (pair[1] - pair[0]) / 1_000_000_000;
        assert!(apart >= SECONDS, "only {apart} s between two of them");
    }
}

fn with_programs(programs: &Path) -> String {
    let path = std::env::var("PATH").unwrap_or_default();
    format!("{}:{path}", programs.display())
}
