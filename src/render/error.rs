//! Why something could not be rendered.

use std::fmt;

use minijinja::ErrorKind;

use super::tags;
use super::verify::{Difference, Lacking, Unreadable, shortened};
use crate::visible::visible_line;

/// Why a job could not be rendered.
#[derive(Debug)]
pub enum RenderError {
    /// A template does not compile, uses an unknown name or fails.
    Template(TemplateError),
    /// The templates' output is not HCL, or not a job.
    Unreadable(Unreadable),
    /// The templates' output is a job other than the one that was asked for.
    Differs(Vec<Difference>),
    /// The templates printed the job that was asked for, but Nomad's parser refuses it.
    Lacks(Vec<Lacking>),
}

/// A template that does not compile or that fails.
#[derive(Debug)]
pub struct TemplateError {
    /// The innermost error: that is where it must be fixed.
    message: String,
    /// The line of the error, if it is known.
    line: Option<String>,
}

impl TemplateError {
    fn new(error: &minijinja::Error) -> Self {
        let mut innermost = error;
        while let Some(inner) =
            std::error::Error::source(innermost).and_then(|source| source.downcast_ref())
        {
            innermost = inner;
        }
        let name = innermost.name().unwrap_or("?");
        let mut message = format!("template `{name}`");
        if let Some(line) = innermost.line() {
            message += &format!(", line {line}");
        }
        message += &match (innermost.kind(), innermost.detail()) {
            (ErrorKind::OutOfFuel, _) => {
                ": it takes too many steps for one block; end the loop sooner".to_owned()
            }
            (kind, Some(detail)) => format!(": {kind}: {detail}"),
            (kind, None) => format!(": {kind}"),
        };
        let source = innermost.template_source().unwrap_or_default();
        let line = innermost.line().and_then(|line| source.lines().nth(line.saturating_sub(1)));
        Self { message, line: line.map(|line| shortened(tags::unguarded(line).trim())) }
    }

    /// A mistake in a line of a template.
    pub(super) fn at(name: &str, line: usize, message: &str, text: &str) -> Self {
        let source = text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
        let message = format!("template `{name}`, line {line}: {message}");
        Self { message, line: Some(shortened(source.trim())) }
    }
}

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&visible_line(&self.message))?;
        match &self.line {
            Some(line) => write!(f, "\n  line: {}", visible_line(line)),
            None => Ok(()),
        }
    }
}

impl From<minijinja::Error> for TemplateError {
    fn from(error: minijinja::Error) -> Self {
        Self::new(&error)
    }
}

impl From<TemplateError> for RenderError {
    fn from(error: TemplateError) -> Self {
        Self::Template(error)
    }
}

impl From<Unreadable> for RenderError {
    fn from(unreadable: Unreadable) -> Self {
        Self::Unreadable(unreadable)
    }
}

impl fmt::Display for RenderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Template(error) => error.fmt(f),
            Self::Unreadable(unreadable) => {
                f.write_str("the templates print invalid HCL")?;
                for (position, message) in &unreadable.findings {
                    write!(f, "\n  rendered line {position}: {}", visible_line(message))?;
                }
                write!(f, "\n  line: {}", visible_line(&unreadable.line))?;
                match &unreadable.blame {
                    Some(blame) => write!(f, "\n  printed by {}", visible_line(blame)),
                    None => Ok(()),
                }
            }
            Self::Differs(differences) => {
                f.write_str("the templates print a different job than the definition")?;
                for difference in differences.iter().take(10) {
                    write!(f, "\n  {}", visible_line(&difference.to_string()))?;
                }
                match differences.len().saturating_sub(10) {
                    0 => Ok(()),
                    more => write!(f, "\n  and {more} more differences"),
                }
            }
            Self::Lacks(lacking) => {
                f.write_str("Nomad's parser refuses the job")?;
                lacking
                    .iter()
                    .take(10)
                    .try_for_each(|one| write!(f, "\n  {}", visible_line(&one.to_string())))?;
                match lacking.len().saturating_sub(10) {
                    0 => Ok(()),
                    more => write!(f, "\n  and {more} more such blocks"),
                }
            }
        }
    }
}

impl std::error::Error for RenderError {}
