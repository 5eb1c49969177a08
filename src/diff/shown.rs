//! Values as a report shows them: secrets hidden, long texts line by line.

use serde::Serialize;
use similar::TextDiff;

use crate::jobspec::{Block, FreeItem, Item, Map, Step, Value};
use crate::render::literal::{self, Style};
use crate::secret::{in_address, is_placeholder, is_random, is_secret, may_be_secret};

/// What stands in place of a secret.
const HIDDEN: &str = "(secret)";

/// So many lines around a changed one are shown.
const CONTEXT: usize = 2;

/// The two sides of a change.
#[derive(Debug, Default)]
pub struct Shown {
    pub old: Option<Side>,
    pub new: Option<Side>,
    /// Of texts with several lines: those that differ, with their signs.
    pub lines: Option<Side>,
}

/// A text to show.
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
    /// Shows the text as it is.
    pub fn reveal(&mut self) {
        if let Some(plain) = self.plain.take() {
            self.text = plain;
        }
    }
}

/// The name and the labels of a block.
pub fn step(block: &dyn Block) -> String {
    Step::from(block).to_string()
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

/// The two sides of an attribute; of a block, its path says all.
pub fn both(name: &str, in_auth: bool, old: Option<Item<'_>>, new: Option<Item<'_>>) -> Shown {
    let value = |item: Option<Item<'_>>| match item {
        Some(Item::Attr(value)) => Some(value.clone()),
        Some(Item::Label(label)) => Some(Value::from(label)),
        Some(Item::Map(map)) => Some(Value::Object(map.clone())),
        _ => None,
    };
    values(name, in_auth, value(old).as_ref(), value(new).as_ref())
}

/// The two sides of a value with a name.
pub fn values(name: &str, in_auth: bool, old: Option<&Value>, new: Option<&Value>) -> Shown {
    let text = |value: Option<&Value>| {
        value.and_then(Value::as_str).filter(|text| text.contains('\n')).map(str::to_owned)
    };
    if text(old).is_some() || text(new).is_some() {
        let plain =
            |value: Option<&Value>| value.and_then(Value::as_str).unwrap_or_default().to_owned();
        let (one, two) = (plain(old), plain(new));
        let hidden = |text: &str| hide(name, text, in_auth);
        let shown = lines(&hidden(&one), &hidden(&two));
        let exact = lines(&one, &two);
        let is_same = shown == exact;
        return Shown {
            lines: Some(Side { text: shown, plain: (!is_same).then_some(exact) }),
            ..Shown::default()
        };
    }
    let mut shown =
        Shown { old: side(name, in_auth, old), new: side(name, in_auth, new), lines: None };
    if let (Some(old), Some(new)) = (&shown.old, &mut shown.new)
        && old.text == new.text
        && new.plain.is_some()
    {
        new.text = new.text.replace(HIDDEN, "(another secret)");
    }
    shown
}

fn side(name: &str, in_auth: bool, value: Option<&Value>) -> Option<Side> {
    let plain = hcl(value?);
    let text = hcl(&hidden(name, in_auth, value?));
    let plain = (plain != text).then_some(plain);
    Some(Side { text, plain })
}

/// The value as HCL, on one line.
fn hcl(value: &Value) -> String {
    let mut text = String::new();
    literal::value(&mut text, value, Style { config: true, verbatim: true, heredoc: false });
    text.split('\n').map(str::trim).collect::<Vec<_>>().join(" ")
}

/// The lines that differ, each with its sign, and some around them.
fn lines(old: &str, new: &str) -> String {
    let diff = TextDiff::from_lines(old, new);
    let mut text = diff.unified_diff().context_radius(CONTEXT).to_string();
    if !text.ends_with('\n') && !text.is_empty() {
        text.push('\n');
    }
    text.replace("\n\\ No newline at end of file", "")
}

