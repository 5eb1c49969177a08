//! The definition of a new job.

use crate::draft::parts::{PortDraft, StorageDraft, route};
use crate::draft::shapes::{shape, shapes};
use crate::draft::words::words;
use crate::error::{Error, ErrorKind};
use crate::house::{Site, Workload};
use crate::import::{Definition, Source, TargetRegistry, library};
use crate::jobspec::{Exec, Job, RawExec};

/// What kind of job it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// It runs all the time.
    #[default]
    Service,
    /// It runs once, to its end.
    Batch,
    /// It runs on each node all the time.
    System,
    /// It runs on each node once, to its end.
    Sysbatch,
    /// It runs to its end at the times of a cron expression.
    Periodic,
}

/// The description of a new job.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JobDraft {
    /// Its name.
    pub name: String,
    /// The title of its file.
    pub title: Option<String>,
    /// What kind it is.
    pub kind: Kind,
    /// When it runs, if it is periodic.
    pub cron: Option<String>,
    /// The image that Docker runs.
    pub image: Option<String>,
    /// The command: in the image, or by itself.
    pub command: Option<String>,
    /// A command without an image runs as a plain process, not in a chroot.
    pub raw: bool,
    /// How many instances run.
    pub count: Option<u32>,
    /// The site's name for an amount of CPU and memory, or `CPU,MEMORY`.
    pub shape: Option<String>,
    /// The ports that it listens on.
    pub ports: Vec<PortDraft>,
    /// The path of its health check.
    pub health: Option<String>,
    /// The routes to it from outside: a path, a host, or a name below the site's domain.
    pub routes: Vec<String>,
    /// Its storage.
    pub storage: Vec<StorageDraft>,
}

/// A draft for a site.
#[derive(Clone, Debug)]
pub struct Drafted {
    /// The job.
    pub job: Job,
    /// Its definition.
    pub definition: Definition,
}

impl JobDraft {
    /// The doc comment of its file: the title on one line, or the job's name if it has no title.
    #[must_use]
    pub fn doc(&self) -> String {
        // One line, as in a comment, which may not contain characters that change the direction of
        // text.
        let turns =
            |letter: &char| matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        let title: String = self
            .title
            .iter()
            .flat_map(|title| title.chars())
            .filter(|letter| !turns(letter))
            .collect();
        let words: Vec<&str> = title
            .split(|letter: char| letter.is_whitespace() || letter.is_control())
            .filter(|word| !word.is_empty())
            .collect();
        if words.is_empty() { format!("The job `{}`.", self.name) } else { words.join(" ") }
    }

    /// The job for a site, and its definition, which uses the constants of the site's source.
    /// `taken` are the stems of the existing definitions.
    ///
    /// ```
    /// use jobwright::draft::JobDraft;
    /// use jobwright::prelude::*;
    ///
    /// let draft = JobDraft { name: "web".into(), image: Some("nginx:1.27".into()), ports: vec!["http=80".parse()?], ..Default::default() };
    /// let drafted = draft.drafted(&Site::new("lab"), "", &[]).map_err(|error| error.to_string())?;
    /// assert_eq!(drafted.definition.text.lines().last(), Some("}"));
    /// assert!(drafted.definition.text.contains("Workload::service(\"web\").port(Port::http(80)).image(\"nginx:1.27\")"));
    /// # Ok::<(), String>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Options that contradict each other, or one that is missing.
    pub fn drafted(&self, site: &Site, site_text: &str, taken: &[&str]) -> Result<Drafted, Error> {
        let job = self.workload(site, site_text)?.job(site);
        let printed = library(&[Source::new(&job)], TargetRegistry::Site(site, site_text), taken);
        match printed.definitions.into_iter().next() {
            Some(mut definition) => {
                definition.text = titled(&definition.text, &self.doc());
                if site_text.contains(PRELUDE) {
                    definition.text = by_hand(&definition.text);
                }
                Ok(Drafted { job, definition })
            }
            None => Err(Error::new(ErrorKind::Findings, "missing definition of the job")),
        }
    }

