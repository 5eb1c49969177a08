//! A terminal as SVG: text with the colours of ANSI escapes, on a background that follows the reader's light or dark.

use std::fmt::Write as _;

const CHARACTER: f64 = 8.43;
const LINE: usize = 18;

/// The colours by the names of their classes, on light and on dark.
const STYLE: &str = "\
text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;fill:#24292f;white-space:pre}\
.b{font-weight:600}.d{opacity:.65}.r{fill:#b3261e}.g{fill:#1a7f37}.y{fill:#8a5a00}.u{fill:#0550ae}\
.m{fill:#8250df}.c{fill:#0b6e77}.s{fill:#f6f8fa;stroke:#d0d7de}\
@media(prefers-color-scheme:dark){text{fill:#e6e6e6}.r{fill:#ff7b72}.g{fill:#56d364}.y{fill:#e3b341}\
.u{fill:#79c0ff}.m{fill:#d2a8ff}.c{fill:#56d4dd}.s{fill:#1b1b1f;stroke:#30363d}}";

/// The picture of a session on a terminal with so many columns.
pub fn svg(title: &str, columns: usize, calls: &[(&str, String)]) -> String {
    let mut rows = Vec::new();
    for (call, said) in calls {
        rows.push(format!(
            "<tspan class=\"d\">$ </tspan><tspan class=\"b\">{}</tspan>",
            escaped(call)
        ));
        let mut classes = Classes::default();
        rows.extend(said.trim_end().lines().flat_map(|line| wrapped(line, columns, &mut classes)));
    }
    let (width, height) = ((columns as f64 * CHARACTER + 24.0).round(), rows.len() * LINE + 20);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" role=\"img\">\n\
         <title>{}</title>\n<style>{STYLE}</style>\n\
         <rect class=\"s\" x=\".5\" y=\".5\" width=\"{}\" height=\"{}\" rx=\"6\"/>\n",
        escaped(title),
        width - 1.0,
        height - 1
    );
    for (index, row) in rows.iter().enumerate().filter(|(_, row)| !row.is_empty()) {
        // Writing to a string cannot fail.
        _ = writeln!(svg, "<text x=\"12\" y=\"{}\">{row}</text>", 24 + index * LINE);
    }
    svg + "</svg>\n"
}

/// What the escapes so far have set.
#[derive(Default)]
struct Classes {
    bold: bool,
    dim: bool,
    colour: Option<char>,
}

impl Classes {
    /// Takes the numbers of an escape.
    fn set(&mut self, numbers: &str) {
        for number in numbers.split(';') {
            match number.parse().unwrap_or(0) {
                0 => *self = Self::default(),
                1 => self.bold = true,
                2 => self.dim = true,
                22 => (self.bold, self.dim) = (false, false),
                39 => self.colour = None,
                number @ (30..=37 | 90..=97) => {
                    self.colour = [
                        None,
                        Some('r'),
                        Some('g'),
                        Some('y'),
                        Some('u'),
                        Some('m'),
                        Some('c'),
                        None,
                    ][number % 10];
                }
                other => panic!("an escape that no picture shows: {other}"),
            }
        }
    }

    fn names(&self) -> String {
        let all = [self.bold.then_some('b'), self.dim.then_some('d'), self.colour];
        let names: Vec<String> = all.into_iter().flatten().map(String::from).collect();
        names.join(" ")
    }
}

/// A line with its escapes as elements, on as many rows as a terminal needs for it.
fn wrapped(line: &str, columns: usize, classes: &mut Classes) -> Vec<String> {
    let mut rows = vec![String::new()];
    let (mut rest, mut column) = (line, 0);
    while !rest.is_empty() {
        if let Some(escape) = rest.strip_prefix("\u{1b}[") {
            let (numbers, after) = escape.split_once('m').expect("an escape of colour");
            classes.set(numbers);
            rest = after;
            continue;
        }
        if column == columns {
            rows.push(String::new());
            column = 0;
        }
        let end = rest.find('\u{1b}').unwrap_or(rest.len());
        let letters = rest[..end].char_indices().map(|(at, _)| at).chain([end]);
        let cut = letters.take(columns - column + 1).last().unwrap_or(end);
        let (text, after) = rest.split_at(cut);
        column += text.chars().count();
        let (row, names) = (rows.last_mut().expect("a row"), classes.names());
        match names.is_empty() {
            true => *row += &escaped(text),
            false => *row += &format!("<tspan class=\"{names}\">{}</tspan>", escaped(text)),
        }
        rest = after;
    }
    rows
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[test]
fn escapes_become_elements() {
    let mut classes = Classes::default();
    let shown = wrapped("a\u{1b}[1m\u{1b}[31m<b>\u{1b}[0m c", 80, &mut classes);
    assert_eq!(shown, ["a<tspan class=\"b r\">&lt;b&gt;</tspan> c"]);
    let shown = wrapped(&format!("{}\u{1b}[31mé\u{1b}[0m", "x".repeat(80)), 80, &mut classes);
    assert_eq!(shown, ["x".repeat(80), "<tspan class=\"r\">é</tspan>".to_owned()]);
    let picture = svg("x & y", 80, &[("jobwright gen", "a < b\n\nc".to_owned())]);
    let parsed = roxmltree::Document::parse(&picture).expect("XML");
    let rows = parsed.descendants().filter(|node| node.has_tag_name("text")).count();
    assert_eq!(rows, 3);
}