/// A value with its secrets hidden.
fn hidden(name: &str, in_auth: bool, value: &Value) -> Value {
    match value {
        Value::Text(text) => Value::from(hide(name, text.as_str(), in_auth)),
        Value::List(values) => {
            let mut before = String::new();
            let each = values.iter().map(|value| {
                // `--password` and what follows it.
                let flag = std::mem::take(&mut before);
                before = value.as_str().unwrap_or_default().to_owned();
                let name = if flag.starts_with('-') { flag.as_str() } else { name };
                hidden(name, in_auth, value)
            });
            Value::List(each.collect())
        }
        Value::Object(map) => {
            let mut all = Map::default();
            for (key, value) in map.iter() {
                all.set(key, hidden(key, in_auth || name == "auth", value));
            }
            Value::Object(all)
        }
        value @ (Value::Expr(_) | Value::Interpolated(_)) => {
            let text = hcl(value);
            let shown = hide("", &text, false);
            if shown == text { value.clone() } else { Value::from(shown) }
        }
        value => value.clone(),
    }
}

/// A text with its secrets hidden: the whole of it under the name of one, and in its lines and words otherwise.
fn hide(name: &str, text: &str, in_auth: bool) -> String {
    let is_one_line = !text.trim().contains('\n');
    let may_be =
        in_auth && !matches!(name, "username" | "server_address" | "helper") || may_be_secret(name);
    if text.contains("PRIVATE KEY-----") || is_one_line && may_be && is_hidden(text) {
        return HIDDEN.to_owned();
    }
    text.split_inclusive('\n').map(hide_in_line).collect()
}

/// Whether a value under the name of a secret is one.
fn is_hidden(value: &str) -> bool {
    let value = value.trim();
    !value.is_empty() && (!is_placeholder(value) || value.len() < 4 && !value.contains(['$', '{']))
}

/// Hides `NAME=secret`, `name: secret`, passwords in addresses and random words in a line.
fn hide_in_line(line: &str) -> String {
    let mut secrets: Vec<&str> = Vec::new();
    for (at, _) in line.match_indices(['=', ':']) {
        let (name, value) = (line[..at].trim(), line[at + 1..].trim());
        let name = name.trim_matches(['"', '\'', '`']);
        let name = name
            .rsplit([' ', '\t', ',', '{', '(', '=', ':', '/', ';', '&', '?', '"', '\''])
            .next()
            .unwrap_or_default();
        if !(is_secret(name) || may_be_secret(name) || name.ends_with("users"))
            || value.starts_with("//")
        {
            continue;
        }
        let value = value.trim_start_matches(['"', '\'', ' ', '=', ':']);
        let quoted = line[at + 1..].trim_start().starts_with(['"', '\'']);
        let end = match quoted {
            true => value.find(['"', '\'']),
            false => value.find([' ', '\t', ',', ';', '"', '\'', '&', '}', ')']),
        };
        let value = &value[..end.unwrap_or(value.len())];
        if is_hidden(value) {
            secrets.push(value);
        }
    }
    for word in line.split([' ', '\t', '"', '\'', ',', ';', '(', ')', '<', '>', '\n', '=']) {
        if let Some(password) = in_address(word).filter(|found| !is_placeholder(found)) {
            secrets.push(password);
        }
        let end = word.rsplit([':', '/', '@', '&', '?']).next().unwrap_or(word);
        secrets.extend([word, end].into_iter().filter(|word| is_random(word)));
    }
    secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
    let hide = |line: String, secret: &&str| line.replace(*secret, HIDDEN);
    secrets.iter().fold(line.to_owned(), hide)
}

#[cfg(test)]
mod tests {
    use super::{HIDDEN, hide, hide_in_line};

    #[test]
    fn secrets_are_hidden_in_lines() {
        for (line, shown) in [
            ("PASSWORD=hunter22", "PASSWORD=(secret)"),
            ("  password: \"hun ter22\"\n", "  password: \"(secret)\"\n"),
            ("db=postgres://web:hunter22@db/web", "db=postgres://web:(secret)@db/web"),
            (
                "traefik.http.middlewares.a.basicauth.users=admin:$apr1$x.yz",
                "traefik.http.middlewares.a.basicauth.users=(secret)",
            ),
            ("?token=abcd1234&b=c", "?token=(secret)&b=c"),
            ("url: https://example.com/", "url: https://example.com/"),
            ("PASSWORD={{ .password }}", "PASSWORD={{ .password }}"),
        ] {
            assert_eq!(hide_in_line(line), shown);
        }
        assert_eq!(hide("DB_PASS", "hunter22", false), HIDDEN);
        assert_eq!(hide("password", "hunter22", true), HIDDEN);
        assert_eq!(hide("username", "web", true), "web");
        assert_eq!(hide("IMAGE", "redis:7.2", false), "redis:7.2");
    }
}
