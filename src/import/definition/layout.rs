//! Expressions on lines of at most 100 letters, as rustfmt lays them out with
//! `use_small_heuristics = "Max"`.
//!
//! What fits on a line is on one. Where it does not, the last call of a chain or list is opened
//! first, if the rest still fits before it; else there is one line per step or entry.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use super::code::{Code, Link};
use unicode_width::UnicodeWidthStr;

/// The width of a string in columns, as rustfmt counts them.
fn width(text: &str) -> usize {
    // Most strings are ASCII, in which each character has one column.
    let plain = text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    if plain { text.len() } else { text.width() }
}

/// The longest line.
const MAX: usize = 100;

/// Entries of a list at most this long share lines.
const SHORT: usize = 10;

/// The room that an expression has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Room {
    /// Where further lines start.
    indent: usize,
    /// The width of what is before it on its first line, after the indent.
    offset: usize,
    /// How wide its first line may be.
    width: usize,
}

/// What has been laid out already, by its address in memory: an expression is tried in several
/// rooms, and so are those in it.
type Known = RefCell<HashMap<(*const Code, Room, bool), Option<String>>>;

/// The maximum number of tries; after these, the rest is one entry a line. Deep nesting has too
/// many layouts to try all.
const TRIES: u32 = 100_000;

/// How the expressions are laid out.
#[derive(Clone, Copy, Debug)]
struct Mode<'a> {
    /// How often an expression has been laid out.
    tries: &'a Cell<u32>,
    /// Chains must not be broken into lines.
    one_line: bool,
    /// What is too wide in any layout is left too wide.
    lenient: bool,
    known: &'a Known,
}

impl Room {
    /// The room of a whole line, but for the letters that must follow.
    fn line(indent: usize, after: usize) -> Self {
        Self { indent, offset: 0, width: MAX.saturating_sub(indent + after) }
    }

    fn after(self, taken: usize) -> Option<Self> {
        let width = self.width.checked_sub(taken)?;
        Some(Self { offset: self.offset + taken, width, ..self })
    }

    fn less(self, taken: usize) -> Option<Self> {
        Some(Self { width: self.width.checked_sub(taken)?, ..self })
    }

    /// How much of the line is kept for what follows.
    fn kept(self) -> usize {
        MAX.saturating_sub(self.indent + self.offset + self.width)
    }
}

/// The expression as the body of a function, indented by `indent`.
pub fn body(code: &Code, indent: usize) -> String {
    if let Code::Commented(above, code, below) = code.inner() {
        let code = body(code, indent);
        let lines: Vec<&str> = above.iter().map(String::as_str).chain([code.as_str()]).collect();
        let lines = lines.into_iter().chain(below.iter().map(String::as_str)).collect::<Vec<_>>();
        return lines.join(&new_line(indent));
    }
    let room = Room::line(indent, 0);
    let in_mode = |lenient| {
        let (known, tries) = (Known::default(), Cell::new(0));
        lay(code, room, Mode { tries: &tries, one_line: false, lenient, known: &known })
    };
    // A line that cannot be short enough leaves rustfmt without a layout: it keeps the one that it finds.
    in_mode(false).or_else(|| in_mode(true)).unwrap_or_default()
}

/// The expression on one line, if that is possible.
pub fn one_line(code: &Code) -> Option<String> {
    let mut line = String::new();
    flat(code, &mut line).map(|()| line)
}

/// The expression on one line; `None` if it has comments, or characters whose width is not their
/// count.
fn flat(code: &Code, out: &mut String) -> Option<()> {
    let list = |(open, close), entries: &[Code], out: &mut String| {
        out.push(open);
        for (index, entry) in entries.iter().enumerate() {
            out.push_str(if index > 0 { ", " } else { "" });
            flat(entry, out)?;
        }
        out.push(close);
        (out.len() <= MAX).then_some(())
    };
    match code {
        Code::Atom(text) => {
            out.push_str(text);
            return (text.is_ascii() && out.len() <= MAX).then_some(());
        }
        Code::Call(callee, arguments) => {
            out.push_str(callee);
            list(('(', ')'), arguments, out)?;
        }
        Code::List(entries) => list(('[', ']'), entries, out)?,
        Code::Tuple(entries) => list(('(', ')'), entries, out)?,
        Code::Chain(root, links) => {
            flat(root, out)?;
            for link in links {
                let Link::Method(name, arguments) = link else { return None };
                out.push('.');
                out.push_str(name);
                list(('(', ')'), arguments, out)?;
            }
        }
        Code::Struct(..) | Code::Commented(..) => return None,
        Code::Named(named) => flat(&named.code, out)?,
    }
    Some(())
}

