//! The outline of a file, with or without syntax errors: its attributes and blocks with their
//! spans, as an editor needs them while the user types.
//!
//! It is made of the tokens alone. For source without errors it has what the tree has. Otherwise
//! it has what can be told: an attribute ends where a line begins that can only be another one,
//! and blocks are what their braces say, as long as these come in pairs; if one is missing, a
//! block ends where a line begins that is indented like the block itself.
//!
//! ```
//! use jobwright_hcl::syntax::{EntryKind, Outline};
//!
//! let outline = Outline::of("job \"web\" {\n  group \"web\" {\n    count = [1\n  meta {}\n}\n");
//! let names: Vec<&str> = outline.entries.iter().map(|entry| outline.text_of(entry.name)).collect();
//! assert_eq!(names, ["job", "group", "count", "meta"]);
//! let meta = outline.entries.last().ok_or("an entry")?;
//! assert_eq!(meta.parent, Some(0), "it stands in the job");
//! assert!(matches!(meta.kind, EntryKind::Block { closed: true, .. }));
//! # Ok::<(), &str>(())
//! ```

use super::lexer::{Mode, tokenize};
use super::outline_scan::{DEEPEST, Entry, scan};
use super::parser::Parser;
use super::span::Span;
use super::token::{Token, TokenKind};

/// The attributes and blocks of a source.
#[derive(Debug)]
pub struct Outline<'t> {
    /// The source.
    pub text: &'t str,
    /// Whether the source has no errors.
    pub sound: bool,
    /// All attributes and blocks, each before what is in it.
    pub entries: Vec<Entry>,
    pub(super) tokens: Vec<Token>,
}

impl<'t> Outline<'t> {
    /// Builds the outline of a source.
    #[must_use]
    pub fn of(text: &'t str) -> Self {
        let (mut tokens, mut errors) = (Vec::new(), Vec::new());
        tokenize(text, Mode::Main, &mut tokens, &mut errors);
        if errors.is_empty() {
            let _tree = Parser::new(text, &tokens, &mut errors).file();
        }
        let sound = errors.is_empty();
        let entries = scan(text, &tokens, sound);
        Self { text, sound, entries, tokens }
    }

