//! A map as text for a terminal.

use super::model::{Job, Map, Site, Volume, VolumeKind};
use super::words;
use crate::table::table_text;

/// The maximum width of a cell, in columns.
const WIDEST: usize = 40;

/// The maximum number of names in a cell.
const MOST: usize = 2;

impl Map {
    /// The map as text: for each site its totals, a table of its jobs and one of its volumes.
    #[must_use]
    pub fn text(&self) -> String {
        let sites: Vec<String> = self.sites.iter().map(site).collect();
        sites.join("\n")
    }
}

fn site(site: &Site) -> String {
    let name = match site.name.as_str() {
        "" => String::new(),
        name => format!("{}: ", words::cut(name, WIDEST)),
    };
    let mut text = format!("{name}{}\n\n", words::total(&site.total));
    text.push_str(&table(&JOBS, site.jobs.iter().map(job)));
    let volumes: Vec<_> = site.volumes.iter().map(volume).collect();
    if !volumes.is_empty() {
        text.push('\n');
        text.push_str(&table(&["VOLUME", "KIND", "PLUGIN", "MOUNTED BY"], volumes));
    }
    text
}

const JOBS: [&str; 10] =
    ["JOB", "CATEGORY", "TYPE", "TARGET", "COUNT", "CPU", "MEMORY", "PORTS", "ROUTES", "NEEDS"];

/// A table without the columns in which no row has anything.
fn table<const N: usize>(head: &[&str; N], rows: impl IntoIterator<Item = [String; N]>) -> String {
    let rows: Vec<[String; N]> = rows.into_iter().collect();
    let is_used = |column: &usize| rows.iter().any(|row| !row[*column].is_empty());
    let used: Vec<usize> = (0..N).filter(is_used).collect();
    let cells = |row| used.iter().map(|column| shown(row, *column)).collect();
    let cells: Vec<Vec<&str>> = rows.iter().map(cells).collect();
    let head: Vec<&str> = used.iter().map(|column| head[*column]).collect();
    table_text(&head, &cells)
}

fn shown<const N: usize>(row: &[String; N], column: usize) -> &str {
    match row[column].as_str() {
        "" => "-",
        cell => cell,
    }
}

fn job(job: &Job) -> [String; 10] {
    let kind = match job.reference {
        true => "reference".to_owned(),
        false => job.kind.clone(),
    };
    [
        job.key.clone(),
        job.category.clone(),
        kind,
        words::target(&job.target).to_owned(),
        words::allocations(job),
        words::cpu_of(job),
        words::memory_of(job),
        words::few(&words::ports(job), MOST + 1),
        words::few(&words::routes(job), MOST),
        words::few(&needed(job), MOST + 1),
    ]
    .map(|cell| words::cut(&cell, WIDEST))
}

/// What a job needs: other jobs, and what it mounts.
fn needed(job: &Job) -> Vec<String> {
    let jobs = words::needed(job).into_iter().map(str::to_owned);
    let mounts = job.volumes.iter().filter(|mount| mount.kind != VolumeKind::Ephemeral);
    jobs.chain(mounts.map(|mount| format!("volume {}", mount.source))).collect()
}

fn volume(volume: &Volume) -> [String; 4] {
    [
        volume.name.clone(),
        volume.kind.as_str().to_owned(),
        volume.plugin.clone().unwrap_or_default(),
        words::few(&volume.used_by, MOST + 2),
    ]
    .map(|cell| words::cut(&cell, WIDEST))
}