fn lay(code: &Code, room: Room, mode: Mode<'_>) -> Option<String> {
    let mut line = String::new();
    if flat(code, &mut line).is_some() && line.len() <= room.width {
        return Some(line);
    }
    let key = (std::ptr::from_ref(code), room, mode.one_line);
    if let Some(known) = mode.known.borrow().get(&key) {
        return known.clone();
    }
    if mode.tries.get() > TRIES {
        return Some(plainly(code, room.indent));
    }
    let laid = lay_new(code, room, mode);
    // Long strings take longer, and are kept.
    let work = 1 + laid.as_ref().map_or(0, String::len) as u32 / 64;
    mode.tries.set(mode.tries.get().saturating_add(work));
    mode.known.borrow_mut().insert(key, laid.clone());
    laid
}

fn lay_new(code: &Code, room: Room, mode: Mode<'_>) -> Option<String> {
    match code {
        Code::Atom(text) => (mode.lenient || width(text) <= room.width).then(|| text.clone()),
        Code::Call(callee, arguments) => list(callee, ("(", ")"), arguments, room, mode),
        Code::List(entries) => list("", ("[", "]"), entries, room, mode),
        Code::Tuple(entries) => list("", ("(", ")"), entries, room, mode),
        Code::Chain(root, links) => chain(root, links, room, mode),
        Code::Struct(name, fields, base) => structure((name, fields, base), room, mode),
        Code::Named(named) => lay(&named.code, room, mode),
        // The list around it prints the comments.
        Code::Commented(_, code, _) => lay(code, room, mode),
    }
}

/// One entry or step a line, without a look at how much would fit.
fn plainly(code: &Code, indent: usize) -> String {
    let (inner, end) = (new_line(indent + 4), new_line(indent));
    let list = |(open, close): (&str, &str), entries: &[Code]| {
        if entries.is_empty() {
            return format!("{open}{close}");
        }
        let each = |entry: &Code| {
            let (above, below) = comments(entry);
            let lines = |lines: &[String]| {
                lines.iter().map(|line| format!("{inner}{line}")).collect::<String>()
            };
            format!("{}{inner}{},{}", lines(above), plainly(entry, indent + 4), lines(below))
        };
        let entries: String = entries.iter().map(each).collect();
        format!("{open}{entries}{end}{close}")
    };
    match code {
        Code::Atom(text) => text.clone(),
        Code::Call(callee, arguments) => format!("{callee}{}", list(("(", ")"), arguments)),
        Code::List(entries) => list(("[", "]"), entries),
        Code::Tuple(entries) => list(("(", ")"), entries),
        Code::Named(named) => plainly(&named.code, indent),
        Code::Commented(_, code, _) => plainly(code, indent),
        Code::Struct(name, fields, base) => {
            let field = |(name, code): &(String, Code)| {
                format!("{inner}{name}: {},", plainly(code, indent + 4))
            };
            let fields: String = fields.iter().map(field).collect();
            format!("{name} {{{fields}{inner}..{}{end}}}", plainly(base, indent + 4))
        }
        Code::Chain(root, links) => {
            let list = |arguments: &[Code]| {
                plainly(&Code::Call(String::new(), arguments.to_vec()), indent + 4)
            };
            let step = |link: &Link| match link {
                Link::Method(name, arguments) => format!("{inner}.{name}{}", list(arguments)),
                Link::Comment(line) => format!("{inner}{line}"),
            };
            let steps: String = links.iter().map(step).collect();
            format!("{}{steps}", plainly(root, indent))
        }
    }
}

fn first_line(text: &str) -> &str {
    text.split('\n').next().unwrap_or_default()
}

fn last_line(text: &str) -> &str {
    text.rsplit('\n').next().unwrap_or_default()
}

fn new_line(indent: usize) -> String {
    format!("\n{}", " ".repeat(indent))
}

/// Whether all entries fit on one line of this width.
fn in_one_line(entries: &[Option<String>], limit: usize) -> bool {
    let widths: usize = entries.iter().flatten().map(|entry| width(entry)).sum();
    let several_lines = entries.iter().flatten().any(|entry| entry.contains('\n'));
    !several_lines && widths + 2 * entries.len().saturating_sub(1) <= limit.min(MAX)
}

/// How the entries of a list are laid out.
#[derive(PartialEq)]
enum Tactic {
    OneLine,
    LineEach,
    Filled,
}

