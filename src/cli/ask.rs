//! Questions to whoever sits at the terminal, where there is one to ask on.

use std::io::{self, IsTerminal};
use std::path::Path;

use super::print;
use crate::error::{Error, ErrorKind};

/// Whether questions can be asked: stdin and stderr are a terminal.
pub fn can() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// A question whose default answer is yes; nothing, where it cannot be asked.
pub fn yes(question: &str) -> Result<Option<bool>, Error> {
    if !can() {
        return Ok(None);
    }
    loop {
        let answer = line(&format!("{question} [Y/n] "))?;
        match answer.map(|answer| answer.to_lowercase()).as_deref() {
            // The terminal is gone: the answer was not yes.
            None | Some("n" | "no") => return Ok(Some(false)),
            Some("" | "y" | "yes") => return Ok(Some(true)),
            Some(_) => {}
        }
    }
}

/// A question that is asked again until its answer can be used; an empty answer is the usual one, which is shown.
pub fn until<T>(
    question: &str,
    usual: &str,
    read: impl Fn(&str) -> Result<T, String>,
) -> Result<T, Error> {
    let usually = if usual.is_empty() { String::new() } else { format!(" [{usual}]") };
    loop {
        let answer = line(&format!("{question}{usually}: "))?;
        let Some(answer) = answer else {
            // The default was not chosen either.
            print::say("\n");
            let message = "the terminal was closed before every answer was given, nothing was done";
            return Err(Error::new(ErrorKind::Usage, message).help(
                "answer with an empty line for the default, or pass the value on the command line",
            ));
        };
        let answer = if answer.is_empty() { usual } else { &answer };
        match read(answer) {
            Ok(value) => return Ok(value),
            Err(why) => print::say(&format!("{why}\n")),
        }
    }
}

/// One line of what is typed; nothing when the terminal is gone.
fn line(prompt: &str) -> Result<Option<String>, Error> {
    print::say(prompt);
    let mut answer = String::new();
    let read = io::stdin()
        .read_line(&mut answer)
        .map_err(|error| Error::io("cannot read from", Path::new("the terminal"), error))?;
    Ok((read > 0).then(|| answer.trim().to_owned()))
}
