//! How findings and errors look: as rustc's, drawn by the crate that draws them there.

use std::error::Error as _;
use std::fmt;

use annotate_snippets::renderer::DEFAULT_LINE_NUM_STYLE;
use annotate_snippets::{
    AnnotationKind, Element, Group, Level, Origin, Padding, Renderer, Snippet,
};
use anstyle::Style;

use super::excerpt::Excerpt;
use super::{Diagnostic, Label, Place, Severity, SourceText};
use crate::error::Error;
use crate::visible::{visible, visible_line};

/// Lines come here cut already, and have room in this.
const ROOM: usize = 1000;

/// With colours or without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    Plain,
    Coloured,
}

impl Look {
    fn renderer(self) -> Renderer {
        match self {
            Self::Plain => Renderer::plain(),
            Self::Coloured => Renderer::styled(),
        }
        .term_width(ROOM)
    }

    /// The style of what frames a line.
    fn frame(self) -> Style {
        match self {
            Self::Plain => Style::new(),
            Self::Coloured => DEFAULT_LINE_NUM_STYLE,
        }
    }
}

/// A finding with its location, its line, its notes and its help.
///
/// ```text
/// error[syntax]: expected a value, found the end of the line
///  --> web.hcl:3:8
///   |
/// 3 | count =
///   |        ^
///   |
///   = help: write one
/// ```
pub(crate) fn finding(finding: &Diagnostic, look: Look) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let title = level.clone().primary_title(visible_line(&finding.message)).id(finding.rule);
    let notes = finding.notes.iter().map(|note| Level::NOTE.message(visible_line(note)));
    let help = finding.help.iter().map(|help| Level::HELP.message(visible_line(help)));
    let remarks: Vec<Element<'_>> = notes.chain(help).map(Element::from).collect();
    let head = Group::with_title(title);
    let mut text = label(head, level, &finding.primary, AnnotationKind::Primary, remarks, look);
    for related in &finding.related {
        let title = Level::NOTE.secondary_title(visible_line(&related.message));
        let head = Group::with_title(title);
        text.push('\n');
        text.push_str(&label(
            head,
            Level::NOTE,
            related,
            AnnotationKind::Context,
            Vec::new(),
            look,
        ));
    }
    text
}

/// A title with the location and the line that it is about, and remarks.
fn label<'a>(
    head: Group<'a>,
    level: Level<'a>,
    label: &'a Label,
    kind: AnnotationKind,
    remarks: Vec<Element<'a>>,
    look: Look,
) -> String {
    let renderer = look.renderer();
    let excerpt = match (&label.within, &label.place) {
        (Some((text, span)), _) => {
            Some(Excerpt::new(&SourceText::new("", text.as_str()), span.range()))
        }
        (None, Place::Text(source, span)) => Some(Excerpt::new(source, span.range())),
        (None, _) => None,
    };
    let Some(excerpt) = &excerpt else {
        let mut group = head;
        if let Some(file) = label.place.file() {
            let mut origin = Origin::path(visible_line(file));
            if let Some((start, _)) = label.place.range() {
                origin = origin.line(start.line as usize).char_column(start.column as usize);
            }
            group = group.element(origin);
            group = group.elements(remarks.first().map(|_| Padding));
        }
        return renderer.render(&[group.elements(remarks)]);
    };
    // The column is that in the whole line, which the drawn one may only be a part of: the arrow is drawn here.
    let mut text = renderer.render(&[head]);
    if label.place.is_known() {
        let (gutter, frame) = (excerpt.line().to_string().len(), look.frame());
        text.push_str(&format!("\n{:gutter$}{frame}-->{frame:#} {}", "", label.place));
    }
    text.push('\n');
    let body = Group::with_level(level).element(snippet(excerpt, kind)).elements(remarks);
    text.push_str(&renderer.render(&[body]));
    text
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&finding(self, Look::Plain))
    }
}

fn snippet(
    excerpt: &Excerpt,
    kind: AnnotationKind,
) -> Snippet<'static, annotate_snippets::Annotation<'static>> {
    let dots = |cut| if cut { "…" } else { "" };
    let [before, marked, after] = excerpt.parts().map(visible);
    let after = after.trim_end();
    let before = format!("{}{before}", dots(excerpt.cut().0));
    let range = before.len()..before.len() + marked.len();
    Snippet::source(format!("{before}{marked}{after}{}", dots(excerpt.cut().1)))
        .line_start(excerpt.line() as usize)
        .annotation(kind.span(range))
}

