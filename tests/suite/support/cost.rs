//! What a process costs: the processor time of all its threads, and the most memory that it has held.

use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;
use std::{fs, io};

/// What a process has cost until it ended.
#[derive(Clone, Copy)]
pub struct Cost {
    /// The processor time, in steps of a hundredth of a second.
    pub cpu: Duration,
    /// The most memory that it held at any time, in bytes.
    pub peak: u64,
    /// How it ended, where no signal ended it.
    pub code: Option<i32>,
}

impl Cost {
    /// Runs a command to its end, whatever it prints; what it says beside that goes to `said`.
    pub fn of(command: &mut Command, said: Stdio) -> io::Result<Self> {
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(said);
        let mut child = command.spawn()?;
        let id = child.id();
        let (mut cpu, mut peak) = (Duration::ZERO, 0);
        // The kernel's own record of the peak goes with the process, and `wait4` has that of whoever started it, too.
        let code = loop {
            peak = self::peak(id).unwrap_or(peak);
            cpu = self::cpu(id).unwrap_or(cpu);
            if let Some(status) = child.try_wait()? {
                break status.code();
            }
            sleep(Duration::from_millis(1));
        };
        Ok(Self { cpu, peak, code })
    }
}

fn peak(id: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix(" kB")?.parse::<u64>().ok()? * 1024)
}

fn cpu(id: u32) -> Option<Duration> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    // The name of the program stands in brackets, and may hold anything; what follows is counted from there.
    let (_, fields) = stat.rsplit_once(") ")?;
    let ticks = fields.split(' ').skip(11).take(2).map(|ticks| ticks.parse::<u64>().ok());
    Some(Duration::from_millis(ticks.sum::<Option<u64>>()? * 10))
}
