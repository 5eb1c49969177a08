//! What the registry of a project has already.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::imported::Imported;
use super::lift::SHARED;
use crate::house::Site;
use crate::registry::{Defined, Definition, Registry};
use crate::render::Renderer;

/// What the registry has already.
#[derive(Default)]
pub struct Known {
    /// Its site.
    pub site: Option<Site>,
    /// The content of `site.rs`.
    pub site_text: String,
    /// The definitions of the jobs, by their IDs.
    pub jobs: BTreeMap<String, Vec<Old>>,
    /// All definitions.
    pub defined: Vec<Defined>,
    /// The stems of the definitions.
    pub stems: BTreeSet<String>,
    /// The helper modules beside `site.rs`.
    pub helpers: BTreeSet<String>,
    /// Those of them that `import` has written, each with the definitions that use it.
    pub shared: BTreeMap<String, BTreeSet<String>>,
}

/// A definition that exists already.
pub struct Old {
    /// The file that defines the job.
    pub source: String,
    /// The job as HCL.
    pub text: Option<String>,
    /// The file defines nothing else.
    pub alone: bool,
}

impl Known {
    /// What there is in the registry of the project in `root`, as far as it is known without its program.
    pub fn of(registry: Option<Registry>, root: &Path, renderer: &Renderer) -> Self {
        let mut known = Self::default();
        let folder = root.join("registry");
        for path in fs::read_dir(&folder).into_iter().flatten().flatten().map(|entry| entry.path())
        {
            if path.extension().is_some_and(|extension| extension == "rs") {
                let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                if fs::read_to_string(&path).is_ok_and(|text| text.starts_with(SHARED)) {
                    known.shared.insert(stem.clone(), BTreeSet::new());
                }
                known.helpers.insert(stem);
            }
        }
        let Some(registry) = registry else { return known };
        let Some(site) = (registry.sites)().into_iter().next() else { return known };
        for entry in registry.entries {
            let stem = Path::new(entry.source).file_stem();
            known.stems.extend(stem.map(|stem| stem.to_string_lossy().into_owned()));
            let text = fs::read_to_string(root.join(entry.source)).unwrap_or_default();
            for (stem, users) in &mut known.shared {
                if text.contains(&format!("crate::{stem}")) {
                    users.insert(entry.source.to_owned());
                }
            }
            let definitions = (entry.define)(&site.for_category(entry.category));
            let alone = definitions.len() == 1;
            for definition in definitions {
                if let Definition::Job(job) | Definition::Reference(job) = &definition {
                    let source = entry.source.to_owned();
                    let old = Old { source, text: renderer.job(job, "").ok(), alone };
                    known.jobs.entry(job.id.clone()).or_default().push(old);
                }
                known.defined.push(Defined { source: entry.source.into(), definition });
            }
        }
        known.site = Some(site);
        known.site_text = fs::read_to_string(folder.join("site.rs")).unwrap_or_default();
        known
    }

    /// Whether a definition gives just this job.
    pub fn is_there(&self, id: &str, text: Option<String>) -> bool {
        let old = self.jobs.get(id).into_iter().flatten();
        text.is_some() && old.into_iter().any(|old| old.text == text)
    }

    /// The definition that each job is written over, if there is one: the first job of an ID replaces the first one.
    pub fn rewritten(&self, jobs: &[&Imported]) -> Vec<Option<&Old>> {
        let mut counts = BTreeMap::<&str, usize>::new();
        let mut all = Vec::new();
        for imported in jobs {
            let id = imported.job.id.as_str();
            let count = counts.entry(id).or_default();
            all.push(self.jobs.get(id).and_then(|old| old.get(*count)));
            *count += 1;
        }
        all
    }
}
