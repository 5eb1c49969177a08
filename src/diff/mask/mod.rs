//! Hides the secrets in strings: by their names, by where they are, and by how they look.
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
