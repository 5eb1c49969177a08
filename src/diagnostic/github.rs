//! Findings as GitHub shows them beside the lines of a pull request: commands that a workflow prints.

use super::{Diagnostic, Severity};
use crate::visible::{visible, visible_line};

/// The finding as one workflow command, without the end of the line.
///
/// ```
/// use jobwright::diagnostic::{Diagnostic, Place, github};
/// let place = Place::Line { file: "registry/web.rs".to_owned(), line: 7, column: 10 };
/// let finding = Diagnostic::error("static-port", "port `http` is static").at(place).help("make it dynamic");
/// assert_eq!(
///     github::command(&finding),
///     "::error file=registry/web.rs,line=7,col=10,title=static-port::port `http` is static%0Ahelp: make it dynamic",
/// );
/// ```
#[must_use]
pub fn command(finding: &Diagnostic) -> String {
    let mut properties = Vec::new();
    if let Some(file) = finding.primary.place.file() {
        properties.push(format!("file={}", property(&visible(file))));
    }
    if let Some((start, end)) = finding.primary.place.range() {
        properties.push(format!("line={},col={}", start.line, start.column));
        // GitHub takes an end column only within one line.
        if let Some(end) = end.filter(|end| end.line == start.line) {
            properties.push(format!("endLine={},endColumn={}", end.line, end.column));
        }
    }
    properties.push(format!("title={}", property(finding.rule)));
    let related = finding.related.iter().map(|label| format!("{}: {}", label.message, label.place));
    let notes = finding.notes.iter().map(|note| format!("note: {note}"));
    let help = finding.help.iter().map(|help| format!("help: {help}"));
    let lines = std::iter::once(finding.message.clone()).chain(related).chain(notes).chain(help);
    // Annotations are a log: each of these is a line of it, whatever is in it.
    let lines = lines.map(|line| visible_line(&line).into_owned());
    let message = lines.collect::<Vec<_>>().join("\n");
    let command = match finding.severity {
        Severity::Info => "notice",
        severity => severity.as_str(),
    };
    format!("::{command} {}::{}", properties.join(","), data(&message))
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::command;
    use crate::diagnostic::{Diagnostic, Place};
    use jobwright_hcl::syntax::Span;

    #[test]
    fn nothing_ends_the_command_early() {
        let place = Place::in_text("a,b:c\n.hcl", "x = 1\n", Span::new(0, 1));
        let finding =
            Diagnostic::warning("text", "100 %\nof\u{1b} it").at(place).note("a\r::error::b");
        let finding = finding.related(Place::File("b.hcl".to_owned()), "the first one is here");
        assert_eq!(
            command(&finding),
            "::warning file=a%2Cb%3Ac%0A.hcl,line=1,col=1,endLine=1,endColumn=2,title=text::100 %25␊of␛ it%0Athe first one is here: b.hcl%0Anote: a␍::error::b"
        );
        assert_eq!(command(&Diagnostic::error("text", "m")), "::error title=text::m");
    }
}
