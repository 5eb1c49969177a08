//! Law 3: the rendered HCL is read back and compared with what was asked for, before anything is
//! written.

use std::fmt;

use crate::api;
use crate::jobspec::walk::{self, Seen, Sides};
use crate::jobspec::{
    Block, Field, FieldItem, FreeItem, Job, Kind, Location, Map, Path, Step, Trail, Value, Variable,
};
use crate::read::{Finding, lacks_inside};
use jobwright_hcl::syntax::Position;

/// A difference between the job that was asked for and the HCL that the templates printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The path to the block.
    pub block: Path,
    /// The template that printed the block.
    pub template: &'static str,
    /// The attribute or inner block.
    pub field: String,
    /// The value that was asked for, if any.
    pub asked: Option<String>,
    /// The value in the HCL, if any.
    pub found: Option<String>,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "template `{}`, {}: `{}` ", self.template, self.block, self.field)?;
        match (&self.asked, &self.found) {
            (Some(asked), None) => write!(f, "is missing; expected {asked}"),
            (None, Some(found)) => write!(f, "is unexpected; found {found}"),
            (asked, found) => {
                let text =
                    |side: &Option<String>| side.clone().unwrap_or_else(|| "nothing".to_owned());
                write!(f, "differs: expected {}, found {}", text(asked), text(found))
            }
        }
    }
}

/// Something missing in a block, without which Nomad's parser refuses it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lacking {
    /// The path to the block.
    pub block: Path,
    /// The message.
    pub message: String,
    /// The location of the block in its definition.
    pub location: Location,
}

impl fmt::Display for Lacking {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.block, self.message)?;
        match self.location {
            Location::Rust(place) => write!(f, ", at {}:{}", place.file(), place.line()),
            _ => Ok(()),
        }
    }
}

/// Everything that is missing in a job.
pub fn lacking(job: &Job) -> Vec<Lacking> {
    let lacking = lacks_inside(job).into_iter().map(|(block, lack)| Lacking {
        block,
        message: lack.message,
        location: lack.location,
    });
    lacking.collect()
}

/// HCL that is not a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The messages, with the line and column in the rendered HCL.
    pub findings: Vec<(Position, String)>,
    /// The rendered line of the first finding.
    pub line: String,
    /// The template to blame, and the path to the block that it printed.
    pub blame: Option<String>,
}

impl Unreadable {
    /// From the reader's findings.
    #[must_use]
    pub fn new(text: &str, findings: &[Finding]) -> Self {
        let placed: Vec<_> = findings
            .iter()
            .map(|finding| (finding.position(text), finding.message.clone()))
            .collect();
        let number = placed.first().map_or(1, |(position, _)| position.line);
        let line = text.lines().nth(number.saturating_sub(1) as usize).unwrap_or_default();
        let line = shortened(line.trim());
        Self { findings: placed, line, blame: None }
    }
}

/// Compares two blocks of one kind and reports every difference.
pub fn compare(asked: &dyn Block, found: &dyn Block) -> Vec<Difference> {
    let mut differences = Vec::new();
    // The HCL has to have everything in the order in which it was asked for.
    walk::zip_in_order(asked, found, &mut |seen| differences.extend(judge(seen)));
    differences
}

/// Compares two job files: the jobs, and the variables and locals above them.
pub fn compare_files(asked: &Job, found: &Job) -> Vec<Difference> {
    let mut differences = compare(asked, found);
    let mut lost = |field: String, asked: Option<String>, found: Option<String>| {
        let (block, template) = (Trail::FILE.path(), "variable.hcl.j2");
        differences.push(Difference { block, template, field, asked, found });
    };
    let mut inside = Vec::new();
    for variable in &asked.variables {
        match named(found, &variable.name) {
            Some(other) => inside.extend(compare(variable, other)),
            None => {
                lost(format!("variable {:?}", variable.name), Some("a variable".to_owned()), None)
            }
        }
    }
    for variable in found.variables.iter().filter(|variable| named(asked, &variable.name).is_none())
    {
        lost(format!("variable {:?}", variable.name), None, Some("a variable".to_owned()));
    }
    let (one, two) = (Value::Object(asked.locals.clone()), Value::Object(found.locals.clone()));
    if !same(&one, &two, false) {
        lost("locals".to_owned(), Some(show_value(&one)), Some(show_value(&two)));
    }
    differences.extend(inside);
    differences
}

