//! What a new definition is checked by, and how it is written and shown.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::cli::{Answer, print};
use crate::diagnostic::{Diagnostic, Severity};
use crate::error::{Error, ErrorKind};
use crate::generate::{Catalogue, header_of, renderer};
use crate::lint::{self, Context, Level};
use crate::project::Project;
use crate::registry::{Defined, Definition};
use crate::scaffold::{Plan, Wanted};

/// The help for a file that exists already: `new` replaces none.
const HELP: &str = "use another name, or change the existing file";

/// A definition that is to be written.
pub struct New {
    /// Its file.
    pub source: PathBuf,
    /// The file's text, and those of the files that it includes.
    pub files: Vec<Wanted>,
    pub definition: Definition,
}

/// Writes a definition, unless the rules would keep `gen` from rendering it; shows what it gives at the first site.
pub fn write(new: New, catalogues: &[Catalogue], project: &Project) -> Result<Answer, Error> {
    let source = new.source.to_string_lossy().replace('\\', "/");
    let defined = Defined { source: source.clone().into(), definition: new.definition };
    let mut findings: Vec<Diagnostic> = Vec::new();
    for finding in catalogues.iter().flat_map(|catalogue| own_findings(&defined, catalogue)) {
        if findings.iter().all(|other| other.to_string() != finding.to_string()) {
            findings.push(finding);
        }
    }
    findings.iter().for_each(print::finding);
    if findings.iter().any(|finding| finding.severity == Severity::Error) {
        print::say("`gen` would refuse that, nothing was written\n");
        return Ok(Answer::No);
    }
    // As `gen` reads it from there.
    let doc = text_of(&new.files, &new.source).strip_prefix("//!").unwrap_or_default();
    let doc = doc.lines().next().unwrap_or_default().trim().to_owned();
    let mut plan = Plan::careful(project.root(), HELP);
    if let Err(finding) = plan.add(defined.name(), new.files) {
        print::finding(&finding);
        return Ok(Answer::Failed);
    }
    let several = catalogues.len() > 1;
    let site = catalogues.first().filter(|_| several).map(|one| one.site.name.as_str());
    let header = header_of(&defined, &doc, site);
    let renderer = renderer(project)?;
    let text = match &defined.definition {
        Definition::Job(job) | Definition::Reference(job) => renderer.job(job, &header),
        Definition::Volume(volume) => renderer.volume(volume, &header),
    };
    let text = text.map_err(|error| {
        let message = format!("cannot render `{}`", defined.name());
        Error::new(ErrorKind::Template, message).source_error(error).help("nothing was written")
    })?;
    let written = plan.write();
    written.errors.iter().for_each(print::error);
    if !written.errors.is_empty() {
        return Ok(Answer::Failed);
    }
    print::say(&format!("created {source}\n"));
    print::result(&text)?;
    print::say("next: jobwright gen\n");
    Ok(Answer::Yes)
}

/// The content of a file among those that are to be written.
fn text_of<'f>(files: &'f [Wanted], path: &Path) -> &'f str {
    files.iter().find(|file| file.path == path).map_or("", |file| file.text.as_str())
}

/// What the rules say of a definition among those that are there, and not of these.
fn own_findings(new: &Defined, catalogue: &Catalogue) -> Vec<Diagnostic> {
    let mut all: Vec<&Defined> = catalogue.items.iter().map(|item| &item.defined).collect();
    let check = |all: &[&Defined]| {
        lint::check(&Context::new(&catalogue.site, all).at_least(Level::Warning)).findings
    };
    let before: Vec<String> = check(&all).iter().map(ToString::to_string).collect();
    all.push(new);
    let own = |finding: &Diagnostic| !before.contains(&finding.to_string());
    check(&all).into_iter().filter(own).collect()
}

/// The source of the site, in which the definitions' constants are.
pub fn site_text(project: &Project) -> Result<String, Error> {
    let path = project.root().join("registry/site.rs");
    std::fs::read_to_string(&path).map_err(|error| Error::io("cannot read", &path, error))
}

/// The modules that lie in the registry itself, beside the categories' directories: the site and the helpers.
pub fn modules(project: &Project) -> BTreeSet<String> {
    let files = std::fs::read_dir(project.root().join("registry")).into_iter().flatten().flatten();
    let stem = |name: String| name.strip_suffix(".rs").map(str::to_owned);
    files.filter_map(|file| stem(file.file_name().to_string_lossy().into_owned())).collect()
}

/// Checks that a name is not that of another definition.
pub fn is_new(what: &str, name: &str, catalogues: &[Catalogue]) -> Result<(), Error> {
    let same = |defined: &&Defined| {
        let is_volume = matches!(defined.definition, Definition::Volume(_));
        is_volume == (what == "volume") && defined.name().eq_ignore_ascii_case(name)
    };
    let items = catalogues.iter().flat_map(|catalogue| &catalogue.items);
    let mut all = items.map(|item| &item.defined);
    match all.find(same) {
        None => Ok(()),
        Some(other) => {
            let message = format!("duplicate {what} `{}`, in", other.name());
            let error =
                Error::new(ErrorKind::Usage, message).path(Path::new(other.source.as_ref()));
            Err(error.help("use another name, or change that file"))
        }
    }
}

/// The name, or the error that it is missing.
pub fn named(name: Option<String>) -> Result<String, Error> {
    name.ok_or_else(|| {
        Error::new(ErrorKind::Usage, "missing argument `NAME`")
            .help("pass a name: `jobwright new job web`")
    })
}
