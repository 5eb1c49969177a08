//! `list`: the jobs of the registry, or its sites.

use serde::Serialize;

use super::site::SiteArgs;
use super::{Answer, print};
use crate::error::Error;
use crate::generate::{Catalogue, CatalogueItem, of_sites};
use crate::registry::{Definition, Registry};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// List the sites instead of the jobs
    #[arg(long)]
    sites: bool,
    /// Select the output format
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    #[command(flatten)]
    site: SiteArgs,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// A table
    #[default]
    Text,
    /// A JSON list
    Json,
}

pub fn run(args: &Args, registry: Registry) -> Result<Answer, Error> {
    let catalogues = of_sites(&registry, &args.site.names)?;
    if args.sites {
        return sites(&catalogues, args.format);
    }
    let entries = entries(&catalogues);
    if args.format == Format::Json {
        let jobs: Vec<Listed<'_>> = entries.iter().map(Listed::of).collect();
        return print::report(&jobs);
    }
    let all = catalogues.len();
    let of_sites: Vec<String> = entries.iter().map(|entry| entry.sites(all)).collect();
    // A job's name need not be that of its file, and `show` and `gen` take either.
    let has_files = catalogues.iter().any(|catalogue| catalogue.site.any_ids);
    let named: Vec<[&str; 5]> = entries
        .iter()
        .zip(&of_sites)
        .map(|(Entry { item, .. }, sites)| {
            [item.name(), &item.file_stem, kind(item), sites, &item.defined.source]
        })
        .collect();
    let is_shown = [true, has_files, true, all > 1, true];
    let head = shown(&["NAME", "FILE", "TYPE", "SITES", "SOURCE"], is_shown);
    let rows: Vec<Vec<&str>> = named.iter().map(|row| shown(row, is_shown)).collect();
    print::of_columns(&head, &rows)
}

/// The cells of the columns that are shown.
fn shown<'t, const N: usize>(cells: &[&'t str; N], is_shown: [bool; N]) -> Vec<&'t str> {
    cells.iter().zip(is_shown).filter(|(_, shown)| *shown).map(|(cell, _)| *cell).collect()
}

/// A job or volume with the sites that have it.
struct Entry<'c> {
    item: &'c CatalogueItem,
    sites: Vec<&'c str>,
}

impl Entry<'_> {
    fn sites(&self, all: usize) -> String {
        if self.sites.len() == all { "all".to_owned() } else { self.sites.join(", ") }
    }
}

/// What is one thing to people: of one name, from one file. The directory of the source is the category.
fn entries(catalogues: &[Catalogue]) -> Vec<Entry<'_>> {
    let mut entries: Vec<Entry<'_>> = Vec::new();
    let mut known = std::collections::BTreeMap::new();
    for catalogue in catalogues {
        for item in &catalogue.items {
            let key = (&item.defined.source, item.category, item.name(), &item.file_stem);
            let site = catalogue.site.name.as_str();
            match known.get(&key).and_then(|at: &usize| entries.get_mut(*at)) {
                // Two at one site are two.
                Some(entry) if entry.sites.last() != Some(&site) => entry.sites.push(site),
                _ => {
                    known.insert(key, entries.len());
                    entries.push(Entry { item, sites: vec![site] });
                }
            }
        }
    }
    entries.sort_by(|one, two| one.item.defined.source.cmp(&two.item.defined.source));
    entries
}

/// A job in the JSON list.
#[derive(Serialize)]
struct Listed<'a> {
    category: &'a str,
    /// What its file in `out/` is called, without the ending.
    file: &'a str,
    description: &'a str,
    name: &'a str,
    sites: &'a [&'a str],
    source: &'a str,
    #[serde(rename = "type")]
    kind: &'a str,
}

impl<'a> Listed<'a> {
    fn of(entry: &'a Entry<'a>) -> Self {
        let item = entry.item;
        Self {
            category: item.category,
            file: &item.file_stem,
            description: item.doc,
            name: item.name(),
            sites: &entry.sites,
            source: &item.defined.source,
            kind: kind(item),
        }
    }
}

fn kind(item: &CatalogueItem) -> &str {
    match &item.defined.definition {
        Definition::Job(job) => {
            job.type_.as_ref().and_then(|kind| kind.as_str()).unwrap_or("service")
        }
        Definition::Reference(_) => "reference",
        Definition::Volume(_) => "volume",
    }
}

/// A site in the JSON list.
#[derive(Serialize)]
struct ListedSite<'a> {
    name: &'a str,
    /// How many jobs it has, without those for reference.
    jobs: usize,
    region: Option<&'a str>,
    datacenters: &'a [String],
    /// Which Nomad its cluster runs.
    nomad: Option<String>,
    /// Where its files lie in `out/`.
    folder: String,
}

fn sites(catalogues: &[Catalogue], format: Format) -> Result<Answer, Error> {
    let is_job = |item: &&CatalogueItem| matches!(item.defined.definition, Definition::Job(_));
    let listed = catalogues.iter().map(|catalogue| ListedSite {
        name: &catalogue.site.name,
        jobs: catalogue.items.iter().filter(is_job).count(),
        region: catalogue.site.region.as_deref(),
        datacenters: &catalogue.site.datacenters,
        nomad: catalogue.site.nomad.map(|version| version.to_string()),
        folder: catalogue.folder.to_string_lossy().into_owned(),
    });
    let listed: Vec<ListedSite<'_>> = listed.collect();
    if format == Format::Json {
        return print::report(&listed);
    }
    let texts: Vec<[String; 3]> = listed
        .iter()
        .map(|site| {
            let folder = std::path::Path::new("out").join(&site.folder);
            let folder = folder.to_string_lossy().trim_end_matches('/').to_owned();
            [site.jobs.to_string(), site.datacenters.join(", "), folder + "/"]
        })
        .collect();
    let rows: Vec<[&str; 6]> = listed
        .iter()
        .zip(&texts)
        .map(|(site, [jobs, datacenters, folder])| {
            let nomad = site.nomad.as_deref().unwrap_or("-");
            let region = site.region.unwrap_or("-");
            let datacenters = if datacenters.is_empty() { "-" } else { datacenters.as_str() };
            [site.name, jobs, region, datacenters, nomad, folder]
        })
        .collect();
    print::table(["SITE", "JOBS", "REGION", "DATACENTERS", "NOMAD", "FILES"], &rows)
}
