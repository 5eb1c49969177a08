//! The `nomad` program: the only way to the cluster.
//!
//! Addresses, tokens and certificates are those of its own environment, which it inherits: nothing secret stands on a
//! command line. Each call is a process group of its own, so that Ctrl-C ends what waits and nothing that registers.

use std::ffi::OsStr;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use super::failure::Failure;
use super::stop::Stop;
use crate::error::{Error, ErrorKind};

/// The first one whose `operator api` says which answer it got.
const OLDEST: (u64, u64) = (1, 5);

/// So long a call may take that only asks.
pub const SHORT: Duration = Duration::from_secs(30);

/// The program, and how it is called.
#[derive(Debug)]
pub struct Nomad {
    program: PathBuf,
    addresses: Vec<String>,
    at: AtomicUsize,
    variables: Vec<(String, String)>,
    stop: Stop,
}

/// What a call said.
#[derive(Clone, Debug)]
pub struct Said {
    /// Its exit code; nothing, where a signal ended it.
    pub code: Option<i32>,
    /// Its standard output.
    pub stdout: String,
    /// Its standard error.
    pub stderr: String,
}

impl Said {
    /// All that it said, the errors first.
    #[must_use]
    pub fn words(&self) -> String {
        format!("{}\n{}", self.stderr, self.stdout)
    }
}

impl Nomad {
    /// The program at a path, or on the PATH. Of several addresses, the next one is asked when one does not answer.
    ///
    /// # Errors
    ///
    /// There is none, or it is too old.
    pub fn find(program: Option<&Path>, addresses: &[String], stop: Stop) -> Result<Self, Error> {
        let program = program.unwrap_or(Path::new("nomad")).to_owned();
        let mut nomad = Self {
            program,
            addresses: addresses.to_vec(),
            at: AtomicUsize::new(0),
            variables: Vec::new(),
            stop,
        };
        nomad.check_version()?;
        if nomad.addresses.is_empty() {
            let own = std::env::var("NOMAD_ADDR").unwrap_or_default();
            nomad.addresses.extend(own.split(',').map(str::trim).map(str::to_owned));
            nomad.addresses.retain(|address| !address.is_empty());
        }
        Ok(nomad)
    }

    /// Gives values to variables of jobs, which may be secrets: by the environment.
    #[must_use]
    pub fn variables(mut self, variables: impl IntoIterator<Item = (String, String)>) -> Self {
        let names = variables.into_iter().map(|(name, value)| (format!("NOMAD_VAR_{name}"), value));
        self.variables.extend(names);
        self
    }

    /// The wish to stop that it obeys.
    pub fn stop(&self) -> &Stop {
        &self.stop
    }

    /// Where it is asked now, for messages.
    #[must_use]
    pub fn address(&self) -> String {
        self.current().unwrap_or("http://127.0.0.1:4646").to_owned()
    }

    fn current(&self) -> Option<&str> {
        let at = self.at.load(Ordering::Relaxed) % self.addresses.len().max(1);
        self.addresses.get(at).map(String::as_str)
    }

    /// How many addresses there are besides the one that is asked now.
    #[must_use]
    pub fn others(&self) -> usize {
        self.addresses.len().saturating_sub(1)
    }

    /// From now on, asks at the next address.
    pub fn turn(&self) {
        self.at.fetch_add(1, Ordering::Relaxed);
    }

    fn check_version(&self) -> Result<(), Error> {
        let missing = |error: std::io::Error| {
            Error::io("cannot start", &self.program, error).help(
                "install Nomad 1.5 or newer and put `nomad` on the PATH, or name it: `--nomad PATH`",
            )
        };
        let output = Command::new(&self.program).arg("version").output().map_err(missing)?;
        let said = String::from_utf8_lossy(&output.stdout);
        let number = said.split_whitespace().find_map(|word| word.strip_prefix('v'));
        let mut parts = number.unwrap_or_default().split(['.', '-', '+']);
        let mut part = || parts.next().and_then(|part| part.parse::<u64>().ok());
        match (part(), part()) {
            (Some(major), Some(minor)) if (major, minor) >= OLDEST => Ok(()),
            (Some(major), Some(minor)) => {
                let message = format!(
                    "expected Nomad {}.{} or newer, found {major}.{minor}:",
                    OLDEST.0, OLDEST.1
                );
                let error = Error::new(ErrorKind::Usage, message).path(&self.program);
                Err(error.help("install a newer one, or name another: `--nomad PATH`"))
            }
            _ => {
                let error = Error::new(ErrorKind::Usage, "this does not say which Nomad it is:");
                Err(error.path(&self.program).help("name the `nomad` program: `--nomad PATH`"))
            }
        }
    }

