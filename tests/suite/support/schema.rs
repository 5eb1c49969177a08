//! The JSON Schemas of `schema/`, as judges of what the program prints.

use std::fs;

use boon::{Compiler, SchemaIndex, Schemas};
use serde_json::{Value, json};

use super::repository;

/// A schema that judges documents.
pub struct Judge {
    schemas: Schemas,
    index: SchemaIndex,
}

impl Judge {
    pub fn of(schema: &Value) -> Result<Self, String> {
        let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
        let added = compiler.add_resource("some.schema.json", schema.clone());
        added.map_err(|error| format!("{error:#}"))?;
        let index = compiler.compile("some.schema.json", &mut schemas);
        let index = index.map_err(|error| format!("{error:#}"))?;
        Ok(Self { schemas, index })
    }

    /// What the schema has against a document.
    pub fn judge(&self, document: &Value) -> Result<(), String> {
        self.schemas.validate(document, self.index).map_err(|error| format!("{error:#}"))
    }
}

/// What the schema has against a document.
pub fn judge(document: &Value, schema: &Value) -> Result<(), String> {
    Judge::of(schema)?.judge(document)
}

/// The committed schema of this name, which lets keys of later versions pass.
pub fn schema(name: &str) -> Value {
    let path = repository(&format!("schema/{name}.schema.json"));
    serde_json::from_str(&fs::read_to_string(path).expect("the schema")).expect("JSON")
}

/// The same, and it knows every key.
pub fn strict(mut schema: Value) -> Value {
    fn close(value: &mut Value) {
        if let Some(object) = value.as_object_mut() {
            if object.get("type") == Some(&json!("object")) {
                // A map says so itself.
                object.entry("additionalProperties").or_insert(json!(false));
            }
            object.values_mut().for_each(close);
        }
    }
    close(&mut schema);
    schema
}

/// All keys that a schema names, and the words that may be their values.
pub fn names(schema: &Value) -> Vec<String> {
    fn collect(value: &Value, found: &mut Vec<String>) {
        if let Some(object) = value.as_object() {
            let keys = object.get("properties").and_then(Value::as_object);
            found.extend(keys.into_iter().flat_map(|keys| keys.keys().cloned()));
            let words = object.get("enum").and_then(Value::as_array).into_iter().flatten();
            found.extend(words.filter_map(Value::as_str).map(str::to_owned));
            object.values().for_each(|inner| collect(inner, found));
        }
    }
    let mut found = Vec::new();
    collect(schema, &mut found);
    found
}
