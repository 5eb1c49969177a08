//! Strings, and what `${…}` in them means.
//!
//! Nomad gives `${…}` two meanings at two times. When it reads HCL, the braces hold an expression; the ones that it
//! cannot resolve become text again. When it runs the job, it replaces references such as `${NOMAD_PORT_http}` in some
//! attributes, and evaluates task `config` as a whole a second time. A plain Rust string says what is meant to arrive:
//! references that Nomad resolves at run time are references, and all the rest is text.

use std::borrow::Cow;

/// A string in a job. A plain Rust string becomes one by itself.
///
/// ```
/// use jobwright::jobspec::{Docker, literal};
/// // `${NOMAD_PORT_http}` is replaced when the task starts; `${1}` and `%{http_code}` arrive as they stand.
/// let web = Docker::image("web:1").args(["--port=${NOMAD_PORT_http}", "${1}:9100", "%{http_code}"]);
/// // Not replaced: the process sees the dollar sign and the braces.
/// let echo = Docker::image("echo:1").args([literal("${NOMAD_PORT_http}")]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Text {
    /// Run-time references mean references, everything else is text.
    Plain(String),
    /// Everything is text.
    Literal(String),
    /// A template of Nomad's client, kept unchanged; only task `config` has such templates.
    Runtime(String),
}

/// A string in which nothing is a reference.
#[must_use]
pub fn literal(text: impl Into<String>) -> Text {
    Text::Literal(text.into())
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::Plain(text.to_owned())
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self::Plain(text)
    }
}

impl Text {
    /// What was written in Rust.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Plain(text) | Self::Literal(text) | Self::Runtime(text) => text,
        }
    }

    /// What Nomad's API must carry so that this text arrives: the same, but for task `config`, where the client
    /// evaluates it once more.
    #[must_use]
    pub fn api(&self, config: bool) -> Cow<'_, str> {
        match self {
            Self::Plain(text) if config => escape(text, true),
            Self::Literal(text) if config => escape(text, false),
            Self::Plain(text) | Self::Literal(text) | Self::Runtime(text) => Cow::Borrowed(text),
        }
    }

    /// The string that the API carries as `text`: the inverse of [`Text::api`].
    #[must_use]
    pub fn from_api(text: &str, config: bool) -> Self {
        // What the second evaluation drops there, a plain text would keep.
        if config && text.starts_with(BYTE_ORDER_MARK) {
            return Self::Runtime(text.to_owned());
        }
        if !config || !(text.contains("${") || text.contains("%{")) {
            return Self::Plain(text.to_owned());
        }
        unescape(text)
    }
}

/// What dotted run-time references begin with.
pub(crate) const ROOTS: [&str; 5] = ["attr", "node", "meta", "device", "secret"];

/// The length of the run-time reference that `text` starts with, braces included: `${NOMAD_PORT_http}`.
///
/// The roots are those that Nomad resolves when it places or starts a task. `${env["HOME"]}` counts, since task
/// `config` knows it.
#[must_use]
pub fn reference(text: &str) -> Option<usize> {
    let inner = text.strip_prefix("${")?;
    let end = inner.find('}')?;
    let name = &inner[..end];
    // What HCL would not read as a name and steps is no reference: it could not be written.
    let dotted = |rest: &str| rest.split('.').all(is_step);
    let known = name
        .strip_prefix("NOMAD_")
        .is_some_and(|rest| !rest.is_empty() && !rest.starts_with('.') && dotted(name))
        || name.split_once('.').is_some_and(|(root, rest)| ROOTS.contains(&root) && dotted(rest))
        || name
            .strip_prefix("env[\"")
            .and_then(|rest| rest.strip_suffix("\"]"))
            .is_some_and(|inner| !inner.is_empty() && inner.bytes().all(is_name_byte));
    known.then_some(end + 3)
}

fn is_step(step: &str) -> bool {
    step.bytes().all(|byte| is_name_byte(byte) && byte != b'.')
        && step.bytes().next().is_some_and(|first| first.is_ascii_alphabetic() || first == b'_')
}

fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-')
}

/// Where the client cannot know a root, a reference would fail the task.
fn config_reference(text: &str) -> Option<usize> {
    if text.starts_with("${device.") { None } else { reference(text) }
}

