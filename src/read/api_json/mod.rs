//! API JSON to the model: the inverse of `crate::api`.
//!
//! It reads what `nomad job inspect` and `nomad job run -output` print, and what `nomad job run -json` takes: with or
//! without the outer `{"Job": …}`, names in any case, null for what is absent. What a server keeps of its own (status,
//! versions, indices) says nothing about the job. What a job file cannot say is a loss, and reported.

mod deserialize;
mod folded;
mod free;
mod inspected;
mod members;
mod reader;
mod special;
mod value;

pub use deserialize::deserialize;
pub use inspected::{DATACENTERS, REGION};

use super::finding::{Finding, findings};
use super::{fields, required, size};
use crate::jobspec::{
    Block, Child, Field, FieldItem, Job, Kind, Map, Schema, Special, Type, Value,
};
use jobwright_hcl::json::{self, Json, Member, Node};
use jobwright_hcl::nearest::nearest;
use jobwright_hcl::syntax::is_identifier;
use members::{job_members, member};
use reader::ApiReader;

/// Reads a job as Nomad's API has it. One that comes from a server, as of `nomad job inspect`, is read without what the
/// server filled in: defaults, merged policies, implied constraints, the tasks and ports of proxies.
///
/// ```
/// let job = jobwright::read::api_json(r#"{"Job": {"ID": "web", "Type": "service", "Status": "running"}}"#).unwrap();
/// assert_eq!(job.id, "web");
/// ```
///
/// # Errors
///
/// The source is not JSON or not a job, or contains a field of the API that no job file can set:
/// all errors at once.
pub fn api_json(text: &str) -> Result<Job, Vec<Finding>> {
    let (job, losses) = api_json_with_losses(text)?;
    if losses.is_empty() { Ok(job) } else { Err(losses) }
}

/// Reads a job as Nomad's API has it, and what of it cannot be written in a job file.
///
/// # Errors
///
/// The source is not JSON or not a job.
pub fn api_json_with_losses(text: &str) -> Result<(Job, Vec<Finding>), Vec<Finding>> {
    let read = api_json_of(&mut json::parse(text).map_err(findings)?)?;
    Ok((read.job, read.losses))
}

/// What was read of API JSON.
pub struct ApiReading {
    /// The job.
    pub job: Job,
    /// What cannot be written in a job file.
    pub losses: Vec<Finding>,
    /// Where Nomad reads something other than most people would expect.
    pub warnings: Vec<Finding>,
}

/// The same for a source that is already parsed; the lists of a server's answer are put in order.
pub fn api_json_of(root: &mut Node<'_>) -> Result<ApiReading, Vec<Finding>> {
    size::of_json(root)?;
    let warnings = folded::fold(root);
    let mut reader = ApiReader::default();
    let mut job = Job::blank();
    reader.job(root, &mut job);
    for findings in [&mut reader.findings, &mut reader.losses] {
        findings.sort_by_key(|finding| finding.span);
    }
    let ApiReader { findings, losses, .. } = reader;
    if findings.is_empty() { Ok(ApiReading { job, losses, warnings }) } else { Err(findings) }
}

/// Whether API JSON comes from a server, which fills in whatever a job does not set.
pub fn is_inspected(root: &Node<'_>) -> bool {
    inspected::is_inspected(job_members(root))
}

/// Whether the job has been stopped, which cannot be written in a job file.
pub fn is_stopped(root: &Node<'_>) -> bool {
    let stop = member(job_members(root), "Stop");
    stop.is_some_and(|member| matches!(member.value.kind, Json::Bool(true)))
}

impl ApiReader {
    /// Reads a job, without what a server has filled in if it comes from one.
    fn job(&mut self, root: &mut Node<'_>, job: &mut Job) {
        self.inspected = inspected::is_inspected(job_members(root));
        if !self.inspected {
            return self.root(root, job);
        }
        let deploys_systems = inspected::deploys_systems(job_members(root));
        inspected::sort(root);
        self.root(root, job);
        inspected::simplify(job, deploys_systems);
    }

