//! Members of objects, by their names.

use jobwright_hcl::json::{Json, Member, Node};

/// The members of a job, with or without the outer object.
pub fn job_members<'m, 'a>(root: &'m Node<'a>) -> &'m [Member<'a>] {
    let Json::Object(members) = &root.kind else { return &[] };
    match member(members, "Job").map(|member| &member.value.kind) {
        Some(Json::Object(job)) => job,
        _ => members,
    }
}

/// The member of a name. Go compares names without regard to case.
pub fn member<'m, 'a>(members: &'m [Member<'a>], name: &str) -> Option<&'m Member<'a>> {
    members.iter().find(|member| member.key.eq_ignore_ascii_case(name))
}
