//! The sites of a registry: one catalog for each, and the findings of the rules in all of them,
//! once.

use std::collections::HashMap;
use std::path::PathBuf;

use super::catalogue::{Catalogue, list, unknown};
use super::item::CatalogueItem;
use crate::diagnostic::Diagnostic;
use crate::error::{Error, ErrorKind};
use crate::house::Site;
use crate::lint::{Level, Outcome};
use crate::registry::Registry;
use jobwright_hcl::nearest::nearest;

/// The catalogs of a registry's sites: of those that are named, or of all.
///
/// # Errors
///
/// Invalid sites, or an unknown name.
pub fn of_sites(registry: &Registry, named: &[String]) -> Result<Vec<Catalogue>, Error> {
    let (sites, is_one_of_several) = chosen_sites(registry, named)?;
    let catalogue = |site: Site| {
        let name = site.name.clone();
        let mut catalogue = Catalogue::of(registry, site);
        if is_one_of_several {
            catalogue.folder = PathBuf::from(&name);
            catalogue.items.iter_mut().for_each(|item| item.site = Some(name.clone()));
        }
        catalogue
    };
    Ok(sites.into_iter().map(catalogue).collect())
}

/// The sites of a registry that are named, or all; and whether each is one of several.
pub(super) fn chosen_sites(
    registry: &Registry,
    named: &[String],
) -> Result<(Vec<Site>, bool), Error> {
    let mut sites = registry.sites()?;
    if let Some(name) = named.iter().find(|name| sites.iter().all(|site| site.name != **name)) {
        let error = Error::new(ErrorKind::Usage, format!("unknown site `{name}` in the registry"));
        let names: Vec<&str> = sites.iter().map(|site| site.name.as_str()).collect();
        return Err(error.help(match nearest(name, names.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("use one of its sites: {}", list(&names)),
        }));
    }
    let is_one_of_several = sites.len() > 1;
    sites.retain(|site| named.is_empty() || named.contains(&site.name));
    Ok((sites, is_one_of_several))
}

/// The items with this name, at each site that has one.
///
/// # Errors
///
/// No site has it; the error suggests the most similar name.
pub fn find_all<'c>(
    catalogues: &'c [Catalogue],
    name: &str,
) -> Result<Vec<(&'c Catalogue, &'c CatalogueItem)>, Error> {
    let (mut found, mut first) = (Vec::new(), None);
    for catalogue in catalogues {
        match catalogue.find(name) {
            Ok(item) => found.push((catalogue, item)),
            Err(error) => first = first.or(Some(error)),
        }
    }
    match first.filter(|_| found.is_empty()) {
        Some(error) if catalogues.len() == 1 => Err(error),
        Some(_) => {
            let all = catalogues.iter().flat_map(|one| &one.items);
            let jobs = all.filter(|item| item.job().is_some()).map(CatalogueItem::name);
            Err(unknown(name, "in the registry", jobs))
        }
        None => Ok(found),
    }
}

/// The findings of the rules at all sites. Those at only some of them name these.
#[must_use]
pub fn lint_all(catalogues: &[Catalogue], least: Level) -> Outcome {
    let of_site = |one: &Catalogue| (one.site.name.clone(), one.lint_at_least(least));
    merged(catalogues.iter().map(of_site).collect())
}

/// The outcomes of several sites as one.
pub(super) fn merged(mut outcomes: Vec<(String, Outcome)>) -> Outcome {
    if let [(_, only)] = outcomes.as_mut_slice() {
        return std::mem::take(only);
    }
    let mut merged = Outcome::default();
    let mut findings: Vec<(&Diagnostic, Vec<&str>)> = Vec::new();
    let mut known = HashMap::<(&str, &str), Vec<usize>>::new();
    for (name, outcome) in &outcomes {
        let name = name.as_str();
        for finding in &outcome.findings {
            let alike = known.entry((finding.rule, &finding.message)).or_default();
            let same =
                alike.iter().find(|at| findings.get(**at).is_some_and(|one| one.0 == finding));
            match same.and_then(|at| findings.get_mut(*at)) {
                // Twice at one site counts twice.
                Some((_, sites)) if sites.last() != Some(&name) => sites.push(name),
                _ => {
                    alike.push(findings.len());
                    findings.push((finding, vec![name]));
                }
            }
        }
        for allowed in &outcome.allowed {
            if !merged.allowed.contains(allowed) {
                merged.allowed.push(allowed.clone());
            }
        }
    }
    for (finding, sites) in findings {
        // An allowance that is needed at one site is needed.
        let is_needed = finding.rule == crate::lint::ALLOWANCE
            && merged.allowed.iter().any(|one| one.place == finding.primary.place);
        if is_needed {
            continue;
        }
        let finding = finding.clone();
        merged.findings.push(match sites.len() == outcomes.len() {
            true => finding,
            false => finding.note(at(&sites)),
        });
    }
    merged
}

/// The sites of a finding, as text.
fn at(sites: &[&str]) -> String {
    match sites {
        [one] => format!("at the site `{one}`"),
        several => format!("at the sites {}", list(several)),
    }
}
