//! What the job says: where it belongs, how urgent it is, and when it runs.

use super::draft::{Draft, plain, text, texts};
use crate::house::Workload;
use crate::import::definition::code::Link;
use crate::import::definition::printer::Printer;
use crate::jobspec::{Attr, Block, Periodic, Type};

/// A call with a string.
type Step = fn(Workload, Attr<String>) -> Workload;

impl Draft<'_> {
    /// The job's own attributes and blocks. None if one of them is of another type.
    pub fn whole_job(&mut self, printer: &mut Printer) -> Option<()> {
        let job = self.job;
        let texts: [(&str, &Option<Attr<String>>, Step); 2] = [
            ("namespace", &job.namespace, Workload::namespace),
            ("node_pool", &job.node_pool, Workload::node_pool),
        ];
        for (name, attr, step) in texts {
            let Some(attr) = attr.clone() else { continue };
            let code = printer.attr(attr.value(), Type::Text, name)?;
            self.at(printer, &[(name, 0)], |draft, _| {
                draft.step(Link::method(name, [code]), |workload| step(workload, attr));
            });
        }
        if let Some(priority) = job.priority.clone() {
            let code = printer.attr(priority.value(), Type::Int(0, 0), "priority")?;
            self.at(printer, &[("priority", 0)], |draft, _| {
                draft.step(Link::method("priority", [code]), |made| made.priority(priority));
            });
        }
        for (name, value) in job.meta.iter().flat_map(|meta| meta.iter()) {
            let code = printer.attr(value, Type::Text, name)?;
            let attr = Attr::<String>::from_value(value.clone());
            self.at(printer, &[("meta", 0), (name, 0)], |draft, _| {
                draft.step(Link::method("meta", [text(name), code]), |made| made.meta(name, attr));
            });
        }
        if let Some(periodic) = &job.periodic {
            self.periodic(printer, periodic);
        }
        if let Some(form) = job.parameterized.as_deref() {
            self.block(printer, &[], "parameterized", form, Workload::parameterized);
        }
        Some(())
    }

    /// The times: by themselves, where the rest is as the house has it.
    fn periodic(&mut self, printer: &mut Printer, periodic: &Periodic) {
        let Some(crons) = usual(periodic) else {
            return self.block(printer, &[], "periodic", periodic, Workload::periodic);
        };
        self.at(printer, &[("periodic", 0)], |draft, _| {
            for cron in &crons {
                draft.step(Link::method("cron", [text(cron)]), |made| made.cron(cron));
            }
            if let Some(zone) = plain(periodic.time_zone.as_ref()) {
                draft.step(Link::method("time_zone", [text(zone)]), |made| made.time_zone(zone));
            }
        });
    }
}

/// The times of a block that the house would make of them.
fn usual(periodic: &Periodic) -> Option<Vec<String>> {
    let crons = texts(periodic.crons.as_ref())?;
    let crons: Vec<String> = crons.iter().map(|cron| cron.as_str().to_owned()).collect();
    let mut made = Periodic::crons(crons.clone()).prohibit_overlap(true);
    made.time_zone = plain(periodic.time_zone.as_ref()).map(Attr::from);
    let own = periodic.base();
    let bare = own.comment.is_none() && own.allowances.is_empty();
    (bare && !crons.is_empty() && made == *periodic).then_some(crons)
}