    fn root(&mut self, root: &Node<'_>, job: &mut dyn Block) {
        let Json::Object(members) = &root.kind else { return self.expected(root, "a job object") };
        let inner = member(members, "Job").map(|member| &member.value);
        let (node, members) = match inner {
            Some(node @ Node { kind: Json::Object(inner), .. }) => (node, inner),
            _ => (root, members),
        };
        if member(members, "ID").is_none() {
            let is_hcl = inner.is_some() && member(members, "TaskGroups").is_none();
            let message = if is_hcl {
                "expected Nomad's API JSON, found a job file in HCL's JSON syntax"
            } else {
                "missing `ID` of the job"
            };
            return self.findings.push(Finding::new(node.span, message));
        }
        self.block(node, job);
    }

    /// Fills a block. Its fields go in the order of the schema: a task's driver decides what its `config` is.
    fn block(&mut self, from: &Node<'_>, into: &mut dyn Block) {
        let Json::Object(members) = &from.kind else {
            return self.expected(from, format_args!("an object for `{}`", into.schema().name));
        };
        let schema = into.schema();
        let told = self.findings.len();
        for (index, field) in schema.fields.iter().enumerate() {
            if self.special(schema, (index, field), members, into) {
                continue;
            }
            if let Some(member) = member(members, field.json).filter(|one| !one.value.is_null()) {
                self.field(&member.value, (index, field), into);
            }
        }
        self.others(schema, members);
        if self.findings.len() == told {
            self.lacks(from, into);
        }
    }

    /// Reports attributes that are required in a job file, most of which Nomad's servers require,
    /// too.
    fn lacks(&mut self, from: &Node<'_>, block: &dyn Block) {
        let schema = block.schema();
        for lack in required::lacks(block) {
            let field = lack.attribute.and_then(|name| schema.field(name));
            let (message, help) = match field {
                Some((_, Field { json, .. })) => (
                    format!("missing `{json}` in `{}`", schema.name),
                    format!("write `\"{json}\": …`"),
                ),
                None if schema.special == Some(Special::Scaling) => {
                    let help = "write `\"Type\": \"vertical_cpu\"` or `\"vertical_mem\"` in a \
                        task, `\"horizontal\"` in a group";
                    (lack.message, help.to_owned())
                }
                None => (lack.message, lack.help),
            };
            self.findings.push(Finding::new(from.span, message).help(help));
        }
    }

    fn field(&mut self, node: &Node<'_>, (index, field): (usize, &Field), into: &mut dyn Block) {
        let schema = into.schema();
        self.field = field.json;
        match &field.kind {
            Kind::Label => {
                if let Some(label) = self.typed(node, Type::Text) {
                    into.set(index, label);
                }
            }
            Kind::Attr(kind) => {
                let absent = field.zero && node.is_zero()
                    || special::filled_in(schema, field, node)
                    || self.inspected && inspected::is_filled_in(schema, field, node);
                if let Some(value) = self.typed(node, *kind).filter(|_| !absent) {
                    into.set(index, value);
                }
            }
            Kind::Map(of) => {
                if let Some(Child::Map(map)) = into.child(index) {
                    self.map(node, (of, field), map);
                }
            }
            Kind::Block(_) => self.child(node, index, into),
            Kind::Blocks(_) if field.keyed => self.keyed(node, index, into),
            Kind::Blocks(_) => match &node.kind {
                Json::List(all) => all.iter().for_each(|one| self.child(one, index, into)),
                _ => self.expected(node, format_args!("a list for `{}`", field.json)),
            },
            Kind::Free => {
                if let (Json::Object(members), Some(Child::Free(free))) =
                    (&node.kind, into.child(index))
                {
                    *free = self.free(members, false);
                } else {
                    self.expected(node, format_args!("an object for `{}`", field.json));
                }
            }
            Kind::Config => self.config(node, index, into),
        }
    }

