//! The names in a file: where each is defined, and where it is used.

use super::position::span;
use jobwright_hcl::syntax::{Entry, Outline, Span};

/// What a name is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `var.NAME`
    Variable,
    /// `local.NAME`
    Local,
    /// The label of a port, known in its group.
    Port,
    /// The label of a group.
    Group,
    /// The label of a task, known in its group.
    Task,
    /// The label of a volume in a group.
    Volume,
    /// The name of a service, known in all files.
    Service,
    /// The ID of a volume specification, known in all files.
    Specification,
}

impl Kind {
    /// How people call it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Variable => "variable",
            Self::Local => "local value",
            Self::Port => "port",
            Self::Group => "group",
            Self::Task => "task",
            Self::Volume => "volume",
            Self::Service => "service",
            Self::Specification => "volume specification",
        }
    }

    /// Whether it is known in other files, too.
    pub fn is_shared(self) -> bool {
        matches!(self, Self::Service | Self::Specification)
    }
}

/// An occurrence of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// What it is for.
    pub kind: Kind,
    /// The name.
    pub name: String,
    /// The group in which it is known, where it is known in one alone.
    pub scope: Option<usize>,
    /// Where it is.
    pub span: Span,
    /// Whether it is defined here, and not used.
    pub defines: bool,
}

impl Named {
    /// Whether both are one name.
    pub fn is(&self, other: &Self) -> bool {
        (self.kind, self.scope, &self.name) == (other.kind, other.scope, &other.name)
    }
}

/// What the names of run-time variables of a port begin with, behind `NOMAD_`.
const OF_PORT: [&str; 7] =
    ["HOST_PORT_", "HOST_IP_", "HOST_ADDR_", "ALLOC_PORT_", "PORT_", "IP_", "ADDR_"];

/// All names in a file.
pub fn all(outline: &Outline<'_>, is_volume: bool) -> Vec<Named> {
    let mut found = Names { outline, found: Vec::new() };
    for (at, entry) in outline.entries.iter().enumerate() {
        let around = entry.parent.and_then(|parent| outline.entries.get(parent));
        let around = around.map_or("", |around| outline.text_of(around.name));
        match entry.value() {
            Some(value) => found.attribute(at, entry, around, value),
            None => found.block(at, entry, around),
        }
    }
    if is_volume {
        let id = ["id", "name"].iter().find_map(|name| outline.attribute(None, name)?.value());
        found.string(Kind::Specification, None, id, true);
    }
    found.references();
    found.at_run_time();
    found.in_templates();
    found.found.sort_by_key(|one| one.span);
    found.found
}

/// The name at an offset, or the one that ends there.
pub fn at(all: &[Named], offset: u32) -> Option<&Named> {
    all.iter().find(|one| one.span.start <= offset && offset <= one.span.end)
}

/// The group around an entry, or the entry itself if it is a group.
pub fn group_of(outline: &Outline<'_>, entry: usize) -> Option<usize> {
    let is_group = |at: &usize| {
        outline.entries.get(*at).is_some_and(|entry| outline.text_of(entry.name) == "group")
    };
    std::iter::once(entry).chain(outline.around(entry)).find(is_group)
}

struct Names<'n> {
    outline: &'n Outline<'n>,
    found: Vec<Named>,
}

