//! The comments of a job file, and what they belong to.
//!
//! A comment above something or at the end of its line belongs to it. One at the end of a block stays there.

mod comment;
mod marks;
mod place;
mod tree;

pub use comment::{AFTER, Comment, ELEMENT, END, LIST_END};
pub use place::{comments, comments_of};
