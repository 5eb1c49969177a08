//! A job file, parsed once: its form, and its content for a reader.

use super::form::{self, Form};
use super::imported::variables;
use super::source_file::SourceFile;
use crate::diagnostic::Diagnostic;
use crate::out::MARK;
use crate::read::{self, Finding, Rewritten};
use jobwright_hcl::json::{self, Node};
use jobwright_hcl::syntax::{self, Body, Span, SyntaxError};

/// A source as a job file, parsed once: its form is known, and its tree serves all further
/// questions.
///
/// ```
/// use jobwright::import::{Form, JobFile, SourceFile};
///
/// let form = |text| JobFile::parse(&SourceFile::new("web", text)).form();
/// assert_eq!(form("job \"web\" {}"), Form::Native);
/// assert_eq!(form(r#"{"job": {"web": {}}}"#), Form::HclJson);
/// assert_eq!(form(r#"{"Job": {"ID": "web", "TaskGroups": []}}"#), Form::ApiJson);
/// ```
#[derive(Debug)]
pub struct JobFile<'s> {
    source: &'s SourceFile,
    form: Form,
    holds_job: bool,
    /// Of how many jobs it is a list.
    listed: Option<usize>,
    content: Content<'s>,
}

/// The parsed content, or the findings of the parser.
#[derive(Debug)]
pub enum Content<'s> {
    /// Native syntax, and the spans of its comments.
    Native(Result<(Body<'s>, Vec<Span>), Vec<Finding>>),
    /// HCL's JSON syntax, rewritten.
    HclJson(Result<Rewritten, Vec<Finding>>),
    /// API JSON.
    ApiJson(Result<Node<'s>, Vec<Finding>>),
}

impl<'s> JobFile<'s> {
    /// Parses a source. That never fails: its findings are reported when the job is read.
    #[must_use]
    pub fn parse(source: &'s SourceFile) -> Self {
        let text = source.text.as_str();
        if form::is_json(text) {
            return Self::json(source);
        }
        if syntax::is_json(text) {
            // A template that begins with braces. To Nomad, it is JSON with a syntax error.
            let content = Content::HclJson(read::rewritten(text));
            let holds_job = form::native_holds_job(text, None);
            return Self { source, form: Form::Native, holds_job, listed: None, content };
        }
        let parsed = native(source);
        let body = parsed.as_ref().ok().map(|(body, _)| body);
        let holds_job = form::native_holds_job(text, body);
        let listed = form::listed_jobs(text);
        Self { source, form: Form::Native, holds_job, listed, content: Content::Native(parsed) }
    }

    fn json(source: &'s SourceFile) -> Self {
        let text = source.text.as_str();
        let plain = form::without_mark(text);
        let parsed = json::parse_with_repeats(plain);
        let root = parsed.as_ref().ok().map(|(root, _)| &root.kind);
        let (form, holds_job) = (form::of_json(plain, root), form::json_holds_job(plain, root));
        let content = match form {
            // Nomad does not read a byte order mark before JSON.
            Form::ApiJson if plain.len() < text.len() => {
                Content::ApiJson(json::parse(text).map_err(findings))
            }
            Form::ApiJson => Content::ApiJson(parsed.and_then(once).map_err(findings)),
            _ if syntax::is_json(text) => {
                let rewrite = |(root, _)| read::rewritten_of(text, &root);
                Content::HclJson(parsed.map_err(findings).and_then(rewrite))
            }
            // To Nomad, a file with a line before it, or with such a mark, is native syntax with a
            // syntax error.
            _ => Content::Native(native(source)),
        };
        Self { source, form, holds_job, listed: None, content }
    }

    /// The source.
    #[must_use]
    pub fn source(&self) -> &'s SourceFile {
        self.source
    }

    /// The form of the source, supposing that it is a job file.
    #[must_use]
    pub fn form(&self) -> Form {
        self.form
    }

    /// Whether it is a server's answer: API JSON in which everything is filled in.
    #[must_use]
    pub fn is_inspected(&self) -> bool {
        matches!(&self.content, Content::ApiJson(Ok(root)) if read::is_inspected(root))
    }

    /// Whether it says that its job has been stopped, as a server's answer can.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        matches!(&self.content, Content::ApiJson(Ok(root)) if read::is_stopped(root))
    }

    /// Whether there is a job in it, or would be if it were fixed. Variable files, policies and
    /// configuration hold none.
    #[must_use]
    pub fn holds_job(&self) -> bool {
        self.holds_job
    }

    /// What to do with a file that is a list of jobs, as policy engines and scripts around `nomad job inspect` keep them.
    #[must_use]
    pub fn as_list(&self) -> Option<Diagnostic> {
        let (jobs, name) = (self.listed?, &self.source.name);
        let message = format!("`{name}` is a list of {jobs} jobs, but a file holds one job");
        let help =
            format!("split it: `jq -c '.[]' {name} | split -l 1 --additional-suffix=.json - job-`");
        Some(Diagnostic::error("list", message).help(help))
    }

    /// Whether `gen` wrote it: its definition is Rust already.
    #[must_use]
    pub fn is_generated(&self) -> bool {
        self.source.text.lines().take(2).any(|line| line.contains(MARK))
    }

    /// The tree, if the source is in native syntax.
    #[must_use]
    pub fn body(&self) -> Option<&Body<'s>> {
        match &self.content {
            Content::Native(Ok((body, _))) => Some(body),
            _ => None,
        }
    }

    /// Whether it declares a variable; true if that is not known, since there is no tree.
    #[must_use]
    pub fn declares(&self, name: &str) -> bool {
        self.body().is_none_or(|body| variables(body).contains(name))
    }

    /// The parts that a reader needs.
    pub(crate) fn into_parts(self) -> (&'s SourceFile, Form, Content<'s>) {
        (self.source, self.form, self.content)
    }
}

