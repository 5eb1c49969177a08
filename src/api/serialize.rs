//! Serialization with serde: the same JSON as [`super::job`], for each block by itself.

use std::fmt;

use serde::ser::{Error as _, Serialize, Serializer};
use serde_json::Value as Json;

use super::{block, special, typed_config, typed_inner};
use crate::jobspec::{Block, Config, FieldItem, Free, FreeItem, Job, Map, Path, Step, Value};

/// Serializes a block as in Nomad's API.
///
/// # Errors
///
/// The block contains something that API JSON cannot represent.
#[doc(hidden)]
pub fn serialize<S: Serializer>(from: &dyn Block, serializer: S) -> Result<S::Ok, S::Error> {
    alone(from).map_err(S::Error::custom)?.serialize(serializer)
}

/// As in Nomad's API: the JSON of [`super::job`]. Every block is serialized as it is in a job; by
/// itself, `resources` and `network` are those of a task or group. What only HCL can express is an
/// error.
///
/// ```
/// use jobwright::jobspec::{Constraint, Job, var};
///
/// let json = serde_json::to_value(Constraint::is_set("${attr.driver.docker}"))?;
/// assert_eq!(json["Operand"], "is_set");
///
/// let error = serde_json::to_string(&Job::new("web").priority(var("priority"))).unwrap_err();
/// assert!(error.to_string().starts_with("the expression `var.priority` of `job \"web\" > priority` cannot be written"));
/// # Ok::<(), serde_json::Error>(())
/// ```
impl Serialize for Job {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let variable =
            self.variables.iter().map(|variable| format!("variable {:?}", variable.name));
        let local = self.locals.iter().map(|(name, _)| format!("local value {name:?}"));
        if let Some(name) = variable.chain(local).next() {
            let message = format!("job {:?} declares the {name}; {NO_HCL}", self.id);
            return Err(S::Error::custom(message));
        }
        serialize(self, serializer)
    }
}

const NO_HCL: &str =
    "only a job file in HCL can, because Nomad evaluates it when it reads the file";

/// A block as it is in the API JSON of a job.
fn alone(from: &dyn Block) -> Result<Json, Unsayable> {
    if let Some(unsayable) = expression(from).or_else(|| unknown(from)) {
        return Err(unsayable);
    }
    let schema = from.schema();
    if schema.config {
        let mut drivers = Config::schemas().iter();
        let is_driver = drivers.any(|(_, driver)| driver.template == schema.template);
        return Ok(if is_driver { typed_config(from) } else { typed_inner(from) });
    }
    let mut json = block(from);
    if let Json::Object(object) = &mut json {
        special::adjust_alone(schema.special, object);
    }
    Ok(json)
}

/// Whether the job contains expressions, which only Nomad can evaluate, when it reads the HCL.
#[must_use]
pub fn has_expressions(job: &Job) -> bool {
    !job.variables.is_empty() || !job.locals.is_empty() || expression(job).is_some()
}

/// Something in a block that API JSON cannot represent.
pub(super) struct Unsayable {
    at: Path,
    what: What,
}

enum What {
    Expression(String),
    Unknown,
}

impl Unsayable {
    fn within(self, step: Step) -> Self {
        Self { at: self.at.within(step), ..self }
    }
}

impl fmt::Display for Unsayable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = &self.at;
        match &self.what {
            What::Expression(source) => {
                write!(f, "the expression `{source}` of `{at}` cannot be written; {NO_HCL}")
            }
            What::Unknown => write!(
                f,
                "`{at}` is newer than this version of jobwright, which does not know its name in \
                 Nomad's API; use HCL"
            ),
        }
    }
}

/// The first expression in a block.
pub(super) fn expression(from: &dyn Block) -> Option<Unsayable> {
    let schema = from.schema();
    let mut found = None;
    from.visit(&mut |index, item| {
        if found.is_some() {
            return;
        }
        let here = match item {
            FieldItem::Label(_) => None,
            FieldItem::Attr(value) => in_value(value),
            FieldItem::Map(map) => in_map(map),
            FieldItem::Free(free) => in_free(free),
            FieldItem::Block(inner) => return found = expression(inner),
        };
        found = here.map(|found| found.within(Step::name(schema.fields[index].name)));
    });
    found.or_else(|| in_free(&from.base().extra)).map(|found| found.within(from.into()))
}

fn in_free(free: &Free) -> Option<Unsayable> {
    free.iter().find_map(|item| match item {
        FreeItem::Attr(name, value) => in_value(value).map(|found| found.within(Step::name(name))),
        FreeItem::Object(name, map) => in_map(map).map(|found| found.within(Step::name(name))),
        FreeItem::Block { name, body, .. } => {
            in_free(body).map(|found| found.within(Step::name(name)))
        }
    })
}

fn in_map(map: &Map) -> Option<Unsayable> {
    map.iter().find_map(|(key, value)| in_value(value).map(|found| found.within(Step::name(key))))
}

fn in_value(value: &Value) -> Option<Unsayable> {
    let source = match value {
        Value::Expr(expr) => expr.source().to_owned(),
        Value::Interpolated(text) => {
            let part = |part: &Value| match part {
                Value::Expr(expr) => format!("${{{}}}", expr.source()),
                part => part.as_str().unwrap_or_default().to_owned(),
            };
            text.parts().iter().map(part).collect()
        }
        Value::List(values) => {
            let mut values = values.iter().enumerate();
            return values.find_map(|(at, value)| Some(in_value(value)?.within(Step::Index(at))));
        }
        Value::Object(map) => return in_map(map),
        _ => return None,
    };
    Some(Unsayable { at: Path::new(), what: What::Expression(source) })
}

/// The first attribute or block that has no field in the model. In a task's `config`, HCL's names
/// are the API's.
fn unknown(from: &dyn Block) -> Option<Unsayable> {
    if from.schema().config {
        return None;
    }
    let mut found = from.base().extra.iter().next().map(|item| {
        let (FreeItem::Attr(name, _) | FreeItem::Object(name, _) | FreeItem::Block { name, .. }) =
            item;
        Unsayable { at: Path::new().then(Step::name(name)), what: What::Unknown }
    });
    from.visit(&mut |_, item| {
        if let (None, FieldItem::Block(inner)) = (&found, item) {
            found = unknown(inner);
        }
    });
    found.map(|found| found.within(from.into()))
}
