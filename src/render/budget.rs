//! A limit on how much text the templates of a block produce: MiniJinja counts steps, not bytes.

use std::cell::Cell;

use minijinja::value::{Value, ValueKind};
use minijinja::{Error, ErrorKind};

/// How many bytes the templates may print or build for one job, counted each time that they are
/// passed on.
const MOST: usize = 32 << 20;

thread_local! {
    /// How many bytes the templates of the block that this thread renders may still produce.
    static LEFT: Cell<usize> = const { Cell::new(MOST) };
}

/// Begins a block, which has the same limit as a job.
pub fn begin() {
    LEFT.set(MOST);
}

/// How many bytes may still be produced.
pub fn left() -> usize {
    LEFT.get()
}

/// Counts bytes that are printed or built.
pub fn charge(bytes: usize, what: &str) -> Result<(), Error> {
    let Some(left) = LEFT.get().checked_sub(bytes) else {
        let detail = format!("the templates {what} more than {} MiB", MOST >> 20);
        return Err(Error::new(ErrorKind::InvalidOperation, detail));
    };
    LEFT.set(left);
    Ok(())
}

/// How long a value is as a string. It must be a string, a number, a bool or none: a collection may
/// hold a value so often that it is too large to print.
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
