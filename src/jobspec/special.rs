//! Blocks that code has to distinguish from all others.

/// What makes a block unlike all others, where the schema does not say everything. Code recognizes
/// a block by this, and never by Nomad's name of a struct.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Special {
    /// The root: its label is the ID, unless it has an attribute `id`; it may hold what all tasks have in common.
    Job,
    /// A group may hold what all its tasks have in common.
    Group,
    /// The identity of the default name is a field of its own in the API.
    Task,
    /// Nomad does not sort the ports of the task that it describes.
    SidecarTask,
    /// Its networks are those of a task.
    Resources,
    /// Ports with a static number are listed apart from the others in the API.
    Network,
    /// An operator may be the name of an attribute: `regexp = "…"`.
    Affinity,
    /// The same, with operators of its own.
    Constraint,
    /// Nomad's parser fills in what is absent.
    ChangeScript,
    /// Nomad's parser fills in what is absent; its text is a language of its own.
    Template,
    /// Nomad's parser fills in what is absent.
    Vault,
    /// In the API, it specifies that the schedule has the format of cron.
    Periodic,
    /// The type depends on the block around it; the server keeps state in it.
    Scaling,
    /// An old field of the API holds the same as `expose`.
    Proxy,
    /// An old field of the API holds the same as `path`.
    Expose,
    /// A variable of the file, which is not part of the job.
    Variable,
}
