//! The house form: the workload that is the job, if there is one.
//!
//! What is found is built and compared: a workload that would be another job is not printed.

mod content;
mod leftover;
mod network;

use super::code::{Code, Link};
use super::comment::links;
use super::literal;
use super::printer::Printer;
use crate::house::{Provider, Rollout, Shape, Site, Workload};
use crate::jobspec::{
    Attr, Block, Constraint, CsiPlugin, EphemeralDisk, Group, Job, Network, Resources, Task, Text,
    Type, Value,
};

/// A workload that is being found out, with the calls that make it.
pub(super) struct Draft<'a> {
    pub job: &'a Job,
    pub group: &'a Group,
    pub task: &'a Task,
    pub site: &'a Site,
    workload: Workload,
    root: Code,
    links: Vec<Link>,
}

/// How much is left as it stands, since the house would say it otherwise.
#[derive(Clone, Copy)]
struct Plain {
    driver: bool,
    services: bool,
}

/// Where a block or an attribute stands in its job: the names on the way to it.
pub(super) type Path<'a> = &'a [(&'a str, usize)];

const GROUP: (&str, usize) = ("group", 0);
const TASK: (&str, usize) = ("task", 0);

/// The workload as an expression, if it is the job for this site.
pub fn workload(job: &Job, site: &Site, printer: &mut Printer) -> Option<Code> {
    let [group] = job.groups.as_slice() else { return None };
    let [task] = group.tasks.as_slice() else { return None };
    let commented = group.base.comment.is_some() || task.base.comment.is_some();
    if job.variables.len() + job.locals.len() > 0 || commented {
        return None;
    }
    let choices = [(false, false), (false, true), (true, false), (true, true)];
    choices.into_iter().find_map(|(driver, services)| {
        let plain = Plain { driver, services };
        let mut draft = Draft::start(job, group, task, site)?;
        // Texts that move away belong to the form that is printed in the end.
        let mut own = printer.clone();
        draft.fill(&mut own, plain)?;
        let built = draft.workload.clone().job(site);
        let is_job = built.base.problems.is_empty() && built == *job;
        is_job.then(|| {
            *printer = own;
            draft.code()
        })
    })
}

/// What remains of a job when all is taken away that a workload has no words for.
fn lean(job: &Job, site: &Site) -> Job {
    let Job { base, id, type_, datacenters, groups, .. } = job.clone();
    let region = site.region.as_deref().map(Attr::from);
    Job { base, id, region, type_, datacenters, groups, ..Job::blank() }
}

/// A workload's job with calls of the full model: `Workload::batch(…).job(site).periodic(…)`.
pub fn adjusted(job: &Job, site: &Site, printer: &mut Printer) -> Option<Code> {
    if job.base.comment.is_some() || job.region.is_none() && site.region.is_some() {
        return None;
    }
    let mut lean = lean(job, site);
    let code = workload(&lean, site, printer)?;
    let mut links = vec![Link::method("job", [Code::atom("site")])];
    if job.region != lean.region {
        lean.region = None;
    }
    links.extend(printer.beyond(job, &lean));
    Some(code.chain(links))
}

/// A job of the full model without what the site fills in, where it fills in something.
pub fn completed(job: &Job, site: &Site) -> Option<Job> {
    let mut lean = job.clone();
    if plain(job.region.as_ref()) == site.region.as_deref() {
        lean.region = None;
    }
    if job.datacenters == Some(site.datacenters.clone().into()) {
        lean.datacenters = None;
    }
    let disk = site.ephemeral_disk.map(|size| EphemeralDisk::new().size(i64::from(size)));
    for group in &mut lean.groups {
        group.ephemeral_disk = group.ephemeral_disk.take().filter(|own| disk.as_ref() != Some(own));
        let tasks = group.tasks.iter_mut().flat_map(|task| &mut task.services);
        for service in group.services.iter_mut().chain(tasks) {
            let own = plain(service.provider.as_ref()) == Some(site.provider.as_str());
            if own && site.provider != Provider::Consul {
                service.provider = None;
            }
        }
    }
    (lean != *job && site.complete(lean.clone()) == *job).then_some(lean)
}

/// A text as a literal.
pub(super) fn text(text: &str) -> Code {
    Code::atom(literal::text(text))
}

/// A text that is known.
pub(super) fn plain(attr: Option<&Attr<String>>) -> Option<&str> {
    match attr?.value() {
        Value::Text(Text::Plain(text)) => Some(text),
        _ => None,
    }
}

/// The texts of a list, if they are known.
pub(super) fn texts(attr: Option<&Attr<Vec<String>>>) -> Option<Vec<Text>> {
    let Some(attr) = attr else { return Some(Vec::new()) };
    let Value::List(values) = attr.value() else { return None };
    let text = |value: &Value| match value {
        Value::Text(text) => Some(text.clone()),
        _ => None,
    };
    values.iter().map(text).collect()
}

impl<'a> Draft<'a> {
    /// A workload of the job's kind.
    fn start(job: &'a Job, group: &'a Group, task: &'a Task, site: &'a Site) -> Option<Self> {
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
            **plugin == made.mount_dir("/csi")
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
        let mut links = Vec::new();
        if group.name != job.id {
            links.push(Link::method("group_name", [text(&group.name)]));
            workload = workload.group_name(&group.name);
        }
        if task.name != job.id {
            links.push(Link::method("task_name", [text(&task.name)]));
            workload = workload.task_name(&task.name);
        }
        Some(Self { job, group, task, site, workload, root, links })
    }

    /// The calls.
    fn code(self) -> Code {
        self.root.chain(self.links)
    }

    /// Takes steps for what stands at a place of the job; the comments there go before them.
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
        self.workload = step(self.workload.clone());
        self.links.push(link);
    }

    fn fill(&mut self, printer: &mut Printer, plain: Plain) -> Option<()> {
        self.place(printer);
        self.size(printer)?;
        self.rollout(printer);
        self.networks(printer);
        self.at(printer, &[GROUP, TASK, ("config", 0)], |draft, printer| {
            draft.driver(printer, plain.driver)
        })?;
        self.services(printer, plain.services)?;
        self.surroundings(printer)?;
        self.files(printer);
        self.leftover(printer)
    }

    fn place(&mut self, printer: &mut Printer) {
        let own: Option<Attr<Vec<String>>> =
            (!self.site.datacenters.is_empty()).then(|| self.site.datacenters.clone().into());
        if let Some(datacenters) =
            self.job.datacenters.clone().filter(|here| own.as_ref() != Some(here))
        {
            let code = printer.attr(datacenters.value(), Type::List(&Type::Text), "datacenters");
            if let Some(code) = code {
                self.at(printer, &[("datacenters", 0)], |draft, _| {
                    draft.step(Link::method("datacenters", [code]), |workload| {
                        workload.datacenters(datacenters)
                    });
                });
            }
        }
        for (number, constraint) in self.group.constraints.iter().enumerate() {
            self.at(printer, &[GROUP, ("constraint", number)], |draft, printer| {
                let link = match target(constraint) {
                    Some(target) => Link::method("target", [target]),
                    None => Link::method("constraint", [printer.block(constraint)]),
                };
                draft.step(link, |workload| workload.constraint(constraint.clone()));
            });
        }
        for (number, affinity) in self.group.affinities.iter().enumerate() {
            self.at(printer, &[GROUP, ("affinity", number)], |draft, printer| {
                let link = Link::method("affinity", [printer.block(affinity)]);
                draft.step(link, |workload| workload.affinity(affinity.clone()));
            });
        }
    }

    fn size(&mut self, printer: &mut Printer) -> Option<()> {
        if let Some(count) = self.group.count.clone() {
            let code = printer.attr(count.value(), Type::Int(0, 0), "count")?;
            self.at(printer, &[GROUP, ("count", 0)], |draft, _| {
                draft.step(Link::method("count", [code]), |workload| workload.count(count));
            });
        }
        if let Some(resources) = &self.task.resources {
            self.at(printer, &[GROUP, TASK, ("resources", 0)], |draft, printer| {
                draft.resources(printer, resources);
            });
        }
        Some(())
    }

    fn resources(&mut self, printer: &mut Printer, resources: &Resources) {
        let amount = |attr: &Option<Attr<i64>>| u32::try_from(attr.as_ref()?.get()?).ok();
        let shape = amount(&resources.cpu)
            .zip(amount(&resources.memory))
            .map(|(cpu, memory)| Shape::new(cpu, memory));
        match shape.filter(|shape| Resources::from(*shape) == *resources) {
            Some(shape) if self.site.shape == Some(shape) => {}
            Some(shape) => {
                let (cpu, memory) = (shape.cpu.to_string(), shape.memory.to_string());
                let code = if shape.cpu == shape.memory {
                    Code::call("Shape::equal", [Code::atom(cpu)])
                } else {
                    Code::call("Shape::new", [Code::atom(cpu), Code::atom(memory)])
                };
                self.step(Link::method("shape", [code]), |workload| workload.shape(shape));
            }
            None => {
                let link = Link::method("resources", [printer.block(resources)]);
                self.step(link, |workload| workload.resources(resources.clone()));
            }
        }
    }

    fn rollout(&mut self, printer: &mut Printer) {
        let Some(update) = self.group.update.clone() else { return };
        let count = self.group.count.as_ref().and_then(Attr::get).unwrap_or(1);
        let rollouts = [
            ("Rolling", Rollout::Rolling),
            ("Canary", Rollout::Canary),
            ("BlueGreen", Rollout::BlueGreen),
        ];
        let rollout = rollouts.into_iter().find(|(_, rollout)| rollout.update(count) == update);
        self.at(printer, &[GROUP, ("update", 0)], |draft, printer| match rollout {
            Some((name, rollout)) => {
                let link = Link::method("rollout", [Code::atom(format!("Rollout::{name}"))]);
                draft.step(link, |workload| workload.rollout(rollout));
            }
            None => {
                let link = Link::method("update", [printer.block(&update)]);
                draft.step(link, |workload| workload.update(update));
            }
        });
    }

    /// The network: its ports alone where it says nothing else.
    fn networks(&mut self, printer: &mut Printer) {
        let Some(network) = self.group.networks.first() else { return };
        let mut bare = network.clone();
        bare.ports.clear();
        bare.mode = bare.mode.take().filter(|_| plain(network.mode.as_ref()) != Some("host"));
        self.at(printer, &[GROUP, ("network", 0)], |draft, printer| {
            if bare != Network::new() {
                let link = Link::method("network", [printer.block(network)]);
                return draft.step(link, |workload| workload.network(network.clone()));
            }
            for (number, port) in network.ports.iter().enumerate() {
                draft.at(printer, &[("port", number)], |draft, printer| {
                    let link = Link::method("port", [printer.block(port)]);
                    draft.step(link, |workload| workload.port(port.clone()));
                });
            }
            if network.mode.is_some() {
                draft.step(Link::method("host_network", []), Workload::host_network);
            }
        });
    }
}

/// A named target, where a constraint is what one makes.
fn target(constraint: &Constraint) -> Option<Code> {
    let hosts = plain(constraint.attribute.as_ref())? == "${attr.unique.hostname}";
    if !hosts || constraint.base.comment.is_some() {
        return None;
    }
    let value = plain(constraint.value.as_ref())?;
    let (name, value, made) = match constraint.operator {
        None => ("host", value, Constraint::new("${attr.unique.hostname}", value)),
        Some(_) => {
            let pattern = value.strip_prefix('^')?.strip_suffix('$')?;
            ("hosts", pattern, Constraint::regexp("${attr.unique.hostname}", value))
        }
    };
    (made == *constraint).then(|| Code::call(&format!("Target::{name}"), [text(value)]))
}
