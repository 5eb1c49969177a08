//! Small mistakes in job files, made at places that the syntax tree knows, so that the text stays HCL.

use jobwright::jobspec::{Field, Group, Job, Kind, Schema, Special, Task, Type};
use jobwright::syntax::{self, Body, ExprKind, Item, Span};

use crate::support::choices::Choices;

/// One of a list.
fn pick<'l, T>(list: &'l [T], choices: &mut Choices) -> Option<&'l T> {
    if list.is_empty() { None } else { list.get(choices.below(list.len())) }
}

/// A job with one mistake, perhaps.
pub struct Mutation {
    pub text: String,
    /// What was done.
    pub what: String,
}

/// What can be changed in a job.
#[derive(Default)]
struct Sites<'t> {
    attributes: Vec<(&'t syntax::Attribute<'t>, &'static Field)>,
    /// With whether it must have another one of its kind beside it to be removed.
    blocks: Vec<&'t syntax::Block<'t>>,
    job: Option<&'t syntax::Block<'t>>,
}

/// Makes one mistake in a text; nothing, where one is chosen that it has no place for.
pub fn mutate(text: &str, choices: &mut Choices) -> Option<Mutation> {
    let body = syntax::parse(text).ok()?;
    let mut sites = Sites::default();
    for item in &body.items {
        if let Item::Block(block) = item
            && block.kind == "job"
        {
            sites.job = Some(block);
            collect(&block.body, &Job::SCHEMA, &mut sites);
        }
    }
    match choices.below(9) {
        0 => remove_attribute(text, &sites, choices),
        1 => remove_block(text, &sites, choices),
        2 => duplicate(text, &sites, choices),
        3 => label(text, &sites, choices),
        4 => job_type(text, &sites, choices),
        kind => value(text, &sites, choices, kind),
    }
}

/// Attributes and blocks that the model knows, but for what is in a driver's `config`.
fn collect<'t>(body: &'t Body<'t>, schema: &'static Schema, sites: &mut Sites<'t>) {
    for item in &body.items {
        let name = match item {
            Item::Attribute(attribute) => attribute.name,
            Item::Block(block) => block.kind,
        };
        // A job may also hold a task, and a job or group what its tasks have in common.
        let shared = || match (schema.special, name) {
            (Some(Special::Job), "task") => Group::SCHEMA.field(name),
            (Some(Special::Job | Special::Group), _) => Task::SCHEMA.field(name),
            _ => None,
        };
        let Some((_, field)) = schema.field(name).or_else(shared) else { continue };
        match item {
            Item::Attribute(attribute) => sites.attributes.push((attribute, field)),
            Item::Block(block) => {
                sites.blocks.push(block);
                if let Kind::Block(inner) | Kind::Blocks(inner) = &field.kind {
                    collect(&block.body, inner, sites);
                }
            }
        }
    }
}

fn replaced(text: &str, span: Span, with: &str, what: String) -> Option<Mutation> {
    let mut text = text.to_owned();
    text.replace_range(span.range(), with);
    Some(Mutation { text, what })
}

fn remove_attribute(text: &str, sites: &Sites<'_>, choices: &mut Choices) -> Option<Mutation> {
    let (attribute, _) = pick(&sites.attributes, choices)?;
    replaced(text, attribute.span, "", format!("without `{}`", attribute.name))
}

fn remove_block(text: &str, sites: &Sites<'_>, choices: &mut Choices) -> Option<Mutation> {
    let block = pick(&sites.blocks, choices)?;
    replaced(text, block.span, "", format!("without the block `{}`", block.kind))
}

fn duplicate(text: &str, sites: &Sites<'_>, choices: &mut Choices) -> Option<Mutation> {
    let block = pick(&sites.blocks, choices)?;
    let twice = format!("{0}\n{0}", block.span.of(text));
    replaced(text, block.span, &twice, format!("`{}` twice", block.kind))
}

