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
//! | `Option<Map>` | a block of free names, such as `env`; `#[field(values = i64)]` where they are no texts |
//! | `Option<Box<B>>` | a block that stands at most once; the box keeps what has none of it small |
//! | `Vec<B>` | a block that repeats; `#[field(block = "group")]` names it in the singular |
//! | `Option<Free>` | a block whose content Nomad does not describe |
//! | `Option<Config>` | a task's driver configuration |
//! | any, with `#[field(outside)]` | nothing: it stands elsewhere in the file |
//! | `Base` | where the block was written, its comment, and what is newer than the model |
//!
//! Facts of a field that its type does not say, all of them for the table:
//!
//! | word | what it says |
//! |---|---|
//! | `json = "…"`, `block = "…"` | its name in the API; the keyword of one block of several |
//! | `zero`, `filled`, `contextual` | absent is the zero value in the API; a server writes the default out; it does not |
//! | `default = "…"`, `words = "…"` | what is taken without it: a value, or what no value can say |
//! | `one_of = […]`, `min = …`, `max = …` | what Nomad takes; lengths of time as `"5s"` |
//! | `choice = …` | the enumeration of what it may be, which its setter takes beside texts |
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
