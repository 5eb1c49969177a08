//! Where a job's attributes come from: a call in its definition, in the site or in shared code, or
//! Nomad's own default.

mod asked;
mod entries;

use serde::Serialize;

use crate::diagnostic::Place;
use crate::error::{Error, ErrorKind};
use crate::house::Site;
use crate::registry::{Defined, Definition};
use asked::Asked;
use entries::Entry;
use jobwright_hcl::nearest::nearest;

/// An attribute, a block or a name in a map, and who set it.
///
/// ```
/// use jobwright::origin::{By, of};
/// use jobwright::prelude::*;
/// use jobwright::{Defined, Definition};
///
/// let site = Site::new("lab");
/// let job = Workload::service("web").image("web:1").env("COLOUR", "blue").job(&site);
/// let defined = Defined { source: "registry/apps/web.rs".into(), definition: Definition::Job(job) };
/// let origins = of(&defined, &site, "env.COLOUR")?;
/// assert_eq!(origins[0].value.as_deref(), Some("\"blue\""));
/// let timeout = of(&defined, &site, "kill_timeout")?;
/// assert_eq!(timeout[0].by, By::Nomad);
/// # Ok::<(), jobwright::error::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Origin {
    /// The path to it, as in reports: `job "web" > group "web" > count`.
    pub path: String,
    /// Its value in HCL; `None` for a block, and for what is not set.
    pub value: Option<String>,
    /// Who set it.
    pub by: By,
    /// The known locations where it is set: for a list, each that added values.
    pub places: Vec<At>,
}

/// Who set something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// The file that defines the job.
    Definition,
    /// The site, for the job's category.
    Category,
    /// The file of the site.
    Site,
    /// Another file of the registry.
    Shared,
    /// Not set: it is Nomad's default.
    Nomad,
    /// Not set, and Nomad has no default.
    Nobody,
    /// It is not known.
    Unknown,
}

/// A location in a Rust file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct At {
    /// The file, as the compiler names it.
    pub file: String,
    /// The line, from 1 on.
    pub line: u32,
    /// The column of the call, from 1 on.
    pub column: u32,
    /// Who set it there.
    pub by: By,
}

/// Where the attributes that a name matches come from: `task.resources.memory`, `env.PORT`, or the
/// whole path as in reports. Names between the first and the last may be omitted; all matches are
/// returned, and for a map such as `env` all that it contains. What is set comes before what could
/// be set.
///
/// # Errors
///
/// Nothing has this name; the error suggests the most similar one.
pub fn of(defined: &Defined, site: &Site, asked: &str) -> Result<Vec<Origin>, Error> {
    let (Definition::Job(job) | Definition::Reference(job)) = &defined.definition else {
        return Err(unknown(defined, asked, &[]));
    };
    let asked = Asked::of(asked);
    let entries = entries::of(job);
    let fits = |set: bool| {
        let of_kind = entries.iter().filter(move |entry| entry.is_set() == set);
        of_kind.filter(|entry| asked.fits(&entry.path)).collect::<Vec<_>>()
    };
    // For a map, that is its contents.
    let inside = || {
        let set = entries.iter().filter(|entry| entry.is_set() && entry.value.is_some());
        set.filter(|entry| asked.is_above(&entry.path)).collect::<Vec<_>>()
    };
    let mut found = fits(true);
    if found.is_empty() {
        found = inside();
    }
    if found.is_empty() {
        found = fits(false);
    }
    if found.is_empty() {
        return Err(unknown(defined, asked.text(), &entries));
    }
    Ok(found.into_iter().map(|entry| origin(entry, defined, site)).collect())
}

fn origin(entry: &Entry, defined: &Defined, site: &Site) -> Origin {
    let mut places: Vec<At> = Vec::new();
    for location in &entry.locations {
        let Place::Line { file, line, column } = Place::from(*location) else { continue };
        let by = match site.is_of_category(*location) {
            true => By::Category,
            false => by(&file, defined, site),
        };
        let at = At { file, line, column, by };
        if !places.contains(&at) {
            places.push(at);
        }
    }
    let by = match (&entry.what, places.first()) {
        (entries::What::Unset, _) => By::Nobody,
        (entries::What::Default, _) => By::Nomad,
        (entries::What::Set, None) => By::Unknown,
        // Of several, the closest to the job.
        (entries::What::Set, Some(first)) => {
            places.iter().map(|at| at.by).min().unwrap_or(first.by)
        }
    };
    Origin { path: entry.path.to_string(), value: entry.value.clone(), by, places }
}

/// Who the file belongs to.
fn by(file: &str, defined: &Defined, site: &Site) -> By {
    let of_site = site.location().rust().map(|at| at.file().replace('\\', "/"));
    if file.ends_with(&*defined.source) {
        By::Definition
    } else if of_site.is_some_and(|of_site| of_site == file) {
        By::Site
    } else {
        By::Shared
    }
}

fn unknown(defined: &Defined, asked: &str, entries: &[Entry]) -> Error {
    let message = format!("unknown attribute `{asked}` in job `{}`", defined.name());
    let error = Error::new(ErrorKind::Usage, message);
    let (before, last) = asked.rsplit_once('.').map_or(("", asked), |(all, last)| (all, last));
    let mut names: Vec<&str> = entries.iter().flat_map(|entry| asked::last(&entry.path)).collect();
    names.sort_unstable();
    names.dedup();
    match nearest(last, names.into_iter()) {
        Some(near) if before.is_empty() || near == last => {
            error.help(format!("did you mean `{near}`?"))
        }
        Some(near) => error.help(format!("did you mean `{before}.{near}`, or `{near}`?")),
        None => error.help(format!("run `show {}` to see all attributes", defined.name())),
    }
}
