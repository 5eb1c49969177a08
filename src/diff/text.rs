//! A comparison for a terminal.

use std::fmt::Write;

use unicode_width::UnicodeWidthStr;

use super::change::{Change, Class, Sign};
use super::comparison::Comparison;
use super::job::{JobChange, Operation};
use super::steps::steps;
use super::words::{counted, effect, job_line, legend, names, risks, summary};
use crate::visible::{visible, visible_line};

/// How many changes of a job are shown unless all are requested.
const SHOWN: usize = 8;

/// How many lines of a string that differ are shown unless all are requested.
const LINES: usize = 6;

/// The width of the report in columns.
const WIDTH: usize = 80;

/// No name widens the table beyond this.
const COLUMN: usize = 40;

/// How text is coloured: by the class of the change that it is about.
pub type Paint = fn(Class, &str) -> String;

/// No colours.
#[must_use]
pub fn plain(_: Class, text: &str) -> String {
    text.to_owned()
}

/// How detailed a report is.
#[derive(Clone, Copy, Debug)]
pub struct Detail {
    /// Show all changes, and long values and strings in full; otherwise the first ones.
    pub full: bool,
    /// What the words mean, for who reads them the first time.
    pub explain: bool,
}

/// A line for each job, then each job by itself, and a summary.
#[must_use]
pub fn text(comparison: &Comparison, detail: Detail, paint: Paint) -> String {
    let mut text = table(comparison, paint);
    text.extend(comparison.jobs.iter().map(|job| one_job(job, detail.full, paint)));
    if !comparison.jobs.is_empty() {
        text.push('\n');
    }
    if detail.explain {
        let words = legend(comparison);
        text.extend(words.iter().map(|line| wrapped("", line)));
        if !words.is_empty() {
            text.push('\n');
        }
    }
    text.push_str(&wrapped("", &summary(comparison)));
    text
}

/// What there is to say of a job besides its line in the table, below its name.
#[must_use]
pub fn one_job(job: &JobChange, full: bool, paint: Paint) -> String {
    let own = details(job, full, paint);
    if own.is_empty() { own } else { format!("\n{}\n{own}", paint(job.class, &heading(job))) }
}

/// What happens to each job, and what to look at.
fn table(comparison: &Comparison, paint: Paint) -> String {
    let rows: Vec<(String, &JobChange, String, String)> = names(comparison)
        .into_iter()
        .zip(&comparison.jobs)
        .map(|(name, job)| {
            let [name, what] = [name, job_line(job)].map(|own| visible_line(&own).into_owned());
            (name, job, what, risks(job))
        })
        .collect();
    let widest =
        |widths: &mut dyn Iterator<Item = usize>| widths.filter(|width| *width <= COLUMN).max();
    let names = widest(&mut rows.iter().map(|(name, ..)| name.width())).unwrap_or(0);
    let with_risk = rows.iter().filter(|(.., risks)| !risks.is_empty());
    let whats = widest(&mut with_risk.map(|(.., what, _)| what.width())).unwrap_or(0);
    let mut text = String::new();
    for (name, job, what, risks) in &rows {
        let mut line = format!("{} {}  {what}", sign(job), padded(name, names));
        if !risks.is_empty() {
            let room = " ".repeat(whats.saturating_sub(what.width()));
            let whole = format!("{line}{room}  ! {risks}");
            line = match whole.width() <= WIDTH {
                true => whole,
                false => format!("{line}\n{}  ! {risks}", " ".repeat(names + 2)),
            };
        }
        // Writing into a string cannot fail.
        _ = writeln!(text, "{}", paint(job.class, line.trim_end()));
    }
    text
}

fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

fn sign(job: &JobChange) -> &'static str {
    match (job.operation, job.class) {
        (Operation::Added, _) => "+",
        (Operation::Removed, _) => "-",
        (_, Class::Nothing) => " ",
        (_, Class::Refused) => "x",
        _ => "~",
    }
}

fn heading(job: &JobChange) -> String {
    let id = visible_line(&job.id);
    match job.at() {
        at if at.is_empty() => format!("job {id}"),
        at => format!("job {id} ({})", visible_line(&at)),
    }
}

/// What there is to say of a job besides its line.
fn details(job: &JobChange, full: bool, paint: Paint) -> String {
    let mut text = String::new();
    if job.operation == Operation::Changed {
        groups(job, &mut text);
    }
    for flag in &job.flags {
        let mark = if flag.is_risk() { "!" } else { "·" };
        let of = flag.group.as_deref().filter(|_| job.groups.len() > 1);
        let of = of.map(|group| format!("group {group}: ")).unwrap_or_default();
        text.push_str(&wrapped(&format!("  {mark} "), &format!("{of}{}", flag.message)));
    }
    if job.operation == Operation::Changed {
        text.push_str(&changes(job, full, paint));
    }
    text
}

