//! How groups are updated and scaled.

pub mod auto_revert;
pub mod canary_promote;
pub mod scaling_count;

use crate::jobspec::{Group, Update};
use crate::lint::Scope;

/// Whether the job is one whose groups are deployed.
fn is_service(scope: &Scope<'_, '_>) -> bool {
    scope.job.type_.as_ref().is_none_or(|kind| kind.as_str() == Some("service"))
}

/// Whether an `update` sets something, or the one that it is merged with does: a group's `update`
/// is merged with the job's, and the job's applies to all groups, each of which may set it.
fn says(update: &Update, scope: &Scope<'_, '_>, what: impl Fn(&Update) -> bool) -> bool {
    let of_group = |group: &Group| group.update.as_deref().is_some_and(&what);
    match scope.group {
        Some(_) => what(update) || scope.job.update.as_deref().is_some_and(&what),
        None => {
            what(update) || !scope.job.groups.is_empty() && scope.job.groups.iter().all(of_group)
        }
    }
}
