//! `order.json`: the order of deployment, for the operator or program that deploys.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Read as _};
use std::path::{Component, Path};

use serde::{Deserialize, Serialize};
use serde_json::ser::{Formatter, Serializer};

use super::edges::near;
use super::step::{Action, Kind, Order, Step};
use crate::error::{Error, ErrorKind};
use crate::out::{MARK, for_site};

/// The name of the file, in the output directory.
pub use crate::out::ORDER as FILE;

/// A step as it is written.
#[derive(Deserialize, Serialize)]
struct Written {
    file: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    job: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    volume: Option<String>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    type_: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    plugin: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    action: Option<Does>,
    #[serde(skip_serializing_if = "Option::is_none")]
    namespace: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    category: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    after: Vec<String>,
}

#[derive(Clone, Copy, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
enum Does {
    Create,
    Register,
}

#[derive(Deserialize)]
struct Whole {
    steps: Vec<Written>,
}

impl Order {
    /// The content of `order.json`: one step per line.
    ///
    /// ```
    /// use jobwright::order::{self, Given, Order};
    /// use jobwright::prelude::*;
    ///
    /// let (site, job) = (Site::new("lab"), Job::batch("night").namespace("jobs"));
    /// let order = order::of(&site, &[Given::job("night.nomad.hcl", "apps", &job)]).order;
    /// let text = order.text();
    /// assert!(text.contains(r#"{ "file": "night.nomad.hcl", "job": "night", "namespace": "jobs" }"#));
    /// assert_eq!(Order::parse("out/order.json".as_ref(), &text)?, order);
    /// # Ok::<(), jobwright::Error>(())
    /// ```
    #[must_use]
    pub fn text(&self) -> String {
        self.text_for(None)
    }

    /// The same for one of several sites, which it names.
    #[must_use]
    pub fn text_for(&self, site: Option<&str>) -> String {
        let line = |step: &Step| {
            let mut line = Vec::new();
            let mut serializer = Serializer::with_formatter(&mut line, OneLine);
            _ = self.written(step).serialize(&mut serializer);
            format!("    {}", String::from_utf8_lossy(&line))
        };
        let lines: Vec<String> = self.steps.iter().map(line).collect();
        format!(
            "{{\n  \"generated_by\": \"{MARK} registry/{}; do not edit\",\n  \"steps\": [\n{}\n  ]\n}}\n",
            for_site(site),
            lines.join(",\n")
        )
    }

    /// Reads the content of an `order.json` at `path`. Unknown keys are ignored.
    ///
    /// # Errors
    ///
    /// The content is invalid; a file is outside of its directory; or what a step comes after is
    /// not above it.
    pub fn parse(path: &Path, text: &str) -> Result<Self, Error> {
        let refused = |message: String| {
            let error = Error::new(ErrorKind::Usage, message).path(path);
            error.help("regenerate it with `gen`")
        };
        let whole: Whole = serde_json::from_str(text)
            .map_err(|error| refused(format!("invalid deployment order ({error}) in")))?;
        OrderReader::default().order(whole.steps).map_err(|fault| refused(format!("{fault} in")))
    }

    /// Reads a directory's `order.json`, if it exists.
    ///
    /// # Errors
    ///
    /// It cannot be read, or as for [`Order::parse`].
    pub fn read(folder: &Path) -> Result<Option<Self>, Error> {
        let path = folder.join(FILE);
        match content(&path) {
            Ok(text) => Self::parse(&path, &text).map(Some),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Error::io("cannot read", &path, error)
                .help("check its permissions, or regenerate it with `gen`")),
        }
    }

    fn written(&self, step: &Step) -> Written {
        let after = step.after.iter().filter_map(|at| self.steps.get(*at));
        // Of two jobs with one ID in different scopes, both come first, or the one in the same
        // scope.
        let mut seen = BTreeSet::new();
        let after = after.map(Step::name).filter(|name| seen.insert(name.clone())).collect();
        let own = Written {
            file: step.file.clone(),
            job: None,
            volume: None,
            type_: None,
            plugin: None,
            action: None,
            namespace: step.namespace.clone(),
            region: step.region.clone(),
            category: None,
            after,
        };
        let id = Some(step.id.clone());
        match &step.kind {
            Kind::Job { category, .. } => Written { job: id, category: category.clone(), ..own },
            Kind::Volume { type_, plugin, action } => Written {
                volume: id,
                type_: Some(type_.clone()),
                plugin: plugin.clone(),
                action: Some(match action {
                    Action::Create => Does::Create,
                    Action::Register => Does::Register,
                }),
                ..own
            },
        }
    }
}

