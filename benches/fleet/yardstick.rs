//! The other sides: each prints the same jobs from one compiled template, and checks nothing.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fs, io};

/// The files that they read.
pub struct Yardsticks {
    script: PathBuf,
    jinja: PathBuf,
    gomplate: PathBuf,
    jobs: PathBuf,
    count: usize,
}

/// Writes what they read.
pub fn write(work: &Path, count: usize) -> io::Result<Yardsticks> {
    let yardsticks = Yardsticks {
        script: work.join("yardstick.py"),
        jinja: work.join("job.hcl.j2"),
        gomplate: work.join("jobs.tmpl"),
        jobs: work.join("jobs.json"),
        count,
    };
    fs::create_dir_all(work)?;
    fs::write(&yardsticks.script, include_str!("yardstick.py"))?;
    fs::write(&yardsticks.jinja, template())?;
    fs::write(&yardsticks.jobs, jobs(count))?;
    // It writes below the folder in which it runs, and nowhere else.
    let each = "[[ define \"job\" ]]@JOB@[[ end ]][[ range ds \"jobs\" ]][[ tmpl.Exec \"job\" . | \
                file.Write (printf \"%s.nomad.hcl\" .name) ]][[ end ]]";
    fs::write(&yardsticks.gomplate, each.replace("@JOB@", &template().replace("[[ ", "[[ .")))?;
    Ok(yardsticks)
}

impl Yardsticks {
    /// The Python loop that writes all jobs into a folder.
    pub fn jinja(&self, out: &Path) -> Command {
        let mut command = Command::new("python3");
        command.arg(&self.script).arg(&self.jinja).arg(self.count.to_string()).arg(out);
        command
    }

    /// The one gomplate that writes all jobs into a folder that is there.
    pub fn gomplate(&self, out: &Path) -> Command {
        let mut command = Command::new("gomplate");
        command.current_dir(out).args(["--left-delim", "[[", "--right-delim", "]]"]);
        command.arg("--file").arg(&self.gomplate);
        command.arg("--datasource").arg(format!("jobs={}", self.jobs.display()));
        command
    }
}

/// Whether there is a Python with Jinja2.
pub fn has_jinja() -> bool {
    let found = Command::new("python3").args(["-c", "import jinja2"]).output();
    found.is_ok_and(|output| output.status.success())
}

/// Whether there is a gomplate on the PATH.
pub fn has_gomplate() -> bool {
    let found = Command::new("gomplate").arg("--version").output();
    found.is_ok_and(|output| output.status.success())
}

/// Prints all jobs by MiniJinja, puts each into its place by a rename, and does nothing else.
pub fn limit(count: usize, out: &Path) -> Result<usize, String> {
    let mut environment = minijinja::Environment::new();
    environment.set_undefined_behavior(minijinja::UndefinedBehavior::Strict);
    let text = template().replace("{{", "\u{1}").replace("[[ ", "{{ ").replace(" ]]", " }}");
    // The last line break of a template is not printed.
    let text = text.replace('\u{1}', "{{ '{{' }}") + "\n";
    let template = environment.template_from_str(&text).map_err(|error| error.to_string())?;
    fs::create_dir_all(out).map_err(|error| error.to_string())?;
    for index in 0..count {
        let (name, port, count) = parameters(index);
        let text = template
            .render(minijinja::context! { name => &name, port, count })
            .map_err(|error| error.to_string())?;
        let path = out.join(format!("{name}.nomad.hcl"));
        let staged = path.with_extension("tmp");
        fs::write(&staged, text).map_err(|error| error.to_string())?;
        fs::rename(&staged, &path).map_err(|error| error.to_string())?;
    }
    Ok(count)
}

/// All of them print the same bytes, or a figure of theirs says nothing.
pub fn same_texts(work: &Path) -> Result<(), String> {
    let (limit, others) = (work.join("limit"), ["jinja", "gomplate"].map(|name| work.join(name)));
    for other in others.iter().filter(|other| other.is_dir()) {
        for entry in fs::read_dir(&limit).map_err(|error| error.to_string())? {
            let name = entry.map_err(|error| error.to_string())?.file_name();
            if fs::read(limit.join(&name)).ok() != fs::read(other.join(&name)).ok() {
                let (name, other) = (name.to_string_lossy(), other.display());
                return Err(format!("{name} is another one in {other} than what the limit writes"));
            }
        }
    }
    Ok(())
}

/// What differs from job to job: its name, its port, and how often it runs.
fn parameters(index: usize) -> (String, usize, usize) {
    (format!("svc-{index:05}"), 9000 + index % 1000, 1 + index % 5)
}

fn jobs(count: usize) -> String {
    let mut text = String::from("[");
    for index in 0..count {
        let (name, port, count) = parameters(index);
        let comma = if index == 0 { "" } else { "," };
        // Writing into a string cannot fail.
        _ = write!(text, "{comma}\n{{\"name\":\"{name}\",\"port\":{port},\"count\":{count}}}");
    }
    text.push_str("\n]\n");
    text
}

/// The template, with the config file in its words, and escaped by hand, as its users must.
fn template() -> String {
    let config = include_str!("prometheus.yml")
        .replace("@NAME@", "[[ name ]]")
        .replace("@PORT@", "[[ port ]]")
        .replace("${", "$${");
    include_str!("yardstick.hcl.j2").replace("@CONFIG@", &config)
}
