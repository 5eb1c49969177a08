//! Questions to whoever sits at the terminal, where there is one to ask on.

use std::io::{self, IsTerminal};
use std::path::Path;

use super::print;
use crate::error::Error;

/// Whether there is somebody to ask.
pub fn can() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// A question whose usual answer is yes; nothing, where there is nobody to ask.
pub fn yes(question: &str) -> Result<Option<bool>, Error> {
    if !can() {
        return Ok(None);
    }
    loop {
        let answer = line(&format!("{question} [Y/n] "))?;
        match answer.map(|answer| answer.to_lowercase()).as_deref() {
            // The terminal is gone: nobody has said yes.
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
        let is_gone = answer.is_none();
        let answer = answer.filter(|answer| !answer.is_empty()).unwrap_or_else(|| usual.to_owned());
        match read(&answer) {
            Ok(value) => return Ok(value),
            Err(why) if is_gone => {
                let error = Error::new(crate::ErrorKind::Usage, format!("no answer: {why}"));
                return Err(error.help("say it on the command line"));
            }
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
