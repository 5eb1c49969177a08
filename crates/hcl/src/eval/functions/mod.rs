//! The functions, 83 of them, under the names and with the results that Nomad 1.11.3 gives them.

mod base64;
mod case;
mod cidr;
mod collections;
#[cfg_attr(not(feature = "crypto"), path = "no_crypto.rs")]
mod crypto;
mod csv;
mod date;
mod files;
mod format;
mod format_verb;
mod function;
mod json;
mod lists;
mod maps;
mod numbers;
mod power;
mod regex;
mod regex_syntax;
mod sets;
mod strings;
mod table;
mod yaml;
mod yaml_scalar;

use crate::nearest::nearest;

pub(super) use function::{Fault, Function, Parameter};
pub(super) use json::decode as json_decode;
pub use regex::{Matcher, regex_fault};

/// The function of this name. `try`, `can` and `convert` are not among them: they do not take values.
pub(super) fn find(name: &str) -> Option<&'static Function> {
    table::FUNCTIONS.iter().find(|function| function.name == name)
}

/// The names of all functions.
pub fn names() -> impl Iterator<Item = &'static str> {
    table::FUNCTIONS.iter().map(|function| function.name).chain(["can", "convert", "try"])
}

/// What to write instead of a name that is not a function.
pub(super) fn instead_of(name: &str) -> String {
    let convert = |of: &str| format!("write `convert(value, {of})`");
    match name {
        "tostring" => convert("string"),
        "tonumber" => convert("number"),
        "tobool" => convert("bool"),
        "tolist" => convert("list(any)"),
        "toset" => convert("set(any)"),
        "tomap" => convert("map(any)"),
        "list" => "write `[…]`".to_owned(),
        "map" => "write `{…}`".to_owned(),
        "regex" | "regexall" => {
            "use `regex_replace`: Nomad has no other function for it".to_owned()
        }
        "uuid" => "write `uuidv4()`".to_owned(),
        "env" => "pass a variable instead: `NOMAD_VAR_name` or `-var name=value`".to_owned(),
        "templatefile" => "use `file`, or a `template` block".to_owned(),
        _ => nearest(name, names()).map(|known| format!("did you mean `{known}`?")).unwrap_or_else(
            || {
                "see https://developer.hashicorp.com/nomad/docs/reference/hcl2/functions for \
                 Nomad's functions"
                    .to_owned()
            },
        ),
    }
}
