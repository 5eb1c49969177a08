//! A comparison for a pull request.

use std::fmt::Write;

use super::change::{Change, Class, Sign};
use super::comparison::Comparison;
use super::job::{JobChange, Operation};
use super::shown::fenced;
use super::steps::steps;
use super::words::{counted, job_line, legend, names, summary};
use crate::visible::visible_line;

/// What a comment of a pull request may hold.
pub const MOST: usize = 65_536;

/// Identifies the comment, so that the next one replaces it.
pub const MARK: &str = "<!-- jobwright diff -->";

/// Room for what is said of what was cut.
const CUT: usize = 400;

/// A table of the jobs, and each of them to unfold. What does not fit is left out, and said to be.
#[must_use]
pub fn markdown(comparison: &Comparison) -> String {
    format!("{MARK}\n{}", page(comparison, MOST - MARK.len() - 1))
}

/// The same of one of several sites, or of files that are no site's, for a part of a comment that holds no more than so many characters.
#[must_use]
pub fn site_markdown(site: Option<&str>, comparison: &Comparison, most: usize) -> String {
    let heading = match site {
        Some(site) => format!("## {}\n\n", code(site)),
        None => "## files without a site\n\n".to_owned(),
    };
    let most = most.saturating_sub(heading.chars().count());
    heading + &page(comparison, most)
}

fn page(comparison: &Comparison, most: usize) -> String {
    let room = most.saturating_sub(CUT);
    let mut page = Page::default();
    page.push(&format!("### Effect on running allocations\n\n{}\n", summary(comparison)));
    for line in legend(comparison) {
        page.push(&format!("\n<sub>{line}</sub>\n"));
    }
    if comparison.jobs.is_empty() {
        return page.text;
    }
    page.push("\n| Job | Effect | Notes |\n|---|---|---|\n");
    // The table says the most: it may take two thirds.
    let named = comparison.jobs.iter().zip(names(comparison));
    let cut = named.filter(|(job, name)| !page.fits(&row(job, name), room / 3 * 2)).count();
    if cut > 0 {
        let jobs = counted(cut, "more job is", "more jobs are");
        page.push(&format!(
            "\n{jobs} omitted to keep this table short; it lists those with the \
            highest effect.\n"
        ));
    }
    let details = comparison.jobs.iter().map(details);
    let cut = details.filter(|own| !own.is_empty() && !page.fits(own, room)).count();
    if cut > 0 {
        page.push(&format!(
            "\nThe details of {} are omitted, because a comment holds at most {MOST} characters: \
             `jobwright diff --full` shows them.\n",
            counted(cut, "job", "jobs")
        ));
    }
    page.text
}

/// A page, and how many characters it has.
#[derive(Default)]
struct Page {
    text: String,
    count: usize,
}

impl Page {
    fn push(&mut self, text: &str) {
        self.count += text.chars().count();
        self.text.push_str(text);
    }

    /// Appends a string if there is room for it.
    fn fits(&mut self, text: &str, room: usize) -> bool {
        let fits = self.count + text.chars().count() <= room;
        if fits {
            self.push(text);
        }
        fits
    }
}

fn row(job: &JobChange, name: &str) -> String {
    let risks = job.flags.iter().filter(|flag| flag.is_risk());
    let risks: Vec<String> = risks.map(|flag| spans(&flag.message)).collect();
    format!("| {} | {} | {} |\n", code(name), spans(&job_line(job)), risks.join("<br>"))
}

/// One job to unfold.
fn details(job: &JobChange) -> String {
    let is_changed = job.operation == Operation::Changed && job.class != Class::Nothing;
    if !is_changed && job.flags.is_empty() {
        return String::new();
    }
    let at = match job.at() {
        at if at.is_empty() => at,
        at => format!(" ({})", prose(&at)),
    };
    let mut text = format!(
        "\n<details><summary>{}{at}: {}</summary>\n\n",
        code(&job.id),
        spans(&job_line(job))
    );
    if is_changed && job.class != Class::Refused {
        groups(job, &mut text);
    }
    for flag in &job.flags {
        let of = flag.group.as_deref().filter(|_| job.groups.len() > 1);
        let of = of.map(|group| format!("group {}: ", code(group))).unwrap_or_default();
        let message = format!("{of}{}", spans(&flag.message));
        // Writing into a string cannot fail.
        _ = writeln!(text, "- {}", if flag.is_risk() { format!("⚠️ {message}") } else { message });
    }
    let diff: String = job.changes.iter().map(change).collect();
    if !diff.is_empty() {
        _ = write!(text, "\n{}", fenced("diff", &diff));
    }
    text.push_str("\n</details>\n");
    text
}

