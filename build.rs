//! Embeds the built-in templates: every file in `templates/`, as `builtin/NAME`.

use std::fmt::Write;
use std::path::Path;
use std::{env, fs, io};

use walkdir::WalkDir;

fn main() -> io::Result<()> {
    let folder =
        Path::new(&env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?).join("templates");
    println!("cargo::rerun-if-changed=templates");
    let mut names = Vec::new();
    for entry in WalkDir::new(&folder).min_depth(1).max_depth(1).sort_by_file_name() {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".j2") {
            names.push(name);
        }
    }
    let mut list = String::from("&[\n");
    for name in names {
        // The list names no folder of this machine: it stays right in a target folder that is moved with its sources.
        let (builtin, path) = (format!("builtin/{name}"), format!("/templates/{name}"));
        let text = format!("include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), {path:?}))");
        writeln!(list, "    ({builtin:?}, {text}),").map_err(io::Error::other)?;
    }
    list.push_str("]\n");
    let out = env::var("OUT_DIR").map_err(io::Error::other)?;
    fs::write(Path::new(&out).join("templates.rs"), list)
}