    /// The source of a span.
    #[must_use]
    pub fn text_of(&self, span: Span) -> &'t str {
        span.of(self.text)
    }

    /// The attributes and blocks directly in a block, or in the file.
    pub fn inside(&self, parent: Option<usize>) -> impl Iterator<Item = (usize, &Entry)> {
        let first = parent.map_or(0, |parent| parent + 1);
        let block = parent.and_then(|parent| self.entries.get(parent));
        let end = block.map_or(u32::MAX, |block| block.span.end);
        let all = self.entries.iter().enumerate().skip(first);
        let within = all.take_while(move |(_, entry)| entry.span.start < end);
        within.filter(move |(_, entry)| entry.parent == parent)
    }

    /// The innermost attribute or block that contains a span.
    #[must_use]
    pub fn innermost(&self, span: Span) -> Option<usize> {
        let before = self.entries.partition_point(|entry| entry.span.start <= span.start);
        let last = before.checked_sub(1)?;
        let holds = |at: &usize| self.entries.get(*at).is_some_and(|one| span.end <= one.span.end);
        std::iter::once(last).chain(self.around(last)).find(holds)
    }

    /// The attribute with this name directly in a block.
    #[must_use]
    pub fn attribute(&self, parent: Option<usize>, name: &str) -> Option<&Entry> {
        let mut inside = self.inside(parent).map(|(_, entry)| entry);
        inside.find(|entry| entry.value().is_some() && self.text_of(entry.name) == name)
    }

    /// The blocks around an entry, the innermost first.
    pub fn around(&self, entry: usize) -> impl Iterator<Item = usize> {
        let parent = |at: usize| self.entries.get(at).and_then(|entry| entry.parent);
        std::iter::successors(parent(entry), move |at| parent(*at))
    }

    /// A label as it is meant, without its quotes.
    #[must_use]
    pub fn label(&self, entry: &Entry, index: usize) -> Option<&'t str> {
        self.label_span(entry, index).map(|span| self.text_of(span))
    }

    /// The location of that label, without its quotes.
    #[must_use]
    pub fn label_span(&self, entry: &Entry, index: usize) -> Option<Span> {
        entry.labels.get(index).map(|span| unquoted(self.text, *span))
    }

    /// The contents of a value that is nothing but one string without escapes.
    #[must_use]
    pub fn string(&self, value: Span) -> Option<&'t str> {
        self.string_span(value).map(|span| self.text_of(span))
    }

    /// The location of those contents.
    #[must_use]
    pub fn string_span(&self, value: Span) -> Option<Span> {
        let token = self.tokens.get(self.first_token(value.start))?;
        let is_all = token.span() == value && token.kind == TokenKind::PlainString;
        (is_all && !token.escaped).then(|| unquoted(self.text, value))
    }

    /// The strings without escapes in a span, such as a list's.
    pub fn strings(&self, within: Span) -> impl Iterator<Item = Span> {
        let from = self.first_token(within.start);
        let tokens = self.tokens.get(from..).unwrap_or_default().iter();
        let inside = tokens.take_while(move |token| token.end <= within.end);
        let plain = inside.filter(|token| token.kind == TokenKind::PlainString && !token.escaped);
        plain.map(|token| unquoted(self.text, token.span()))
    }

    /// Whether a span holds nothing but strings, numbers and lists: nothing to evaluate.
    #[must_use]
    pub fn is_literal(&self, within: Span) -> bool {
        let tokens = self.tokens.get(self.first_token(within.start)..).unwrap_or_default().iter();
        let mut inside = tokens.take_while(|token| token.end <= within.end);
        inside.all(|token| {
            matches!(
                token.kind,
                TokenKind::PlainString
                    | TokenKind::PlainHeredoc
                    | TokenKind::Number
                    | TokenKind::BracketOpen
                    | TokenKind::BracketClose
                    | TokenKind::Comma
                    | TokenKind::Newline
                    | TokenKind::LineComment
                    | TokenKind::Comment
            )
        })
    }

    /// The comments.
    pub fn comments(&self) -> impl Iterator<Item = Span> {
        self.tokens.iter().filter(|token| is_comment(token.kind)).map(|token| token.span())
    }

    /// Whether an offset is in a comment.
    #[must_use]
    pub fn is_comment(&self, offset: u32) -> bool {
        self.kind_at(offset).is_some_and(is_comment)
    }

    /// Whether an offset is in a literal part of a string or a heredoc, and not in a template
    /// sequence.
    #[must_use]
    pub fn is_text(&self, offset: u32) -> bool {
        self.kind_at(offset).is_some_and(|kind| {
            matches!(
                kind,
                TokenKind::PlainString
                    | TokenKind::PlainHeredoc
                    | TokenKind::QuotedText
                    | TokenKind::HeredocText
            )
        })
    }

    /// The kind of the token at an offset.
    fn kind_at(&self, offset: u32) -> Option<TokenKind> {
        let token = self.tokens.get(self.tokens.partition_point(|token| token.end <= offset))?;
        (token.start <= offset).then_some(token.kind)
    }

    /// The heredocs without template sequences, and the literal parts of the others.
    pub fn heredocs(&self) -> impl Iterator<Item = Span> {
        let is_text = |kind| matches!(kind, TokenKind::PlainHeredoc | TokenKind::HeredocText);
        self.tokens.iter().filter(move |token| is_text(token.kind)).map(|token| token.span())
    }

    /// Everything in brackets, braces, parentheses or a heredoc, delimiters included; unclosed
    /// ones are omitted.
    #[must_use]
    pub fn enclosed(&self) -> Vec<Span> {
        let (mut open, mut found): (Vec<&Token>, _) = (Vec::new(), Vec::new());
        for token in &self.tokens {
            let opens = match token.kind {
                TokenKind::BracketClose => TokenKind::BracketOpen,
                TokenKind::ParenClose => TokenKind::ParenOpen,
                TokenKind::HeredocClose => TokenKind::HeredocOpen,
                TokenKind::BraceClose => TokenKind::BraceOpen,
                TokenKind::PlainHeredoc => {
                    found.push(token.span());
                    continue;
                }
                TokenKind::BracketOpen
                | TokenKind::ParenOpen
                | TokenKind::HeredocOpen
                | TokenKind::BraceOpen => {
                    if open.len() < DEEPEST {
                        open.push(token);
                    }
                    continue;
                }
                _ => continue,
            };
            if let Some(at) = open.iter().rposition(|token| token.kind == opens) {
                found.extend(open.get(at).map(|start| Span::new(start.start, token.end)));
                open.truncate(at);
            }
        }
        found
    }

    /// Names followed by a dot and a name, such as `var.image`: root and first step.
    pub fn references(&self) -> impl Iterator<Item = (Span, Span)> {
        self.tokens.windows(3).enumerate().filter_map(|(at, three)| {
            let [root, dot, step] = three else { return None };
            let is_chain = root.kind == TokenKind::Ident
                && dot.kind == TokenKind::Dot
                && step.kind == TokenKind::Ident;
            let before = at.checked_sub(1).and_then(|before| self.tokens.get(before));
            let is_step = before.is_some_and(|before| before.kind == TokenKind::Dot);
            (is_chain && !is_step).then(|| (root.span(), step.span()))
        })
    }

    /// The first token that does not end before an offset.
    pub(super) fn first_token(&self, offset: u32) -> usize {
        self.tokens.partition_point(|token| token.end <= offset && token.start < offset)
    }
}