fn named<'j>(job: &'j Job, name: &str) -> Option<&'j Variable> {
    job.variables.iter().find(|variable| variable.name == name)
}

fn show_value(value: &Value) -> String {
    show(FieldItem::Attr(value))
}

/// The difference at one step of a walk, if the two sides are not the same.
fn judge(seen: Seen<'_>) -> Option<Difference> {
    let schema = seen.old.schema();
    let (asked, found) = match seen.sides {
        Sides::Both(one, two) if same_items(one, two, seen.field, schema.config) => return None,
        Sides::Both(FieldItem::Free(one), FieldItem::Free(two)) if seen.field.is_none() => {
            (Some(names(one)), Some(names(two)))
        }
        Sides::Both(one, two) => (Some(show(one)), Some(show(two))),
        Sides::Old(one) => (Some(show(one)), None),
        Sides::New(two) => (None, Some(show(two))),
        Sides::Order => return None,
    };
    Some(Difference {
        block: seen.at.path(),
        template: schema.template,
        field: seen.field.map_or("extra", |field| field.name).to_owned(),
        asked,
        found,
    })
}

fn names(free: &crate::jobspec::Free) -> String {
    let name = |item: &FreeItem| match item {
        FreeItem::Attr(name, _) | FreeItem::Object(name, _) | FreeItem::Block { name, .. } => {
            format!("`{name}`")
        }
    };
    match free.iter().map(name).collect::<Vec<_>>() {
        none if none.is_empty() => "nothing else".to_owned(),
        names => names.join(", "),
    }
}

/// Whether two items are the same to Nomad, in a block whose strings the client evaluates or not.
pub(crate) fn same_items(
    asked: FieldItem<'_>,
    found: FieldItem<'_>,
    field: Option<&Field>,
    config: bool,
) -> bool {
    let is_config = field.map_or(config, |field| field.kind == Kind::Config);
    match (asked, found) {
        (FieldItem::Label(one), FieldItem::Label(two)) => one == two,
        (FieldItem::Attr(one), FieldItem::Attr(two)) => same(one, two, config),
        (FieldItem::Free(one), FieldItem::Free(two)) => one.same(two, is_config),
        (FieldItem::Map(one), FieldItem::Map(two)) => same_maps(one, two, config),
        // A driver's configuration can be typed on one side only.
        (FieldItem::Free(_), FieldItem::Block(_)) | (FieldItem::Block(_), FieldItem::Free(_))
            if is_config =>
        {
            api::config_item(asked) == api::config_item(found)
        }
        _ => false,
    }
}

/// Whether two values are the same to Nomad. An expression that is a constant, such as `"a"`, is
/// read as that value.
fn same(asked: &Value, found: &Value, config: bool) -> bool {
    match (asked, found) {
        (Value::List(one), Value::List(two)) => {
            one.len() == two.len() && one.iter().zip(two).all(|(one, two)| same(one, two, config))
        }
        (Value::Object(one), Value::Object(two)) => same_maps(one, two, config),
        (Value::Expr(asked), Value::Expr(_)) if asked.source().trim().is_empty() => false,
        (Value::Expr(expr), found) if !matches!(found, Value::Expr(_)) => {
            let mut printed = String::new();
            super::literal::value(&mut printed, found, super::literal::Style::default());
            expr.same(&crate::jobspec::expr(printed))
        }
        _ => asked.same(found, config),
    }
}

fn same_maps(one: &Map, two: &Map, config: bool) -> bool {
    one.len() == two.len()
        && one
            .iter()
            .all(|(key, value)| two.get(key).is_some_and(|other| same(value, other, config)))
}

fn show(item: FieldItem<'_>) -> String {
    let style = super::literal::Style::default();
    let mut text = String::new();
    match item {
        FieldItem::Label(label) => super::literal::quoted(&mut text, label, true),
        FieldItem::Attr(value) => super::literal::value(&mut text, value, style),
        FieldItem::Block(block) => text = format!("a block `{}`", Step::from(block)),
        FieldItem::Map(map) => super::literal::value(&mut text, &map.clone().into(), style),
        FieldItem::Free(free) => text = format!("a body of {} entries", free.iter().len()),
    }
    shortened(&text)
}

/// As much of a string as fits into a message.
pub(super) fn shortened(text: &str) -> String {
    match text.char_indices().nth(120) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
