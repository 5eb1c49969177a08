//! What `diff` says: whole reports of typical pull requests, that no secret stands in one, and that nothing breaks out of
//! a comment.

mod comments;
mod predicted;
mod reports;
mod secrets;

use std::fs;

use boon::{Compiler, Schemas};
use serde_json::{Value, json};

use crate::cli::Project;
use crate::support::repository;

/// A folder with the two versions of a job in `cases/NAME`, as `old/` and `new/`.
fn case(name: &str) -> Project {
    let folder = Project::outside();
    let cases = repository("tests/suite/diff/cases").join(name);
    for side in ["old", "new"] {
        fs::create_dir(folder.path(side)).expect("a folder");
        // A job that was added or removed has one version only.
        if let Ok(text) = fs::read_to_string(cases.join(format!("{side}.nomad.hcl"))) {
            folder.file(&format!("{side}/job.nomad.hcl"), text);
        }
    }
    folder
}

/// What the schema has against a document.
fn judge(document: &Value, schema: &Value) -> Result<(), String> {
    let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
    let added = compiler.add_resource("diff.schema.json", schema.clone());
    added.map_err(|error| format!("{error:#}"))?;
    let index = compiler.compile("diff.schema.json", &mut schemas);
    let index = index.map_err(|error| format!("{error:#}"))?;
    schemas.validate(document, index).map_err(|error| format!("{error:#}"))
}

/// The committed schema, which lets keys of later versions pass.
fn schema() -> Value {
    let text = fs::read_to_string(repository("schema/diff.schema.json")).expect("the schema");
    serde_json::from_str(&text).expect("JSON")
}

/// The same, and it knows every key.
fn strict(mut schema: Value) -> Value {
    fn close(value: &mut Value) {
        if let Some(object) = value.as_object_mut() {
            if object.get("type") == Some(&json!("object")) {
                object.insert("additionalProperties".to_owned(), json!(false));
            }
            object.values_mut().for_each(close);
        }
    }
    close(&mut schema);
    schema
}
