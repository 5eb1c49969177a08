//! What a change of the job does to allocations that run.

use serde::Serialize;

use super::Field;

/// What a change of a field does to allocations that run, or that a block comes or goes. What is in the block may do
/// more or less: see [`Effect::of`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// They are replaced.
    Destructive,
    /// They stay, and become those of the new version.
    InPlace,
    /// They stay where their node still is one for them, and are replaced elsewhere.
    Placement,
    /// As many are started or stopped as are missing or too many; the others stay.
    Count,
    /// All of a group are started or stopped.
    Allocations,
    /// Those are replaced that have a task for which it is not said otherwise further in.
    Meta,
    /// They are replaced where the service is in the mesh, and stay where not.
    Mesh,
    /// They are replaced where both versions have the block around it, and stay where not.
    IfBoth,
    /// There is a new version, which those that run know nothing of.
    Version,
    /// Nothing: Nomad drops it before it compares.
    Nothing,
    /// It is another job.
    Another,
    /// Nomad refuses the change.
    Refused,
}

impl Effect {
    /// What a change does at the end of a way, whose fields these are, from the job's own on. A block whose fields say
    /// nothing has the effect of the field that holds it; one that is compared as a whole has it throughout.
    ///
    /// ```
    /// use jobwright::jobspec::{Effect, Group, Job, Task};
    ///
    /// let field = |schema: &jobwright::jobspec::Schema, name| schema.field(name).map(|(_, field)| field);
    /// let (group, task) = (field(&Job::SCHEMA, "group"), field(&Group::SCHEMA, "task"));
    /// let effect = |name| Effect::of([group, task, field(&Task::SCHEMA, name)].into_iter().flatten());
    /// assert_eq!(effect("user"), Some(Effect::Destructive));
    /// assert_eq!(effect("leader"), Some(Effect::InPlace));
    /// ```
    pub fn of<'f>(way: impl IntoIterator<Item = &'f Field>) -> Option<Self> {
        let (mut effect, mut whole) = (None, false);
        for field in way {
            let own = match field.update {
                Some(Self::Nothing) => Some(Self::Nothing),
                _ if whole => field.apart,
                own => own,
            };
            effect = own.or(effect);
            whole |= field.whole;
        }
        effect
    }
}
