//! The house form: the workload that is the job, if there is one.
//!
//! What is found is built and compared: a workload that would be another job is not printed.

mod content;
mod network;
mod route;

use super::code::{Code, Link};
use super::comment::links;
use super::literal;
use super::printer::Printer;
use crate::house::{Provider, Rollout, Shape, Site, Workload};
use crate::jobspec::{
    Attr, Block, Constraint, EphemeralDisk, Group, Job, Network, Resources, Task, Text, Type, Value,
};
use crate::read::END;

/// A step to a place in the job's file.
pub(super) type Step<'a> = (&'a str, usize);

/// The only group.
pub(super) const GROUP: Step<'_> = ("group", 0);

/// Its only task.
pub(super) const TASK: Step<'_> = ("task", 0);

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

/// The workload as an expression, if it is the job for this site.
pub fn workload(job: &Job, site: &Site, printer: &mut Printer) -> Option<Code> {
    let [group] = job.groups.as_slice() else { return None };
    let [task] = group.tasks.as_slice() else { return None };
    if group.name != job.id || task.name != job.id || job.variables.len() + job.locals.len() > 0 {
        return None;
    }
    let tries = [(false, false), (false, true), (true, false), (true, true)];
    tries.into_iter().find_map(|(driver, services)| {
        let mut draft = Draft::start(job, group, task, site)?;
        // Texts that move away belong to the form that is printed in the end.
        let mut own = printer.clone();
        draft.fill(&mut own, Plain { driver, services })?;
        let built = draft.workload.clone().job(site);
        let is_job = built.base.problems.is_empty() && built == *job;
        is_job.then(|| {
            draft.links.extend(links(own.comments.take_all_of(&[GROUP, TASK, (END, 0)])));
            draft.links.extend(links(own.comments.take_all_of(&[GROUP, (END, 0)])));
            *printer = own;
            draft.root.chain(draft.links)
        })
    })
}

/// What remains of a job when all is taken away that a workload has no words for.
fn lean(job: &Job) -> Job {
    let Job { base, id, region, type_, datacenters, groups, .. } = job.clone();
    Job { base, id, region, type_, datacenters, groups, ..Job::blank() }
}

