//! Tasks besides the workload's own, in the same group: before it, beside it, and as long as it.

use super::Workload;
use crate::jobspec::{Attr, Hook, IntoBlock, Lifecycle, Location, Problem, Task, written_at};

impl Workload {
    /// A task that runs to its end before the workload's own one starts: `lifecycle { hook =
    /// "prestart" sidecar = false }`. It comes before the workload's own task in the file, with the site's driver
    /// of containers, and the site's shape unless it sets its `resources`. An equal `lifecycle` of
    /// the task is kept; any other is a finding. A further call adds another task, which runs at
    /// the same time.
    ///
    /// ```
    /// use jobwright::prelude::*;
    /// let migrate = Task::new("migrate", Docker::image("web:1").args(["migrate"]));
    /// let job = Workload::service("web").image("web:1").prestart(migrate).job(&Site::new("lab"));
    /// let names: Vec<&str> = job.groups[0].tasks.iter().map(|task| task.name.as_str()).collect();
    /// assert_eq!(names, ["migrate", "web"]);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn prestart(self, task: impl IntoBlock<Task>) -> Self {
        self.ahead(task.into_block(), "prestart", false)
    }

    /// A task that starts before the workload's own one and runs as long as it: `lifecycle { hook =
    /// "prestart" sidecar = true }`. It comes before the workload's own task in the file, with the site's driver
    /// of containers, and the site's shape unless it sets its `resources`. An equal `lifecycle` of
    /// the task is kept; any other is a finding. A further call adds another.
    ///
    /// ```
    /// use jobwright::prelude::*;
    /// let redis = Task::new("redis", Docker::image("redis:7"));
    /// let job = Workload::service("web").image("web:1").sidecar(redis).job(&Site::new("lab"));
    /// assert_eq!(job.groups[0].tasks[0].lifecycle, Some(Lifecycle::prestart().sidecar(true).into()));
    /// ```
    #[must_use]
    #[track_caller]
    pub fn sidecar(self, task: impl IntoBlock<Task>) -> Self {
        self.ahead(task.into_block(), "sidecar", true)
    }

    /// A task that runs at the same time as the workload's own one, or as its own `lifecycle`
    /// specifies. It comes after the workload's own task in the file, with the site's driver of containers, and
    /// the site's shape unless it sets its `resources`. A further call adds another.
    #[must_use]
    #[track_caller]
    pub fn task(mut self, task: impl IntoBlock<Task>) -> Self {
        let task = task.into_block();
        self.parts.said.adds("task");
        self.parts.further.push(task.name.clone());
        self.parts.group = self.parts.group.task(task);
        self
    }

    #[track_caller]
    fn ahead(mut self, mut task: Task, method: &'static str, sidecar: bool) -> Self {
        let here = Location::here();
        self.parts.said.adds(method);
        let usual = || written_at(Lifecycle::prestart().sidecar(sidecar), here).into();
        let own = task.lifecycle.get_or_insert_with(usual);
        let hook = own.hook.as_ref().and_then(Attr::as_str);
        let stays = own.sidecar.as_ref().map_or(Some(false), Attr::get);
        if hook != Some(Hook::Prestart.as_str()) || stays != Some(sidecar) {
            let message = format!("the `lifecycle` of task `{}` contradicts `{method}`", task.name);
            let help = "remove its `lifecycle`, or pass the task to `.task(…)`";
            let problem = Problem::new(message, help, here).after(own.base.location);
            task.base.problems.push(problem);
        }
        self.parts.further.push(task.name.clone());
        let at = self.parts.before.min(self.parts.group.tasks.len());
        self.parts.group.tasks.insert(at, task.here());
        self.parts.before = at + 1;
        self
    }
}
