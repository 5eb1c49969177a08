//! Policies of a job that its groups take over, and those of groups that their tasks take over.

use std::sync::LazyLock;

use crate::jobspec::{
    Attr, Block, Duration, FieldItem, Job, Migrate, Reschedule, Restart, Task, Update, Value,
    hours, mins, secs,
};

/// Gives the groups and tasks their policies. A job's own are gone then, but for what a server keeps of its updates.
pub fn complete(job: &mut Job, kind: &str) {
    let deployed = matches!(kind, "service" | "system");
    if let Some(own) = job.update.as_deref_mut() {
        under(own, &USUAL_UPDATE);
    } else if deployed {
        job.update = Some(usual_update().into());
    }
    let (reschedule, migrate) = (job.reschedule.take(), job.migrate.take());
    let (usual, restarted) = (usual_reschedule(kind), usual_restart(kind));
    for group in &mut job.groups {
        let inherited =
            job.update.as_deref().filter(|own| group.update.is_some() || !is_empty(own));
        merge(&mut group.update, inherited);
        if let Some(own) = group.update.as_deref_mut() {
            under(own, &USUAL_UPDATE);
        }
        merge(&mut group.reschedule, reschedule.as_deref());
        match group.reschedule.as_deref_mut() {
            Some(own) => under(own, &usual),
            None if matches!(kind, "service" | "batch") => {
                group.reschedule = Some(usual.clone().into())
            }
            None => {}
        }
        merge(&mut group.migrate, migrate.as_deref());
        if kind == "service" {
            group.migrate.get_or_insert_with(Migrate::boxed);
        }
        let restart = &mut **group.restart.get_or_insert_with(Restart::boxed);
        under(restart, &restarted);
        for task in &mut group.tasks {
            self::restart(task, Some(restart));
        }
    }
    if let Some(own) = job.update.take() {
        let Update { max_parallel, stagger, .. } = *own;
        job.update = Some(Box::new(Update { max_parallel, stagger, ..Update::blank() }));
    }
}

/// Gives a task what its group says of starting again.
pub fn restart(task: &mut Task, of_group: Option<&Restart>) {
    let own = &mut **task.restart.get_or_insert_with(Restart::boxed);
    of_group.into_iter().for_each(|outer| under(own, outer));
}

/// Whether a policy says nothing but zeros: Nomad takes it for none, where no group adds anything.
fn is_empty(update: &Update) -> bool {
    let mut empty = true;
    update.visit(&mut |_, item| {
        let zero = match item {
            FieldItem::Attr(Value::Int(0) | Value::Bool(false)) => true,
            FieldItem::Attr(Value::Duration(time)) => *time == Duration::default(),
            FieldItem::Attr(value) => value.as_str() == Some(""),
            _ => true,
        };
        empty &= zero;
    });
    empty
}

/// What a block does not say, the outer one says; without one of its own, it is the outer one.
fn merge<B: Block + Clone>(own: &mut Option<Box<B>>, outer: Option<&B>) {
    match (own, outer) {
        (Some(own), Some(outer)) => under(&mut **own, outer),
        (own @ None, Some(outer)) => *own = Some(outer.clone().into()),
        (_, None) => {}
    }
}

/// Sets what a block does not say to what another one of its kind says.
pub fn under<B: Block>(own: &mut B, other: &B) {
    let mut said = Vec::new();
    own.visit(&mut |index, _| said.push(index));
    other.visit(&mut |index, item| match item {
        FieldItem::Attr(value) if !said.contains(&index) => own.set(index, value.clone()),
        _ => {}
    });
}

/// How a job is updated that does not say how.
pub fn usual_update() -> Update {
    USUAL_UPDATE.clone()
}

static USUAL_UPDATE: LazyLock<Update> = LazyLock::new(|| {
    Update::new()
        .max_parallel(1)
        .health_check("checks")
        .min_healthy_time(secs(10))
        .healthy_deadline(mins(5))
        .progress_deadline(mins(10))
        .canary(0)
        .auto_revert(false)
        .auto_promote(false)
        .stagger(secs(30))
});

/// How tasks of a type of jobs are started again.
pub fn usual_restart(kind: &str) -> Restart {
    let (attempts, interval) =
        if matches!(kind, "service" | "system") { (2, mins(30)) } else { (3, hours(24)) };
    Restart::new()
        .attempts(attempts)
        .interval(interval)
        .delay(secs(15))
        .mode("fail")
        .render_templates(false)
}

/// How allocations of a type of jobs are placed again.
pub fn usual_reschedule(kind: &str) -> Reschedule {
    let none = Duration::from_nanos(0);
    let policy = Reschedule::new();
    match kind {
        "service" => policy
            .attempts(0)
            .interval(none)
            .delay(secs(30))
            .delay_function("exponential")
            .max_delay(hours(1))
            .unlimited(true),
        "batch" => policy
            .attempts(1)
            .interval(hours(24))
            .delay(secs(5))
            .delay_function("constant")
            .max_delay(none)
            .unlimited(false),
        _ => policy
            .attempts(0)
            .interval(none)
            .delay(none)
            .delay_function("")
            .max_delay(none)
            .unlimited(false),
    }
}

/// The type of a job; a service's, where it is an expression.
pub fn kind(job: &Job) -> String {
    job.type_.as_ref().and_then(Attr::as_str).unwrap_or("service").to_owned()
}