/// Means nothing at the start of a file, and HCL takes every template for one.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// Escapes what the second evaluation would take for templates.
fn escape(text: &str, references: bool) -> Cow<'_, str> {
    let marked = text.starts_with(BYTE_ORDER_MARK);
    if !marked && !text.contains("${") && !text.contains("%{") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    if marked {
        // At the very start it would be dropped; after an expression, even an empty one, it is a character.
        out.push_str("${\"\"}");
    }
    let mut rest = text;
    while let Some(at) = special(rest) {
        let (before, here) = rest.split_at(at);
        let length = match config_reference(here).filter(|_| references) {
            Some(length) => {
                // Dollars right before the reference would turn it into an escape: they go in as an expression.
                let plain = before.trim_end_matches('$');
                out.push_str(plain);
                if plain.len() < before.len() {
                    out.push_str("${\"");
                    out.push_str(&before[plain.len()..]);
                    out.push_str("\"}");
                }
                out.push_str(&here[..length]);
                length
            }
            None if here.starts_with('\r') => {
                out.push_str(before);
                out.push_str(CARRIAGE_RETURN);
                1
            }
            None => {
                out.push_str(before);
                out.push_str(&here[..1]);
                out.push_str(&here[..2]);
                2
            }
        };
        rest = &here[length..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// A carriage return without a new line is no text to a template; as an expression it is.
const CARRIAGE_RETURN: &str = "${\"\\r\"}";

/// The first byte that a template would not take for text.
fn special(text: &str) -> Option<usize> {
    let next = text.bytes().skip(1).map(Some).chain([None]);
    text.bytes().zip(next).position(|(byte, next)| match byte {
        b'$' | b'%' => next == Some(b'{'),
        b'\r' => next != Some(b'\n'),
        _ => false,
    })
}

fn unescape(text: &str) -> Text {
    let mut plain = String::with_capacity(text.len());
    let (mut references, mut escaped_references) = (false, false);
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if let Some(length) = dollars(rest) {
            plain.push_str(&rest[3..length - 2]);
            at += length;
        } else if rest.starts_with(CARRIAGE_RETURN) {
            plain.push('\r');
            at += CARRIAGE_RETURN.len();
        } else if rest.starts_with("$${") || rest.starts_with("%%{") {
            escaped_references |= config_reference(&rest[1..]).is_some();
            plain.push_str(&rest[1..3]);
            at += 3;
        } else if let Some(length) = config_reference(rest) {
            references = true;
            plain.push_str(&rest[..length]);
            at += length;
        } else if rest.starts_with("${") || rest.starts_with("%{") {
            return Text::Runtime(text.to_owned());
        } else {
            let next = rest
                .char_indices()
                .skip(1)
                .find(|(_, c)| matches!(c, '$' | '%'))
                .map_or(rest.len(), |(at, _)| at);
            plain.push_str(&rest[..next]);
            at += next;
        }
    }
    match (references, escaped_references) {
        (_, false) => Text::Plain(plain),
        (false, true) => Text::Literal(plain),
        (true, true) => Text::Runtime(text.to_owned()),
    }
}

/// The length of `${"$$"}`, the way to put dollars before a reference, or nothing before a byte order mark.
fn dollars(text: &str) -> Option<usize> {
    let inner = text.strip_prefix("${\"")?;
    let count = inner.bytes().take_while(|byte| *byte == b'$').count();
    inner[count..].starts_with("\"}").then_some(count + 5)
}

#[cfg(test)]
mod tests {
    use super::{Text, literal, reference};

    fn check(text: impl Into<Text>, api: &str) {
        let text = text.into();
        assert_eq!(text.api(true), api);
        let again = Text::from_api(api, true);
        assert_eq!(again.api(true), api, "{again:?}");
        assert_eq!(text.api(false), text.as_str());
    }

    #[test]
    fn config_texts_are_escaped_for_the_second_evaluation() {
        check("plain $5 100% {x}", "plain $5 100% {x}");
        check("--port=${NOMAD_PORT_http}", "--port=${NOMAD_PORT_http}");
        check("${1}:9100 %{http_code}", "$${1}:9100 %%{http_code}");
        check("$${x}", "$$${x}");
        check("$$${NOMAD_IP_a}!", "${\"$$\"}${NOMAD_IP_a}!");
        check("${env[\"HOME\"]}/${HOME}", "${env[\"HOME\"]}/$${HOME}");
        check("é${x}ü$", "é$${x}ü$");
        check("a\rb", "a\rb");
        check("a\rb\r\n${1}", "a${\"\\r\"}b\r\n$${1}");
        check("\u{feff}x", "${\"\"}\u{feff}x");
        check(Text::from_api("\u{feff}x${NOMAD_DC}", true), "\u{feff}x${NOMAD_DC}");
        check(literal("${NOMAD_PORT_http}"), "$${NOMAD_PORT_http}");
        check(Text::Runtime("${upper(meta.rack)}".into()), "${upper(meta.rack)}");
    }

    #[test]
    fn what_was_escaped_comes_back() {
        assert_eq!(Text::from_api("$${1} ${NOMAD_DC}", true), Text::from("${1} ${NOMAD_DC}"));
        assert_eq!(Text::from_api("$${NOMAD_DC}", true), literal("${NOMAD_DC}"));
        assert_eq!(Text::from_api("${upper(x)}", true), Text::Runtime("${upper(x)}".into()));
        assert_eq!(Text::from_api("${upper(x)}", false), Text::from("${upper(x)}"));
    }

    #[test]
    fn references_have_known_roots() {
        assert_eq!(reference("${NOMAD_PORT_http}/x"), Some(18));
        assert_eq!(reference("${attr.unique.network.ip-address}"), Some(33));
        for text in [
            "${x}",
            "${NOMAD_}",
            "${NOMAD_X:-1}",
            "$NOMAD_X",
            "${ NOMAD_X }",
            "${attr.}",
            "${NOMAD_X",
        ] {
            assert_eq!(reference(text), None, "{text}");
        }
    }
}