    /// Calls it with a text on its standard input. Who asks to stop ends a call that only asks; one that changes
    /// something is waited for.
    ///
    /// # Errors
    ///
    /// Somebody asked to stop, it took too long, or it could not be started.
    pub fn call<A: AsRef<OsStr>>(
        &self,
        arguments: &[A],
        input: Option<&[u8]>,
        limit: Duration,
        changes: bool,
    ) -> Result<Said, Failure> {
        let mut command = Command::new(&self.program);
        command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.stdin(if input.is_some() { Stdio::piped() } else { Stdio::null() });
        command.env("NOMAD_CLI_NO_COLOR", "1").env("NOMAD_CLI_SHOW_HINTS", "false");
        // Of what a call takes, a third is Go looking for garbage in a program that is about to end.
        for (name, value) in [("GOGC", "off"), ("GOMEMLIMIT", "256MiB"), ("GOMAXPROCS", "1")] {
            if std::env::var_os(name).is_none() {
                command.env(name, value);
            }
        }
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        if let Some(address) = self.current() {
            command.env("NOMAD_ADDR", address);
        }
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let failed =
            |error: std::io::Error| Failure::Refused(format!("cannot start nomad: {error}"));
        let mut child = command.spawn().map_err(failed)?;
        let (tell, told) = mpsc::channel();
        let input = child.stdin.take().zip(input);
        let [out, err] = [
            child.stdout.take().map(|from| Box::new(from) as Box<dyn Read + Send>),
            child.stderr.take().map(|from| Box::new(from) as Box<dyn Read + Send>),
        ];
        thread::scope(|scope| {
            if let Some((mut into, text)) = input {
                // A program that does not read to the end says why.
                scope.spawn(move || _ = into.write_all(text));
            }
            let read = |from: Option<Box<dyn Read + Send>>, tell: Option<mpsc::Sender<()>>| {
                let mut bytes = Vec::new();
                if let Some(mut from) = from {
                    // What cannot be read was not said.
                    _ = from.read_to_end(&mut bytes);
                }
                drop(tell);
                String::from_utf8_lossy(&bytes).into_owned()
            };
            let stdout = scope.spawn(move || read(out, Some(tell)));
            let stderr = scope.spawn(move || read(err, None));
            let waited = self.wait(&mut child, &told, limit, changes);
            let status = match waited {
                Ok(()) => child.wait().ok(),
                Err(_) => {
                    // It is ended, and what it said is of no use.
                    _ = child.kill();
                    _ = child.wait();
                    None
                }
            };
            let text = |joined: thread::Result<String>| joined.unwrap_or_default();
            let (stdout, stderr) = (text(stdout.join()), text(stderr.join()));
            waited?;
            Ok(Said { code: status.and_then(|status| status.code()), stdout, stderr })
        })
    }

    /// Until the program has said all.
    fn wait(
        &self,
        child: &mut Child,
        told: &mpsc::Receiver<()>,
        limit: Duration,
        changes: bool,
    ) -> Result<(), Failure> {
        let end = Instant::now() + limit;
        loop {
            match told.recv_timeout(Duration::from_millis(50)) {
                Err(RecvTimeoutError::Timeout) => {}
                _ => return Ok(()),
            }
            if !changes && self.stop.is_asked() {
                return Err(Failure::Stopped);
            }
            if Instant::now() > end {
                let words = format!("no answer after {} s", limit.as_secs());
                return Err(Failure::Unreachable(words));
            }
            if matches!(child.try_wait(), Ok(Some(_))) {
                return Ok(());
            }
        }
    }
}
