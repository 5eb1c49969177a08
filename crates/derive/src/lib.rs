//! `#[derive(Block)]`: what every block of jobwright's model of the Nomad jobspec has in common.
//!
//! A block is a plain struct whose fields carry Nomad's attribute names. The derive reads the shape of each field from
//! its type and the rest from `#[block(…)]` and `#[field(…)]`, and writes the setters, the table that describes the
//! block (`Schema`), and the two walks over its fields that everything else is built on: one that shows every field and
//! one that fills them in.
//!
//! | field type | what it is in HCL |
//! |---|---|
//! | `String` with `#[field(label)]` | a block label |
//! | `Option<Attr<T>>` | an attribute |
//! | `Option<Map>` | a block of free names, such as `env`; `#[field(values = i64)]` if the values are not strings |
//! | `Option<Box<B>>` | a block that occurs at most once; the box keeps structs without one small |
//! | `Vec<B>` | a block that repeats; `#[field(block = "group")]` names it in the singular |
//! | `Option<Free>` | a block whose content Nomad does not describe |
//! | `Option<Config>` | a task's driver configuration |
//! | any, with `#[field(outside)]` | nothing: it is elsewhere in the file |
//! | `Base` | where the block was written, its comment, and what is newer than the model |
//!
//! Facts of a field that its type does not say, all of them for the table:
//!
//! | word | meaning |
//! |---|---|
//! | `json = "…"`, `block = "…"` | its name in the API; the keyword of one block of several |
//! | `zero`, `filled`, `contextual` | absent is the zero value in the API; a server writes the default out; it does not |
//! | `default = "…"`, `words = "…"` | the default: a value, or a description where no value expresses it |
//! | `one_of = […]`, `min = …`, `max = …` | what Nomad accepts; durations as `"5s"` |
//! | `choice = …` | the enumeration of its values, which its setter accepts besides strings |
//! | `required`, `parser_required` | Nomad refuses the block without it; its parser does |
//! | `ordered`, `key = "…"`, `set` | of a block that repeats: which one of one job is which one of another |
//! | `update = …`, `whole`, `apart = …`, `reorder` | what a change does to running allocations; see `jobspec::Effect` |
//! | `since`, `enterprise`, `verbatim`, `unreplaced`, `attribute_form`, `keyed`, `values = …` | see `jobspec::Field` |

mod expand;
mod parse;
mod schema;

use proc_macro::TokenStream;

/// Derives the setters, the schema and the `Block` implementation; see the crate's documentation.
#[proc_macro_derive(Block, attributes(block, field))]
pub fn derive_block(input: TokenStream) -> TokenStream {
    let input = syn::parse_macro_input!(input as syn::DeriveInput);
    match parse::block(&input) {
        Ok(block) => expand::block(&block).into(),
        Err(error) => error.to_compile_error().into(),
    }
}
