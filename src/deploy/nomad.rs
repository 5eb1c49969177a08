//! The `nomad` program: the only way to the cluster.
//!
//! Addresses, tokens and certificates are those of its own environment, which it inherits: no
//! secret is on a command line. Each call is a process group of its own, so that Ctrl-C ends what
//! waits and nothing that registers.

use std::ffi::{OsStr, OsString};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use super::environment::Environment;
use super::failure::Failure;
use super::stop::Stop;
use crate::error::{Error, ErrorKind};

/// The first one whose `operator api` says which answer it got.
const OLDEST: (u64, u64) = (1, 5);

/// How long to retry what cannot be done now: longer than servers take to elect a
/// leader.
pub const PATIENCE: Duration = Duration::from_secs(120);

/// How long a call may take that only reads.
pub const SHORT: Duration = Duration::from_secs(30);

/// How long it may take to print its version.
const FIRST: Duration = Duration::from_secs(10);

/// How long to wait for a change that is under way when a stop is requested.
pub const GRACE: Duration = Duration::from_secs(4);

/// How often to check whether a program that has closed its output has ended.
const POLL: Duration = Duration::from_millis(1);

/// How long the output of a program that has ended may stay open.
const DRAIN: Duration = Duration::from_secs(2);

/// The program, and how it is called.
#[derive(Debug)]
pub struct Nomad {
    program: PathBuf,
    addresses: Vec<String>,
    at: AtomicUsize,
    patience: Duration,
    environment: Environment,
    stop: Stop,
}

