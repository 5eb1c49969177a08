//! A program that runs beside the tests and ends with them.

use super::wait_for;
use std::fs::{self, File};
use std::io;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

const SECONDS_TO_STOP: u64 = 30;

/// A running program, which is asked to end when this is dropped.
pub struct Daemon {
    process: Child,
    /// Ends the program when its input closes: at the latest when the test process is gone, however it went.
    guard: Child,
    log: PathBuf,
}

impl Daemon {
    /// Starts it, with everything that it says in a file.
    pub fn start(mut command: Command, log: PathBuf) -> io::Result<Self> {
        let output = File::create(&log)?;
        command.stdin(Stdio::null()).stdout(output.try_clone()?).stderr(output);
        let process = command.spawn()?;
        let guard = Command::new("sh")
            .args(["-c", "read -r _; kill -TERM \"$1\"", "sh", &process.id().to_string()])
            .stdin(Stdio::piped())
            .spawn()?;
        Ok(Self { process, guard, log })
    }

    /// Whether it has ended by itself.
    pub fn has_ended(&mut self) -> bool {
        self.process.try_wait().is_ok_and(|ended| ended.is_some())
    }

    /// What it has said.
    pub fn log(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// Ends it at once: it has no time to put anything in order.
    pub fn kill(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        self.stop();
    }

    /// Asks it to end, and waits until it has.
    pub fn stop(&mut self) {
        if self.has_ended() {
            // It ended by itself, and its id may be another process's by now.
            let _ = self.guard.kill();
        }
        drop(self.guard.stdin.take());
        let ended = wait_for(SECONDS_TO_STOP, || self.process.try_wait().ok().flatten());
        if ended.is_none() {
            // Nothing more can be done for a process that survives this, and a test must not fail on it.
            let _ = self.process.kill();
            let _ = self.process.wait();
        }
        let _ = self.guard.wait();
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        self.stop();
        // The harness shows this only if the test fails.
        eprintln!("{}:\n{}", self.log.display(), self.log());
        let _ = fs::remove_file(&self.log);
    }
}

/// A folder for what a program writes.
pub fn folder(prefix: &str) -> io::Result<tempfile::TempDir> {
    let temporary = Path::new(env!("CARGO_TARGET_TMPDIR"));
    tempfile::Builder::new().prefix(prefix).tempdir_in(temporary)
}

/// Ports that are free now, all different because they are held at the same time.
pub fn free_ports<const N: usize>() -> io::Result<[u16; N]> {
    let held = [(); N].map(|()| TcpListener::bind("127.0.0.1:0"));
    let mut ports = [0; N];
    for (port, listener) in ports.iter_mut().zip(held) {
        *port = listener?.local_addr()?.port();
    }
    Ok(ports)
}
