//! The marks of template languages, as found in job files that were not rendered.

use std::ops::Range;

/// The template language of a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// `[[ .name ]]`
    Pack,
    /// `{{ name }}`, `{% if name %}`
    Jinja,
    /// `{{ .name }}` outside of strings
    Go,
    /// `<%= name %>`
    Erb,
    /// `${name}` outside of strings
    Dollar,
    /// `__NAME__`, `@@NAME@@`, `%NAME%`, `$NAME$`, `#{NAME}`, `<NAME>`
    Word,
}

impl Mark {
    /// What has such marks.
    pub fn what(self) -> &'static str {
        match self {
            Self::Pack => "a template of nomad-pack or Levant",
            Self::Jinja => "a Jinja template",
            Self::Go => "a Go template",
            Self::Erb => "an ERB template",
            Self::Dollar => "a template of `envsubst` or Terraform",
            Self::Word => "a template with placeholders",
        }
    }

    /// What to do about it.
    pub fn help(self, found: &str) -> String {
        match self {
            Self::Pack => {
                "render it first, with `nomad-pack render` or `levant render`, and pass the result"
                    .to_owned()
            }
            Self::Jinja => "render it first, with Ansible's `template` or whatever fills in the \
                variables, and pass the result"
                .to_owned(),
            Self::Go => {
                "render it first, with consul-template, gomplate or whatever fills it in, and pass \
                 the result; Nomad itself only renders `template` blocks"
                    .to_owned()
            }
            Self::Erb => "render it first, with `erb` or Chef, and pass the result".to_owned(),
            Self::Dollar => {
                "render it first, with `envsubst` or `templatefile`, and pass the result; write a \
                 variable of the job as `var.name`, without `${…}`"
                    .to_owned()
            }
            Self::Word => format!(
                "replace `{found}` with its value first, as the script that deploys the file does"
            ),
        }
    }
}

/// The longest action.
const LONGEST: usize = 400;

/// Words with which an action of nomad-pack's and Levant's templates begins.
const PACK: [&str; 18] = [
    "if",
    "range",
    "with",
    "template",
    "define",
    "var",
    "meta",
    "env",
    "key",
    "else",
    "end",
    "fileContents",
    "consulKey",
    "loop",
    "timeNow",
    "coalesce",
    "toStringList",
    "include",
];

/// Words of Go templates that can be alone in an action, so that they are not variables of Jinja.
const GO: [&str; 16] = [
    "end",
    "else",
    "break",
    "continue",
    "nil",
    "true",
    "false",
    "services",
    "nodes",
    "datacenters",
    "timestamp",
    "nomadServices",
    "tree",
    "ls",
    "define",
    "block",
];

/// The first mark that starts in a structural part of the source, outside of strings: HCL never has
/// one there.
pub fn in_structure(text: &str, part: Range<usize>) -> Option<(Range<usize>, Mark)> {
    let mut before = ' ';
    let start = part.start;
    for (at, letter) in text.get(part).unwrap_or_default().char_indices() {
        let at = start + at;
        let rest = text.get(at..).unwrap_or_default();
        let found = match letter {
            '[' => pack(rest),
            '{' if rest.starts_with("{{") => Some(braces(rest)),
            '{' if rest.starts_with("{%") => closed(rest, "%}").map(|end| (end, Mark::Jinja)),
            '<' if rest.starts_with("<%") => closed(rest, "%>").map(|end| (end, Mark::Erb)),
            '$' | '%' if rest.starts_with("${") || rest.starts_with("%{") => {
                Some((closed(rest, "}").unwrap_or(2), Mark::Dollar))
            }
            '$' | '@' | '%' | '<' => word(rest),
            '_' if !(before.is_alphanumeric() || matches!(before, '_' | '.' | '-')) => word(rest),
            _ => None,
        };
        if let Some((length, mark)) = found {
            return Some((at..at + length, mark));
        }
        before = letter;
    }
    None
}

/// The first mark in a string that is unlikely to be meant for whatever gets the string.
pub fn in_string(text: &str) -> Option<(Range<usize>, Mark)> {
    let mut before = ' ';
    for (at, letter) in text.char_indices() {
        let rest = text.get(at..).unwrap_or_default();
        let whole = at == 0;
        let apart = !before.is_alphanumeric() && before != '_';
        let found = match letter {
            '[' => pack_in_string(rest),
            '{' if rest.starts_with("{{") && before != '{' => {
                variable(rest).map(|end| (end, Mark::Jinja))
            }
            '{' if rest.starts_with("{% ") => closed(rest, " %}").map(|end| (end, Mark::Jinja)),
            '<' if rest.starts_with("<%=") => closed(rest, "%>").map(|end| (end, Mark::Erb)),
            '@' if rest.starts_with("@@") => word(rest),
            '_' if apart => word(rest),
            // These have other meanings elsewhere: they are the whole string.
            '$' | '@' | '%' | '<' if whole => {
                word(rest).filter(|(length, _)| *length == text.len())
            }
            _ => None,
        };
        if let Some((length, mark)) = found {
            return Some((at..at + length, mark));
        }
        before = letter;
    }
    None
}

