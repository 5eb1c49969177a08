//! `new site`.

use super::write::site_text;
use crate::cli::{Answer, print};
use crate::draft::with_site;
use crate::error::{Error, ErrorKind};
use crate::generate::of_sites;
use crate::project::Project;
use crate::registry::Registry;
use crate::scaffold::{Plan, Wanted};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Name of the site
    name: String,
}

pub fn run(args: &Args, registry: &Registry, project: &Project) -> Result<Answer, Error> {
    let name = &args.name;
    if of_sites(registry, &[])?.iter().any(|one| one.site.name.eq_ignore_ascii_case(name)) {
        let message = format!("duplicate site `{name}`");
        return Err(Error::new(ErrorKind::Usage, message).help("use another name for the site"));
    }
    let (text, note) = with_site(&site_text(project)?, &args.name)?;
    // The new source contains what was there.
    let mut plan = Plan::new(project.root(), true);
    let file = Wanted { path: "registry/site.rs".into(), text };
    if let Err(finding) = plan.add(&args.name, vec![file]) {
        print::finding(&finding);
        return Ok(Answer::Failed);
    }
    let written = plan.write();
    written.errors.iter().for_each(print::error);
    if !written.errors.is_empty() {
        return Ok(Answer::Failed);
    }
    print::say("updated registry/site.rs\n");
    if let Some(note) = note {
        print::say(&format!("{note}\n"));
    }
    print::say("next: set in registry/site.rs what differs there, then run jobwright gen\n");
    Ok(Answer::Yes)
}
