//! The other side: a Python loop over one compiled Jinja2 template that prints the same jobs and checks nothing.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A prepared run of the loop.
pub struct Yardstick {
    script: PathBuf,
    template: PathBuf,
    count: usize,
}

/// Writes the script and its template; nothing where there is no Python with Jinja2.
pub fn prepare(work: &Path, count: usize) -> Option<Yardstick> {
    let found = Command::new("python3").args(["-c", "import jinja2"]).output();
    if !found.is_ok_and(|output| output.status.success()) {
        println!("no python3 with jinja2: our own figures only");
        return None;
    }
    let template = include_str!("yardstick.hcl.j2").replace("@CONFIG@", &config());
    let yardstick =
        Yardstick { script: work.join("yardstick.py"), template: work.join("job.hcl.j2"), count };
    fs::create_dir_all(work).ok()?;
    fs::write(&yardstick.script, include_str!("yardstick.py")).ok()?;
    fs::write(&yardstick.template, template).ok()?;
    Some(yardstick)
}

impl Yardstick {
    /// The command that writes all jobs into a folder.
    pub fn command(&self, out: &Path) -> Command {
        let mut command = Command::new("python3");
        command.arg(&self.script).arg(&self.template).arg(self.count.to_string()).arg(out);
        command
    }
}

/// The config file inside the template: in its words, and escaped by hand, as its users must.
fn config() -> String {
    include_str!("prometheus.yml")
        .replace("@NAME@", "[[ name ]]")
        .replace("@PORT@", "[[ port ]]")
        .replace("${", "$${")
}