/// An error with all its causes and what to do.
pub(crate) fn error(error: &Error, look: Look) -> String {
    let mut group = Group::with_title(
        Level::ERROR.primary_title(visible_line(&error.to_string()).into_owned()),
    );
    let mut cause = error.source();
    // What another program said may have several lines.
    while let Some(inner) = cause {
        let text = visible(&inner.to_string()).into_owned();
        group = group.element(Level::NOTE.with_name("cause").message(text));
        cause = inner.source();
    }
    let help = error.advice().map(|help| Level::HELP.message(visible_line(help)));
    look.renderer().render(&[group.elements(help)])
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Look, error};
    use crate::diagnostic::{Diagnostic, Place};
    use crate::error::Error;
    use jobwright_hcl::syntax::Span;

    /// What is drawn below the arrow.
    fn frame(text: &str, range: std::ops::Range<u32>) -> String {
        let finding = Diagnostic::error("rule", "message");
        let place = Place::in_text("f", text, Span::new(range.start, range.end));
        let drawn = finding.at(place).to_string();
        drawn.lines().skip(2).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn the_mark_stands_below_the_place() {
        assert_eq!(frame("a = 1\nb = two\n", 10..13), "  |\n2 | b = two\n  |     ^^^");
        assert_eq!(frame("a = \"x\ny\"", 4..9), "  |\n1 | a = \"x\n  |     ^^");
        assert_eq!(frame("a =", 3..3), "  |\n1 | a =\n  |    ^");
        assert_eq!(frame("a =\r\n", 3..4), "  |\n1 | a =\n  |    ^");
        assert_eq!(frame("a =\n", 99..120), "  |\n2 |\n  | ^");
        assert_eq!(frame("", 0..0), "  |\n1 |\n  | ^");
        assert_eq!(frame(&("\n".repeat(9) + "!"), 9..10), "   |\n10 | !\n   | ^");
    }

    #[test]
    fn columns_are_those_of_a_terminal() {
        assert_eq!(frame("é = ü!", 7..8), "  |\n1 | é = ü!\n  |      ^");
        assert_eq!(frame("é!", 1..2), "  |\n1 | é!\n  | ^", "inside a character");
        assert_eq!(frame("\u{feff}a !", 5..6), "  |\n1 | a !\n  |   ^");
        assert_eq!(frame("漢 = 字😀!", 13..14), "  |\n1 | 漢 = 字😀!\n  |          ^");
        assert_eq!(frame("漢 = 字", 6..9), "  |\n1 | 漢 = 字\n  |      ^^");
        assert_eq!(frame("e\u{301}!", 3..4), "  |\n1 | e\u{301}!\n  |  ^");
        assert_eq!(frame("\ta\u{1b} !", 4..5), "  |\n1 |     a␛ !\n  |        ^");
    }

    #[test]
    fn a_long_line_fits() {
        let text = format!("{}!{}", "a".repeat(500), "b".repeat(500));
        let (a, b, space) = ("a".repeat(40), "b".repeat(59), " ".repeat(41));
        assert_eq!(frame(&text, 500..501), format!("  |\n1 | …{a}!{b}…\n  | {space}^"));
        let lines = frame(&text, 10..900);
        let widths = lines.lines().map(|line| line.chars().count());
        assert_eq!(widths.collect::<Vec<_>>(), [3, 105, 104]);
        let place = Place::in_text("f", &text, Span::new(500, 501));
        let finding = Diagnostic::error("rule", "m").at(place);
        assert!(finding.to_string().contains(" --> f:1:501\n"), "{finding}");
    }

    #[test]
    fn no_text_and_no_place_is_too_odd() {
        let text = "\u{feff}é\t漢\r\n\u{1b}\u{301}\u{202e}😀\u{0}\u{200b}\u{7f}\r\r\n\n \u{9b}";
        for start in 0..text.len() as u32 + 3 {
            for end in 0..text.len() as u32 + 3 {
                let drawn = frame(text, start..end);
                assert!(drawn.contains('^'), "{start}..{end}: {drawn}");
                let obeyed = |letter: char| letter.is_control() && letter != '\n';
                assert!(!drawn.contains(obeyed), "{start}..{end}: {drawn:?}");
            }
        }
    }

    #[test]
    fn nothing_in_a_finding_is_obeyed() {
        let evil = "\u{1b}[2J\u{9b}2J\u{202e}\r\u{7}";
        let text = format!("a = \"{evil}\"");
        let finding = Diagnostic::warning("rule", format!("found `{evil}`")).note(evil).help(evil);
        for finding in [
            finding.clone().at(Place::in_text(&format!("{evil}\n.hcl"), &text, Span::new(5, 8))),
            finding.at(Place::Line { file: evil.to_owned(), line: 1, column: 2 }),
        ] {
            let drawn = finding.to_string();
            let obeyed =
                |letter: char| letter != '\n' && letter.is_control() || letter == '\u{202e}';
            assert!(!drawn.contains(obeyed), "{drawn:?}");
            assert!(drawn.contains("␛[2J"), "{drawn}");
        }
        let error = error(
            &Error::io(evil, Path::new(evil), std::io::Error::other(evil)).help(evil),
            Look::Plain,
        );
        assert!(!error.contains(|letter: char| letter != '\n' && letter.is_control()), "{error:?}");
    }

    #[test]
    fn an_error_has_its_causes_and_a_way_out() {
        let missing = std::io::Error::other("it is gone");
        let missing =
            Error::io("cannot read", Path::new("web.hcl"), missing).help("check the spelling");
        let shown =
            "error: cannot read `web.hcl`\n |\n = cause: it is gone\n = help: check the spelling";
        assert_eq!(error(&missing, Look::Plain), shown);
        let coloured = error(&missing, Look::Coloured);
        assert!(coloured.contains("\u{1b}[91merror"), "{coloured:?}");
    }
}
