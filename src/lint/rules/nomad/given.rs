//! What rules ask of attributes: their values, as far as they are known, and where they were set.

use crate::jobspec::{Attr, AttrType, Identity, Job, Location, Service};
use crate::lint::Scope;

/// The value; `absent` if it is not set, and `None` for an expression.
pub fn known<T: AttrType>(attr: &Option<Attr<T>>, absent: T) -> Option<T> {
    match attr {
        None => Some(absent),
        Some(attr) => attr.get(),
    }
}

/// The string; an empty one if it is not set, and `None` for an expression.
pub fn text(attr: &Option<Attr<String>>) -> Option<&str> {
    attr.as_ref().map_or(Some(""), Attr::as_str)
}

/// Whether it is known to be true.
pub fn is_true(attr: &Option<Attr<bool>>) -> bool {
    attr.as_ref().and_then(Attr::get) == Some(true)
}

/// Where it was set.
pub fn at<T>(attr: &Option<Attr<T>>) -> Location {
    attr.as_ref().map(Attr::location).unwrap_or_default()
}

/// The type of a completed job; `None` for an expression.
pub fn job_type(job: &Job) -> Option<&str> {
    text(&job.type_)
}

/// The name of a service, for people.
pub fn name(service: &Service) -> &str {
    service.name.as_ref().and_then(Attr::as_str).unwrap_or_default()
}

/// Whether a string is 1 to 128 characters long, all of them letters, digits or one of `others`.
pub fn is_word(text: &str, others: &str) -> bool {
    let letter = |letter: char| letter.is_ascii_alphanumeric() || others.contains(letter);
    (1..=128).contains(&text.len()) && text.chars().all(letter)
}

/// Whether an identity is the task's, and not that of a service or a proxy.
pub fn is_of_task(identity: &Identity, scope: &Scope<'_, '_>) -> bool {
    let place: *const Identity = identity;
    scope.task.is_some_and(|task| task.identities.as_ptr_range().contains(&place))
}