    /// One block inside a block.
    fn child(&mut self, node: &Node<'_>, index: usize, into: &mut dyn Block) {
        if let Some(Child::Block(child)) = into.child(index) {
            let outer = self.in_sidecar_task;
            self.in_sidecar_task |= child.schema().special == Some(Special::SidecarTask);
            self.block(node, child);
            self.in_sidecar_task = outer;
        }
    }

    /// Blocks under their labels.
    fn keyed(&mut self, node: &Node<'_>, index: usize, into: &mut dyn Block) {
        let Json::Object(members) = &node.kind else {
            return self.expected(node, "an object of blocks by name");
        };
        for member in members {
            let Some(Child::Block(child)) = into.child(index) else { return };
            self.block(&member.value, child);
            let Some((label, _)) = child.schema().labels().next() else { return };
            let mut inside = String::new();
            child.visit(&mut |_, item| {
                if let FieldItem::Label(label) = item {
                    label.clone_into(&mut inside);
                }
            });
            if !inside.is_empty() && inside != member.key {
                let message = format!(
                    "the inner name is `{inside}`, but `{}` has only one name in a job file",
                    member.key
                );
                self.losses.push(Finding::new(member.key_span, message));
            }
            child.set(label, Value::from(member.key.as_str()));
        }
    }

    fn map(&mut self, node: &Node<'_>, (of, field): (&Type, &Field), into: &mut Map) {
        let Json::Object(members) = &node.kind else {
            return self.expected(node, format_args!("an object for `{}`", field.json));
        };
        for member in members {
            if !field.attribute_form && !is_identifier(&member.key) {
                let message = format!(
                    "invalid name `{}` for `{}` in HCL: expected letters, digits, `_` and `-`",
                    member.key, field.name
                );
                self.losses.push(Finding::new(member.key_span, message));
                continue;
            }
            // To Go, null is the empty text here.
            let empty = || (*of == Type::Text).then(|| Value::from(""));
            let value = if member.value.is_null() { empty() } else { None };
            if let Some(value) = value.or_else(|| self.typed(&member.value, *of)) {
                into.set(&*member.key, value);
            }
        }
    }

    /// A task's driver configuration, typed where its driver is.
    fn config(&mut self, node: &Node<'_>, index: usize, into: &mut dyn Block) {
        let Json::Object(members) = &node.kind else {
            return self.expected(node, "an object for `Config`");
        };
        let driver = fields::driver(into);
        if let Some(Child::Config(config)) = into.child(index) {
            match config.start(driver.as_deref()) {
                Ok(typed) => self.typed_config(members, typed),
                Err(free) => *free = self.free(members, true),
            }
        }
    }

    /// What the model has no field for.
    fn others(&mut self, schema: &'static Schema, members: &[Member<'_>]) {
        let mut seen: Vec<&str> = Vec::new();
        for member in members {
            let key = member.key.as_str();
            let known = schema.fields.iter().find(|field| field.json.eq_ignore_ascii_case(key));
            if known.is_some() && seen.iter().any(|earlier| earlier.eq_ignore_ascii_case(key)) {
                let message = format!("duplicate key `{key}` in this object");
                self.findings.push(Finding::new(member.key_span, message));
            }
            seen.push(key);
            if known.is_none() && !member.value.is_zero() && !special::is_state(schema, member) {
                let names = schema.fields.iter().map(|field| field.json);
                let meant = nearest(key, names)
                    .filter(|_| !special::is_known(schema, key))
                    .map(|name| format!("; did you mean `{name}`?"))
                    .unwrap_or_default();
                let message = if schema.special == Some(Special::Job)
                    && key.eq_ignore_ascii_case("Stop")
                {
                    format!("the job is stopped: `{key}` cannot be written in a job file")
                } else {
                    format!("`{key}` of `{}` cannot be written in a job file{meant}", schema.name)
                };
                self.losses.push(Finding::new(member.key_span, message));
            }
        }
    }
}