/// In which steps the groups get there.
fn groups(job: &JobChange, text: &mut String) {
    for group in job.groups.iter().filter(|group| group.class != Class::Nothing) {
        let said = steps(group, &job.kind);
        let head = format!("- group {}{}:", code(&group.name), said.count);
        match said.steps.as_slice() {
            [one] => _ = writeln!(text, "{head} {}", spans(one)),
            several => {
                _ = writeln!(text, "{head}");
                for (at, step) in several.iter().enumerate() {
                    _ = writeln!(text, "  {}. {}", at + 1, spans(step));
                }
            }
        }
        if !said.ends.is_empty() {
            _ = writeln!(text, "\n  {}\n", said.ends.join(" "));
        }
    }
}

/// A change as lines of a diff.
fn change(change: &Change) -> String {
    let path = visible_line(&change.path);
    let line = |sign: char, side: &str| format!("{sign} {path} = {}\n", visible_line(side));
    match (&change.old, &change.new, &change.lines) {
        (_, _, Some(lines)) => {
            let lines = lines.text.lines().map(|line| format!("{}\n", visible_line(line)));
            format!("  {path}:\n{}", lines.collect::<String>())
        }
        (None, None, _) => match change.sign {
            Sign::Added => format!("+ {path}\n"),
            Sign::Removed => format!("- {path}\n"),
            Sign::Moved => format!("! different order: {path}\n"),
            Sign::Changed => format!("! {path}\n"),
        },
        (old, new, _) => {
            let old = old.as_ref().map(|side| line('-', &side.text));
            let new = new.as_ref().map(|side| line('+', &side.text));
            old.into_iter().chain(new).collect()
        }
    }
}

fn code(text: &str) -> String {
    format!("<code>{}</code>", escaped(text))
}

/// A message with its parts in backticks as code. Whatever it contains, it stays in its cell and
/// its line.
fn spans(message: &str) -> String {
    let letters: Vec<char> = message.chars().collect();
    let (mut text, mut part) = (String::new(), String::new());
    // What was before the backtick that began it, while a part is code.
    let mut begun: Option<char> = None;
    for (at, letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| letters.get(at)).copied().unwrap_or(' ');
        let after = letters.get(at + 1).copied().unwrap_or(' ');
        let opens = begun.is_none() && matches!(before, ' ' | '(');
        let closes = begun.is_some_and(|begun| {
            matches!(after, ' ' | ',' | ':' | ';') || after == ')' && begun == '('
        });
        if *letter == '`' && (opens || closes) {
            text.push_str(&if opens { prose(&part) } else { code(&part) });
            begun = opens.then_some(before);
            part.clear();
        } else {
            part.push(*letter);
        }
    }
    text + &prose(&part)
}

/// The same as [`escaped`], and nothing in it is a link: `@name` notifies no one.
fn prose(text: &str) -> String {
    let mut safe = escaped(text).replace('@', "@\u{200b}").replace("://", ":\u{200b}//");
    // `#1` and `www.` are links, too; `&#42;` is a letter.
    for (from, to) in
        [("www.", "www\u{200b}."), ("&#", "&\u{0}"), ("#", "#\u{200b}"), ("&\u{0}", "&#")]
    {
        safe = safe.replace(from, to);
    }
    safe
}

/// A string on one line, in which nothing has a meaning in Markdown or HTML.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut before = ' ';
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let is_inner = |after: Option<&char>| {
            before.is_alphanumeric() && after.is_some_and(|after| after.is_alphanumeric())
        };
        match letter {
            '\n' | '\r' | '\t' => safe.push(' '),
            '_' if is_inner(letters.peek()) => safe.push('_'),
            '&' | '<' | '>' | '"' | '|' | '`' | '*' | '_' | '~' | '[' | ']' | '\\' | '$' => {
                _ = write!(safe, "&#{};", u32::from(letter));
            }
            letter => safe.push_str(&visible_line(letter.encode_utf8(&mut [0; 4]))),
        }
        before = letter;
    }
    safe
}
