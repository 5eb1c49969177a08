//! What a change of the job does to allocations that run.

use serde::Serialize;

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