/// In which steps the groups get there.
fn groups(job: &JobChange, text: &mut String) {
    if job.class == Class::Refused {
        return;
    }
    for group in job.groups.iter().filter(|group| group.class != Class::Nothing) {
        let said = steps(group, &job.kind);
        let head = format!("group {}{}", group.name, said.count);
        match said.steps.as_slice() {
            [one] => text.push_str(&wrapped("  ", &format!("{head}: {one}"))),
            several => {
                text.push_str(&wrapped("  ", &format!("{head}:")));
                for (at, step) in several.iter().enumerate() {
                    text.push_str(&wrapped(&format!("    {}. ", at + 1), step));
                }
            }
        }
        text.extend(said.ends.iter().map(|sentence| wrapped("    ", sentence)));
    }
}

fn changes(job: &JobChange, full: bool, paint: Paint) -> String {
    changes_of(job, full, |change| one(change, effect(change), full, paint))
}

/// One change, without what it does.
pub(super) fn plain_change(change: &Change, full: bool, paint: Paint) -> String {
    one(change, "", full, paint)
}

/// The changes of a job, each as it is shown.
pub(super) fn changes_of(job: &JobChange, full: bool, show: impl Fn(&Change) -> String) -> String {
    // What else differs does not matter before what is refused is put right.
    let is_shown =
        |change: &&Change| full || job.class != Class::Refused || change.class == Class::Refused;
    let most = if full { job.changes.len() } else { SHOWN };
    let shown: Vec<&Change> = job.changes.iter().filter(is_shown).take(most).collect();
    let mut text: String = shown.iter().map(|change| show(change)).collect();
    let more = job.changes.len() - shown.len();
    if more > 0 {
        _ = writeln!(text, "  … {more} more (`--full` shows them)");
    }
    if job.spelling > 0 {
        let places = counted(job.spelling, "place is", "places are");
        let line = format!("{places} formatted differently, and the same to Nomad");
        text.push_str(&wrapped("  ", &line));
    }
    text
}

/// One change: on a line, or on several where that is too long.
fn one(change: &Change, effect: &str, full: bool, paint: Paint) -> String {
    let head = format!("  {} {}", change.sign.as_str(), visible_line(&change.path));
    let lines = match (&change.old, &change.new, &change.lines) {
        (_, _, Some(lines)) => match differing(&lines.text, full) {
            Ok(lines) => below(&format!("{head}{effect}"), lines),
            Err(count) => format!("{head}: {count}{effect}"),
        },
        (Some(old), Some(new), _) => {
            let [old, new] = [old, new].map(|side| visible_line(&side.text));
            let line = format!("{head}: {old} → {new}{effect}");
            match line.width() <= WIDTH {
                true => line,
                false => {
                    let sides = [("-", old), ("+", new)];
                    let sides = sides.map(|(sign, side)| format!("{sign} {side}"));
                    below(&format!("{head}{effect}"), sides.iter().map(|side| cut(side, full)))
                }
            }
        }
        (Some(only), None, _) | (None, Some(only), _) => {
            let only = visible_line(&only.text);
            let line = format!("{head}: {only}{effect}");
            match line.width() <= WIDTH {
                true => line,
                false => below(&format!("{head}{effect}"), [cut(&only, full)]),
            }
        }
        (None, None, _) if change.sign == Sign::Moved => format!("{head}: different order{effect}"),
        (None, None, _) => format!("{head}{effect}"),
    };
    paint(change.class, &lines) + "\n"
}

fn below(head: &str, lines: impl IntoIterator<Item = String>) -> String {
    lines.into_iter().fold(head.to_owned(), |text, line| format!("{text}\n      {line}"))
}

/// The lines of a string that differ; or how many there are, where they are too many.
fn differing(lines: &str, full: bool) -> Result<Vec<String>, String> {
    let lines = &*visible(lines);
    if full {
        return Ok(lines.lines().map(str::to_owned).collect());
    }
    let of = |sign: char| lines.lines().filter(|line| line.starts_with(sign)).count();
    let (less, more) = (of('-'), of('+'));
    if less + more > LINES {
        let less = counted(less, "line", "lines");
        return Err(format!("{less} removed, {more} added (`--full` shows them)"));
    }
    let differ = lines.lines().filter(|line| line.starts_with(['-', '+']));
    Ok(differ
        .map(|line| cut(&line.replacen(['-', '+'], &format!("{} ", &line[..1]), 1), false))
        .collect())
}

/// A value that fits, after the space that values have; the whole of it if `full`.
fn cut(text: &str, full: bool) -> String {
    let room = WIDTH - 6;
    if full || text.width() <= room {
        return text.to_owned();
    }
    let mut short = String::new();
    for letter in text.chars() {
        short.push(letter);
        if short.width() >= room {
            short.pop();
            break;
        }
    }
    format!("{short}…")
}

/// Text wrapped over as many lines as it needs, all of which begin where the first does.
fn wrapped(begin: &str, text: &str) -> String {
    let indent = " ".repeat(begin.width());
    let (mut lines, mut line) = (String::new(), begin.to_owned());
    let mut is_empty = true;
    for word in visible_line(text).split_whitespace() {
        if !is_empty && line.width() + 1 + word.width() > WIDTH {
            _ = writeln!(lines, "{line}");
            (line, is_empty) = (indent.clone(), true);
        }
        if !is_empty {
            line.push(' ');
        }
        line.push_str(word);
        is_empty = false;
    }
    lines + &line + "\n"
}
