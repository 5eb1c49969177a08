//! Values as a report shows them: secrets hidden, long strings line by line.

use serde::Serialize;
use similar::{ChangeTag, TextDiff};

use super::mask::{ANOTHER, HIDDEN, hide, in_line, names_secret};
use crate::jobspec::{Block, FieldItem, FreeItem, Map, Step, Value, expr};
use crate::render::literal::{self, Style};

/// How many lines are shown around a changed one.
const CONTEXT: usize = 2;

/// What the blocks around a value say about it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Around {
    /// It is part of a login.
    pub auth: bool,
    /// It is part of a driver's configuration, where strings are evaluated once more.
    pub config: bool,
}

/// The two sides of a change.
#[derive(Debug, Default)]
pub struct Shown {
    pub old: Option<Side>,
    pub new: Option<Side>,
    /// Of strings with several lines, and of lists: the lines or entries that differ, with their
    /// signs.
    pub lines: Option<Side>,
}

/// A string to show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Side {
    /// With secrets hidden.
    pub text: String,
    /// As it is, where that is another text.
    #[serde(skip)]
    pub plain: Option<String>,
}

impl Side {
    /// Shows it without hiding secrets.
    pub fn reveal(&mut self) {
        if let Some(plain) = self.plain.take() {
            self.text = plain;
        }
    }
}

/// The name and the labels of a block; of one without labels of which there may be several, what it is told apart by.
pub fn step(block: &dyn Block) -> String {
    let own = match block.schema().name {
        "service" | "check" | "identity" => "name",
        "template" | "volume_mount" => "destination",
        _ => return Step::from(block).to_string(),
    };
    let mut found = None;
    block.visit(&mut |index, item| match item {
        FieldItem::Attr(value) if block.schema().fields[index].name == own => {
            found = value.as_str()
        }
        _ => {}
    });
    match found {
        Some(text) if !text.is_empty() => {
            Step::block(block.schema().name, [in_line(text)]).to_string()
        }
        _ => Step::from(block).to_string(),
    }
}

/// A string as a code block in Markdown: its fence is longer than any that it contains.
#[must_use]
pub fn fenced(kind: &str, text: &str) -> String {
    let longest = text.split(|letter| letter != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}{kind}\n{text}{fence}\n")
}

/// Items of one name in a body of free names, as one value.
pub fn items(items: &[FreeItem]) -> Value {
    let value = |item: &FreeItem| match item {
        FreeItem::Attr(_, value) => value.clone(),
        FreeItem::Object(_, map) => Value::Object(map.clone()),
        FreeItem::Block { labels, body, .. } => {
            let mut map = Map::default();
            for item in body.iter() {
                let (FreeItem::Attr(name, _)
                | FreeItem::Object(name, _)
                | FreeItem::Block { name, .. }) = item;
                map.set(name, self::items(std::slice::from_ref(item)));
            }
            labels.iter().rev().fold(Value::Object(map), |inner, label| {
                let mut outer = Map::default();
                outer.set(label, inner);
                Value::Object(outer)
            })
        }
    };
    match items {
        [one] => value(one),
        all => Value::List(all.iter().map(value).collect()),
    }
}

/// The two sides of an attribute, or of a block that holds no others.
pub fn both(
    name: &str,
    around: Around,
    old: Option<FieldItem<'_>>,
    new: Option<FieldItem<'_>>,
) -> Shown {
    let value = |item: Option<FieldItem<'_>>| match item {
        Some(FieldItem::Attr(value)) => Some(value.clone()),
        Some(FieldItem::Label(label)) => Some(Value::from(label)),
        Some(FieldItem::Map(map)) => Some(Value::Object(map.clone())),
        Some(FieldItem::Block(block)) => small(block),
        _ => None,
    };
    let of = [old, new].into_iter().flatten().find_map(|item| match item {
        FieldItem::Block(block) => compared(block),
        _ => None,
    });
    let name = of.as_deref().unwrap_or(name);
    values(name, around, value(old).as_ref(), value(new).as_ref())
}

