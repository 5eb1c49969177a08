//! `man`: the manual pages, made from what `--help` says.

use std::path::{Path, PathBuf};

use clap::Command;
use clap_mangen::Man;

use super::{Answer, print};
use crate::error::{Error, ErrorKind};
use crate::out;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The directory to write a page for each command into; without it, the page of the program is printed
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
}

/// Prints or writes the pages of `command`.
pub fn run(args: &Args, command: Command) -> Result<Answer, Error> {
    let mut command = command;
    command.build();
    match &args.folder {
        None => print::result(&page(command)?.1),
        Some(folder) => {
            write(folder, command)?;
            print::say(&format!("manual pages written to {}\n", print::path(folder)));
            Ok(Answer::Yes)
        }
    }
}

/// Writes the page of a command and those of its subcommands.
fn write(folder: &Path, command: Command) -> Result<(), Error> {
    for below in command.get_subcommands() {
        write(folder, below.clone())?;
    }
    let (name, text) = page(command)?;
    out::create(&folder.join(name), &text)
}

/// The file name and the content of a page. It has no date, so that it is the same whenever it is
/// made; a blank keeps the position of the date.
fn page(command: Command) -> Result<(String, String), Error> {
    let page = Man::new(command)
        .date(" ")
        .source(concat!("jobwright ", env!("CARGO_PKG_VERSION")))
        .manual("jobwright manual");
    let mut text = Vec::new();
    page.render(&mut text).map_err(|error| {
        Error::new(ErrorKind::Io, "cannot make the manual page").source_error(error)
    })?;
    Ok((page.get_filename(), String::from_utf8_lossy(&text).into_owned()))
}