fn list(
    callee: &str,
    (open, close): (&str, &str),
    entries: &[Code],
    room: Room,
    mode: Mode<'_>,
) -> Option<String> {
    let used = width(callee);
    let inside = Room::line(room.indent + 4, 1);
    let mut laid: Vec<Option<String>> =
        entries.iter().map(|entry| lay(entry, inside, mode)).collect();
    let tactic = open_last(callee, entries, &mut laid, room, mode);
    let laid: Vec<String> = laid.into_iter().collect::<Option<_>>()?;
    let (between, end) = (new_line(inside.indent), new_line(room.indent));
    Some(match tactic {
        Tactic::OneLine => {
            let text = laid.join(", ");
            let first = if text.is_empty() { 2 } else { width(first_line(&text)) + 1 };
            if first <= room.width.saturating_sub(used) {
                format!("{callee}{open}{text}{close}")
            } else if text.is_empty() {
                format!("{callee}{open}{end}{close}")
            } else {
                format!("{callee}{open}{between}{text}{end}{close}")
            }
        }
        Tactic::LineEach => {
            let mut lines = String::new();
            for (entry, text) in entries.iter().zip(&laid) {
                let (above, below) = comments(entry);
                lines.extend(above.iter().flat_map(|line| [&between, line]).map(String::as_str));
                lines.extend([&between, text, ","]);
                lines.extend(below.iter().flat_map(|line| [&between, line]).map(String::as_str));
            }
            format!("{callee}{open}{lines}{end}{close}")
        }
        Tactic::Filled => {
            let text = filled(&laid, inside);
            format!("{callee}{open}{between}{text}{end}{close}")
        }
    })
}

/// The comments above and below an entry.
fn comments(entry: &Code) -> (&[String], &[String]) {
    match entry.inner() {
        Code::Commented(above, _, below) => (above, below),
        _ => (&[], &[]),
    }
}

/// Tries to let only the last entry go over several lines. Decides how the list is laid out.
fn open_last(
    callee: &str,
    entries: &[Code],
    laid: &mut [Option<String>],
    room: Room,
    mode: Mode<'_>,
) -> Tactic {
    let Some((last, at)) = entries.last().zip(laid.len().checked_sub(1)) else {
        return Tactic::OneLine;
    };
    if entries.iter().any(|entry| matches!(entry.inner(), Code::Commented(..))) {
        return Tactic::LineEach;
    }
    let used = width(callee);
    let limit = room.width.saturating_sub(used + 2);
    let inner = last.inner();
    let combined = entries.len() == 1 && callee.len() < 4;
    let opens = combined || entries.len() == 1 && !matches!(inner, Code::Atom(_));
    let opened = opens
        .then(|| {
            let chain = matches!(inner, Code::Chain(..)) && !combined;
            let mode = Mode { one_line: mode.one_line || chain, ..mode };
            let zero = Room { width: 0, ..room };
            let here = room.after(used + 1).and_then(|room| room.less(1)).unwrap_or(zero);
            lay(last, here, mode)
        })
        .flatten();
    if let Some(opened) = opened {
        let alone = laid[at].replace(first_line(&opened).to_owned());
        if in_one_line(laid, limit) {
            let two_lines = opened.matches('\n').count() == 1;
            let alone = alone.filter(|text| two_lines && !text.contains('\n'));
            laid[at] = alone.or(Some(opened));
            return Tactic::OneLine;
        }
        laid[at] = alone;
    }
    if in_one_line(laid, limit) {
        Tactic::OneLine
    } else if entries.iter().all(is_simple) && laid.iter().flatten().all(|one| one.len() <= SHORT) {
        Tactic::Filled
    } else {
        Tactic::LineEach
    }
}

/// Whether an entry would share its line with others.
pub fn is_short(entry: &Code) -> bool {
    matches!(entry, Code::Atom(text) if text.len() <= SHORT) && is_simple(entry)
}

fn is_simple(code: &Code) -> bool {
    matches!(code, Code::Atom(text) if text.starts_with('"') || !text.contains("::"))
}

fn filled(entries: &[String], room: Room) -> String {
    let mut text = String::new();
    let mut length = 0;
    for entry in entries {
        let needed = width(entry) + 1;
        if length > 0 && length + 1 + needed > room.width {
            text.push_str(&new_line(room.indent));
            length = 0;
        }
        if length > 0 {
            text.push(' ');
            length += 1;
        }
        text.push_str(entry);
        text.push(',');
        length += needed;
    }
    text
}

