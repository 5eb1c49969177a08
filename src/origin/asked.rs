//! A query for attributes: names with dots between them, or a path as reports show it.

use crate::jobspec::{Path, Step};

/// The names of a path, some of which may be omitted.
pub struct Asked {
    text: String,
    names: Vec<String>,
}

impl Asked {
    /// Parses a query such as `task.env.PORT` or `task "web" > env > PORT`.
    pub fn of(text: &str) -> Self {
        let names = if text.contains('>') { in_words(text) } else { dotted(text) };
        Self { text: text.to_owned(), names }
    }

    /// The query as it was given.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether a path ends in the last name, and contains all others before it, in order.
    pub fn fits(&self, path: &Path) -> bool {
        self.fits_steps(path.steps())
    }

    /// Whether it matches an ancestor of a path, such as the map that holds a name.
    pub fn is_above(&self, path: &Path) -> bool {
        let steps = path.steps();
        (1..steps.len()).any(|count| steps.get(..count).is_some_and(|steps| self.fits_steps(steps)))
    }

    fn fits_steps(&self, steps: &[Step]) -> bool {
        let Some((last, before)) = self.names.split_last() else { return false };
        let Some((end, rest)) = steps.split_last() else { return false };
        let end = words(end);
        let Some(at) = end.iter().rposition(|word| word == last) else { return false };
        let all: Vec<String> =
            rest.iter().flat_map(words).chain(end.into_iter().take(at)).collect();
        let mut left = all.iter().rev();
        before.iter().rev().all(|name| left.any(|word| word == name))
    }
}

/// Names with dots between them; a name that contains dots itself is quoted.
fn dotted(text: &str) -> Vec<String> {
    let mut names = vec![String::new()];
    let mut quoted = false;
    for letter in text.chars() {
        match letter {
            '"' => quoted = !quoted,
            '.' if !quoted => names.push(String::new()),
            letter => {
                if let Some(name) = names.last_mut() {
                    name.push(letter);
                }
            }
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

/// The names of a path as reports show it.
fn in_words(text: &str) -> Vec<String> {
    let steps = text.split(" > ").flat_map(|step| step.split_inclusive(" \""));
    let names = steps.map(|word| word.trim_end_matches(" \"").trim().trim_matches('"').to_owned());
    names.filter(|name| !name.is_empty()).collect()
}

/// The names by which a step is known.
fn words(step: &Step) -> Vec<String> {
    match step {
        Step::File => Vec::new(),
        Step::Block { keyword, labels } => {
            std::iter::once(keyword).chain(labels).cloned().collect()
        }
        Step::Name(name) => vec![name.clone()],
        Step::Index(index) => vec![index.to_string()],
    }
}

/// The names by which the last step of a path is known.
pub fn last(path: &Path) -> Vec<&str> {
    match path.steps().last() {
        Some(Step::Block { keyword, labels }) => {
            std::iter::once(keyword).chain(labels).map(String::as_str).collect()
        }
        Some(Step::Name(name)) => vec![name],
        Some(Step::File | Step::Index(_)) | None => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::Asked;
    use crate::jobspec::{Path, Step};

    #[track_caller]
    fn check(asked: &str, expected: bool) {
        let path = Path::new()
            .then(Step::block("job", ["web"]))
            .then(Step::block("task", ["app"]))
            .then(Step::name("env"))
            .then(Step::name("a.b"));
        assert_eq!(Asked::of(asked).fits(&path), expected, "{asked}");
    }

    #[test]
    fn names_between_may_be_left_out() {
        for asked in ["\"a.b\"", "env.\"a.b\"", "task.app.env.\"a.b\"", "web.\"a.b\""] {
            check(asked, true);
        }
        check("job \"web\" > task \"app\" > env > a.b", true);
        for asked in ["", "env", "task.app", "a.b", "app.task.\"a.b\"", "other.\"a.b\""] {
            check(asked, false);
        }
    }
}