    /// The workload.
    fn workload(&self, site: &Site, site_text: &str) -> Result<Workload, Error> {
        let name = self.name.as_str();
        let mut workload = match self.kind {
            Kind::Service => Workload::service(name),
            Kind::Batch | Kind::Periodic => Workload::batch(name),
            Kind::System => Workload::system(name),
            Kind::Sysbatch => Workload::sysbatch(name),
        };
        workload = self.program(workload)?;
        match (self.kind, &self.cron) {
            (Kind::Periodic, Some(cron)) => workload = workload.cron(cron.as_str()),
            (Kind::Periodic, None) => {
                return Err(usage(
                    "missing option `--cron` for a periodic job",
                    "set its schedule: `--cron \"0 3 * * *\"`",
                ));
            }
            (_, Some(_)) => {
                return Err(usage(
                    "`--cron` applies to `--kind periodic`",
                    "add `--kind periodic`, or remove `--cron`",
                ));
            }
            (_, None) => {}
        }
        if let Some(word) = &self.shape {
            workload =
                workload.shape(shape(word, site_text).ok_or_else(|| no_shape(word, site_text))?);
        }
        workload = self.count.map_or(workload.clone(), |count| workload.count(i64::from(count)));
        workload = self.ports.iter().fold(workload, |all, one| all.port(one.port()));
        workload = match &self.health {
            Some(path) => workload.health(path),
            None => workload,
        };
        workload = self.routes.iter().fold(workload, |all, word| all.route(route(word, site)));
        Ok(self.storage.iter().fold(workload, |all, one| all.storage(one.storage())))
    }

    /// The workload with what it runs.
    fn program(&self, workload: Workload) -> Result<Workload, Error> {
        let words = words(self.command.as_deref().unwrap_or_default()).map_err(|why| {
            usage(
                &format!("cannot split `--command` into words: {why}"),
                "close each quote, as in `--command \"sh -c 'sleep 5'\"`",
            )
        })?;
        let (command, arguments) = match words.split_first() {
            Some((command, arguments)) => (Some(command), arguments.to_vec()),
            None => (None, Vec::new()),
        };
        Ok(match (&self.image, command) {
            (Some(_), _) if self.raw => {
                return Err(usage(
                    "`--raw` applies to a job without an image",
                    "remove `--image` or `--raw`",
                ));
            }
            (Some(image), None) => workload.image(image.as_str()),
            (Some(image), Some(command)) => {
                let workload = workload.image(image.as_str()).command(command);
                if arguments.is_empty() { workload } else { workload.args(arguments) }
            }
            (None, Some(command)) if self.raw => {
                let reason = "`--raw` asks for a process directly on the node";
                let driver = RawExec::command(command);
                let is_alone = arguments.is_empty();
                let driver = if is_alone { driver } else { driver.args(arguments) };
                workload.allow("raw-exec", reason).driver(driver)
            }
            (None, Some(command)) => {
                let driver = Exec::command(command);
                workload.driver(if arguments.is_empty() { driver } else { driver.args(arguments) })
            }
            (None, None) => {
                let help = "set what runs: `--image docker.io/library/nginx:1.27`, or `--command \
                    \"/usr/bin/program --flag\"`";
                return Err(usage("missing option `--image` or `--command`", help));
            }
        })
    }
}

/// What a site passes on to its definitions, so that they need not import it.
const PRELUDE: &str = "pub use jobwright::prelude::*;\n";

/// The source with this title in place of its first line.
fn titled(text: &str, doc: &str) -> String {
    let rest = text.trim_start_matches(|letter| letter != '\n');
    format!("//! {doc}{rest}")
}

/// The source with the imports as they are written by hand: everything of the site, which
/// re-exports the rest.
fn by_hand(text: &str) -> String {
    let of_site =
        |line: &str| line.starts_with("use crate::site::") || line.starts_with("use crate::site;");
    let lines = text.lines().filter(|line| !of_site(line));
    let lines = lines.map(|line| match line {
        "use jobwright::prelude::*;" => "use crate::site::*;",
        other => other,
    });
    lines.flat_map(|line| [line, "\n"]).collect()
}

fn usage(message: &str, help: &str) -> Error {
    Error::new(ErrorKind::Usage, message).help(help)
}

fn no_shape(word: &str, site_text: &str) -> Error {
    let names: Vec<String> =
        shapes(site_text).iter().map(|(name, _)| format!("`{name}`")).collect();
    let help = match names.as_slice() {
        [] => "write it as numbers, MHz and MB: `--shape 100,256`".to_owned(),
        some => format!(
            "the site has {}; or write it as numbers, MHz and MB: `--shape 100,256`",
            some.join(", ")
        ),
    };
    Error::new(ErrorKind::Usage, format!("unknown shape `{word}` in the site")).help(help)
}
