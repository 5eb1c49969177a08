//! What a workload has no word of its own for: adjustments in the full model, where they are short.

use super::draft::{Draft, GROUP, Path};
use crate::import::definition::code::{Code, Link};
use crate::import::definition::comment::links;
use crate::import::definition::layout;
use crate::import::definition::parts::Parts;
use crate::import::definition::printer::Printer;
use crate::jobspec::{Block, Group, Task};

/// The maximum length of an adjustment, in letters: it is on one line.
const LONGEST: usize = 90;

impl Draft<'_> {
    /// Adjusts the group and the task by what they say and the workload does not. None if one takes more than a line.
    pub fn leftover(&mut self, printer: &mut Printer) -> Option<()> {
        let built = self.built()?;
        let group = built.groups.first()?;
        let task = group.tasks.get(self.own)?;
        let (own_group, own_task) = (self.group, self.task);
        if let Some(link) = self.adjustment(printer, (own_group, group), &[GROUP])? {
            self.step(link, |workload| workload.adjust_group(|group| with_group(group, own_group)));
        }
        if let Some(link) =
            self.adjustment(printer, (own_task, task), &[GROUP, self.task_step()])?
        {
            self.step(link, |workload| workload.adjust_task(|task| with_task(task, own_task)));
        }
        Some(())
    }

    /// The call for what the block says and the built one does not; comments go before it.
    fn adjustment(
        &mut self,
        printer: &mut Printer,
        (own, built): (&dyn Block, &dyn Block),
        path: Path<'_>,
    ) -> Option<Option<Link>> {
        let mut parts = Parts::of(own);
        let said: Vec<usize> = Parts::of(built).items.iter().map(|(index, _)| *index).collect();
        let missing = parts.items.clone().into_iter().filter(|(index, _)| !said.contains(index));
        for (index, item) in missing {
            let field = &parts.schema.fields[index];
            let path = [path, &[(field.name, 0)]].concat();
            self.at(printer, &path, |draft, printer| {
                // A call on one line has no room for them.
                draft.links.extend(links(printer.comments.take_below()));
                printer.setter(&mut parts, field, item);
            });
        }
        if parts.links.is_empty() && parts.fields.is_empty() {
            return Some(None);
        }
        let simple = |link: &Link| matches!(link, Link::Method(..));
        if !parts.fields.is_empty() || !parts.links.iter().all(simple) {
            return None;
        }
        let name = parts.schema.name;
        let adjust = layout::one_line(&Code::atom(name).then(parts.links))?;
        let argument = format!("|{name}| {adjust}");
        let link = format!("adjust_{name}");
        let short = argument.len() + link.len() + 3 <= LONGEST;
        short.then(|| Some(Link::method(&link, [Code::atom(argument)])))
    }
}

/// The group with the other's fields that a workload does not set.
fn with_group(group: Group, own: &Group) -> Group {
    let own = own.clone();
    Group {
        max_run_duration: own.max_run_duration,
        stop_after_client_disconnect: own.stop_after_client_disconnect,
        max_client_disconnect: own.max_client_disconnect,
        prevent_reschedule_on_lost: own.prevent_reschedule_on_lost,
        meta: own.meta,
        scaling: own.scaling,
        disconnect: own.disconnect,
        migrate: own.migrate,
        consul: own.consul,
        ..group
    }
}

/// The task with the other's fields that a workload does not set.
fn with_task(task: Task, own: &Task) -> Task {
    let own = own.clone();
    Task {
        leader: own.leader,
        shutdown_delay: own.shutdown_delay,
        kind: own.kind,
        lifecycle: own.lifecycle,
        schedule: own.schedule,
        constraints: own.constraints,
        affinities: own.affinities,
        meta: own.meta,
        csi_plugin: own.csi_plugin,
        consul: own.consul,
        secrets: own.secrets,
        restart: own.restart,
        actions: own.actions,
        scalings: own.scalings,
        ..task
    }
}
