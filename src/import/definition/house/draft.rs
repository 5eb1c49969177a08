//! A workload that is being found out, step by step.

use crate::house::{Site, Workload};
use crate::import::definition::code::{Code, Link};
use crate::import::definition::comment::links;
use crate::import::definition::literal;
use crate::import::definition::printer::Printer;
use crate::import::definition::setters::allow;
use crate::jobspec::{Attr, CsiPlugin, Group, Job, Task, Text, Value};

/// A workload that is being found out, with the calls that make it.
pub struct Draft<'a> {
    pub job: &'a Job,
    pub group: &'a Group,
    pub task: &'a Task,
    pub site: &'a Site,
    /// Taken out while a call is made on it, which needs no copy so.
    workload: Option<Workload>,
    root: Code,
    pub links: Vec<Link>,
    /// Which of the group's tasks is the workload's own.
    pub own: usize,
}

/// The path of a block or an attribute in its job: the names on the way to it.
pub type Path<'a> = &'a [(&'a str, usize)];

pub const GROUP: (&str, usize) = ("group", 0);

impl<'a> Draft<'a> {
    /// A workload of the job's kind.
    pub fn start(job: &'a Job, group: &'a Group, own: usize, site: &'a Site) -> Option<Self> {
        let task = group.tasks.get(own)?;
        let id = job.id.as_str();
        let plugin = task.csi_plugin.as_ref();
        let plugin = plugin.and_then(|plugin| Some((plain(plugin.id.as_ref())?, plugin)));
        let type_ = match &job.type_ {
            Some(type_) => plain(Some(type_))?,
            None => "",
        };
        let plugin = plugin.filter(|(id, plugin)| {
            let made = match type_ {
                "service" => CsiPlugin::controller(*id),
                _ => CsiPlugin::node(*id),
            };
            ***plugin == made.mount_dir("/csi")
        });
        let (name, mut workload) = match (type_, plugin) {
            ("service", Some((plugin, _))) => {
                ("storage_controller", Workload::storage_controller(id, plugin))
            }
            ("system", Some((plugin, _))) => ("storage_node", Workload::storage_node(id, plugin)),
            ("", _) => ("new", Workload::new(id)),
            ("service", None) => ("service", Workload::service(id)),
            ("system", None) => ("system", Workload::system(id)),
            ("batch", _) => ("batch", Workload::batch(id)),
            ("sysbatch", _) => ("sysbatch", Workload::sysbatch(id)),
            _ => return None,
        };
        let mut arguments = vec![text(id)];
        arguments.extend(plugin.map(|(plugin, _)| text(plugin)));
        let root = Code::Call(format!("Workload::{name}"), arguments);
        let mut links: Vec<Link> = job.base.allowances.iter().map(allow).collect();
        if group.name != job.id {
            links.push(Link::method("group_name", [text(&group.name)]));
            workload = workload.group_name(&group.name);
        }
        if task.name != job.id {
            links.push(Link::method("task_name", [text(&task.name)]));
            workload = workload.task_name(&task.name);
        }
        let workload = Some(workload);
        Some(Self { job, group, task, site, workload, root, links, own })
    }

    /// The step to the workload's own task in its group.
    pub fn task_step(&self) -> (&'static str, usize) {
        ("task", self.own)
    }

    /// The calls.
    pub fn code(self) -> Code {
        self.root.chain(self.links)
    }

    /// Takes steps for what is at a path of the job; the comments there go before them.
    pub fn at<R>(
        &mut self,
        printer: &mut Printer,
        path: Path<'_>,
        steps: impl FnOnce(&mut Self, &mut Printer) -> R,
    ) -> R {
        path.iter().for_each(|(name, number)| printer.comments.enter(name, *number));
        let above = links(printer.comments.take());
        self.links.extend(above);
        let before = self.links.len();
        let result = steps(self, printer);
        let below = links(printer.comments.take_below());
        self.links.splice(before..before, below);
        path.iter().for_each(|_| printer.comments.leave());
        result
    }

    /// Takes a step, in the workload and in its text.
    pub fn step(&mut self, link: Link, step: impl FnOnce(Workload) -> Workload) {
        self.workload = self.workload.take().map(step);
        self.links.push(link);
    }

    /// The job of the workload as it is now.
    pub fn built(&self) -> Option<Job> {
        Some(self.workload.clone()?.job(self.site))
    }

    /// The workload and its calls as they are now, to come back to.
    pub fn state(&self) -> (Option<Workload>, Vec<Link>) {
        (self.workload.clone(), self.links.clone())
    }

    /// Goes back to where it was.
    pub fn back_to(&mut self, (workload, links): (Option<Workload>, Vec<Link>)) {
        (self.workload, self.links) = (workload, links);
    }
}

/// A string as a literal.
pub fn text(text: &str) -> Code {
    Code::atom(literal::text(text))
}

/// A string that is a constant.
pub fn plain(attr: Option<&Attr<String>>) -> Option<&str> {
    match attr?.value() {
        Value::Text(Text::Plain(text)) => Some(text),
        _ => None,
    }
}

/// The strings of a list, if they are constants.
pub fn texts(attr: Option<&Attr<Vec<String>>>) -> Option<Vec<Text>> {
    let Some(attr) = attr else { return Some(Vec::new()) };
    let Value::List(values) = attr.value() else { return None };
    let text = |value: &Value| match value {
        Value::Text(text) => Some(text.clone()),
        _ => None,
    };
    values.iter().map(text).collect()
}
