//! The model as JSON, for editors, documentation and other programs: every block and attribute that it knows.
//!
//! ```
//! let schema = jobwright::schema_json::export();
//! assert_eq!(schema["root"], "job");
//! let lifecycle = &schema["blocks"]["lifecycle"]["fields"];
//! assert_eq!(lifecycle[0]["name"], "hook");
//! assert_eq!(lifecycle[1]["type"], "bool");
//! ```

use serde_json::{Map as Object, Value as Json, json};

use crate::jobspec::{Config, Field, Kind, Schema, Type, all_schemas};

/// The whole model. Blocks stand under the stem of their template, since some share a keyword; their fields are listed
/// in the order in which they are printed, labels apart.
#[must_use]
pub fn export() -> Json {
    let blocks: Object<String, Json> =
        all_schemas().into_iter().map(|schema| (stem(schema).to_owned(), block(schema))).collect();
    let drivers: Object<String, Json> = Config::schemas()
        .iter()
        .map(|(name, schema)| ((*name).to_owned(), stem(schema).into()))
        .collect();
    json!({ "root": "job", "drivers": drivers, "blocks": blocks })
}

/// What tells a block apart from others of its keyword.
fn stem(schema: &Schema) -> &str {
    schema.template.strip_suffix(".hcl.j2").unwrap_or(schema.template)
}

fn block(schema: &Schema) -> Json {
    let labels: Vec<Json> = schema
        .labels()
        .map(
            |(_, label)| json!({ "name": label.name, "doc": plain(label.doc), "json": label.json }),
        )
        .collect();
    let fields: Vec<Json> = schema
        .fields
        .iter()
        .filter(|field| field.kind != Kind::Label)
        .map(|field| self::field(schema, field))
        .collect();
    json!({
        "keyword": schema.name,
        "nomad": schema.go,
        "doc": plain(schema.doc),
        "evaluated_by_client": schema.config,
        "labels": labels,
        "fields": fields,
    })
}

fn field(of: &Schema, field: &Field) -> Json {
    let mut object = Object::new();
    let mut set = |name: &str, value: Json| _ = object.insert(name.to_owned(), value);
    set("name", field.name.into());
    match field.kind {
        Kind::Label => set("kind", "label".into()),
        Kind::Attr(kind) => {
            set("kind", "attribute".into());
            typed(&mut set, kind);
        }
        Kind::Map(kind) => {
            set("kind", "map block".into());
            typed(&mut set, kind);
            set("attribute_form", field.attribute_form.into());
        }
        Kind::Block(inner) => {
            set("kind", "block".into());
            set("block", stem(inner).into());
        }
        Kind::Blocks(inner) => {
            set("kind", "repeated block".into());
            set("block", stem(inner).into());
            set("unique_labels", field.keyed.into());
        }
        Kind::Free => set("kind", "free-form block".into()),
        Kind::Config => set("kind", "driver configuration".into()),
    }
    // A driver's configuration stands in the API under its names in HCL.
    set("json", if of.config { field.name } else { field.json }.into());
    set("required", field.required.into());
    set("default", field.default.into());
    set("since", field.since.map(|since| since.to_string()).into());
    set("doc", plain(field.doc).into());
    Json::Object(object)
}

/// The type, and the bounds of a whole number.
fn typed(set: &mut impl FnMut(&str, Json), kind: Type) {
    set("type", kind.to_string().into());
    if let Type::Int(least, most) = kind {
        set("least", (least != i64::MIN).then_some(least).into());
        set("most", (most != i64::MAX).then_some(most).into());
    }
}

/// A doc comment for readers who have no Rust: its prose and its HCL, with links as words.
fn plain(doc: &str) -> String {
    let mut lines = Vec::new();
    let (mut fenced, mut rust) = (false, false);
    for line in doc.lines() {
        let fence = line.starts_with("```");
        // An unnamed fence opens Rust; one of HCL has its name.
        rust |= fence && !fenced && line == "```";
        fenced ^= fence;
        if !rust {
            lines.push(unlinked(line));
        }
        rust &= fenced;
    }
    lines.join("\n").trim().to_owned()
}

/// `[`Job`](super::Job)` and `[`Job`]` → `Job`, quotes and all.
fn unlinked(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("[`") {
        let Some((word, tail)) = after.split_once("`]") else { break };
        out.push_str(before);
        out.push_str(&format!("`{word}`"));
        rest = match tail.strip_prefix('(').and_then(|path| path.split_once(')')) {
            Some((_, tail)) => tail,
            None => tail,
        };
    }
    out.push_str(rest);
    out
}
