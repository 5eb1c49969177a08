//! A folder in which the program runs, and the transcript of what was done there.

use std::cell::RefCell;
use std::fmt::{self, Write as _};
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;
use std::{env, fs};

use tempfile::TempDir;

/// A folder and the program that runs in it. Shown, it is the whole session: what was given, each call with all that
/// it said, and the files that were looked at.
pub struct Project {
    folder: TempDir,
    fixture: Option<&'static str>,
    text: Option<&'static str>,
    session: RefCell<String>,
}

/// What a run said.
pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Project {
    /// An empty project with the plain registry: the jobs `web` and `night` and the volume `data`.
    pub fn new() -> Self {
        Self::with("plain")
    }

    /// A project with the registry of a name; see `tests/fixture`.
    pub fn with(fixture: &'static str) -> Self {
        let project = Self { fixture: Some(fixture), ..Self::outside() };
        project.file("registry/site.rs", "");
        project
    }

    /// A folder without a project, in which the installed program runs.
    pub fn outside() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        Self { folder, fixture: None, text: None, session: RefCell::default() }
    }

    /// The same folder with another registry.
    pub fn now(mut self, fixture: &'static str) -> Self {
        self.fixture = Some(fixture);
        self
    }

    /// The text that goes into the jobs.
    pub fn text(mut self, text: &'static str) -> Self {
        self.text = Some(text);
        self
    }

    /// Writes a file.
    pub fn file(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
        fs::write(path, text).expect("a file");
    }

    /// Writes a file that the transcript shows.
    pub fn given(&self, path: &str, text: &str) {
        self.file(path, text);
        self.cat(path);
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// The files below a folder, by their paths, sorted.
    pub fn files(&self, folder: &str) -> Vec<String> {
        let root = self.path(folder);
        let mut files = Vec::new();
        files.extend(crate::support::files(&root).into_iter().flatten());
        let mut files: Vec<String> = files
            .iter()
            .filter_map(|file| file.strip_prefix(&root).ok())
            .map(|file| file.to_string_lossy().into_owned())
            .collect();
        files.sort();
        files
    }

    /// Shows a file in the transcript.
    pub fn cat(&self, path: &str) {
        self.show(&format!("$ cat {path}\n{}", ended(&self.read(path))));
    }

    /// Shows what a test has found out.
    pub fn note(&self, text: &str) {
        self.show(text);
    }

    /// Shows which files are below a folder.
    pub fn ls(&self, folder: &str) {
        let files: String = self.files(folder).iter().map(|file| format!("{file}\n")).collect();
        self.show(&format!("$ find {folder} -type f\n{files}"));
    }

    fn show(&self, text: &str) {
        let mut session = self.session.borrow_mut();
        let space = if session.is_empty() { "" } else { "\n" };
        write!(session, "{space}{text}").expect("memory");
    }

    /// The command, ready to run.
    pub fn command(&self, arguments: &str) -> Command {
        let mut command = match self.fixture {
            Some(_) => Command::new(program()),
            None => Command::new(env!("CARGO_BIN_EXE_jobwright")),
        };
        command.current_dir(self.folder.path()).args(arguments.split_whitespace());
        // As wide as terminals are, and nothing else of the environment.
        command.env_clear().env("COLUMNS", "80");
        command.envs(self.fixture.map(|fixture| ("FIXTURE", fixture)));
        command.envs(self.text.map(|text| ("FIXTURE_TEXT", text)));
        command
    }

    pub fn run(&self, arguments: &str) -> Run {
        self.call(&mut self.command(arguments), b"")
    }

    /// Runs and leaves no trace in the transcript.
    pub fn quietly(&self, arguments: &str) -> Run {
        Run::of(&mut self.command(arguments), b"")
    }

    /// Runs in a folder below.
    pub fn run_in(&self, below: &str, arguments: &str) -> Run {
        self.call(self.command(arguments).current_dir(self.path(below)), b"")
    }

    /// Runs with something on standard input.
    pub fn run_with(&self, input: impl AsRef<[u8]>, arguments: &str) -> Run {
        self.call(&mut self.command(arguments), input.as_ref())
    }

    /// Runs a command and shows it in the transcript.
    pub fn call(&self, command: &mut Command, input: &[u8]) -> Run {
        let run = Run::of(command, input);
        let mut line = self.line(command);
        if !input.is_empty() {
            let input = ended(&String::from_utf8_lossy(input));
            line += &format!("\n[stdin]\n{}", input.strip_suffix('\n').unwrap_or(&input));
        }
        self.record(&line, &run);
        run
    }

    /// Adds a run to the transcript, below the line that was called.
    pub fn record(&self, line: &str, run: &Run) {
        self.show(&format!("{line}\n{run}"));
    }

    /// The line of a command as a shell would have it.
    fn line(&self, command: &Command) -> String {
        let below =
            command.get_current_dir().and_then(|at| at.strip_prefix(self.folder.path()).ok());
        let mut line = below.map(|at| at.to_string_lossy().into_owned()).unwrap_or_default();
        line += "$ ";
        for (name, value) in command.get_envs() {
            let name = name.to_string_lossy();
            if name != "COLUMNS" && !name.starts_with("FIXTURE") {
                let value = value.unwrap_or_default().to_string_lossy();
                line += &format!("{name}={value} ");
            }
        }
        line += "jobwright";
        command.get_args().fold(line, |line, word| format!("{line} {}", word.to_string_lossy()))
    }
}

impl fmt::Display for Project {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.session.borrow())
    }
}

impl Run {
    /// Runs a command to its end.
    pub fn of(command: &mut Command, input: &[u8]) -> Self {
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("it starts");
        // A program that reads nothing may be gone already.
        _ = child.stdin.take().expect("a pipe").write_all(input);
        child.wait_with_output().expect("it ends").into()
    }

    /// The run ended with this code.
    #[track_caller]
    pub fn ends(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{self}");
        self
    }
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, text) in [("stdout", &self.stdout), ("stderr", &self.stderr)] {
            if !text.is_empty() {
                write!(f, "[{name}]\n{}", ended(text))?;
            }
        }
        // The code comes last, so that empty lines before it count.
        writeln!(f, "[exit code {}]", self.code)
    }
}

/// A text with a newline at its end, and a word if that was not there.
fn ended(text: &str) -> String {
    if text.is_empty() || text.ends_with('\n') {
        text.to_owned()
    } else {
        format!("{text}\n(no newline at the end)\n")
    }
}

/// The fixture. `cargo test` builds it, but `cargo test --test suite` does not: cargo looks whether it is fresh.
fn program() -> PathBuf {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    let program = PROGRAM.get_or_init(|| {
        let me = env::current_exe().expect("the test's own path");
        let folder = me.ancestors().nth(2).expect("the build folder");
        let release: &[&str] = if folder.ends_with("release") { &["--release"] } else { &[] };
        let built = Command::new(env!("CARGO"))
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .args(["build", "--quiet", "--package", "jobwright", "--example", "fixture"])
            .args(release)
            .status();
        assert!(built.is_ok_and(|status| status.success()), "the fixture cannot be built");
        folder.join("examples/fixture")
    });
    program.clone()
}
