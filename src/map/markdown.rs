//! A map as tables of Markdown.

use super::links::encoded;
use super::model::{Job, Map, Site, TargetTotal, Total};
use super::words;

/// The maximum width of a cell's content, in columns.
const WIDEST: usize = 120;

/// The maximum number of values in a cell.
const MOST: usize = 8;

const JOBS: [&str; 10] = [
    "Job",
    "Category",
    "Type",
    "Image",
    "Ports",
    "Routes",
    "Volumes",
    "Allocations",
    "CPU",
    "Memory",
];

const TARGETS: [&str; 5] = ["Target", "Jobs", "Allocations", "CPU", "Memory"];

impl Map {
    /// The map as Markdown: for each site a table of its jobs, and one of what they reserve on each target. Where there are
    /// several sites, a heading says which.
    ///
    /// `root` leads from the file to the root of the project, such as `../`: each job links to its definition.
    #[must_use]
    pub fn markdown(&self, root: &str) -> String {
        let mut text = String::new();
        for site in &self.sites {
            if !text.is_empty() {
                text.push('\n');
            }
            if self.sites.len() > 1 {
                text.push_str(&format!("### {}\n\n", code(&site.name)));
            }
            of_site(&mut text, site, root);
        }
        text
    }
}

fn of_site(text: &mut String, site: &Site, root: &str) {
    row(text, &JOBS.map(str::to_owned));
    text.push_str("|---|---|---|---|---|---|---|---:|---:|---:|\n");
    for job in &site.jobs {
        row(text, &of_job(job, root));
    }
    text.push('\n');
    row(text, &TARGETS.map(str::to_owned));
    text.push_str("|---|---:|---:|---:|---:|\n");
    for TargetTotal { target, total } in &site.targets {
        let shown = match target.as_str() {
            "" => words::target(target).to_owned(),
            target => code(target),
        };
        row(text, &of_total(shown, total));
    }
    if site.targets.len() != 1 {
        row(text, &of_total("all".to_owned(), &site.total));
    }
}

fn row(text: &mut String, cells: &[String]) {
    text.push('|');
    for cell in cells {
        text.push(' ');
        text.push_str(cell);
        text.push_str(if cell.is_empty() { "|" } else { " |" });
    }
    text.push('\n');
}

fn of_job(job: &Job, root: &str) -> [String; 10] {
    let kind = if job.reference { "reference" } else { job.kind.as_str() };
    [
        format!("[{}]({root}{})", code(&job.key), encoded(&job.source.file)),
        plain(&job.category),
        plain(kind),
        codes(&job.images),
        codes(&words::ports(job)),
        codes(&words::routes(job)),
        codes(&words::mounts(job)),
        plain(&words::allocations(job)),
        plain(&words::cpu_of(job)),
        plain(&words::memory_of(job)),
    ]
}

fn of_total(name: String, total: &Total) -> [String; 5] {
    let with_node = |all: String, node: String, is_there: bool| match is_there {
        true if total.allocations == 0 && total.cpu == 0 => format!("{node} per node"),
        true => format!("{all} + {node} per node"),
        false => all,
    };
    let has_node = total.node_allocations > 0;
    let unknown = match total.unknown {
        0 => String::new(),
        number => format!(" + {number} unknown"),
    };
    let allocations =
        with_node(total.allocations.to_string(), total.node_allocations.to_string(), has_node);
    let cpu = words::with_cores(total.cpu, total.cores, " + ");
    let node_cpu = words::with_cores(total.node_cpu, total.node_cores, " + ");
    [
        name,
        total.jobs.to_string(),
        allocations + &unknown,
        with_node(cpu, node_cpu, has_node),
        with_node(words::memory(total.memory), words::memory(total.node_memory), has_node),
    ]
}

/// Several strings, each as it is, on lines of their own.
fn codes(all: &[String]) -> String {
    let shown: Vec<String> = all.iter().take(MOST).map(|one| code(one)).collect();
    match all.len().saturating_sub(MOST) {
        0 => shown.join("<br>"),
        more => format!("{}<br>and {more} more", shown.join("<br>")),
    }
}

/// A string verbatim, whatever is in it: in backticks, where that is enough.
fn code(text: &str) -> String {
    let text = words::cut(text, WIDEST);
    let is_plain = |letter: char| {
        letter.is_alphanumeric() || " \\-_./:@+=,()[]{}*~^$#%!?'\";".contains(letter)
    };
    match text.chars().all(is_plain) && !text.trim().is_empty() && text.trim() == text {
        true => format!("`{text}`"),
        false => format!("<code>{}</code>", entities(&text)),
    }
}

/// A word that is not code.
fn plain(text: &str) -> String {
    entities(&words::cut(text, WIDEST))
}

/// A string with numeric entities for all characters that could be part of Markdown or HTML.
fn entities(text: &str) -> String {
    let mut shown = String::new();
    for letter in text.chars() {
        match letter {
            ' ' | '-' | '.' | '/' | ',' | '+' => shown.push(letter),
            letter if letter.is_alphanumeric() || !letter.is_ascii() => shown.push(letter),
            letter => shown.push_str(&format!("&#{};", u32::from(letter))),
        }
    }
    shown
}
