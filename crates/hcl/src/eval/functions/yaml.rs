//! YAML, to and from. The `libyaml-safer` crate reads: it descends from the same library as Nomad's reader, and gives the
//! same verdict on what is YAML.

use std::collections::HashMap;

use libyaml_safer::{EventData, Parser, ScalarStyle};

use super::function::{Fault, Outcome, argument, text};
use super::yaml_scalar::{self, Style};
use crate::eval::context::Context;
use crate::eval::convert::convert;
use crate::eval::types::Type;
use crate::eval::value::{Entries, Value, composed};

/// How deep YAML may be nested.
const MAX_DEPTH: usize = 200;

/// The maximum number of values in a document, aliases counted as often as they are used.
const MAX_VALUES: usize = 100_000;

pub(super) fn decode(context: &Context<'_>, arguments: &[Value]) -> Outcome {
    let source = text(arguments, 0);
    if !context.budget.take(source.len() as u64 / 4) {
        return Err(Fault::from("too many steps"));
    }
    if source.chars().skip(1).any(|character| character == '\u{feff}') {
        return Err(Fault::at(0, "invalid YAML: byte order mark inside the document"));
    }
    if has_bare_tag(source) {
        return Err(Fault::at(0, "a tag directly before a comma is not supported"));
    }
    // The reader needs a line's end at the end, and takes a character for a byte order mark that begins with its byte.
    let ended = source.ends_with(['\n', '\r']);
    let plain = source.strip_prefix('\u{feff}').unwrap_or(source);
    let text = format!("\u{feff}{plain}{}", if ended { "" } else { "\n" });
    let mut bytes = text.as_bytes();
    let mut parser = Parser::new();
    parser.set_input_string(&mut bytes);
    let last = plain.rsplit(['\n', '\r']).next().unwrap_or_default();
    let mut reader = DocumentReader {
        parser,
        anchors: HashMap::new(),
        pending: Vec::new(),
        values: 0,
        added: (!ended).then(|| (plain.len() as u64, last.trim().is_empty())),
    };
    reader.document().map_err(|message| Fault::at(0, message))
}

/// Whether a tag seems to be directly before a comma in a list or map, which the reader cannot
/// parse.
fn has_bare_tag(source: &str) -> bool {
    let flow = source.find(['[', '{']).and_then(|at| source.get(at..)).unwrap_or_default();
    flow.split(char::is_whitespace).any(|word| {
        let mut before = ' ';
        let tag = word.char_indices().find(|(_, character)| {
            let last = std::mem::replace(&mut before, *character);
            *character == '!' && !last.is_alphanumeric()
        });
        tag.and_then(|(at, _)| word.get(at..)).is_some_and(|tag| tag.contains(','))
    })
}

struct DocumentReader<'p> {
    parser: Parser<&'p mut &'p [u8]>,
    anchors: HashMap<String, (Value, usize)>,
    /// The anchors of what is being read.
    pending: Vec<String>,
    values: usize,
    /// Before how many bytes a line's end was added, and whether there is nothing else in that line.
    added: Option<(u64, bool)>,
}

type Read<T> = Result<T, String>;

impl DocumentReader<'_> {
    fn next(&mut self) -> Read<(EventData, u64)> {
        match self.parser.parse() {
            Ok(mut event) => {
                if let EventData::Scalar { value, style, .. } = &mut event.data
                    && matches!(style, ScalarStyle::Literal | ScalarStyle::Folded)
                {
                    self.without_added(value, event.end_mark.index);
                }
                Ok((event.data, event.start_mark.line + 1))
            }
            Err(error) => Err(format!("invalid YAML: {error}")),
        }
    }

    /// Takes the added line's end off a block that holds it.
    fn without_added(&self, value: &mut String, end: u64) {
        if let Some((_, blank)) = self.added.filter(|(at, _)| end >= *at)
            && value.ends_with('\n')
            && (!blank || value == "\n" || value.ends_with("\n\n"))
        {
            value.pop();
        }
    }

    fn document(&mut self) -> Read<Value> {
        self.next()?;
        let (start, _) = self.next()?;
        if !matches!(start, EventData::DocumentStart { .. }) {
            return Err("missing document".to_owned());
        }
        let event = self.next()?;
        let value = self.value(event, 0)?;
        self.next()?;
        match self.next()?.0 {
            EventData::StreamEnd => Ok(value),
            _ => Err("expected one document, found several".to_owned()),
        }
    }

    fn value(&mut self, (event, line): (EventData, u64), depth: usize) -> Read<Value> {
        let fault = |message: &str| Err(format!("line {line}: {message}"));
        self.values += 1;
        if depth > MAX_DEPTH || self.values > MAX_VALUES {
            return fault("the document is too large");
        }
        match event {
            EventData::Scalar { anchor, tag, value, style, .. } => {
                let resolved = scalar(tag.as_deref(), &value, style);
                let resolved = resolved.map_err(|message| format!("line {line}: {message}"))?;
                self.keep(anchor, &resolved, self.values - 1);
                Ok(resolved)
            }
            EventData::Alias { anchor } => {
                if self.pending.contains(&anchor) {
                    return fault(&format!("`*{anchor}` is inside the value that it refers to"));
                }
                let Some((value, size)) = self.anchors.get(&anchor) else {
                    return fault(&format!("unknown anchor `&{anchor}`"));
                };
                self.values = self.values.saturating_add(*size);
                Ok(value.clone())
            }
            EventData::SequenceStart { anchor, tag, .. } => {
                if tag.as_deref().is_some_and(|tag| tag != "tag:yaml.org,2002:seq") {
                    return fault("a list has the tag of another type");
                }
                self.enter(anchor.as_deref());
                let before = self.values;
                let value = self.sequence(depth)?;
                self.keep(anchor, &value, before);
                Ok(value)
            }
            EventData::MappingStart { anchor, tag, .. } => {
                if tag.as_deref().is_some_and(|tag| tag != "tag:yaml.org,2002:map") {
                    return fault("a map has the tag of another type");
                }
                self.enter(anchor.as_deref());
                let before = self.values;
                let value = self.mapping(depth)?;
                self.keep(anchor, &value, before);
                Ok(value)
            }
            _ => fault("expected a value"),
        }
    }

    fn enter(&mut self, anchor: Option<&str>) {
        self.pending.extend(anchor.map(str::to_owned));
    }

    fn keep(&mut self, anchor: Option<String>, value: &Value, before: usize) {
        let Some(anchor) = anchor else { return };
        if let Some(at) = self.pending.iter().rposition(|pending| *pending == anchor) {
            self.pending.remove(at);
        }
        self.anchors.insert(anchor, (value.clone(), self.values - before));
    }

    fn sequence(&mut self, depth: usize) -> Read<Value> {
        let mut values = Vec::new();
        loop {
            match self.next()? {
                (EventData::SequenceEnd, _) => return Ok(Value::tuple(values)),
                event => values.push(self.value(event, depth + 1)?),
            }
        }
    }

    fn mapping(&mut self, depth: usize) -> Read<Value> {
        let mut entries = Entries::new();
        loop {
            let (event, line) = self.next()?;
            let (tag, key, style) = match event {
                EventData::MappingEnd => return Ok(Value::object(entries)),
                EventData::Scalar { tag, value, style, .. } => (tag, value, style),
                _ => return Err(format!("line {line}: expected a string as the key")),
            };
            let merge = match tag.as_deref() {
                None => key == "<<",
                Some(tag) => tag == "tag:yaml.org,2002:merge",
            };
            if merge {
                let event = self.next()?;
                let value = self.value(event, depth + 1)?;
                merge_into(&mut entries, &value)
                    .ok_or(format!("line {line}: only maps can be merged"))?;
                continue;
            }
            let key = scalar(tag.as_deref(), &key, style);
            let key = key.map_err(|message| format!("line {line}: {message}"))?;
            let Ok(Value::String(key)) = convert(&key, &Type::String) else {
                return Err(format!("line {line}: a key cannot be null"));
            };
            let event = self.next()?;
            let value = self.value(event, depth + 1)?;
            entries.insert(composed(&key), value);
        }
    }
}

