//! A table as plain text.

use std::borrow::Cow;

use crate::visible::{columns, visible_line};

/// A table whose columns are as wide as necessary: a row is a line, whatever is in its cells. Each
/// row has as many cells as the head.
pub(crate) fn table_text<'t>(head: &[&'t str], rows: &[impl AsRef<[&'t str]>]) -> String {
    let shown = |row: &[&'t str]| row.iter().map(|cell| visible_line(cell)).collect::<Vec<_>>();
    let rows: Vec<Vec<Cow<'_, str>>> =
        std::iter::once(head).chain(rows.iter().map(AsRef::as_ref)).map(shown).collect();
    let mut widths = vec![0; head.len()];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(columns(cell));
        }
    }
    let mut text = String::new();
    for row in &rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            line.push_str(&format!("{cell}{:1$}  ", "", width - columns(cell)));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}