fn closed(text: &str, close: &str) -> Option<usize> {
    line(text).find(close).map(|end| end + close.len())
}

/// The start of the input, up to the end of the line, and no longer than an action can be.
fn line(text: &str) -> &str {
    let end = text.bytes().take(LONGEST).position(|byte| byte == b'\n');
    let mut end = end.unwrap_or(LONGEST).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

/// The action between two marks, without the dash that trims space.
fn action<'t>(text: &'t str, open: &str, close: &str) -> Option<(&'t str, usize)> {
    let inner = text.strip_prefix(open)?;
    let inner = line(inner);
    let end = inner.find(close)?;
    let action = inner.get(..end)?;
    let action = action.strip_prefix('-').unwrap_or(action);
    let action = action.strip_suffix('-').unwrap_or(action);
    Some((action.trim(), open.len() + end + close.len()))
}

/// An action of nomad-pack's and Levant's templates outside of strings, unless a list in a list
/// could look like it.
fn pack(text: &str) -> Option<(usize, Mark)> {
    let (action, length) = action(text, "[[", "]]")?;
    let (word, rest) = split_word(action);
    let argument = |letter: char| letter.is_alphabetic() || matches!(letter, '.' | '$' | '"' | '(');
    let call = !word.is_empty() && word != "for" && rest.starts_with(argument);
    (call || is_pack(action) || action.starts_with('$')).then_some((length, Mark::Pack))
}

/// The same in a string, where the tests of a shell have such brackets too.
fn pack_in_string(text: &str) -> Option<(usize, Mark)> {
    let (action, length) = action(text, "[[", "]]")?;
    let (word, rest) = split_word(action);
    let call = !word.is_empty() && is_field(rest);
    (call || is_pack(action)).then_some((length, Mark::Pack))
}

/// The word that an action begins with, and what follows it after some space.
fn split_word(action: &str) -> (&str, &str) {
    let named = |letter: char| letter.is_alphanumeric() || letter == '_';
    let end = action.find(|letter| !named(letter)).unwrap_or(action.len());
    let (word, rest) = action.split_at_checked(end).unwrap_or_default();
    let rest = if rest.starts_with(char::is_whitespace) { rest.trim_start() } else { "" };
    (word, rest)
}

/// `.name`
fn is_field(text: &str) -> bool {
    let starts = |letter: char| letter.is_alphabetic() || letter == '_';
    text.strip_prefix('.').is_some_and(|name| name.starts_with(starts))
}

fn is_pack(action: &str) -> bool {
    let (word, rest) = split_word(action);
    let known = PACK.contains(&word) && !rest.is_empty() || matches!(action, "end" | "else");
    let variable = action.starts_with('$') && action.contains(":=");
    let comment = action.starts_with("/*") && action.ends_with("*/");
    is_field(action) || known || variable || comment
}

/// An action between braces outside of strings: Jinja's variables are bare names.
fn braces(text: &str) -> (usize, Mark) {
    let length = closed(text, "}}").unwrap_or(2);
    let mark = if variable(text).is_some() { Mark::Jinja } else { Mark::Go };
    (length, mark)
}

/// The length of a variable of Jinja: `{{ name }}`, `{{ a.b | default('c') }}`.
fn variable(text: &str) -> Option<usize> {
    let (action, length) = action(text, "{{", "}}")?;
    let name = action.split('|').next().unwrap_or_default().trim();
    let named = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '.');
    let starts = name.starts_with(|letter: char| letter.is_alphabetic() || letter == '_');
    let call = ["lookup(", "hostvars[", "groups["].iter().any(|start| name.starts_with(start));
    (call || starts && name.chars().all(named) && !GO.contains(&name)).then_some(length)
}

/// The length of a word between marks: `__NAME__`.
fn word(text: &str) -> Option<(usize, Mark)> {
    let pairs = [("__", "__"), ("@@", "@@"), ("@", "@"), ("%", "%"), ("$", "$"), ("<", ">")];
    let (open, close) = pairs.into_iter().find(|(open, _)| text.starts_with(open))?;
    let inner = line(text.get(open.len()..)?);
    let end = inner.find(close)?;
    let name = inner.get(..end)?;
    let named =
        |letter: char| letter.is_ascii_uppercase() || letter.is_ascii_digit() || letter == '_';
    let spoken = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-' | ' ');
    let fits = if open == "<" { name.chars().all(spoken) } else { name.chars().all(named) };
    let starts = name.starts_with(|letter: char| letter.is_ascii_alphabetic());
    (fits && starts).then_some((open.len() + end + close.len(), Mark::Word))
}
