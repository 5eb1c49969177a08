//! `variable-name`: variables and local values have unique names that HCL can write.

use std::collections::BTreeMap;

use crate::jobspec::{Job, Location};
use crate::lint::values::shown;
use crate::lint::{Check, Level, Rule, Sample, Scope, View};
use jobwright_hcl::syntax::is_identifier;

pub const RULE: Rule = Rule {
    name: "house/variable-name",
    what: "variables and local values have unique names that HCL can write",
    why: "HCL cannot refer to a variable or a local value whose name is not an identifier, and \
        Nomad refuses a file that declares a variable more than once.",
    level: Level::Error,
    bad: Sample::Rust(r#"Job::service("web").variable(Variable::string("image tag"))"#),
    good: Sample::Rust(r#"Job::service("web").variable(Variable::string("image_tag"))"#),
    view: View::Written,
    needs_site: false,
    check: Check::Job(check),
};

fn check(job: &Job, scope: &mut Scope<'_, '_>) {
    let mut names = BTreeMap::new();
    for variable in &job.variables {
        let here = variable.base.location;
        name(&variable.name, "variable", here, scope);
        if let Some(first) = names.insert(variable.name.as_str(), here) {
            let message = format!("duplicate variable `{}`", variable.name);
            let finding = scope.finding(message, here).help("rename one of them");
            scope.report(finding.related(scope.context.place(first), "first declared here"));
        }
    }
    for (key, _, location) in job.locals.placed() {
        name(key, "local value", location, scope);
    }
}

fn name(name: &str, what: &str, location: Location, scope: &mut Scope<'_, '_>) {
    if !is_identifier(name) {
        let message = format!("invalid name of a {what}: {}", shown(name));
        let help = "use letters, digits, `_` and `-`, beginning with a letter";
        scope.report(scope.finding(message, location).help(help));
    }
}
