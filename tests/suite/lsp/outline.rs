//! Outlines of texts by chance: whatever a text is, its entries lie in each other, and each offset has a cursor.

use std::cell::Cell;

use jobwright::syntax::{self, Body, Cursor, EntryKind, Item, Outline, Span, Written};

use proptest::collection::vec;
use proptest::sample::select;
use proptest::strategy::Strategy;

use crate::support::drawn;

const PARTS: &[&str] = &[
    "a",
    "a = 1\n",
    "b = [\n",
    "c \"x\" {\n",
    "d = \"${x}\"\n",
    "b",
    "job",
    "group",
    " ",
    "  ",
    "\n",
    "\n",
    "\n  ",
    " = ",
    " {\n",
    "}\n",
    "}",
    "{",
    "[",
    "]",
    "(",
    ")",
    "\"",
    "\"x\"",
    "${",
    "%{",
    "~}",
    "<<EOT\n",
    "EOT\n",
    "<<-E\n",
    "# c\n",
    "/* c */",
    "1",
    ",",
    "é",
    "\r\n",
];

/// How many attributes and blocks a tree has.
fn size(body: &Body<'_>) -> usize {
    let inside = |item: &Item<'_>| match item {
        Item::Attribute(_) => 1,
        Item::Block(block) => 1 + size(&block.body),
    };
    body.items.iter().map(inside).sum()
}

#[test]
fn texts_by_chance_have_outlines() {
    let texts = vec(select(PARTS), 1..=24).prop_map(|parts| parts.concat());
    let sound = Cell::new(0);
    drawn::each(5, 60_000, &texts, |text| {
        let outline = Outline::of(&text);
        let parsed = syntax::parse(&text);
        assert_eq!(outline.sound, parsed.is_ok(), "{text:?}");
        if let Ok(body) = &parsed {
            sound.set(sound.get() + 1);
            assert_eq!(outline.entries.len(), size(body), "{text:?}");
        }
        let mut last = 0;
        for (at, entry) in outline.entries.iter().enumerate() {
            assert!(entry.span.start >= last, "{text:?}: entries are in their order");
            last = entry.span.start;
            let end = text.len() as u32;
            assert!(
                entry.span.start <= entry.name.end
                    && entry.name.end <= entry.span.end
                    && entry.span.end <= end,
                "{text:?}: {entry:?}"
            );
            let part = match entry.kind {
                EntryKind::Attribute { value } => value,
                // Of one that is never closed, the space behind it is in it, too.
                EntryKind::Block { body, closed } if closed => body,
                EntryKind::Block { body, .. } => Span::new(body.start, entry.span.end),
                EntryKind::Begun => entry.name,
            };
            assert!(
                entry.span.start <= part.start
                    && part.start <= part.end
                    && part.end <= entry.span.end,
                "{text:?}: {entry:?}"
            );
            if let Some(parent) = entry.parent {
                assert!(parent < at, "{text:?}");
                let around = &outline.entries[parent];
                let body =
                    around.body().unwrap_or_else(|| panic!("{text:?}: {around:?} holds something"));
                assert!(
                    body.start <= entry.span.start && entry.span.end <= body.end,
                    "{text:?}: {entry:?} in {around:?}"
                );
            }
        }
        for (offset, _) in text.char_indices() {
            let cursor = Cursor::at(&outline, offset as u32);
            let span = match cursor.written {
                Written::Name(span) | Written::Label { span, .. } => Some(span),
                Written::Value { string, path, .. } => string.or(path),
                Written::Nothing => None,
            };
            let holds = span.is_none_or(|span| {
                text.get(span.range()).is_some()
                    && span.start as usize <= offset
                    && offset <= span.end as usize
            });
            assert!(holds, "{text:?} at {offset}: {span:?}");
        }
        // Whatever is asked of an outline has an answer.
        let strings: usize = outline
            .entries
            .iter()
            .filter_map(|entry| entry.value())
            .map(|value| outline.strings(value).count())
            .sum();
        let all = strings
            + outline.enclosed().len()
            + outline.comments().count()
            + outline.references().count();
        assert!(all <= text.len() + 1, "{text:?}");
        Ok(())
    });
    assert!(sound.get() > 1000, "{} sound texts", sound.get());
}