fn is_comment(kind: TokenKind) -> bool {
    matches!(kind, TokenKind::LineComment | TokenKind::Comment)
}

/// A span without the quotes at its ends.
pub(super) fn unquoted(text: &str, span: Span) -> Span {
    let said = span.of(text);
    let Some(inside) = said.strip_prefix('"') else { return span };
    let end = if inside.ends_with('"') { span.end - 1 } else { span.end };
    Span::new(span.start + 1, end)
}

#[cfg(test)]
mod tests {
    use super::super::outline_scan::EntryKind;
    use super::Outline;

    /// The entries of a source, each indented in the ones around it.
    fn shown(text: &str) -> String {
        let outline = Outline::of(text);
        let mut shown = String::new();
        for (at, entry) in outline.entries.iter().enumerate() {
            let depth = outline.around(at).count();
            let labels = entry.labels.iter().map(|label| format!(" {}", outline.text_of(*label)));
            let rest = match entry.kind {
                EntryKind::Attribute { value } => format!(" = {}", outline.text_of(value)),
                EntryKind::Block { closed, .. } => if closed { " {}" } else { " {" }.to_owned(),
                EntryKind::Begun => " …".to_owned(),
            };
            let name = outline.text_of(entry.name);
            shown += &format!("{}{name}{}{rest}\n", "  ".repeat(depth), labels.collect::<String>());
        }
        shown
    }

    #[test]
    fn broken_texts_have_what_can_be_told() {
        for (text, expected) in [
            ("a {\n  b = 1\n  c {\n    d = 2\n  }\n}\n", "a {}\n  b = 1\n  c {}\n    d = 2\n"),
            ("a {\n  b = [1,\n  c \"x\" {\n  }\n}\n", "a {}\n  b = [1,\n  c \"x\" {}\n"),
            ("a {\n  b = f(\n  c = 2\n}\n", "a {}\n  b = f(\n  c = 2\n"),
            ("a {\n  b = \"${x\n  c = 2\n}\nd {\n}\n", "a {}\n  b = \"${x\n  c = 2\nd {}\n"),
            ("a {\n  b {\n    c = 1\n\n  d {\n  }\n}\n", "a {}\n  b {\n    c = 1\n  d {}\n"),
            ("a {\n  b = \"x\n  c = 2\n}\n", "a {}\n  b = \"x\n  c = 2\n"),
            ("a {\n  b\n  c =\n  d = 1\n}\n", "a {}\n  b …\n  c = \n  d = 1\n"),
            ("a \"x {\n}\n", "a \"x { …\n"),
            ("a {\n  b = {\n    c = 1\n  }\n  d =\n}", "a {}\n  b = {\n    c = 1\n  }\n  d = \n"),
            ("}}}\na = 1", "a = 1\n"),
            ("a /* c */ = 1\nb /* c */ \"x\" /* d */ {\n}\n", "a = 1\nb \"x\" {}\n"),
            ("a {\nb {\nc = 1\nd {\n", "a {\n  b {\n    c = 1\n    d {\n"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }
}
