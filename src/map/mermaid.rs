//! A map as a flowchart in the language of Mermaid.

use std::collections::BTreeMap;

use super::model::{Job, Map, Site, Volume, VolumeKind};
use super::words;

/// The maximum width of a label, in columns.
const WIDEST: usize = 60;

/// The limits that programs which draw such charts have by default: bytes and connections.
const LIMITS: (usize, usize) = (50_000, 500);

/// A flowchart, and whether programs draw it with their default configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flowchart {
    /// The flowchart's source.
    pub text: String,
    /// Whether it is larger than what Mermaid draws by default.
    pub is_large: bool,
}

/// The names of nodes, as the lines of connections use them.
#[derive(Default)]
struct Chart {
    nodes: String,
    connections: Vec<String>,
}

impl Map {
    /// The map as a flowchart: routes, jobs by category, volumes, and who needs whom.
    ///
    /// Mermaid draws 500 connections and 50,000 bytes unless its configuration says `maxEdges` and `maxTextSize`.
    #[must_use]
    pub fn mermaid(&self) -> Flowchart {
        let mut chart = Chart::default();
        for (at, site) in self.sites.iter().enumerate() {
            chart.site(site, at, self.sites.len() > 1);
        }
        let Chart { nodes, connections } = chart;
        let mut text = format!("flowchart LR\n{nodes}");
        for connection in &connections {
            text.push_str(&format!("  {connection}\n"));
        }
        let (bytes, most) = LIMITS;
        let is_large = text.len() > bytes || connections.len() > most;
        Flowchart { text, is_large }
    }
}

impl Chart {
    fn site(&mut self, site: &Site, at: usize, has_name: bool) {
        if has_name {
            self.line(&format!("subgraph s{at}[\"{}\"]", label(&site.name)));
        }
        let mut ids: BTreeMap<&str, String> = BTreeMap::new();
        let mut category = None;
        for (index, job) in site.jobs.iter().enumerate() {
            if category != Some(job.category.as_str()) {
                self.end_of(category);
                category = Some(job.category.as_str());
                if !job.category.is_empty() {
                    let shown = label(&job.category);
                    self.line(&format!("subgraph s{at}c{index}[\"{shown}\"]"));
                }
            }
            let id = format!("s{at}j{index}");
            self.line(&format!("{id}[\"{}\"]", of_job(job)));
            ids.insert(&job.key, id);
        }
        self.end_of(category);
        for (index, job) in site.jobs.iter().enumerate() {
            self.around_job(job, &format!("s{at}j{index}"), &ids);
        }
        for (index, volume) in site.volumes.iter().enumerate() {
            self.volume(volume, &format!("s{at}v{index}"), &ids);
        }
        if has_name {
            self.line("end");
        }
    }

    /// Ends the part of a category.
    fn end_of(&mut self, category: Option<&str>) {
        if category.is_some_and(|name| !name.is_empty()) {
            self.line("end");
        }
    }

    fn around_job(&mut self, job: &Job, id: &str, ids: &BTreeMap<&str, String>) {
        for (index, route) in job.routes.iter().enumerate() {
            let route_id = format!("{id}r{index}");
            self.line(&format!("{route_id}([\"{}\"])", label(&words::route(route))));
            self.connections.push(format!("{route_id} --> {id}"));
        }
        let needed = words::needed(job).into_iter().filter_map(|other| ids.get(other));
        for to in needed.filter(|to| *to != id) {
            self.connections.push(format!("{id} -.-> {to}"));
        }
    }

    fn volume(&mut self, volume: &Volume, id: &str, ids: &BTreeMap<&str, String>) {
        let kind = match volume.kind {
            VolumeKind::Bind => "path",
            kind => kind.as_str(),
        };
        self.line(&format!("{id}[(\"{} ({kind})\")]", label(&volume.name)));
        for user in volume.used_by.iter().filter_map(|user| ids.get(user.as_str())) {
            self.connections.push(format!("{user} --> {id}"));
        }
    }

    fn line(&mut self, line: &str) {
        self.nodes.push_str(&format!("  {line}\n"));
    }
}

fn of_job(job: &Job) -> String {
    let image = job.images.first().map(|image| format!("<br/>{}", label(image)));
    format!("{}{}", label(&job.key), image.unwrap_or_default())
}

/// A string for the quotes of a label. A character that is neither a letter nor a digit becomes its
/// number: no character of it is part of the language, of Markdown or of HTML.
fn label(text: &str) -> String {
    let mut label = String::new();
    for letter in words::cut(text, WIDEST).chars() {
        match letter {
            ' ' if is_list_marker(&label) => label.push_str("#32;"),
            ' ' | '-' | '.' | '/' | ':' | ',' | '@' | '+' => label.push(letter),
            letter if letter.is_alphanumeric() || !letter.is_ascii() => label.push(letter),
            letter => label.push_str(&format!("#{};", u32::from(letter))),
        }
    }
    // An empty label is invalid.
    match label.trim().is_empty() {
        true => "#160;".to_owned(),
        false => label,
    }
}

/// Whether a space after it begins a list of Markdown, which Mermaid 11 does not draw: `-`, `+` or `1.`.
fn is_list_marker(before: &str) -> bool {
    let marker = before.trim_start();
    let is_number = |number: &str| number.bytes().all(|digit| digit.is_ascii_digit());
    matches!(marker, "-" | "+") || marker.strip_suffix('.').is_some_and(is_number)
}

#[cfg(test)]
mod tests {
    use super::label;

    #[test]
    fn labels_are_no_language() {
        let cases = [
            ("web-1.2 on a node", "web-1.2 on a node"),
            ("1. first", "1.#32;first"),
            ("- first - second", "-#32;first - second"),
            ("a\"b`<br/>", "a#34;b#96;#60;br/#62;"),
            (" ", "#160;"),
        ];
        for (text, expected) in cases {
            assert_eq!(label(text), expected, "{text}");
        }
    }
}
