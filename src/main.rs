//! The installed program. Inside a project it passes the commands on to the project's own program,
//! which contains the registry.

use std::env;
use std::ffi::OsString;
use std::process::ExitCode;

use jobwright::cli;
use jobwright::project::Project;

fn main() -> ExitCode {
    let arguments: Vec<OsString> = env::args_os().collect();
    // Help and the version need no project.
    if let Some(code) = cli::without_registry(&arguments) {
        return code;
    }
    match hand_over(&arguments) {
        Ok(code) => code,
        Err(error) => {
            cli::report(&error);
            ExitCode::from(2)
        }
    }
}

/// Runs the project's own program, which cargo builds if necessary.
fn hand_over(arguments: &[OsString]) -> Result<ExitCode, jobwright::Error> {
    let project = Project::here()?;
    cli::say_versions(&project);
    let status = project.program().args(arguments.iter().skip(1)).status();
    let status = status.map_err(|error| project.no_cargo(error))?;
    Ok(ExitCode::from(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(2)))
}
