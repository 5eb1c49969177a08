//! Programs that are run one after the other, each shown before it starts.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What a task gives, or why it could not go on, in words for the terminal.
pub type Outcome<T = ()> = Result<T, String>;

/// A program that is run in the root directory of the repository.
pub fn program(name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(crate::root());
    command
}

/// The cargo that runs this task.
pub fn cargo(arguments: &[&str]) -> Command {
    let mut command = program(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments);
    command
}

/// The integration tests whose names have one of these in them.
pub fn suite<'f>(filter: impl IntoIterator<Item = &'f str>) -> Command {
    let mut tests = cargo(&["test", "--quiet", "--package", "jobwright", "--test", "suite", "--"]);
    tests.args(filter);
    tests
}

/// The path of a program, as it is seen from every directory.
pub fn found(program: &Path) -> Outcome<PathBuf> {
    program.canonicalize().map_err(|error| format!("cannot find {}: {error}", program.display()))
}

/// Shows the command, runs it, and fails if it does.
pub fn run(command: &mut Command) -> Outcome {
    eprintln!("$ {}", shown(command));
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`{}` ended with {status}", shown(command))),
        Err(error) => Err(format!("cannot run `{}`: {error}", shown(command))),
    }
}

/// Shows the command, runs it, and gives what it prints.
pub fn output(command: &mut Command) -> Outcome<String> {
    eprintln!("$ {}", shown(command));
    let output = command.stderr(Stdio::inherit()).output();
    let output = output.map_err(|error| format!("cannot run `{}`: {error}", shown(command)))?;
    if !output.status.success() {
        return Err(format!("`{}` ended with {}", shown(command), output.status));
    }
    String::from_utf8(output.stdout)
        .map_err(|_| format!("`{}` printed something that is not UTF-8", shown(command)))
}

/// The command as one would type it: what its environment adds, the program's name, its arguments.
fn shown(command: &Command) -> String {
    let added = command.get_envs().filter_map(|(name, value)| {
        Some(format!("{}={}", name.to_string_lossy(), value?.to_string_lossy()))
    });
    let program = command.get_program().to_string_lossy();
    let name = program.rsplit(['/', '\\']).next().unwrap_or(&program).to_owned();
    let arguments = command.get_args().map(|argument| argument.to_string_lossy().into_owned());
    added.chain([name]).chain(arguments).collect::<Vec<_>>().join(" ")
}