fn merge_into(entries: &mut Entries, value: &Value) -> Option<()> {
    match value {
        Value::Object(inner) => {
            entries.extend(inner.iter().map(|(name, value)| (name.clone(), value.clone())));
        }
        Value::Tuple(values) => {
            for value in values.iter() {
                let Value::Object(inner) = value else { return None };
                entries.extend(inner.iter().map(|(name, value)| (name.clone(), value.clone())));
            }
        }
        _ => return None,
    }
    Some(())
}

fn scalar(tag: Option<&str>, text: &str, style: ScalarStyle) -> Result<Value, String> {
    let style = match style {
        ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => Style::Quoted,
        _ => Style::Plain,
    };
    yaml_scalar::resolve(tag.unwrap_or_default(), text, style)
}

pub(super) fn encode(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    let mut out = String::new();
    write(argument(arguments, 0), 0, Leading::Top, &mut out)?;
    Ok(out.into())
}

/// The construct that a value follows.
#[derive(Clone, Copy, PartialEq)]
enum Leading {
    Top,
    Key,
    Dash,
}

fn write(value: &Value, indent: usize, place: Leading, out: &mut String) -> Result<(), Fault> {
    let filled = value.elements().is_some_and(|values| !values.is_empty())
        || value.entries().is_some_and(|entries| !entries.is_empty());
    if place == Leading::Key {
        out.push(if filled { '\n' } else { ' ' });
    }
    match value {
        Value::List(..) | Value::Set(..) | Value::Tuple(_) if !filled => out.push_str("[]\n"),
        Value::Map(..) | Value::Object(_) if !filled => out.push_str("{}\n"),
        Value::List(_, values) | Value::Set(_, values) | Value::Tuple(values) => {
            // Lists in maps are not indented further.
            for (at, value) in values.iter().enumerate() {
                if at > 0 || place != Leading::Dash {
                    out.push_str(&" ".repeat(indent));
                }
                out.push_str("- ");
                write(value, indent + 2, Leading::Dash, out)?;
            }
        }
        Value::Map(_, entries) | Value::Object(entries) => {
            let indent = if place == Leading::Key { indent + 2 } else { indent };
            for (at, (name, value)) in entries.iter().enumerate() {
                if at > 0 || place != Leading::Dash {
                    out.push_str(&" ".repeat(indent));
                }
                if yaml_scalar::write_key(name, indent, out) {
                    write(value, indent, Leading::Key, out)?;
                } else {
                    // After a key with a question mark, everything begins on the same line.
                    out.push(' ');
                    write(value, indent + 2, Leading::Dash, out)?;
                }
            }
        }
        Value::String(text) => {
            let indent = if place == Leading::Dash { indent } else { indent + 2 };
            yaml_scalar::write_text(text, indent, out);
        }
        bare => {
            write_bare(bare, out)?;
            // A document that is one plain scalar needs a mark for its end.
            out.push_str(if place == Leading::Top { "\n...\n" } else { "\n" });
        }
    }
    Ok(())
}

fn write_bare(value: &Value, out: &mut String) -> Result<(), Fault> {
    match value {
        Value::Number(number) => {
            let digits = number.decimal();
            out.push_str(&digits.ok_or_else(|| Fault::from("a number has too many digits"))?);
        }
        Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        _ => out.push_str("null"),
    }
    Ok(())
}
