//! `unknown-variable`: what an expression refers to is declared in its job.

use std::collections::BTreeSet;

use crate::eval::references;
use crate::jobspec::Job;
use crate::nearest::nearest;
use crate::syntax::{Expr, Key, Span};

/// The variables and local values of a job.
pub struct Declared<'j> {
    variables: BTreeSet<&'j str>,
    locals: BTreeSet<&'j str>,
}

impl<'j> Declared<'j> {
    pub fn of(job: &'j Job) -> Self {
        Self {
            variables: job.variables.iter().map(|variable| variable.name.as_str()).collect(),
            locals: job.locals.iter().map(|(name, _)| name).collect(),
        }
    }

    /// What an expression refers to and nobody declares: what is said of it, what to do, and where it stands.
    pub fn lacks(&self, expr: &Expr<'_>) -> Vec<(String, String, Span)> {
        let mut lacks = Vec::new();
        for (traversal, span) in references(expr) {
            let (what, known, declare) = match traversal.root {
                "var" => ("variable", &self.variables, "`.variable(Variable::string(\"NAME\"))`"),
                "local" => ("local value", &self.locals, "`.local(\"NAME\", …)`"),
                _ => continue,
            };
            let Some(Key::Attribute(name)) = traversal.steps.first().map(|step| &step.key) else {
                continue;
            };
            if known.contains(name) {
                continue;
            }
            let help = match nearest(name, known.iter().copied()) {
                Some(near) => format!("did you mean `{}.{near}`?", traversal.root),
                None => format!("declare it in the job: {}", declare.replace("NAME", name)),
            };
            lacks.push((
                format!("the {what} `{name}`, which the job does not declare"),
                help,
                span,
            ));
        }
        lacks
    }
}
