//! Job → HCL, in three steps that can each be inspected: templates print, [`jobwright_hcl::fmt`]
//! lays out, and the result is read back and compared with what was asked for.

mod blame;
mod budget;
mod builtin;
mod env;
mod error;
mod filters;
pub(crate) mod literal;
mod lookup;
mod node;
mod printer;
mod renderer;
mod tags;
mod templates;
mod verify;

pub use builtin::{is_generic, prints, template, template_names};
pub use error::{RenderError, TemplateError};
pub use renderer::{Renderer, layout, verify_job};
pub use templates::{Origin, ejected, origin};
pub(crate) use verify::same_items;
pub use verify::{Difference, Lacking, Unreadable};
