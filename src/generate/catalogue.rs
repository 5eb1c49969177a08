//! The definitions of a registry, called for one site.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::item::{CatalogueItem, Format, failed, mark};
use super::json;
use crate::diagnostic::{Diagnostic, Place};
use crate::error::{Error, ErrorKind};
use crate::house::Site;
use crate::lint::{self, Context, Level};
use crate::order::{self, Given, Order};
use crate::out::File;
use crate::parallel;
use crate::read;
use crate::registry::{Defined, Definition, Entry, Registry};
use crate::render::Renderer;
use crate::visible::visible_line;
use jobwright_hcl::eval::Inputs;
use jobwright_hcl::nearest::nearest;

/// A registry whose definitions have been called, for one site.
#[derive(Debug)]
pub struct Catalogue {
    /// The site.
    pub site: Site,
    /// The definitions, in the order of their files.
    pub items: Vec<CatalogueItem>,
    /// The directory of its files in the output directory: empty for the only site, otherwise the
    /// site's name.
    pub folder: PathBuf,
}

impl Catalogue {
    /// Calls the definitions of a registry for a site by itself.
    #[must_use]
    pub fn of(registry: &Registry, site: Site) -> Self {
        let categories = Categories::of(registry, &site);
        let items = parallel::map(registry.entries, |entry| categories.items(entry));
        drop(categories);
        Self::complete(site, items.into_iter().flatten().collect(), PathBuf::new())
    }

    /// The catalog of all definitions of a site, and of the directory that its files are in.
    pub(super) fn complete(mut site: Site, mut items: Vec<CatalogueItem>, folder: PathBuf) -> Self {
        if site.any_ids {
            name_files(&mut items);
        }
        let unknown = site.unknown_sites();
        site.problems.extend(unknown);
        Self { site, items, folder }
    }

    /// The path of an item's file in the output directory.
    #[must_use]
    pub fn path(&self, item: &CatalogueItem, format: Format) -> PathBuf {
        self.folder.join(item.path(format))
    }

    /// What the rules find.
    #[must_use]
    pub fn lint(&self) -> lint::Outcome {
        self.lint_at_least(Level::Info)
    }

    /// The findings of the rules at this level or above: lower levels would only cost time when
    /// files are written.
    #[must_use]
    pub fn lint_at_least(&self, least: Level) -> lint::Outcome {
        let defined: Vec<&Defined> = self.items.iter().map(|item| &item.defined).collect();
        lint::check(&Context::new(&self.site, &defined).at_least(least))
    }

    /// The order in which the registry's jobs and volumes are deployed, with the files of a format;
    /// there are no API JSON files for volumes.
    #[must_use]
    pub fn order(&self, format: Format) -> Order {
        let given: Vec<Given<'_>> =
            self.items.iter().filter_map(|item| item.given(format)).collect();
        order::of(&self.site, &given).order
    }

    /// The file with the order; `None` if nothing is deployed.
    #[must_use]
    pub fn order_file(&self, format: Format) -> Option<File> {
        let order = self.order(format);
        let path = self.folder.join(order::FILE);
        (!order.steps.is_empty()).then(|| File { path, text: order.text_for(self.name()) })
    }

    /// The site's name, if there are several.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        (!self.folder.as_os_str().is_empty()).then_some(&self.site.name)
    }

    /// The updates that Nomad refuses, such as another type, of jobs whose files in a directory
    /// would change.
    #[must_use]
    pub fn refused_updates_in(&self, out: &Path) -> Vec<Diagnostic> {
        let found = parallel::map(&self.items, |item| {
            let text = std::fs::read_to_string(out.join(self.path(item, Format::Hcl))).ok()?;
            refused_update(&self.site, item, &text)
        });
        found.into_iter().flatten().flatten().collect()
    }

    /// The job or volume with this name.
    ///
    /// # Errors
    ///
    /// An unknown name; the error suggests the most similar one.
    pub fn find(&self, name: &str) -> Result<&CatalogueItem, Error> {
        let jobs = || self.items.iter().filter(|item| item.job().is_some());
        let found = jobs().find(|item| item.file_stem == name);
        let mut named = jobs().filter(|item| item.name() == name);
        let first = named.next();
        let others: Vec<&str> =
            first.into_iter().chain(named).map(|item| item.file_stem.as_str()).collect();
        if found.is_none() && others.len() > 1 {
            let message = format!("{} jobs are named `{name}`", others.len());
            let help = format!("name the file of the one you mean: {}", list(&others));
            return Err(Error::new(ErrorKind::UnknownJob, message).help(help));
        }
        found.or(first).ok_or_else(|| {
            let place = match self.name() {
                Some(site) => format!("at the site `{site}`"),
                None => "in the registry".to_owned(),
            };
            unknown(name, &place, jobs().map(CatalogueItem::name))
        })
    }

    /// Renders the requested items as HCL, all of them or none.
    ///
    /// # Errors
    ///
    /// The first template, in the order of the files, that does not print what was asked for.
    pub fn render(
        &self,
        renderer: &Renderer,
        wanted: impl Fn(&CatalogueItem) -> bool,
    ) -> Result<Vec<File>, Error> {
        let wanted: Vec<&CatalogueItem> = self.items.iter().filter(|item| wanted(item)).collect();
        let files = parallel::map(&wanted, |item| {
            Ok(File { path: self.path(item, Format::Hcl), text: render(renderer, item)? })
        });
        files.into_iter().collect()
    }
}

/// The requested format, with what is needed to produce it.
#[derive(Debug)]
pub enum Asked<'v> {
    /// HCL, which contains variables and expressions.
    Hcl,
    /// API JSON, which has no variables: these are their values.
    Json(Inputs<'v>),
}