/// The result of a call.
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
    /// All its output, the errors first.
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
    /// The program is not found, or it is too old.
    pub fn find(
        program: Option<&Path>,
        addresses: &[String],
        environment: Environment,
        stop: Stop,
    ) -> Result<Self, Error> {
        let program = program.unwrap_or(Path::new("nomad")).to_owned();
        let mut nomad = Self {
            program,
            addresses: addresses.to_vec(),
            at: AtomicUsize::new(0),
            patience: PATIENCE,
            environment,
            stop,
        };
        nomad.check_version()?;
        if nomad.addresses.is_empty() {
            let own = nomad.environment.get("NOMAD_ADDR").unwrap_or_default();
            nomad.addresses.extend(own.split(',').map(str::trim).map(str::to_owned));
            nomad.addresses.retain(|address| !address.is_empty());
        }
        let is_whole = |address: &&String| address.contains("://");
        if let Some(address) = nomad.addresses.iter().find(|address| !is_whole(address)) {
            let address = without_user(address);
            let message = format!("expected a URL as Nomad's address, found `{address}`");
            let error = Error::new(ErrorKind::Usage, message);
            return Err(error.help(format!("add the scheme: `http://{address}`, or `https://`")));
        }
        Ok(nomad)
    }

    /// What it is told by its environment.
    #[must_use]
    pub fn environment(&self) -> &Environment {
        &self.environment
    }

    /// The wish to stop that it obeys.
    pub fn stop(&self) -> &Stop {
        &self.stop
    }

    /// Where it is asked now, for messages: without a password.
    #[must_use]
    pub fn address(&self) -> String {
        let address = self.current().unwrap_or("http://127.0.0.1:4646");
        without_user(address)
    }

    fn current(&self) -> Option<&str> {
        let at = self.at.load(Ordering::Relaxed) % self.addresses.len().max(1);
        self.addresses.get(at).map(String::as_str)
    }

    /// At which of its addresses it is asked now.
    #[must_use]
    pub fn at(&self) -> usize {
        self.at.load(Ordering::Relaxed)
    }

    /// From now on, asks at the next address; unless another caller has moved on from this one
    /// already.
    pub fn turn(&self, from: usize) {
        // Who comes too late finds it done.
        _ = self.at.compare_exchange(from, from + 1, Ordering::Relaxed, Ordering::Relaxed);
    }

    /// How many addresses there are to ask at.
    #[must_use]
    pub fn addresses(&self) -> usize {
        self.addresses.len().max(1)
    }

    /// How long a request that cannot be answered is retried.
    #[must_use]
    pub const fn patience(&self) -> Duration {
        self.patience
    }

    /// Asks again for as long as this.
    #[must_use]
    pub const fn patient(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    fn check_version(&self) -> Result<(), Error> {
        let name = "pass the `nomad` program: `--nomad PATH`";
        let missing = |error: std::io::Error| {
            Error::io("cannot start", &self.program, error).help(
                "install Nomad 1.5 or newer and put `nomad` on the PATH, or pass it: `--nomad PATH`",
            )
        };
        let wrong = |message: String| Error::new(ErrorKind::Usage, message).path(&self.program);
        let child = self.start(&["version"], false).map_err(missing)?;
        let said = self.hear(child, None, FIRST, false).map_err(|failure| match failure {
            Failure::Stopped => {
                wrong("interrupted before the version of Nomad was known:".to_owned())
            }
            _ => {
                wrong(format!("timed out after {} s while reading the version of", FIRST.as_secs()))
                    .help(name)
            }
        })?;
        let number = said.stdout.split_whitespace().find_map(|word| word.strip_prefix('v'));
        let mut parts = number.unwrap_or_default().split(['.', '-', '+']);
        let mut part = || parts.next().and_then(|part| part.parse::<u64>().ok());
        let is_nomad = said.stdout.trim_start().starts_with("Nomad ");
        match (part(), part()) {
            (Some(major), Some(minor)) if is_nomad && (major, minor) >= OLDEST => Ok(()),
            (Some(major), Some(minor)) if is_nomad => Err(wrong(format!(
                "expected Nomad {}.{} or newer, found {major}.{minor}:",
                OLDEST.0, OLDEST.1
            ))
            .help("install a newer one, or pass another: `--nomad PATH`")),
            _ => {
                let found = said.stdout.lines().next().unwrap_or_default().trim();
                let found: String = found.chars().take(60).collect();
                Err(wrong(match found.is_empty() {
                    true => {
                        "expected `Nomad v1.5` or newer from `version`, found nothing:".to_owned()
                    }
                    false => {
                        format!("expected `Nomad v1.5` or newer from `version`, found `{found}`:")
                    }
                })
                .help(name))
            }
        }
    }

    /// Calls it with this input on its standard input. A request to stop ends a call that only
    /// reads; one that changes something is waited for a little longer.
    ///
    /// # Errors
    ///
    /// A stop was requested, it took too long, or it could not be started.
    pub fn call<A: AsRef<OsStr>>(
        &self,
        arguments: &[A],
        input: Option<&[u8]>,
        limit: Duration,
        changes: bool,
    ) -> Result<Said, Failure> {
        let failed =
            |error: std::io::Error| Failure::Refused(format!("cannot start nomad: {error}"));
        let child = self.start(arguments, input.is_some()).map_err(failed)?;
        self.hear(child, input, limit, changes)
    }

    /// Calls it to change something.
    ///
    /// # Errors
    ///
    /// What it has against it.
    pub fn done<A: AsRef<OsStr>>(&self, arguments: &[A], limit: Duration) -> Result<(), Failure> {
        let said = self.call(arguments, None, limit, true)?;
        match said.code {
            Some(0) => Ok(()),
            _ => Err(Failure::of(None, &said.words())),
        }
    }

    fn start<A: AsRef<OsStr>>(&self, arguments: &[A], has_input: bool) -> std::io::Result<Child> {
        let mut command = Command::new(&self.program);
        command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.stdin(if has_input { Stdio::piped() } else { Stdio::null() });
        command.env("NOMAD_CLI_NO_COLOR", "1").env("NOMAD_CLI_SHOW_HINTS", "false");
        // Of what a call takes, a third is Go looking for garbage in a program that is about to end.
        for (name, value) in [("GOGC", "off"), ("GOMEMLIMIT", "256MiB"), ("GOMAXPROCS", "1")] {
            if std::env::var_os(name).is_none() {
                command.env(name, value);
            }
        }
        self.environment.give(&mut command);
        if let Some(address) = self.current() {
            command.env("NOMAD_ADDR", address);
        }
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        command.spawn()
    }

    /// Waits until the program has ended, and returns its output.
    fn hear(
        &self,
        mut child: Child,
        input: Option<&[u8]>,
        limit: Duration,
        changes: bool,
    ) -> Result<Said, Failure> {
        if let Some((mut into, text)) = child.stdin.take().zip(input.map(<[u8]>::to_vec)) {
            // A program that does not read to the end says why.
            thread::spawn(move || _ = into.write_all(&text));
        }
        let out = heard(child.stdout.take());
        let err = heard(child.stderr.take());
        let end = Instant::now() + limit;
        let (mut stdout, mut pause, mut asked) = (None, POLL, None);
        let status = loop {
            match child.try_wait() {
                Ok(Some(status)) => break status,
                _ if !changes && self.stop.is_asked() => {
                    return Err(given_up(child, Failure::Stopped));
                }
                _ if self.stop.is_asked()
                    && asked.get_or_insert_with(Instant::now).elapsed() > GRACE =>
                {
                    let words = format!("no response {} s after Ctrl-C", GRACE.as_secs());
                    return Err(given_up(child, Failure::Unreachable(words)));
                }
                _ if Instant::now() > end => {
                    let words = format!("no response after {} s", limit.as_secs());
                    return Err(given_up(child, Failure::Unreachable(words)));
                }
                _ => {}
            }
            match stdout {
                // It has said all, and is about to end.
                Some(_) => {
                    thread::sleep(pause);
                    pause = (pause * 2).min(POLL * 50);
                }
                None => stdout = out.recv_timeout(POLL * 50).ok(),
            }
        };
        // What it started may go on, and hold what it would say more.
        let rest = |text: &Receiver<String>| text.recv_timeout(DRAIN).unwrap_or_default();
        let stdout = stdout.unwrap_or_else(|| rest(&out));
        Ok(Said { code: status.code(), stdout, stderr: rest(&err) })
    }
}

/// An address for messages: without a user, and so without a password.
fn without_user(address: &str) -> String {
    let (scheme, rest) = match address.split_once("://") {
        Some((scheme, rest)) => (format!("{scheme}://"), rest),
        None => (String::new(), address),
    };
    format!("{scheme}{}", rest.rsplit_once('@').map_or(rest, |(_, host)| host))
}

/// Words of a command line.
pub fn words<const N: usize>(all: [&str; N]) -> Vec<OsString> {
    all.into_iter().map(OsString::from).collect()
}

/// Ends a program of which what it says is of no use any more, with all that it has started.
fn given_up(mut child: Child, failure: Failure) -> Failure {
    #[cfg(unix)]
    if let Some(group) = i32::try_from(child.id()).ok().and_then(rustix::process::Pid::from_raw) {
        // It may have ended meanwhile.
        _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
    _ = child.kill();
    _ = child.wait();
    failure
}

/// All that comes from a pipe, as soon as it has come.
fn heard(from: Option<impl Read + Send + 'static>) -> Receiver<String> {
    let (tell, told) = mpsc::channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut from) = from {
            // What cannot be read was not said.
            _ = from.read_to_end(&mut bytes);
        }
        // The receiver may be gone.
        _ = tell.send(String::from_utf8_lossy(&bytes).into_owned());
    });
    told
}