/// A larger file is not an order: some hundred thousand jobs fit.
const MAX_SIZE: u64 = 64 << 20;

fn content(path: &Path) -> io::Result<String> {
    // Reading a pipe would block.
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::other("it is not a file"));
    }
    let mut text = String::new();
    fs::File::open(path)?.take(MAX_SIZE + 1).read_to_string(&mut text)?;
    match text.len() as u64 > MAX_SIZE {
        true => Err(io::Error::other("it is larger than 64 MiB")),
        false => Ok(text),
    }
}

/// What has been read so far.
#[derive(Default)]
struct OrderReader {
    order: Order,
    /// The steps by their names.
    names: BTreeMap<String, Vec<usize>>,
    /// The category of the last job, and those of all.
    category: Option<Option<String>>,
    categories: BTreeSet<Option<String>>,
    rank: usize,
}

impl OrderReader {
    fn order(mut self, steps: Vec<Written>) -> Result<Order, String> {
        steps.into_iter().try_for_each(|step| self.step(step))?;
        Ok(self.order)
    }

    fn step(&mut self, written: Written) -> Result<(), String> {
        let file = written.file;
        if !stays(&file) {
            return Err(format!(
                "expected files in the directory, as paths with `/`, found `{}`",
                file.escape_debug()
            ));
        }
        let (id, kind) = match (written.job, written.volume) {
            (Some(id), None) => (id, self.job(written.category)?),
            (None, Some(id)) => {
                let kind = Kind::Volume {
                    type_: written.type_.unwrap_or_else(|| "csi".to_owned()),
                    plugin: written.plugin,
                    action: match written.action {
                        Some(Does::Register) => Action::Register,
                        Some(Does::Create) | None => Action::Create,
                    },
                };
                (id, kind)
            }
            _ => {
                let file = file.escape_debug();
                return Err(format!(
                    "expected either `job` or `volume` for the file `{file}`, found both or neither"
                ));
            }
        };
        let (namespace, region) = (written.namespace, written.region);
        let mut step = Step { kind, file, id, namespace, region, after: Vec::new() };
        for name in &written.after {
            let above = self.near(name, &step);
            if above.is_empty() {
                return Err(format!(
                    "`{}` comes after `{}`, which is not listed before it,",
                    step.name(),
                    name.escape_debug()
                ));
            }
            step.after.extend(above);
        }
        step.after.sort_unstable();
        step.after.dedup();
        self.names.entry(step.name()).or_default().push(self.order.steps.len());
        self.order.steps.push(step);
        Ok(())
    }

    /// A job of a category, whose jobs are adjacent.
    fn job(&mut self, category: Option<String>) -> Result<Kind, String> {
        if self.category.as_ref() != Some(&category) {
            if !self.categories.insert(category.clone()) {
                let name = category.unwrap_or_default();
                return Err(format!(
                    "expected consecutive jobs of the category `{}`, found others between them",
                    name.escape_debug()
                ));
            }
            self.rank += usize::from(self.category.is_some());
            self.category = Some(category.clone());
        }
        Ok(Kind::Job { category, rank: self.rank })
    }

    /// The steps above with this name: those in the scope of the step that names it, or else all.
    fn near(&self, name: &str, step: &Step) -> Vec<usize> {
        let all = self.names.get(name).map_or(&[][..], Vec::as_slice);
        let steps = &self.order.steps;
        near(all, |at| steps.get(at).is_some_and(|other| other.place() == step.place()))
    }
}

/// Whether a path stays within its directory, on every system.
fn stays(path: &str) -> bool {
    let parts = Path::new(path).components();
    let is_name = |part: Component<'_>| matches!(part, Component::Normal(_));
    !path.is_empty() && !path.contains(['\\', ':', '\0']) && parts.into_iter().all(is_name)
}

/// JSON on one line, with spaces.
struct OneLine;

impl Formatter for OneLine {
    fn begin_object<W: io::Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b"{ ")
    }

    fn end_object<W: io::Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b" }")
    }

    fn begin_object_key<W: io::Write + ?Sized>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        if first { Ok(()) } else { writer.write_all(b", ") }
    }

    fn begin_object_value<W: io::Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b": ")
    }

    fn begin_array_value<W: io::Write + ?Sized>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        if first { Ok(()) } else { writer.write_all(b", ") }
    }
}
