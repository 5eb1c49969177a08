//! Where Nomad looks at the fields of a job, its groups, their networks and their policies, and where it does not.

use crate::jobspec::{
    Block, DispatchPayload, ExposePath, Field, Group, Link, Migrate, Port, Reschedule, Restart,
    Sds, Service, Update, Upstream, Version, Volume, VolumeMount,
};
use crate::lint::Scope;

use super::given::{job_type, known, text};
use super::{per_alloc, reschedule_times};

/// Whether Nomad judges a field of this block here.
pub fn is_judged(block: &dyn Block, field: &Field, scope: &Scope<'_, '_>) -> bool {
    let any = block.as_any();
    // It looks at the policies of groups, into which those of the job are merged.
    if any.is::<Update>() {
        return scope.group.is_some();
    }
    if any.is::<Restart>() {
        return scope.task.is_none();
    }
    if let Some(migrate) = any.downcast_ref::<Migrate>() {
        let none = field.name == "health_check"
            && text(&migrate.health_check) == Some("")
            && known(&migrate.max_parallel, 1).is_none_or(|most| most <= 0);
        return job_type(scope.job) == Some("service") && !none;
    }
    if let Some(reschedule) = any.downcast_ref::<Reschedule>() {
        return reschedule_times::is_asked(reschedule, scope);
    }
    if any.is::<Group>() && field.name == "max_run_duration" {
        return scope.runs(Version::new(2, 0, 3));
    }
    // In the old form, it does not look at the number inside.
    if any.is::<Port>() && field.name == "to" {
        return scope.task.is_none();
    }
    if let Some(volume) = any.downcast_ref::<Volume>() {
        return field.name != "type" && per_alloc::is_kept(volume);
    }
    // It drops a mount without a volume, and takes an empty destination.
    if let Some(mount) = any.downcast_ref::<VolumeMount>() {
        return match field.name {
            "volume" => mount.volume.is_some(),
            "destination" => mount.destination.is_none(),
            _ => true,
        };
    }
    if let Some(service) = any.downcast_ref::<Service>().filter(|_| field.name == "kind") {
        return text(&service.provider) == Some("consul");
    }
    // What goes through a proxy, only Consul judges.
    let of_proxy = any.is::<ExposePath>() || any.is::<Upstream>() || any.is::<Sds>();
    !of_proxy && !any.is::<DispatchPayload>() && !any.is::<Link>()
}
