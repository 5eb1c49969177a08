//! A container for docker as one for podman.

use super::Podman;
use crate::jobspec::{Block, Child, Docker, FieldItem, Location, Locations, Problem};

/// The same container. Podman's driver has most of docker's attributes, under the same names; what it has not is a finding,
/// with its line.
///
/// ```
/// use jobwright::jobspec::{Docker, Podman};
/// let docker = Docker::image("web:1").args(["-v"]).labels("team", "web");
/// assert_eq!(Podman::from(docker), Podman::image("web:1").args(["-v"]).labels("team", "web"));
/// ```
impl From<Docker> for Podman {
    fn from(docker: Docker) -> Self {
        let mut podman = Self::blank();
        podman.base.clone_from(&docker.base);
        let mut problems = Vec::new();
        copy(&docker, &mut podman, "", &mut problems);
        let problem = |(name, location): (String, Location)| {
            let message = format!(
                "unknown attribute `{name}` for the podman driver, which differs \
                from docker here"
            );
            let help = "remove it, or configure the task for podman directly: \
                `.driver(Podman::image(…))`";
            Problem::new(message, help, location.or(docker.base.location))
        };
        podman.base.note(problems.into_iter().map(problem));
        podman
    }
}

/// Docker's names for what podman's driver calls otherwise.
const RENAMED: [(&str, &str); 2] = [("work_dir", "working_dir"), ("userns_mode", "userns")];

/// Copies what both blocks have, and names the rest.
fn copy(from: &dyn Block, to: &mut dyn Block, path: &str, left: &mut Vec<(String, Location)>) {
    to.base_mut().location = from.base().location;
    let (theirs, ours) = (from.schema(), to.schema());
    from.visit(&mut |index, item| {
        let field = &theirs.fields[index];
        let name = format!("{path}{}", field.name);
        let location = from.locations(index).map(Locations::first).unwrap_or_default();
        let renamed = RENAMED.iter().find(|(theirs, _)| *theirs == field.name);
        let Some((at, own)) = ours.field(renamed.map_or(field.name, |(_, ours)| ours)) else {
            return left.push((name, location));
        };
        match item {
            FieldItem::Attr(value) if own.kind == field.kind => {
                to.set(at, value.clone());
                to.locate(at, from.locations(index).cloned().unwrap_or_default());
            }
            FieldItem::Map(map) => match to.child(at) {
                Some(Child::Map(own)) => own.clone_from(map),
                _ => left.push((name, location)),
            },
            FieldItem::Block(inner) => match to.child(at) {
                Some(Child::Block(own)) => copy(inner, own, &format!("{name}."), left),
                _ => left.push((name, location)),
            },
            FieldItem::Attr(_) | FieldItem::Label(_) | FieldItem::Free(_) => {
                left.push((name, location))
            }
        }
    });
}
