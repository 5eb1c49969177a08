//! How much text the templates of a block may make: MiniJinja counts steps, and no bytes.

use std::cell::Cell;

use minijinja::value::{Value, ValueKind};
use minijinja::{Error, ErrorKind};

/// So many bytes may the templates print and make for one job, each as often as it is handed on.
const MOST: usize = 32 << 20;

thread_local! {
    /// How many bytes may yet be made by the templates of the block that this thread renders.
    static LEFT: Cell<usize> = const { Cell::new(MOST) };
}

/// Begins with a block, for which as much may be made as for a job.
pub fn begin() {
    LEFT.set(MOST);
}

/// How many bytes may yet be made.
pub fn left() -> usize {
    LEFT.get()
}

/// Counts bytes that are printed or made, as long as there are not too many.
pub fn charge(bytes: usize, what: &str) -> Result<(), Error> {
    let Some(left) = LEFT.get().checked_sub(bytes) else {
        let detail = format!("the templates {what} more than {} MiB", MOST >> 20);
        return Err(Error::new(ErrorKind::InvalidOperation, detail));
    };
    LEFT.set(left);
    Ok(())
}

/// How long the text of a value is, which may be a string, a number, a boolean, or nothing at all: what holds others may hold one
/// of them so often that nobody can write it out.
pub fn text_length(value: &Value) -> Result<usize, Error> {
    match value.kind() {
        ValueKind::String => Ok(value.as_str().map_or(0, str::len)),
        ValueKind::Seq | ValueKind::Iterable | ValueKind::Map | ValueKind::Plain => {
            let detail = format!("expected a string or a number, found a {}", value.kind());
            Err(Error::new(ErrorKind::InvalidOperation, detail))
        }
        _ => Ok(40),
    }
}
