//! All comments of a file, each with what it belongs to.

use std::collections::BTreeMap;

use super::comment::{Comment, END};
use super::marks::{self, Lines, Run};
use super::tree::{self, Node, NodeKind};
use jobwright_hcl::syntax::{self, Body, Span};

/// The path to something in a file, step by step.
type Path = Vec<(String, usize)>;

/// All comments of a job file, in their order; those with the same path are joined. A file that is
/// not HCL has none.
///
/// Lines about the file itself, for a shell, an editor or `gen`, are left out.
///
/// ```
/// let text = "job \"web\" {\n  # Two of them.\n  group \"g\" {\n    count = 2 # not 3\n    # network {}\n  }\n}\n";
/// let comments = jobwright::import::comments(text);
/// let said: Vec<_> = comments.iter().map(|comment| comment.text.as_str()).collect();
/// assert_eq!(said, ["Two of them.", "not 3", "network {}"]);
/// assert_eq!(comments[1].at, [("group".to_owned(), 0), ("count".to_owned(), 0)]);
/// ```
#[must_use]
pub fn comments(text: &str) -> Vec<Comment> {
    let parsed = syntax::parse_with_comments(text);
    parsed.map_or_else(|_| Vec::new(), |(body, spans)| comments_of(text, &body, &spans))
}

/// The same for a file that is parsed already, whose comments are at `spans`.
pub fn comments_of(text: &str, body: &Body<'_>, spans: &[Span]) -> Vec<Comment> {
    if spans.is_empty() {
        return Vec::new();
    }
    let tree = tree::file(body);
    let mut found: Vec<(Path, Vec<Lines>)> = Vec::new();
    let mut known = BTreeMap::<Path, usize>::new();
    for run in marks::runs(text, spans) {
        let lines = run.lines(text);
        if lines.is_empty() {
            continue;
        }
        let at = place(text, &tree, &run);
        match known.get(&at).and_then(|number| found.get_mut(*number)) {
            Some((_, runs)) => runs.push((lines, run.own_line)),
            None => {
                known.insert(at.clone(), found.len());
                found.push((at, vec![(lines, run.own_line)]));
            }
        }
    }
    found.into_iter().map(|(at, runs)| Comment { at, text: marks::joined(&runs) }).collect()
}

/// Where a run of comments belongs.
fn place(text: &str, tree: &Node<'_>, run: &Run) -> Path {
    let mut steps = Vec::new();
    let mut here = tree;
    loop {
        if run.start < here.inside.start {
            // In the head of a block, or between a name and its value.
            return steps;
        }
        let next = here.children.partition_point(|child| child.span.end <= run.start);
        let before = next.checked_sub(1).and_then(|index| here.children.get(index));
        let after = here.children.get(next);
        match after {
            Some(child) if child.span.start <= run.start => {
                child.enter(&mut steps);
                here = child;
            }
            _ => return between(text, here, (before, after), run, steps),
        }
    }
}

/// The path of comments between two items.
fn between(
    text: &str,
    here: &Node<'_>,
    (before, after): (Option<&Node<'_>>, Option<&Node<'_>>),
    run: &Run,
    mut steps: Path,
) -> Path {
    let gap = |from: u32, to: u32| text.get(from as usize..to as usize).unwrap_or_default();
    // It only matters whether there are zero, one or more.
    let lines = |from: u32, to: u32| gap(from, to).matches('\n').take(2).count();
    let is_file = here.place == NodeKind::File;
    match (before, after) {
        (Some(before), _) if lines(before.span.end, run.start) == 0 => {
            before.enter(&mut steps);
            if matches!(before.place, NodeKind::Block | NodeKind::Bag) {
                before.to_end(&mut steps);
            }
        }
        (None, _) if !is_file && !run.own_line && lines(here.inside.start, run.start) == 0 => {}
        // A comment at the top, apart from the rest, is about the whole file.
        (None, Some(after)) if is_file && lines(run.end, after.span.start) > 0 => {}
        (Some(before), Some(after))
            if before.place == NodeKind::Attribute
                && lines(before.span.end, run.start) == 1
                && lines(run.end, after.span.start) > 0 =>
        {
            before.enter(&mut steps);
            steps.push((END.to_owned(), 0));
        }
        (_, Some(after)) => after.enter_from_above(&mut steps),
        (_, None) => here.to_end(&mut steps),
    }
    steps
}