/// The most attributes of a block that is shown on one line.
const FEW: usize = 6;

/// The attributes of a block, where these are few and all that it holds; of others, its path says enough.
fn small(block: &dyn Block) -> Option<Value> {
    let (mut map, mut count, mut is_small) = (Map::default(), 0, true);
    block.visit(&mut |index, item| match item {
        FieldItem::Attr(value) => {
            let is_long = value.as_str().is_some_and(|text| text.contains('\n'));
            count += 1;
            is_small &= !is_long;
            map.set(block.schema().fields[index].name, value.clone());
        }
        FieldItem::Label(_) => {}
        _ => is_small = false,
    });
    (is_small && (1..=FEW).contains(&count)).then_some(Value::Object(map))
}

/// What the value of a constraint or an affinity is compared with, whose name it has then.
fn compared(block: &dyn Block) -> Option<String> {
    if !matches!(block.schema().name, "constraint" | "affinity") {
        return None;
    }
    let mut found = None;
    block.visit(&mut |index, item| {
        if let (FieldItem::Attr(value), "attribute") = (item, block.schema().fields[index].name) {
            found = value.as_str().map(|text| {
                let name = text.trim_end_matches('}').rsplit('.').next().unwrap_or_default();
                name.to_owned()
            });
        }
    });
    found
}

/// The two sides of a value with a name.
pub fn values(name: &str, around: Around, old: Option<&Value>, new: Option<&Value>) -> Shown {
    let text = |value: Option<&Value>| {
        value.and_then(Value::as_str).filter(|text| text.contains('\n')).map(str::to_owned)
    };
    if text(old).is_some() || text(new).is_some() {
        let plain =
            |value: Option<&Value>| value.and_then(Value::as_str).unwrap_or_default().to_owned();
        let (one, two) = (plain(old), plain(new));
        let hidden = |text: &str| hide(name, text, around.auth);
        let lines = both_lines((&one, &hidden(&one)), (&two, &hidden(&two)));
        return Shown { lines: Some(lines), ..Shown::default() };
    }
    let mut shown =
        Shown { old: side(name, around, old), new: side(name, around, new), lines: None };
    if let (Some(old), Some(new)) = (&shown.old, &mut shown.new)
        && old.text == new.text
        && new.plain.is_some()
    {
        new.text = new.text.replace(HIDDEN, ANOTHER);
    }
    if let (Some(Value::List(one)), Some(Value::List(two))) = (old, new)
        && one.len().max(two.len()) > 1
    {
        let exact = |list: &[Value]| {
            list.iter().map(|value| hcl(value, around.config) + "\n").collect::<String>()
        };
        let safe = |list: &[Value]| match hidden(name, around, &Value::List(list.to_vec())) {
            Value::List(list) => exact(&list),
            _ => String::new(),
        };
        let (before, after) = (exact(one), exact(two));
        shown.lines = Some(both_lines((&before, &safe(one)), (&after, &safe(two))));
    }
    shown
}

/// The lines that differ between two strings, unchanged and with secrets hidden.
fn both_lines(old: (&str, &str), new: (&str, &str)) -> Side {
    let text = lines(old, new);
    let plain = lines((old.0, old.0), (new.0, new.0));
    Side { plain: (plain != text).then_some(plain), text }
}

fn side(name: &str, around: Around, value: Option<&Value>) -> Option<Side> {
    let plain = hcl(value?, around.config);
    let text = hcl(&hidden(name, around, value?), around.config);
    let plain = (plain != text).then_some(plain);
    Some(Side { text, plain })
}

/// The value as HCL, on one line.
fn hcl(value: &Value, config: bool) -> String {
    let mut text = String::new();
    literal::value(&mut text, value, Style { config, verbatim: false, heredoc: false });
    text.split('\n').map(str::trim).collect::<Vec<_>>().join(" ")
}