impl Names<'_> {
    fn push(&mut self, kind: Kind, scope: Option<usize>, span: Span, defines: bool) {
        let name = self.outline.text_of(span).to_owned();
        if !name.is_empty() {
            self.found.push(Named { kind, name, scope, span, defines });
        }
    }

    /// A value that is one string.
    fn string(&mut self, kind: Kind, scope: Option<usize>, value: Option<Span>, defines: bool) {
        let string = value.and_then(|value| self.outline.string_span(value));
        if let Some(span) = string {
            self.push(kind, scope, span, defines);
        }
    }

    fn block(&mut self, at: usize, entry: &Entry, around: &str) {
        let kind = match (self.outline.text_of(entry.name), around) {
            ("variable", "") => Kind::Variable,
            ("group", "job") => Kind::Group,
            ("task", "group" | "job") => Kind::Task,
            ("port", "network") => Kind::Port,
            ("volume", "group") => Kind::Volume,
            _ => return,
        };
        let scope = match kind {
            Kind::Task | Kind::Port | Kind::Volume => group_of(self.outline, at),
            _ => None,
        };
        let label = self.outline.label_span(entry, 0);
        if let Some(label) = label {
            self.push(kind, scope, label, true);
        }
    }

    fn attribute(&mut self, at: usize, entry: &Entry, around: &str, value: Span) {
        let group = group_of(self.outline, at);
        match (self.outline.text_of(entry.name), around) {
            (_, "variables") if self.outline.around(at).count() == 1 => {
                self.push(Kind::Variable, None, entry.name, true);
            }
            (_, "locals") if self.outline.around(at).count() == 1 => {
                self.push(Kind::Local, None, entry.name, true);
            }
            ("port", "service" | "check") | ("listener_port", "path") => {
                self.string(Kind::Port, group, Some(value), false);
            }
            ("ports", "config") => {
                let labels: Vec<Span> = self.outline.strings(value).collect();
                labels.into_iter().for_each(|label| self.push(Kind::Port, group, label, false));
            }
            ("task", "service" | "check") => self.string(Kind::Task, group, Some(value), false),
            ("volume", "volume_mount") => self.string(Kind::Volume, group, Some(value), false),
            ("source", "volume") => self.string(Kind::Specification, None, Some(value), false),
            ("destination_name", "upstreams") => {
                self.string(Kind::Service, None, Some(value), false);
            }
            ("name", "service") => {
                // That of a gateway names one that is defined elsewhere.
                let outer = self.outline.around(at).nth(1);
                let outer = outer.and_then(|outer| self.outline.entries.get(outer));
                let outer = outer.map_or("", |outer| self.outline.text_of(outer.name));
                let defines = matches!(outer, "group" | "task" | "job");
                self.string(Kind::Service, None, Some(value), defines);
            }
            _ => {}
        }
    }

    /// `var.NAME` and `local.NAME`
    fn references(&mut self) {
        let outline = self.outline;
        for (root, step) in outline.references() {
            match outline.text_of(root) {
                "var" => self.push(Kind::Variable, None, step, false),
                "local" => self.push(Kind::Local, None, step, false),
                _ => {}
            }
        }
    }

    /// `NOMAD_PORT_LABEL` and the like, anywhere but in comments.
    fn at_run_time(&mut self) {
        const START: &str = "NOMAD_";
        let text = self.outline.text;
        for (at, _) in text.match_indices(START) {
            let rest = text.get(at + START.len()..).unwrap_or_default();
            let Some(start) = OF_PORT.iter().find(|start| rest.starts_with(**start)) else {
                continue;
            };
            let label = rest.get(start.len()..).unwrap_or_default();
            let is_word = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
            let length = label.len() - label.trim_start_matches(is_word).len();
            let from = at + START.len() + start.len();
            let span = span(from, from + length);
            if self.outline.is_comment(span.start) {
                continue;
            }
            let inner = self.outline.innermost(span);
            let group = inner.and_then(|inner| group_of(self.outline, inner));
            self.push(Kind::Port, group, span, false);
        }
    }

    /// `service "NAME"` and `nomadService "NAME"` in templates.
    fn in_templates(&mut self) {
        let texts: Vec<Span> = self.outline.heredocs().collect();
        for within in texts {
            let text = self.outline.text_of(within);
            for word in ["service \"", "nomadService \"", "service `", "nomadService `"] {
                for (at, _) in text.match_indices(word) {
                    let before = text.get(..at).unwrap_or_default();
                    let is_call = before.ends_with([' ', '(', '{', '\t']);
                    let from = at + word.len();
                    let name = text.get(from..).unwrap_or_default();
                    let is_name = |letter: char| {
                        letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_')
                    };
                    let length = name.len() - name.trim_start_matches(is_name).len();
                    if is_call && length > 0 {
                        let start = within.start as usize + from;
                        self.push(Kind::Service, None, span(start, start + length), false);
                    }
                }
            }
        }
    }
}
