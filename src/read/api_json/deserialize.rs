//! Blocks by serde: what [`super::api_json`] reads, from any format that describes itself, and for each block alone.
//!
//! The data becomes the same tree that JSON source does. Its spans are numbers of values instead of
//! byte offsets, so that a finding gives the path to its value.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor,
};

use super::reader::ApiReader;
use crate::jobspec::{Block, Job, Special};
use crate::read::Finding;
use jobwright_hcl::json::{Json, MAX_DEPTH, Member, Node};
use jobwright_hcl::syntax::{Span, is_identifier};

/// The most errors in one message.
const MOST_TOLD: usize = 8;

/// Deserializes a block from what Nomad's API has of it.
///
/// # Errors
///
/// The value is not such a block, or cannot be written in a job file: the first errors, each with
/// its path.
#[doc(hidden)]
pub fn deserialize<'de, B: Block, D: Deserializer<'de>>(deserializer: D) -> Result<B, D::Error> {
    let mut block = B::blank();
    fill(&mut block, deserializer)?;
    Ok(block)
}

/// From what Nomad's API has of it: what [`super::api_json`] reads, with or without the outer `{"Job": …}`. Every block is
/// read the same way. Mistakes, and what no job file can say, are errors with the way to them.
///
/// ```
/// use jobwright::jobspec::{Job, Update, secs};
///
/// #[derive(serde::Deserialize)]
/// struct Answer {
///     #[serde(rename = "Job")]
///     job: Job,
/// }
///
/// let answer: Answer = serde_json::from_str(r#"{"Job": {"ID": "web", "Priority": 70, "Status": "running"}}"#)?;
/// assert_eq!(answer.job, Job::new("web").priority(70));
/// let update: Update = serde_json::from_str(r#"{"MinHealthyTime": 5000000000}"#)?;
/// assert_eq!(update, Update::new().min_healthy_time(secs(5)));
///
/// let error = serde_json::from_str::<Job>(r#"{"ID": "web", "TaskGroups": [{"Count": "2"}]}"#).unwrap_err();
/// assert!(error.to_string().starts_with("`TaskGroups[0].Count`: expected an integer"));
/// # Ok::<(), serde_json::Error>(())
/// ```
impl<'de> Deserialize<'de> for Job {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        self::deserialize(deserializer)
    }
}

fn fill<'de, D: Deserializer<'de>>(into: &mut dyn Block, from: D) -> Result<(), D::Error> {
    let mut ways = Ways::default();
    let root = ways.seed(None, 0).deserialize(from)?;
    let findings = if ways.twice.is_empty() { read(&root, into) } else { ways.twice.split_off(0) };
    if findings.is_empty() { Ok(()) } else { Err(D::Error::custom(ways.told(&findings))) }
}

/// Reads a tree into a block, and tells what is wrong with it and what no job file can say.
fn read(from: &Node<'_>, into: &mut dyn Block) -> Vec<Finding> {
    let mut reader = ApiReader::default();
    reader.alone(from, into);
    let mut findings = if reader.findings.is_empty() { reader.losses } else { reader.findings };
    findings.sort_by_key(|finding| finding.span);
    findings
}

impl ApiReader {
    /// Reads a block on its own.
    fn alone(&mut self, from: &Node<'_>, into: &mut dyn Block) {
        let schema = into.schema();
        match &from.kind {
            _ if schema.special == Some(Special::Job) => self.root(from, into),
            Json::Object(members) if schema.config => self.typed_config(members, into),
            _ => {
                self.in_sidecar_task = schema.special == Some(Special::SidecarTask);
                self.block(from, into);
            }
        }
    }
}

/// The paths of all values, by their numbers.
#[derive(Default)]
struct Ways {
    steps: Vec<(Option<u32>, Step)>,
    /// Duplicate names in an object.
    twice: Vec<Finding>,
}

enum Step {
    Root,
    Key(String),
    Element(usize),
}

