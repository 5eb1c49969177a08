//! Texts with their secrets hidden: by their name, by their place and by their letters.
//!
//! This hides more than `lint` reports ([`crate::secret`]): what is shown in a pull request cannot be taken back, and a
//! value that is hidden for nothing costs one look with `--show-secrets`.

mod line;
mod looks;
mod named;
mod text;
mod value;

pub use line::{ANOTHER, HIDDEN, in_line};
pub use looks::names_secret;
pub use text::hide;
