//! Which of a registry's sites a command is about.

use super::print;
use crate::error::{Error, ErrorKind};
use crate::generate::{Catalogue, CatalogueItem, find_all};

#[derive(Debug, Default, clap::Args)]
pub struct SiteArgs {
    /// Select this site of a registry; repeatable
    #[arg(long = "site", value_name = "NAME", value_delimiter = ',')]
    pub names: Vec<String>,
}

/// One job of several catalogues: of the first site that has it, with a message if other sites have
/// it, too.
///
/// # Errors
///
/// A name that nothing has at any of the sites.
pub fn find<'c>(
    catalogues: &'c [Catalogue],
    name: &str,
) -> Result<(&'c Catalogue, &'c CatalogueItem), Error> {
    let found = find_all(catalogues, name)?;
    let Some((catalogue, item)) = found.first().copied() else {
        let message = format!("unknown job `{name}` in the registry");
        return Err(Error::new(ErrorKind::UnknownJob, message).help("run `list` to see all jobs"));
    };
    let others = found.iter().skip(1).map(|(other, _)| other.site.name.as_str());
    let others: Vec<&str> = others.collect();
    if !others.is_empty() {
        let own = &catalogue.site.name;
        print::say(&format!(
            "this is `{name}` of the site `{own}`; `--site` selects {}\n",
            others.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
        ));
    }
    Ok((catalogue, item))
}

/// The error where one site of several must be named.
pub fn which_site(catalogues: &[Catalogue]) -> Error {
    let names: Vec<&str> = catalogues.iter().map(|one| one.site.name.as_str()).collect();
    let message = format!("expected a site, as the registry has several: {}", names.join(", "));
    let first = names.first().copied().unwrap_or_default();
    Error::new(ErrorKind::Usage, message).help(format!("select it: `--site {first}`"))
}
