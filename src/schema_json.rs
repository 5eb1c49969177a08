//! The model as JSON, for editors, documentation and other programs: every block and attribute that
//! it contains.
//!
//! ```
//! let model = jobwright::schema_json::export();
//! let lifecycle = &model.blocks["lifecycle"];
//! assert_eq!(lifecycle.fields[0].name, "hook");
//! assert_eq!(lifecycle.fields[1].type_.as_deref(), Some("bool"));
//! assert_eq!(serde_json::to_value(&model).unwrap()["root"], "job");
//! ```

use std::collections::BTreeMap;

use serde::Serialize;

use crate::jobspec::{self, Config, Effect, Kind, Pairing, Schema, Type, all_schemas};

/// The whole model. Blocks are keyed by the stem of their template, since some share a keyword.
#[derive(Clone, Debug, Serialize)]
pub struct Model {
    /// All blocks.
    pub blocks: BTreeMap<&'static str, Block>,
    /// The block for a task's `config`, by the name of its driver.
    pub drivers: BTreeMap<&'static str, &'static str>,
    /// The outermost block of a job file.
    pub root: &'static str,
}

/// A block.
#[derive(Clone, Debug, Serialize)]
pub struct Block {
    /// Its documentation, in Markdown.
    pub doc: String,
    /// Whether the client evaluates its strings once more.
    pub evaluated_by_client: bool,
    /// Its attributes and inner blocks, in the order in which they are printed.
    pub fields: Vec<Field>,
    /// Its keyword in a job file.
    pub keyword: &'static str,
    /// Its labels, in order.
    pub labels: Vec<Label>,
    /// Nomad's name for its struct.
    pub nomad: &'static str,
}

/// A label of a block.
#[derive(Clone, Debug, Serialize)]
pub struct Label {
    /// Its documentation.
    pub doc: String,
    /// Its name in the API.
    pub json: &'static str,
    /// Its name in the model.
    pub name: &'static str,
}

/// An attribute or an inner block. Keys that do not apply to its kind are omitted.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Field {
    /// For a block of arbitrary names: whether it can be written as an attribute too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attribute_form: Option<bool>,
    /// For an inner block: which one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub block: Option<&'static str>,
    /// Nomad's default.
    pub default: Option<&'static str>,
    /// Its documentation.
    pub doc: String,
    /// Its name in the API.
    pub json: &'static str,
    /// Its kind.
    pub kind: &'static str,
    /// For an integer: the minimum.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub least: Option<Option<i64>>,
    /// For an integer: the maximum.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub most: Option<Option<i64>>,
    /// Its name in job files.
    pub name: &'static str,
    /// For a string: all valid values.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub one_of: &'static [&'static str],
    /// For a block that repeats: what identifies it in another version of the job.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub known_by: Option<KnownBy>,
    /// Whether Nomad refuses the block without it.
    pub required: bool,
    /// For a duration: the minimum that Nomad accepts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shortest: Option<String>,
    /// The first version of Nomad that supports it, if it is a recent one.
    pub since: Option<jobspec::Version>,
    /// Whether it has an effect in Nomad Enterprise only.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub enterprise: bool,
    /// For an attribute or the values of a block of arbitrary names: the type.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub type_: Option<String>,
    /// For a block that repeats: whether the labels of each must be unique.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unique_labels: Option<bool>,
    /// The effect of a change on running allocations; `None` if the field that holds the block
    /// specifies it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub update: Option<Effect>,
    /// The same inside a block that Nomad compares as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub update_apart: Option<Effect>,
    /// For a block that repeats: another order has the effect of `update`.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub update_by_order: bool,
    /// Nomad compares the block as a whole: any change in it has this effect.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub update_whole: bool,
}

/// What identifies one of several blocks in another version of the job.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum KnownBy {
    /// Its position among the others.
    Order,
    /// These labels and attributes.
    Key(&'static [&'static str]),
    /// Its whole content.
    Content,
}

/// The whole model.
#[must_use]
pub fn export() -> Model {
    Model {
        blocks: all_schemas().into_iter().map(|schema| (stem(schema), block(schema))).collect(),
        drivers: Config::schemas().iter().map(|(name, schema)| (*name, stem(schema))).collect(),
        root: "job",
    }
}

/// The name that distinguishes a block from others with its keyword.
pub(crate) fn stem(schema: &Schema) -> &'static str {
    schema.template.strip_suffix(".hcl.j2").unwrap_or(schema.template)
}

fn block(schema: &'static Schema) -> Block {
    let label = |(_, label): (usize, &jobspec::Field)| Label {
        doc: plain(label.doc),
        json: label.json,
        name: label.name,
    };
    let fields = schema.fields.iter().filter(|field| field.kind != Kind::Label);
    Block {
        doc: plain(schema.doc),
        evaluated_by_client: schema.config,
        fields: fields.map(|field| self::field(schema, field)).collect(),
        keyword: schema.name,
        labels: schema.labels().map(label).collect(),
        nomad: schema.go,
    }
}

fn field(of: &Schema, field: &jobspec::Field) -> Field {
    let common = Field {
        default: field.default.map(jobspec::Preset::text),
        doc: plain(field.doc),
        // A driver's configuration has its HCL names in the API.
        json: if of.config { field.name } else { field.json },
        name: field.name,
        one_of: field.one_of,
        required: field.required,
        since: field.since,
        update: field.update,
        update_apart: field.apart,
        update_by_order: field.reorder,
        update_whole: field.whole,
        enterprise: field.enterprise,
        ..Field::default()
    };
    match field.kind {
        Kind::Label => Field { kind: "label", ..common },
        Kind::Attr(kind) => {
            let (min, max) = (field.min, field.max);
            typed(Field { kind: "attribute", ..common }, kind, min, max)
        }
        Kind::Map(kind) => {
            let attribute_form = Some(field.attribute_form);
            typed(Field { kind: "map block", attribute_form, ..common }, kind, None, None)
        }
        Kind::Block(inner) => Field { kind: "block", block: Some(stem(inner)), ..common },
        Kind::Blocks(inner) => {
            let (block, unique_labels) = (Some(stem(inner)), Some(field.keyed));
            let known_by = Some(match field.pairing {
                Pairing::Ordered => KnownBy::Order,
                Pairing::Keyed(names) => KnownBy::Key(names),
                Pairing::Set => KnownBy::Content,
            });
            Field { kind: "repeated block", block, unique_labels, known_by, ..common }
        }
        Kind::Free => Field { kind: "free-form block", ..common },
        Kind::Config => Field { kind: "driver configuration", ..common },
    }
}

/// The same with its type, and the bounds of an integer or a duration.
fn typed(mut field: Field, kind: Type, min: Option<i64>, max: Option<i64>) -> Field {
    field.type_ = Some(kind.to_string());
    match kind {
        Type::Int(least, most) => {
            field.least = Some(min.or((least != i64::MIN).then_some(least)));
            field.most = Some(max.or((most != i64::MAX).then_some(most)));
        }
        Type::Duration => {
            field.shortest = min.map(|nanos| jobspec::Duration::from_nanos(nanos).to_string());
        }
        _ => {}
    }
    field
}

/// A doc comment for readers without Rust: its prose and its HCL, with links as words.
pub(crate) fn plain(doc: &str) -> String {
    let mut lines = Vec::new();
    let (mut fenced, mut rust) = (false, false);
    for line in doc.lines() {
        let fence = line.starts_with("```");
        // A fence without a language opens Rust; one of HCL has its name.
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
