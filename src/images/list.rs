//! All images of a set of jobs, each once, with who runs it and where it is written.

use std::collections::BTreeMap;

use serde::Serialize;

use super::sources::{Origin, Sources};
use super::uses::Use;
use crate::diagnostic::Place;
use crate::reference::Reference;

/// An image with all that run it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Image {
    /// Its name, as the jobs have it.
    pub image: String,
    /// The name without tag and digest, if it is known as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository: Option<String>,
    /// Its tag.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tag: Option<String>,
    /// Its digest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
    /// The tasks that run it, in their order.
    pub uses: Vec<UsedBy>,
}

/// A task that runs an image.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UsedBy {
    /// The sites that have the job so; none, where it is a job file.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sites: Vec<String>,
    /// The job's ID.
    pub job: String,
    /// The group's name.
    pub group: String,
    /// The task's name.
    pub task: String,
    /// The file that names the image, or that defines the job if the former is not known.
    pub file: String,
    /// The line there, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// Whether the image is one literal `repository:tag` there, which update bots find.
    pub literal: bool,
    /// Why it is not one literal, if that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unfound: Option<Unfound>,
}

/// Why an image with a tag is not one literal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unfound {
    /// Several literals name it, and it may come from any of them.
    Several,
    /// No literal in Rust names it, and one in `out/` does: an update bot would change that alone.
    OnlyInOut,
}

/// A use with what is around it.
#[derive(Clone, Copy, Debug)]
pub struct Given<'u> {
    /// The site of the job, if it has one.
    pub site: Option<&'u str>,
    /// The file that defines the job.
    pub source: &'u str,
    /// The use.
    pub used: &'u Use,
}

impl UsedBy {
    /// A use in a registry, whose Rust is known.
    #[must_use]
    pub fn in_rust(given: Given<'_>, sources: &Sources) -> Self {
        match sources.origin(given.used) {
            Origin::Literal(literal) => Self::at(given, literal.file(), Some(literal.line()), true),
            Origin::Several(_) => Self::of_call(given, sources, Some(Unfound::Several)),
            Origin::None => {
                let image = &given.used.image;
                let is_tagged = Reference::parse(image).is_some_and(|image| image.tag.is_some());
                let only = (is_tagged && !sources.has(image)).then_some(Unfound::OnlyInOut);
                Self::of_call(given, sources, only)
            }
        }
    }

    /// A use that comes from no known literal, at its call.
    fn of_call(given: Given<'_>, sources: &Sources, unfound: Option<Unfound>) -> Self {
        let by = match sources.written(given.used) {
            Some((file, line)) => Self::at(given, file, Some(line), false),
            None => Self::at(given, given.source, None, false),
        };
        Self { unfound, ..by }
    }

    /// A use in a job file, at this location.
    #[must_use]
    pub fn in_file(given: Given<'_>, place: &Place) -> Self {
        let tagged = Reference::parse(&given.used.image).is_some_and(|image| image.tag.is_some());
        // What the file says with variables has been evaluated.
        let is_literal = match place {
            Place::Text(source, span) => {
                span.of(&source.text).trim_matches('"') == given.used.image
            }
            // In JSON, nothing is put together.
            _ => true,
        };
        let line = place.range().map(|(start, _)| start.line);
        Self::at(given, place.file().unwrap_or(given.source), line, tagged && is_literal)
    }

    /// Whether both are the same at two sites: what one site has twice is two.
    fn is_same(&self, other: &Self) -> bool {
        let all = |by: &Self| Self { sites: Vec::new(), ..by.clone() };
        all(self) == all(other) && !other.sites.iter().all(|site| self.sites.contains(site))
    }

    fn at(given: Given<'_>, file: &str, line: Option<u32>, literal: bool) -> Self {
        let Given { site, used, .. } = given;
        let sites = site.map(str::to_owned).into_iter().collect();
        let (job, group, task) = (used.job.clone(), used.group.clone(), used.task.clone());
        Self { sites, job, group, task, file: file.to_owned(), line, literal, unfound: None }
    }
}

/// All images with who runs them, in the order of their names. What several sites have alike is one use.
#[must_use]
pub fn list(uses: impl IntoIterator<Item = (Use, UsedBy)>) -> Vec<Image> {
    let mut images: BTreeMap<String, Image> = BTreeMap::new();
    for (used, by) in uses {
        let image = images.entry(used.image).or_insert_with_key(|name| Image::named(name));
        match image.uses.iter_mut().find(|other| other.is_same(&by)) {
            Some(other) => other.sites.extend(by.sites),
            None => image.uses.push(by),
        }
    }
    images.into_values().collect()
}

impl Image {
    /// Whether it says which version it is, by a tag or by parts that say one later.
    #[must_use]
    pub fn is_tagged(&self) -> bool {
        self.tag.is_some() || self.repository.is_none()
    }

    fn named(name: &str) -> Self {
        let parts = Reference::parse(name);
        let own = |part: Option<&str>| part.map(str::to_owned);
        Self {
            image: name.to_owned(),
            repository: own(parts.map(|parts| parts.repository)),
            tag: own(parts.and_then(|parts| parts.tag)),
            digest: own(parts.and_then(|parts| parts.digest)),
            uses: Vec::new(),
        }
    }
}