/// Outside of comments, bytes that are not UTF-8 are errors.
fn native(source: &SourceFile) -> Result<(Body<'_>, Vec<Span>), Vec<Finding>> {
    let parsed = syntax::parse_with_comments(&source.text).map_err(findings);
    let wrong = match &parsed {
        Ok((_, comments)) => source.undecoded.outside(comments),
        Err(findings) => source.undecoded.among(findings.iter().map(|finding| finding.span)),
    };
    match wrong {
        None => parsed,
        Some(finding) => Err(vec![finding]),
    }
}

/// A tree in whose objects no name is duplicate.
fn once<'s>((root, twice): (Node<'s>, Vec<SyntaxError>)) -> Result<Node<'s>, Vec<SyntaxError>> {
    if twice.is_empty() { Ok(root) } else { Err(twice) }
}

fn findings(errors: Vec<SyntaxError>) -> Vec<Finding> {
    errors.into_iter().map(Finding::from).collect()
}

#[cfg(test)]
mod tests {
    use super::{Form, JobFile, SourceFile};

    fn form(text: &str) -> Form {
        JobFile::parse(&SourceFile::new("test", text)).form()
    }

    fn holds_job(text: &str) -> bool {
        JobFile::parse(&SourceFile::new("test", text)).holds_job()
    }

    #[test]
    fn forms_are_told_apart() {
        for (text, expected) in [
            ("", Form::Native),
            ("\n # { \njob \"a\" {}", Form::Native),
            (r#" {"job": {"id": {"group": {}}}}"#, Form::HclJson),
            (r#"{"job": [{"web": {}}]}"#, Form::HclJson),
            (r#"{"variable": {"id": {}}, "job": {"web": {}}}"#, Form::HclJson),
            ("{\"job\": {\"web\": ", Form::HclJson),
            ("\u{feff}{\"Job\": {}}", Form::ApiJson),
            (r#"{"job": {"id": "web"}}"#, Form::ApiJson),
            (r#"{"id": "web", "taskgroups": []}"#, Form::ApiJson),
            (r#"{"ID": "web", "Job": null}"#, Form::ApiJson),
            (r#"{"Job": {"TaskGroups": ["#, Form::ApiJson),
        ] {
            assert_eq!(form(text), expected, "{text}");
        }
    }

    #[test]
    fn what_holds_a_job_is_found() {
        for text in [
            "variable \"a\" {}\njob \"web\" {}",
            "job \"web\" {\n  count =\n}",
            "job [[ .name ]] {",
            "\"job\" \"web\" {\n a = 1,\n}",
            r#"{"job": {"web": {}}}"#,
            r#"{"ID": "web", "TaskGroups": []}"#,
            r#"{"Job": {"ID": "web"}"#,
        ] {
            assert!(holds_job(text), "{text}");
        }
        for text in [
            "",
            "count = 2",
            "job = 1",
            "jobs \"x\" {}",
            "client {\n  enabled =\n}\n# job",
            "# a job \"x\" {\nplugin {",
            r#"{"name": "left-pad", "ID": "x"}"#,
            r#"{"job": "text"}"#,
            "{\"a\": ",
        ] {
            assert!(!holds_job(text), "{text}");
        }
    }
}