/// Gives a block the name of another one of its kind, or a name that nobody knows.
fn label(text: &str, sites: &Sites<'_>, choices: &mut Choices) -> Option<Mutation> {
    let named: Vec<_> = sites.blocks.iter().filter(|block| !block.labels.is_empty()).collect();
    let block = pick(&named, choices)?;
    let label = block.labels.first()?;
    let others = named.iter().filter(|other| other.kind == block.kind);
    let mut names: Vec<&str> =
        others.filter_map(|other| Some(&*other.labels.first()?.text)).collect();
    names.extend(["elsewhere", "a b", "a/b", "A_b", ""]);
    let name = *pick(&names, choices)?;
    let quoted = format!("\"{name}\"");
    replaced(text, label.span, &quoted, format!("`{}` named {quoted}", block.kind))
}

fn job_type(text: &str, sites: &Sites<'_>, choices: &mut Choices) -> Option<Mutation> {
    let job = sites.job?;
    let type_ = *pick(&["service", "batch", "system", "sysbatch", "cron", ""], choices)?;
    let what = format!("of the type `{type_}`");
    let own = job.body.items.iter().find_map(|item| match item {
        Item::Attribute(attribute) if attribute.name == "type" => Some(attribute.value.span),
        _ => None,
    });
    if let Some(span) = own {
        return replaced(text, span, &format!("\"{type_}\""), what);
    }
    let start = job.labels.last().map_or(job.kind_span.end, |label| label.span.end) as usize;
    let brace = (start + text.get(start..)?.find('{')? + 1) as u32;
    replaced(text, Span::new(brace, brace), &format!("\n  type = \"{type_}\"\n"), what)
}

/// Puts the value of an attribute out of what Nomad takes; or not.
fn value(text: &str, sites: &Sites<'_>, choices: &mut Choices, kind: usize) -> Option<Mutation> {
    let fits = |field: &Field| match (kind, &field.kind) {
        (5, Kind::Attr(Type::Int(..) | Type::Number)) | (6, Kind::Attr(Type::Duration)) => true,
        (7, Kind::Attr(Type::Text)) => !field.one_of.is_empty(),
        (8, Kind::Attr(Type::Text | Type::Bool | Type::List(_))) => field.one_of.is_empty(),
        _ => false,
    };
    let fitting: Vec<_> = sites.attributes.iter().filter(|(_, field)| fits(field)).collect();
    let (attribute, field) = pick(&fitting, choices)?;
    let value = match (&field.kind, &attribute.value.kind) {
        (Kind::Attr(Type::Duration), _) => {
            let times = ["0s", "-5s", "1ns", "500ms", "10m", "99999h", "5 minutes", ""];
            format!("\"{}\"", pick(&times, choices)?)
        }
        (Kind::Attr(Type::Int(..) | Type::Number), _) => {
            let numbers = ["0", "-1", "1", "2", "-100", "101", "65536", "100000", "1.5"];
            (*pick(&numbers, choices)?).to_owned()
        }
        (Kind::Attr(Type::Bool), _) => {
            let now = matches!(attribute.value.kind, ExprKind::Bool(true));
            (!now).to_string()
        }
        (Kind::Attr(Type::List(_)), _) => {
            (*pick(&["[]", "[\"\"]", "[\"a b\"]"], choices)?).to_owned()
        }
        (_, ExprKind::String { text, heredoc: false }) if !field.one_of.is_empty() => {
            let upper = text.to_uppercase();
            let longer = format!("{text}s");
            let own = [upper.as_str(), &longer, ""];
            let all: Vec<&str> = field.one_of.iter().copied().chain(own).collect();
            format!("\"{}\"", pick(&all, choices)?)
        }
        _ => format!(
            "\"{}\"",
            pick(&["", "elsewhere", "a b", "A_b", "80", "../a", "${NOMAD_X}"], choices)?
        )
        .replace("${", "$${"),
    };
    let what = format!("`{}` = {value}", attribute.name);
    replaced(text, attribute.value.span, &value, what)
}
