//! `unknown-variable`: a job declares the variables and local values of its expressions.

use std::collections::BTreeSet;

use crate::jobspec::{Block, Location, ROOTS, Value, Variable};
use crate::lint::declared::Declared;
use crate::lint::values::leaves;
use crate::lint::{Check, Level, Rule, Sample, Scope, View};
use jobwright_hcl::eval::references;
use jobwright_hcl::nearest::nearest;
use jobwright_hcl::syntax::{Expr, Key, Span, Traversal, parse_expression};

pub const RULE: Rule = Rule {
    name: "house/unknown-variable",
    what: "a job declares the variables and local values of its expressions",
    why: "Nomad refuses the whole file: there is no variable or local value of that name.",
    level: Level::Error,
    bad: Sample::Rust(r#"Docker::image(interpolate(["web:".into(), var("tag").into()]))"#),
    good: Sample::Rust(
        "Job::service(\"web\")\n    .variable(Variable::string(\"tag\"))\n    .group(Group::new(\"web\").task(Task::new(\"web\", image())))\n\nfn image() -> Docker {\n    Docker::image(interpolate([\"web:\".into(), var(\"tag\").into()]))\n}",
    ),
    view: View::Written,
    needs_site: false,
    check: Check::NotPlain(check),
};

/// Checks the expressions of a block.
fn check(block: &dyn Block, scope: &mut Scope<'_, '_>) {
    let of_variable = block.as_any().is::<Variable>();
    leaves(block, &mut |leaf| {
        if let Value::Expr(expr) = leaf.value
            && !(of_variable && leaf.name == "type")
        {
            let of_default = of_variable && leaf.name == "default";
            expression(expr.source(), leaf.name, leaf.location(), of_default, scope);
        }
    });
}

fn expression(
    source: &str,
    name: &str,
    location: Location,
    of_default: bool,
    scope: &mut Scope<'_, '_>,
) {
    // A heredoc at its end is closed by the newline that follows it in the job file.
    let text = format!("{source}\n");
    let Ok(parsed) = parse_expression(&text) else { return };
    let lacks = match of_default {
        true => Declared::in_default(&parsed),
        false => scope.declared.lacks(source, &parsed),
    };
    for (what, help, span) in lacks {
        let finding = scope.finding(format!("`{name}` refers to {what}"), location);
        scope.report(finding.showing(source, span).help(help));
    }
}

impl Declared<'_> {
    /// What the default of a variable refers to: there is nothing that it could.
    fn in_default(expr: &Expr<'_>) -> Vec<(String, String, Span)> {
        let own = |(traversal, span): (&Traversal<'_>, Span)| {
            let what = match traversal.root {
                "var" => "a variable",
                "local" => "a local value",
                _ => return None,
            };
            let message = format!("{what}, which is not allowed in the default of a variable");
            Some((message, "write the value, or set it in a local value".to_owned(), span))
        };
        references(expr).into_iter().filter_map(own).collect()
    }

    /// The undeclared references of an expression: the message, the help and the span of each.
    fn lacks(&self, source: &str, expr: &Expr<'_>) -> Vec<(String, String, Span)> {
        let mut lacks = Vec::new();
        // Inside a string, references that Nomad does not know are for the time when the job runs.
        let alone = !source.contains(['"', '<']);
        for (traversal, span) in references(expr) {
            let (what, known, declare) = match traversal.root {
                "var" => ("variable", &self.variables, "`.variable(Variable::string(\"NAME\"))`"),
                "local" => ("local value", &self.locals, "`.local(\"NAME\", …)`"),
                root if alone => {
                    lacks.push(self.unknown(root, span));
                    continue;
                }
                _ => continue,
            };
            let name = match traversal.steps.first().map(|step| &step.key) {
                Some(Key::Attribute(name)) => *name,
                _ => continue,
            };
            if known.contains(name) {
                continue;
            }
            let help = match nearest(name, known.iter().copied()) {
                Some(near) => format!("did you mean `{}.{near}`?", traversal.root),
                None => format!("declare it in the job: {}", declare.replace("NAME", name)),
            };
            let what = format!("the {what} `{name}`, which the job does not declare");
            lacks.push((what, help, span));
        }
        lacks
    }

    /// A name that is not an expression of a job file.
    fn unknown(&self, root: &str, span: Span) -> (String, String, Span) {
        let of_run_time = ROOTS.contains(&root) || root == "env" || root.starts_with("NOMAD_");
        if of_run_time {
            let what =
                format!("`{root}`, which is known only at run time, not when the job is read");
            return (what, "write it as a string: `\"${…}\"`".to_owned(), span);
        }
        let known = |names: &BTreeSet<&str>, of: &str| {
            names.contains(root).then(|| format!("did you mean `{of}.{root}`?"))
        };
        let help = known(&self.variables, "var").or_else(|| known(&self.locals, "local"));
        let usual = "refer to a variable by `var.NAME` and to a local value by `local.NAME`";
        let what = format!("`{root}`, which is neither a variable nor a local value");
        (what, help.unwrap_or_else(|| usual.to_owned()), span)
    }
}
