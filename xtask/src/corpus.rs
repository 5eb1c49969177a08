//! `cargo xtask record corpus`: what Nomad says of the job files in tests/corpus, written beside them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::step::Outcome;

/// A closed port: no agent that happens to run here shall answer.
const NOWHERE: &str = "http://127.0.0.1:1";

/// Writes all answers anew.
pub fn record(nomad: &Path, corpus: &Path) -> Outcome {
    let recorder = Recorder { nomad, corpus };
    let version = recorder.version()?;
    for folder in ["nomad", "fmt"] {
        let folder = corpus.join(folder);
        if folder.exists() {
            fs::remove_dir_all(&folder).map_err(|error| failed("empty", &folder, &error))?;
        }
    }
    let head = format!("# recorded by `cargo xtask record corpus`, of {version}\n");
    let mut index = format!("{head}path\tvars\tfmt\tvalidate\twhy\n");
    let files = files(&corpus.join("jobs"))?;
    for file in &files {
        index += &recorder.job(file)?;
    }
    write(&corpus.join("index.tsv"), &index)?;
    let mut refused = format!("{head}path\tfmt accepts it\tNomad's first error\n");
    for file in self::files(&corpus.join("refused"))? {
        refused += &recorder.refused(&file)?;
    }
    write(&corpus.join("refused.tsv"), &refused)?;
    println!("recorded: {} files, of {version}", files.len());
    Ok(())
}

struct Recorder<'p> {
    nomad: &'p Path,
    corpus: &'p Path,
}

impl Recorder<'_> {
    fn version(&self) -> Outcome<String> {
        let output = self.run(Command::new(self.nomad).arg("version"))?;
        Ok(said(&output.stdout).lines().next().unwrap_or_default().to_owned())
    }

    /// Writes what Nomad reads in a file and how it lays it out, and gives its line of the index.
    fn job(&self, file: &Path) -> Outcome<String> {
        let relative = relative(file, &self.corpus.join("jobs"))?;
        let values = self.corpus.join("vars").join(format!("{relative}.hcl"));
        let mut words = Vec::new();
        if values.is_file() {
            words =
                vec!["-hcl2-strict=false".to_owned(), format!("-var-file={}", values.display())];
        }
        let read = self.run(self.command("run").arg("-output").args(&words).arg(file))?;
        if !read.status.success() {
            return Err(format!(
                "{relative} is refused: move it to `refused`\n{}",
                said(&read.stderr)
            ));
        }
        write(&self.corpus.join("nomad").join(format!("{relative}.json")), &said(&read.stdout))?;
        let text = fs::read_to_string(file).map_err(|error| failed("read", file, &error))?;
        let laid_out = self.laid_out(&text)?.ok_or(format!("`nomad fmt` refuses {relative}"))?;
        let changes = laid_out != text;
        if changes {
            write(&self.corpus.join("fmt").join(&relative), &laid_out)?;
        }
        let verdict = self.run(self.command("validate").args(&words).arg(file))?;
        let all = said(&verdict.stdout) + &said(&verdict.stderr);
        // The last point of the list says it.
        let why =
            all.lines().rev().find_map(|line| line.trim().strip_prefix("* ")).unwrap_or_default();
        let verdict = match verdict.status.success() {
            true if all.contains("Job Warnings:") => "warning",
            true => "valid",
            false => "error",
        };
        let vars = if values.is_file() { "yes" } else { "-" };
        let fmt = if changes { "changes" } else { "clean" };
        Ok(format!("{relative}\t{vars}\t{fmt}\t{verdict}\t{why}\n"))
    }

    /// The line of a file that Nomad does not read.
    fn refused(&self, file: &Path) -> Outcome<String> {
        let relative = relative(file, &self.corpus.join("refused"))?;
        let read = self.run(self.command("run").arg("-output").arg(file))?;
        if read.status.success() {
            return Err(format!("Nomad reads {relative}: move it to `jobs`"));
        }
        let text = fs::read_to_string(file).map_err(|error| failed("read", file, &error))?;
        let accepted = if self.laid_out(&text)?.is_some() { "yes" } else { "no" };
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let all = said(&read.stderr);
        let first = all.lines().find(|line| line.starts_with(&format!("{name}:")));
        let first = first.ok_or(format!("Nomad names no place in {relative}:\n{all}"))?;
        Ok(format!("{relative}\t{accepted}\t{first}\n"))
    }

    /// The source in the layout of `nomad fmt`; `None` if it refuses the source.
    fn laid_out(&self, text: &str) -> Outcome<Option<String>> {
        let folder = crate::root().join("target/xtask");
        let file = folder.join("layout.nomad.hcl");
        write(&file, text)?;
        let output = self.run(Command::new(self.nomad).arg("fmt").arg("-list=false").arg(&file))?;
        let laid_out = fs::read_to_string(&file).map_err(|error| failed("read", &file, &error))?;
        Ok(output.status.success().then_some(laid_out))
    }

    fn command(&self, name: &str) -> Command {
        let mut command = Command::new(self.nomad);
        command.args(["job", name]).env("NOMAD_ADDR", NOWHERE).env("NOMAD_CLI_NO_COLOR", "1");
        command
    }

    fn run(&self, command: &mut Command) -> Outcome<Output> {
        command.output().map_err(|error| failed("run", self.nomad, &error))
    }
}

fn said(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The files below a directory, in the order of their paths.
fn files(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let (mut files, mut open) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = open.pop() {
        let error = |error: std::io::Error| failed("read", &folder, &error);
        for entry in fs::read_dir(&folder).map_err(error)? {
            let path = entry.map_err(error)?.path();
            if path.is_dir() { &mut open } else { &mut files }.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn relative(file: &Path, folder: &Path) -> Outcome<String> {
    let relative = file.strip_prefix(folder).map_err(|error| error.to_string())?;
    Ok(relative.to_string_lossy().replace('\\', "/"))
}

fn write(path: &Path, text: &str) -> Outcome {
    let folder = path.parent().ok_or("a path without a folder")?;
    fs::create_dir_all(folder).map_err(|error| failed("make", folder, &error))?;
    fs::write(path, text).map_err(|error| failed("write", path, &error))
}

fn failed(what: &str, path: &Path, error: &std::io::Error) -> String {
    format!("cannot {what} {}: {error}", path.display())
}
