//! Files that are not job files of today: what they seem to be, and what to do with them.
//!
//! Nothing here decides whether a file is read. It says more about one that was refused, and warns of one that was read
//! but holds what a template left to be filled in.

mod hcl1;
mod labels;
mod marks;
mod other;
mod placeholders;
mod recognise;
mod scan;
mod seems;

pub use placeholders::placeholders;
pub use recognise::{explained, recognise};
pub use seems::Foreign;
