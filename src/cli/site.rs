//! Which of a registry's sites a command is about.

use super::print;
use crate::error::{Error, ErrorKind};
use crate::generate::{Catalogue, Item};

#[derive(Debug, Default, clap::Args)]
pub struct SiteArgs {
    /// Only this site, where the registry has several; may be given again
    #[arg(long = "site", value_name = "NAME", value_delimiter = ',')]
    pub names: Vec<String>,
}

/// One job of several catalogues: of the first site that has it, which is said where others have it, too.
///
/// # Errors
///
/// A name that nothing has at any of the sites.
pub fn find<'c>(
    catalogues: &'c [Catalogue],
    name: &str,
) -> Result<(&'c Catalogue, &'c Item), Error> {
    let mut found = catalogues.iter().filter_map(|one| Some((one, one.find(name).ok()?)));
    let Some((catalogue, item)) = found.next() else {
        let none = || {
            Error::new(ErrorKind::UnknownJob, format!("there is no job `{name}` in the registry"))
        };
        return Err(catalogues.iter().find_map(|one| one.find(name).err()).unwrap_or_else(none));
    };
    let others: Vec<&str> = found.map(|(other, _)| other.site.name.as_str()).collect();
    if !others.is_empty() {
        let own = &catalogue.site.name;
        print::say(&format!(
            "this is `{name}` of the site `{own}`; `--site` shows that of {}\n",
            others.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
        ));
    }
    Ok((catalogue, item))
}