/// The lines that differ, each with its sign, and some context: compared without hiding secrets, so
/// that a changed secret counts as a difference.
fn lines((old, old_shown): (&str, &str), (new, new_shown): (&str, &str)) -> String {
    let split = |text: &str| -> Vec<String> {
        text.split_inclusive('\n')
            .map(|line| line.trim_end_matches(['\n', '\r']).to_owned())
            .collect()
    };
    let (olds, news) = (split(old_shown), split(new_shown));
    let diff = TextDiff::from_lines(old, new);
    let mut text = String::new();
    for group in diff.grouped_ops(CONTEXT) {
        let Some((first, last)) = group.first().zip(group.last()) else { continue };
        let range =
            |from: usize, to: usize| format!("{},{}", from + usize::from(to > from), to - from);
        let (before, after) = (first.old_range().start, first.new_range().start);
        let (before, after) =
            (range(before, last.old_range().end), range(after, last.new_range().end));
        text.push_str(&format!("@@ -{before} +{after} @@\n"));
        for operation in &group {
            let mut gone = Vec::new();
            for change in diff.iter_changes(operation) {
                let line = |lines: &[String], at: Option<usize>| {
                    at.and_then(|at| lines.get(at)).cloned().unwrap_or_default()
                };
                let (sign, line) = match change.tag() {
                    ChangeTag::Equal => (' ', line(&olds, change.old_index())),
                    ChangeTag::Delete => {
                        let line = line(&olds, change.old_index());
                        gone.push(line.clone());
                        ('-', line)
                    }
                    ChangeTag::Insert => {
                        let line = line(&news, change.new_index());
                        let is_same = line.contains(HIDDEN) && gone.contains(&line);
                        ('+', if is_same { line.replace(HIDDEN, ANOTHER) } else { line })
                    }
                };
                text.push(sign);
                text.push_str(&line);
                text.push('\n');
            }
        }
    }
    text
}

/// A value with its secrets hidden.
fn hidden(name: &str, around: Around, value: &Value) -> Value {
    match value {
        Value::Text(text) => match hide(name, text.as_str(), around.auth) {
            shown if shown == text.as_str() => value.clone(),
            shown => Value::from(shown),
        },
        Value::Int(_) | Value::Float(_) if names_secret(name) => Value::from(HIDDEN),
        Value::List(values) => {
            let mut before = String::new();
            let each = values.iter().map(|value| {
                // `--password` and what follows it.
                let flag = std::mem::take(&mut before);
                before = value.as_str().unwrap_or_default().to_owned();
                let is_flag = names_secret(&flag) && !flag.contains(['=', ' ', ':']);
                hidden(if is_flag { &flag } else { name }, around, value)
            });
            Value::List(each.collect())
        }
        Value::Object(map) => {
            let mut all = Map::default();
            for (key, value) in map.iter() {
                // What is in the value of a secret is one, whatever it is called.
                let name = if names_secret(name) && !is_known(key) { name } else { key };
                all.set(
                    key,
                    hidden(name, Around { auth: around.auth || name == "auth", ..around }, value),
                );
            }
            Value::Object(all)
        }
        value @ (Value::Expr(_) | Value::Interpolated(_)) => {
            let text = hcl(value, around.config);
            let shown = quoted(name, &text, around);
            if shown == text { value.clone() } else { Value::from(expr(shown)) }
        }
        value => value.clone(),
    }
}

/// What a constraint says besides its value.
fn is_known(key: &str) -> bool {
    matches!(key, "attribute" | "operator")
}

/// An expression with the secrets in its strings hidden.
fn quoted(name: &str, text: &str, around: Around) -> String {
    let (mut shown, mut part, mut in_quotes, mut is_escaped) =
        (String::new(), String::new(), false, false);
    for letter in text.chars() {
        if letter == '"' && !is_escaped {
            shown.push_str(&hide(
                if in_quotes { name } else { "" },
                &part,
                around.auth && in_quotes,
            ));
            shown.push('"');
            part.clear();
            in_quotes = !in_quotes;
            continue;
        }
        is_escaped = letter == '\\' && !is_escaped;
        part.push(letter);
    }
    shown.push_str(&hide("", &part, false));
    shown
}
