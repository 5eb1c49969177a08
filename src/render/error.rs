//! Why something could not be rendered.

use std::fmt;

use super::verify::{Difference, Unreadable};

/// Why a job could not be rendered.
#[derive(Debug)]
pub enum RenderError {
    /// A template does not compile, asks for an unknown name or fails.
    Template(minijinja::Error),
    /// What the templates printed is no HCL or no job.
    Unreadable(Unreadable),
    /// What the templates printed is another job than the one that was asked for.
    Differs(Vec<Difference>),
}

impl From<minijinja::Error> for RenderError {
    fn from(error: minijinja::Error) -> Self {
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
            Self::Template(error) => template_error(f, error),
            Self::Unreadable(unreadable) => {
                f.write_str("the templates print what Nomad cannot read")?;
                for (position, message) in &unreadable.findings {
                    write!(f, "\n  rendered line {position}: {message}")?;
                }
                write!(f, "\n  the line is: {}", unreadable.line)?;
                match &unreadable.blame {
                    Some(blame) => write!(f, "\n  it comes from {blame}"),
                    None => Ok(()),
                }
            }
            Self::Differs(differences) => {
                f.write_str("the templates print another job than the one that was asked for")?;
                for difference in differences.iter().take(10) {
                    write!(f, "\n  {difference}")?;
                }
                match differences.len().saturating_sub(10) {
                    0 => Ok(()),
                    more => write!(f, "\n  and {more} more differences"),
                }
            }
        }
    }
}

/// The innermost place of a template error: that is where it must be mended.
fn template_error(f: &mut fmt::Formatter<'_>, error: &minijinja::Error) -> fmt::Result {
    let mut innermost = error;
    while let Some(inner) =
        std::error::Error::source(innermost).and_then(|source| source.downcast_ref())
    {
        innermost = inner;
    }
    let name = innermost.name().unwrap_or("?");
    write!(f, "template `{name}`")?;
    if let Some(line) = innermost.line() {
        write!(f, ", line {line}")?;
    }
    write!(f, ": {}", innermost.kind())?;
    if let Some(detail) = innermost.detail() {
        write!(f, ": {detail}")?;
    }
    let source = innermost.template_source().unwrap_or_default();
    match innermost.line().and_then(|line| source.lines().nth(line.saturating_sub(1))) {
        Some(line) => write!(f, "\n  the line is: {}", line.trim()),
        None => Ok(()),
    }
}

impl std::error::Error for RenderError {}