fn link(link: &Link, room: Room, mode: Mode<'_>) -> Option<String> {
    match link {
        Link::Method(name, arguments) => {
            list(&format!(".{name}"), ("(", ")"), arguments, room, mode)
        }
        Link::Comment(text) => Some(text.clone()),
    }
}

fn chain(root: &Code, mut links: &[Link], room: Room, mode: Mode<'_>) -> Option<String> {
    let mut start = lay(root, room, mode)?;
    let mut block = start.contains('\n');
    // A very short root takes the first step along.
    while let [first @ Link::Method(..), rest @ ..] = links
        && start.len() <= 4_usize.saturating_sub(room.offset)
        && !start.contains('\n')
    {
        let Some(step) = link(first, room.after(start.len())?, mode) else { break };
        start.push_str(&step);
        block = extends(&start);
        links = rest;
    }
    let Some((last, before)) = links.split_last() else { return fitting(start, room, mode) };
    let own = Room::line(room.indent + if block { 0 } else { 4 }, 0);
    let mut steps = vec![start];
    for step in before {
        steps.push(link(step, own, mode)?);
    }
    let comments = links.iter().any(|link| matches!(link, Link::Comment(_)));
    let (end, one_line) = last_step(last, &steps, (room, own), (comments, block), mode)?;
    if !one_line && mode.one_line {
        return None;
    }
    let connector = if one_line { String::new() } else { new_line(own.indent) };
    steps.push(end);
    fitting(steps.join(&connector), room, mode)
}

/// The last step, and whether the chain is on one line, up to what the last step opens.
fn last_step(
    last: &Link,
    steps: &[String],
    (room, own): (Room, Room),
    (comments, block): (bool, bool),
    mode: Mode<'_>,
) -> Option<(String, bool)> {
    let extendable = block && steps.first().is_some_and(|start| extends(start));
    let total: usize = if extendable {
        width(last_line(&steps[0]))
    } else {
        steps.iter().map(|step| width(step)).sum()
    };
    let budget = room.width.saturating_sub(total);
    let whole = !comments && steps.iter().all(|step| !step.contains('\n')) && budget > 0;
    let alone = own.less(room.kept());
    if whole || extendable {
        let beside = if whole { room } else { own };
        if let Some(opened) = beside.after(total).and_then(|room| link(last, room, mode)) {
            let fits = width(first_line(&opened)) <= budget;
            let lines = opened.lines().count();
            if fits && lines >= 5 {
                return Some((opened, whole));
            }
            return Some(match link(last, alone?, mode) {
                Some(other) if !fits => (other, false),
                Some(other) if other.lines().count() < lines => (other, false),
                _ => (opened, fits && whole),
            });
        }
    }
    let room = if whole {
        room
    } else if extendable {
        own
    } else {
        alone?
    };
    Some((link(last, room, mode)?, false))
}

/// Whether the last line has closing brackets only.
fn extends(text: &str) -> bool {
    last_line(text).chars().all(|letter| matches!(letter, ')' | ']' | '}' | ' '))
}

/// The string, if it fits into the room.
fn fitting(text: String, room: Room, mode: Mode<'_>) -> Option<String> {
    let fits = mode.lenient
        || width(first_line(&text)) <= room.width
            && text.lines().skip(1).all(|line| width(line) <= MAX)
            && (!text.contains('\n')
                || width(last_line(&text)) <= room.indent + room.offset + room.width);
    fits.then_some(text)
}

fn structure(
    (name, fields, base): (&str, &[(String, Code)], &Code),
    room: Room,
    mode: Mode<'_>,
) -> Option<String> {
    let inside = Room::line(room.indent + 4, 1);
    let mut entries = Vec::new();
    for (field, value) in fields {
        let start = format!("{field}: ");
        let value = lay(value, inside.after(width(&start))?, mode)?;
        entries.push(Some(format!("{start}{value}")));
    }
    let base = lay(base, Room::line(room.indent + 4, 0).after(2)?, mode)?;
    entries.push(Some(format!("..{base}")));
    let limit = room.width.saturating_sub(width(name) + 5);
    let one_line = in_one_line(&entries, limit);
    let entries: Vec<String> = entries.into_iter().flatten().collect();
    let joined = entries.join(", ");
    let (between, end) = (new_line(room.indent + 4), new_line(room.indent));
    if one_line {
        // Here it is bytes that rustfmt counts.
        let fits = joined.len() <= limit;
        let (start, end) = if fits { (" ", " ") } else { (between.as_str(), end.as_str()) };
        return Some(format!("{name} {{{start}{joined}{end}}}"));
    }
    Some(format!("{name} {{{between}{}{end}}}", entries.join(&format!(",{between}"))))
}