impl Asked<'_> {
    /// The format of the files.
    #[must_use]
    pub fn format(&self) -> Format {
        match self {
            Self::Hcl => Format::Hcl,
            Self::Json(_) => Format::Json,
        }
    }
}

/// Nomad's objection to the new version of a job, compared with the content of its file.
pub(super) fn refused_update(
    site: &Site,
    item: &CatalogueItem,
    old: &str,
) -> Option<Vec<Diagnostic>> {
    let Definition::Job(new) = &item.defined.definition else { return None };
    let old = read::job(old).ok().filter(|old| old.id == new.id)?;
    let allowed = new.base.allowances.iter().chain(site.allowances.iter());
    let rule = lint::rule("nomad/replaced-job")?;
    let level = rule.level_in(&site.levels, &item.defined.source);
    let is_allowed = allowed.into_iter().any(|one| rule.is_named(&one.rule));
    let place = |location| Place::from(location);
    (level == Level::Error && !is_allowed).then(|| lint::updated(&old, new, place))
}

/// A site as each category sees it.
#[derive(Debug)]
pub(super) struct Categories<'s> {
    site: &'s Site,
    of: BTreeMap<&'static str, Site>,
}

impl<'s> Categories<'s> {
    /// Those of a registry.
    pub fn of(registry: &Registry, site: &'s Site) -> Self {
        let mut of = BTreeMap::new();
        for entry in registry.entries {
            of.entry(entry.category).or_insert_with(|| site.for_category(entry.category));
        }
        Self { site, of }
    }

    /// What an entry defines.
    pub fn items(&self, entry: &Entry) -> Vec<CatalogueItem> {
        items_of(entry, self.of.get(entry.category).unwrap_or(self.site))
    }
}

fn items_of(entry: &Entry, site: &Site) -> Vec<CatalogueItem> {
    let item = |definition| {
        let mut item = CatalogueItem {
            defined: Defined { source: entry.source.into(), definition },
            category: entry.category,
            doc: entry.doc,
            file_stem: String::new(),
            site: None,
        };
        item.file_stem = item.name().to_owned();
        item
    };
    (entry.define)(site).into_iter().map(item).collect()
}

/// The error for a name that no job has.
pub fn unknown<'j>(name: &str, place: &str, jobs: impl Iterator<Item = &'j str>) -> Error {
    let error = Error::new(ErrorKind::UnknownJob, format!("unknown job `{name}` {place}"));
    match nearest(name, jobs) {
        Some(nearest) => error.help(format!("did you mean `{nearest}`?")),
        None => error.help("`list` shows all jobs"),
    }
}

/// Names in backticks.
pub fn list(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// Names files after those that define the jobs, where the ID is not valid as a file name or not
/// unique.
fn name_files(items: &mut [CatalogueItem]) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for item in items.iter().filter(|item| item.job().is_some()) {
        *counts.entry(item.name().to_lowercase()).or_default() += 1;
    }
    let own = |item: &CatalogueItem| {
        let alone = counts.get(&item.name().to_lowercase()).is_none_or(|count| *count == 1);
        item.job().is_none() || alone && lint::is_file_name(item.name())
    };
    let mut taken: BTreeSet<String> =
        items.iter().filter(|item| own(item)).map(|item| item.name().to_lowercase()).collect();
    for item in items.iter_mut() {
        if own(item) {
            continue;
        }
        let path = Path::new(item.defined.source.as_ref()).with_extension("");
        let stem = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let first = if taken.contains(&stem) { format!("{}-{stem}", item.category) } else { stem };
        let mut stem = first.clone();
        let mut number = 1_usize;
        while !taken.insert(stem.clone()) {
            number += 1;
            stem = format!("{first}-{number}");
        }
        item.file_stem = stem;
    }
}

/// The result for an item.
pub(super) enum Outcome {
    Text(String),
    /// It has no file in this format.
    Nothing,
    /// A variable has no value.
    Unevaluated(Error),
}

/// The content of an item's file.
pub(super) fn render_item(
    renderer: &Renderer,
    asked: &Asked<'_>,
    item: &CatalogueItem,
) -> Result<Outcome, Error> {
    let Asked::Json(inputs) = asked else { return Ok(Outcome::Text(render(renderer, item)?)) };
    let Some(job) = item.job() else { return Ok(Outcome::Nothing) };
    Ok(match json::evaluated(job, item, renderer, inputs)? {
        Ok(job) => Outcome::Text(json::text(&job, item)?),
        Err(error) => Outcome::Unevaluated(error),
    })
}

/// The HCL of an item.
fn render(renderer: &Renderer, item: &CatalogueItem) -> Result<String, Error> {
    let text = match &item.defined.definition {
        Definition::Job(job) | Definition::Reference(job) => renderer.job(job, &header(item)),
        Definition::Volume(volume) => renderer.volume(volume, &header(item)),
    };
    text.map_err(|error| failed(item, error))
}

/// The lines above the job: that the file is generated, from which source, and what it is for.
#[must_use]
pub fn header(item: &CatalogueItem) -> String {
    header_of(&item.defined, item.doc, item.site.as_deref())
}

/// The same for a definition that need not be in the registry yet, for one of several sites.
#[must_use]
pub fn header_of(defined: &Defined, doc: &str, site: Option<&str>) -> String {
    let mut header = format!("# {}; do not edit.\n", mark(defined, site));
    if let Definition::Reference(_) = defined.definition {
        header.push_str("# Reference only: this job shows a pattern and is never deployed.\n");
    }
    let doc: String =
        doc.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    if !doc.is_empty() {
        header.push_str("#\n# ");
        header.push_str(&visible_line(&doc));
        header.push('\n');
    }
    header.push('\n');
    header
}