impl Ways {
    fn seed(&mut self, step: Option<(u32, Step)>, depth: u32) -> Seed<'_> {
        let number = self.steps.len() as u32;
        self.steps.push(match step {
            None => (None, Step::Root),
            Some((parent, step)) => (Some(parent), step),
        });
        Seed { ways: self, number, depth }
    }

    /// What is wrong, for the message of an error.
    fn told(&self, findings: &[Finding]) -> String {
        let told = findings.iter().take(MOST_TOLD).map(|finding| {
            let way = self.way(finding.span.start);
            if way.is_empty() {
                finding.message.clone()
            } else {
                format!("`{way}`: {}", finding.message)
            }
        });
        let mut told: Vec<String> = told.collect();
        if findings.len() > MOST_TOLD {
            told.push(format!("and {} more", findings.len() - MOST_TOLD));
        }
        told.join("; ")
    }

    /// `TaskGroups[0].Meta["a b"]`
    fn way(&self, mut number: u32) -> String {
        let mut steps = Vec::new();
        while let Some((parent, step)) = self.steps.get(number as usize) {
            steps.push(match step {
                Step::Root => String::new(),
                Step::Key(key) if is_identifier(key) => format!(".{key}"),
                Step::Key(key) => format!("[{key:?}]"),
                Step::Element(index) => format!("[{index}]"),
            });
            let Some(parent) = parent else { break };
            number = *parent;
        }
        steps.reverse();
        let way = steps.concat();
        way.strip_prefix('.').map(str::to_owned).unwrap_or(way)
    }
}

/// Takes one value.
struct Seed<'w> {
    ways: &'w mut Ways,
    number: u32,
    depth: u32,
}

impl Seed<'_> {
    fn node(&self, kind: Json<'static>) -> Node<'static> {
        Node { span: self.span(), kind }
    }

    fn number(&self, number: impl fmt::Debug) -> Node<'static> {
        self.node(Json::Number(Cow::Owned(format!("{number:?}"))))
    }

    fn span(&self) -> Span {
        Span::new(self.number, self.number)
    }

    fn inner(&mut self, step: Step) -> Seed<'_> {
        self.ways.seed(Some((self.number, step)), self.depth + 1)
    }

    fn check_depth<E: serde::de::Error>(&self) -> Result<(), E> {
        if self.depth < MAX_DEPTH {
            return Ok(());
        }
        Err(E::custom(format_args!("nested more than {MAX_DEPTH} levels deep")))
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Node<'static>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Node<'static>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value of Nomad's API JSON")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(self.node(Json::Null))
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(self.node(Json::Null))
    }

    fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<Self::Value, D::Error> {
        inner.deserialize_any(self)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<Self::Value, D::Error> {
        inner.deserialize_any(self)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(self.node(Json::Bool(value)))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
        Ok(self.number(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
        Ok(self.number(value))
    }

    fn visit_i128<E>(self, value: i128) -> Result<Self::Value, E> {
        Ok(self.number(value))
    }

    fn visit_u128<E>(self, value: u128) -> Result<Self::Value, E> {
        Ok(self.number(value))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Self::Value, E> {
        if value.is_finite() {
            return Ok(self.number(value));
        }
        let way = self.ways.way(self.number);
        Err(E::custom(format_args!("`{way}`: expected a finite number, found {value}")))
    }

    fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
        Ok(self.node(Json::Text(value.to_owned())))
    }

    fn visit_string<E>(self, value: String) -> Result<Self::Value, E> {
        Ok(self.node(Json::Text(value)))
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut from: A) -> Result<Self::Value, A::Error> {
        self.check_depth()?;
        let mut values = Vec::new();
        while let Some(value) = from.next_element_seed(self.inner(Step::Element(values.len())))? {
            values.push(value);
        }
        Ok(self.node(Json::List(values)))
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut from: A) -> Result<Self::Value, A::Error> {
        self.check_depth()?;
        let (mut members, mut seen) = (Vec::new(), BTreeSet::new());
        while let Some(key) = from.next_key::<String>()? {
            let seed = self.inner(Step::Key(key.clone()));
            let key_span = seed.span();
            let value = from.next_value_seed(seed)?;
            if !seen.insert(key.clone()) {
                let message = format!("duplicate key `{key}` in this object");
                self.ways.twice.push(Finding::new(key_span, message));
            }
            members.push(Member { key, key_span, value });
        }
        Ok(self.node(Json::Object(members)))
    }
}
