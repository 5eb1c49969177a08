//! The house form: the workload that is the job, if there is one.
//!
//! What is found is built and compared: a workload that would be another job is not printed.

mod content;
mod draft;
mod job;
mod leftover;
mod network;

use super::code::{Code, Link};
use super::printer::Printer;
use crate::house::{Provider, Rollout, Shape, Site, Workload};
use crate::jobspec::{Attr, Block, Constraint, EphemeralDisk, Job, Network, Resources, Task, Type};
use draft::{Draft, GROUP, plain, text};

/// Which parts are left unchanged, since the house layer would write them otherwise.
#[derive(Clone, Copy)]
struct Plain {
    driver: bool,
    services: bool,
}

/// The workload as an expression, if it is the job for this site.
pub fn workload(job: &Job, site: &Site, printer: &mut Printer) -> Option<Code> {
    let [group] = job.groups.as_slice() else { return None };
    let own = group.tasks.iter().position(|task| !is_ahead(task))?;
    let task = group.tasks.get(own)?;
    let commented = group.base.comment.is_some() || task.base.comment.is_some();
    if job.variables.len() + job.locals.len() > 0 || commented {
        return None;
    }
    let choices = [(false, false), (false, true), (true, false), (true, true)];
    choices.into_iter().find_map(|(driver, services)| {
        let plain = Plain { driver, services };
        let mut draft = Draft::start(job, group, own, site)?;
        // Strings that move out belong to the form that is printed in the end.
        let mut own = printer.clone();
        draft.fill(&mut own, plain)?;
        let built = draft.built()?;
        let is_job = built.base.problems.is_empty() && built == *job;
        is_job.then(|| {
            *printer = own;
            draft.code()
        })
    })
}

/// Whether a task runs before the main tasks: the hook of its `lifecycle` is `prestart`.
fn is_ahead(task: &Task) -> bool {
    let hook = task.lifecycle.as_ref().and_then(|lifecycle| lifecycle.hook.as_ref());
    hook.and_then(Attr::as_str) == Some("prestart")
}

/// What remains of a job when all is taken away that a workload has no words for.
fn lean(job: &Job, site: &Site) -> Job {
    let Job { base, id, type_, datacenters, groups, .. } = job.clone();
    let region = site.region.as_deref().map(Attr::from);
    Job { base, id, region, type_, datacenters, groups, ..Job::blank() }
}

/// The same with what a workload may say of its job.
fn said(job: &Job, site: &Site) -> Job {
    let Job { namespace, node_pool, priority, meta, periodic, parameterized, .. } = job.clone();
    Job { namespace, node_pool, priority, meta, periodic, parameterized, ..lean(job, site) }
}

/// A workload's job with calls of the full model: `Workload::batch(…).job(site).periodic(…)`.
pub fn adjusted(job: &Job, site: &Site, printer: &mut Printer) -> Option<Code> {
    if job.base.comment.is_some() || job.region.is_none() && site.region.is_some() {
        return None;
    }
    let mut leans = [said(job, site), lean(job, site)].into_iter();
    let (mut lean, code) =
        leans.find_map(|lean| workload(&lean, site, printer).map(|code| (lean, code)))?;
    let mut links = vec![Link::method("job", [Code::atom("site")])];
    if job.region != lean.region {
        lean.region = None;
    }
    links.extend(printer.beyond(job, &lean));
    Some(code.chain(links))
}

/// A job of the full model without what the site fills in, where it fills in something.
pub fn completed(job: &Job, site: &Site) -> Option<Job> {
    if site.has_defaults() {
        return None;
    }
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

impl Draft<'_> {
    fn fill(&mut self, printer: &mut Printer, plain: Plain) -> Option<()> {
        // What others say for all jobs was not said of this one.
        if self.site.has_defaults() {
            self.step(Link::method("no_defaults", []), Workload::no_defaults);
        }
        self.whole_job(printer)?;
        self.place(printer);
        self.size(printer)?;
        self.rollout(printer);
        self.networks(printer);
        self.at(printer, &[GROUP, self.task_step(), ("config", 0)], |draft, printer| {
            draft.driver(printer, plain.driver)
        })?;
        self.services(printer, plain.services)?;
        self.surroundings(printer)?;
        self.files(printer);
        self.further(printer);
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
        for (number, spread) in self.group.spreads.iter().enumerate() {
            self.at(printer, &[GROUP, ("spread", number)], |draft, printer| {
                let link = Link::method("spread", [printer.block(spread)]);
                draft.step(link, |workload| workload.spread(spread.clone()));
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
            self.at(printer, &[GROUP, self.task_step(), ("resources", 0)], |draft, printer| {
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
        let rollout = rollouts.into_iter().find(|(_, rollout)| rollout.update(count) == *update);
        self.at(printer, &[GROUP, ("update", 0)], |draft, printer| match rollout {
            Some((name, rollout)) => {
                let link = Link::method("rollout", [Code::atom(format!("Rollout::{name}"))]);
                draft.step(link, |workload| workload.rollout(rollout));
            }
            None => {
                let link = Link::method("update", [printer.block(&*update)]);
                draft.step(link, |workload| workload.update(*update));
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
