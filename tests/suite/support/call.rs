//! Running a program in a clean environment; a failure carries everything it said.

use std::error::Error;
use std::ffi::OsStr;
use std::fmt;
use std::io::{self, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// What is passed on from the caller's environment; everything else could change an answer.
const KEPT: [&str; 5] = ["PATH", "HOME", "TMPDIR", "USER", "SYSTEMROOT"];

/// A finished call: what was run, and what came of it.
pub struct Called {
    pub command: String,
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

/// A call with an exit code that was not expected. Shown, it is the whole call.
pub struct Failure(Called);

/// A command with none of the caller's environment but what every program needs.
pub fn clean(program: &Path) -> Command {
    let mut command = Command::new(program);
    command.env_clear();
    for name in KEPT {
        if let Some(value) = std::env::var_os(name) {
            command.env(name, value);
        }
    }
    command
}

/// Runs `command` to its end, with `stdin` as its input.
pub fn call(command: &mut Command, stdin: &str) -> Called {
    let shown = shown(command);
    let (code, stdout, stderr) = match finished(command, stdin) {
        Ok(output) => (output.status.code(), output.stdout, output.stderr),
        Err(error) => (None, Vec::new(), format!("could not be run: {error}").into_bytes()),
    };
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    Called { command: shown, code, stdout: text(stdout), stderr: text(stderr) }
}

impl Called {
    /// The call, if it ended with one of these exit codes.
    pub fn expect(self, codes: &[i32]) -> Result<Self, Failure> {
        if self.code.is_some_and(|code| codes.contains(&code)) {
            Ok(self)
        } else {
            Err(Failure(self))
        }
    }

    /// The call, for a caller that knows from its output that it failed.
    pub fn fail(self) -> Failure {
        Failure(self)
    }
}

impl fmt::Display for Called {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = self.code.map_or_else(|| "none".to_owned(), |code| code.to_string());
        writeln!(f, "`{}`, exit code {code}", self.command)?;
        writeln!(f, "--- stdout\n{}", self.stdout.trim_end())?;
        write!(f, "--- stderr\n{}", self.stderr.trim_end())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

// The test harness shows an error by its Debug text.
impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl Error for Failure {}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}

fn finished(command: &mut Command, stdin: &str) -> io::Result<Output> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn()?;
    let input = child.stdin.take();
    std::thread::scope(|scope| {
        // From a thread: a program that answers while it reads would block a writer that does not listen.
        scope.spawn(|| input.map(|mut pipe| pipe.write_all(stdin.as_bytes())));
        child.wait_with_output()
    })
}