/// A workload's job with calls of the full model: `Workload::batch(…).job(site).periodic(…)`.
pub fn adjusted(job: &Job, site: &Site, printer: &mut Printer) -> Option<Code> {
    let lean = lean(job);
    let code = workload(&lean, site, printer)?;
    let mut links = vec![Link::method("job", [Code::atom("site")])];
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
    let disk = EphemeralDisk::new().size(i64::from(site.ephemeral_disk));
    for group in &mut lean.groups {
        group.ephemeral_disk = group.ephemeral_disk.take().filter(|own| *own != disk);
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
        let (name, workload) = match (plain(job.type_.as_ref())?, plugin) {
            ("service", Some((plugin, _))) => {
                ("storage_controller", Workload::storage_controller(id, plugin))
            }
            ("system", Some((plugin, _))) => ("storage_node", Workload::storage_node(id, plugin)),
            ("service", None) => ("service", Workload::service(id)),
            ("system", None) => ("system", Workload::system(id)),
            ("batch", None) => ("batch", Workload::batch(id)),
            _ => return None,
        };
        let mut arguments = vec![text(id)];
        arguments.extend(plugin.map(|(plugin, _)| text(plugin)));
        let root = Code::Call(format!("Workload::{name}"), arguments);
        Some(Self { job, group, task, site, workload, root, links: Vec::new() })
    }

    /// Prints something that stood at a place of the job's file, below the comments of that place.
    pub fn at<T>(
        &mut self,
        printer: &mut Printer,
        place: &[Step],
        print: impl FnOnce(&mut Printer) -> T,
    ) -> T {
        let before = printer.comments.go(place);
        let mut above = printer.comments.take();
        let printed = print(printer);
        above.extend(printer.comments.take_below());
        printer.comments.back(before);
        self.links.extend(links(above));
        printed
    }

    /// The comments that are left of a place.
    pub fn rest(&mut self, printer: &mut Printer, place: &[Step]) {
        self.links.extend(links(printer.comments.take_all_of(place)));
    }

    /// Takes a step, in the workload and in its text.
    pub fn step(&mut self, link: Link, step: impl FnOnce(Workload) -> Workload) {
        self.workload = step(self.workload.clone());
        self.links.push(link);
    }

    fn fill(&mut self, printer: &mut Printer, plain: Plain) -> Option<()> {
        self.place(printer);
        self.size(printer)?;
        self.ports(printer);
        self.driver(printer, plain.driver)?;
        self.services(printer, plain.services)?;
        self.surroundings(printer)?;
        self.files(printer);
        Some(())
    }

    fn place(&mut self, printer: &mut Printer) {
        let own: Option<Attr<Vec<String>>> =
            (!self.site.datacenters.is_empty()).then(|| self.site.datacenters.clone().into());
        if let Some(datacenters) =
            self.job.datacenters.clone().filter(|here| own.as_ref() != Some(here))
        {
            let code = self.at(printer, &[("datacenters", 0)], |printer| {
                printer.attr(datacenters.value(), Type::List(&Type::Text), "datacenters")
            });
            if let Some(code) = code {
                self.step(Link::method("datacenters", [code]), |workload| {
                    workload.datacenters(datacenters)
                });
            }
        }
        for (number, constraint) in self.group.constraints.iter().enumerate() {
            let place = [GROUP, ("constraint", number)];
            let link = self.at(printer, &place, |printer| match target(constraint) {
                Some(target) => Link::method("target", [target]),
                None => Link::method("constraint", [printer.block(constraint)]),
            });
            self.step(link, |workload| workload.constraint(constraint.clone()));
        }
    }

    fn size(&mut self, printer: &mut Printer) -> Option<()> {
        let resources = self.task.resources.as_ref()?;
        let amount = |attr: &Option<Attr<i64>>| u32::try_from(attr.as_ref()?.get()?).ok();
        let shape = amount(&resources.cpu)
            .zip(amount(&resources.memory))
            .map(|(cpu, memory)| Shape::new(cpu, memory));
        let place = [GROUP, TASK, ("resources", 0)];
        match shape.filter(|shape| Resources::from(*shape) == *resources) {
            Some(Shape::DEFAULT) => self.rest(printer, &place),
            Some(shape) => {
                self.rest(printer, &place);
                let (cpu, memory) = (shape.cpu.to_string(), shape.memory.to_string());
                let code = if shape.cpu == shape.memory {
                    Code::call("Shape::equal", [Code::atom(cpu)])
                } else {
                    Code::call("Shape::new", [Code::atom(cpu), Code::atom(memory)])
                };
                self.step(Link::method("shape", [code]), |workload| workload.shape(shape));
            }
            None => {
                let code = self.at(printer, &place, |printer| printer.block(resources));
                let link = Link::method("resources", [code]);
                self.step(link, |workload| workload.resources(resources.clone()));
            }
        }
        self.rest(printer, &[GROUP, ("count", 0)]);
        let count = self.group.count.as_ref().map_or(Some(1), Attr::get)?;
        if count != 1 {
            let link = Link::method("count", [Code::atom(count.to_string())]);
            self.step(link, |workload| workload.count(count));
        }
        self.rest(printer, &[GROUP, ("update", 0)]);
        let rollouts = [
            ("Rolling", Rollout::Rolling),
            ("Canary", Rollout::Canary),
            ("BlueGreen", Rollout::BlueGreen),
        ];
        let rollout = rollouts
            .into_iter()
            .find(|(_, rollout)| Some(rollout.update(count)) == self.group.update);
        if let Some((name, rollout)) = rollout {
            let link = Link::method("rollout", [Code::atom(format!("Rollout::{name}"))]);
            self.step(link, |workload| workload.rollout(rollout));
        }
        Some(())
    }

    fn ports(&mut self, printer: &mut Printer) {
        for (number, network) in self.group.networks.iter().enumerate() {
            for (port_number, port) in network.ports.iter().enumerate() {
                let place = [GROUP, ("network", number), ("port", port_number)];
                let code = self.at(printer, &place, |printer| printer.block(port));
                self.step(Link::method("port", [code]), |workload| workload.port(port.clone()));
            }
            self.rest(printer, &[GROUP, ("network", number)]);
        }
        let host = |network: &Network| plain(network.mode.as_ref()) == Some("host");
        if self.group.networks.iter().any(host) {
            self.step(Link::method("host_network", []), Workload::host_network);
        }
    }
}

/// A named target, where a constraint is what one makes.
fn target(constraint: &Constraint) -> Option<Code> {
    if plain(constraint.attribute.as_ref())? != "${attr.unique.hostname}" {
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
