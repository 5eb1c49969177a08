//! `lifecycle`: when a task runs in the life of its allocation.

use super::{Attr, Base, Block, Hook, IntoAttr, Location, written_at};

/// Makes a task run before, beside or after the group's main tasks.
///
/// ```hcl
/// lifecycle {
///   hook    = "prestart"
///   sidecar = false
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::Lifecycle;
/// let migrations = Lifecycle::prestart().sidecar(false);
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "lifecycle", go = "TaskLifecycle", constructor)]
pub struct Lifecycle {
    /// When the task starts: `prestart`, `poststart` or `poststop`.
    #[field(zero, required, parser_required, one_of = ["prestart", "poststart", "poststop", ""], choice = Hook)]
    pub hook: Option<Attr<String>>,
    /// Whether it keeps running beside the main tasks; otherwise it must end.
    #[field(zero, default = "false")]
    pub sidecar: Option<Attr<bool>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}

impl Lifecycle {
    /// Before the main tasks, which wait until it has ended or, as a sidecar, has started.
    #[must_use]
    #[track_caller]
    pub fn prestart() -> Self {
        Self::at(Hook::Prestart, Location::here())
    }

    /// After the main tasks have started.
    #[must_use]
    #[track_caller]
    pub fn poststart() -> Self {
        Self::at(Hook::Poststart, Location::here())
    }

    /// After the main tasks have stopped.
    #[must_use]
    #[track_caller]
    pub fn poststop() -> Self {
        Self::at(Hook::Poststop, Location::here())
    }

    fn at(hook: impl IntoAttr<Hook>, source: Location) -> Self {
        let lifecycle = Self::blank().hook(hook);
        written_at(lifecycle, source)
    }
}
