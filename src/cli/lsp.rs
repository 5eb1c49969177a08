//! `lsp`: what an editor starts to have job files judged, completed and formatted.

use std::io;
use std::path::PathBuf;

use super::Answer;
use crate::error::{Error, ErrorKind};
use crate::lsp::{Ended, serve};

pub fn run() -> Result<Answer, Error> {
    let home = std::env::var_os("HOME").map(PathBuf::from);
    match serve(io::stdin().lock(), io::stdout(), home) {
        Ok(Ended::Asked) => Ok(Answer::Yes),
        Ok(Ended::Left) => Ok(Answer::No),
        Err(error) => {
            let message = "expected an editor on standard input, found a terminal";
            let help = "configure an editor to start it: `jobwright lsp` speaks the Language Server \
                 Protocol";
            Err(Error::new(ErrorKind::Usage, message).source_error(error).help(help))
        }
    }
}
