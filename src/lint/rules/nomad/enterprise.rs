//! `enterprise`: features of Nomad Enterprise are used only on a site that has it.

use crate::jobspec::{Field, FieldItem, Kind, Multiregion, TaskScaling, Value};
use crate::lint::{Check, Level, Part, Rule, Sample, Scope, View};

pub const RULE: Rule = Rule {
    name: "nomad/enterprise",
    what: "features of Nomad Enterprise are used only on a site that has it",
    level: Level::Error,
    why: "A Nomad without a licence refuses the job, or ignores the feature. Set `.enterprise()` \
        in the site of a cluster with a licence.",
    bad: Sample::Task("resources {\n  numa {\n    affinity = \"require\"\n  }\n}"),
    good: Sample::Task("resources {\n  cores = 2\n}"),
    view: View::Written,
    needs_site: false,
    check: Check::Field(|_, field| field.enterprise, check),
};

/// Checks a field that only Nomad Enterprise looks at.
fn check(part: &Part<'_>, scope: &mut Scope<'_, '_>) {
    let field = part.field();
    if scope.context.site.enterprise || !uses(field, &part.item) {
        return;
    }
    let what = match field.kind {
        Kind::Block(_) | Kind::Blocks(_) => format!("`{}`", field.name),
        _ => format!("`{}` of `{}`", field.name, part.block.schema().name),
    };
    let message = format!("job `{}` uses {what}, which requires Nomad Enterprise", scope.job.id);
    let help = "remove it; or set `.enterprise()` in the site if the cluster runs Nomad \
        Enterprise, or allow it with a reason";
    scope.report(scope.finding(message, part.location()).help(help));
}

/// A value that is the default needs no license; an invalid one is reported by `nomad/choices`.
fn uses(field: &Field, item: &FieldItem<'_>) -> bool {
    match item {
        FieldItem::Attr(Value::Text(text)) => {
            !text.as_str().is_empty()
                && (field.one_of.is_empty() || field.one_of.contains(&text.as_str()))
                && field.default.is_none_or(|default| default.text() != text.as_str())
        }
        // Nomad looks at the regions, and forgets a block without any.
        // It forgets the scaling of tasks, too: `house/task-scaling` says so.
        FieldItem::Block(inner) if inner.as_any().is::<TaskScaling>() => false,
        FieldItem::Block(inner) => {
            let multiregion = inner.as_any().downcast_ref::<Multiregion>();
            multiregion.is_none_or(|multiregion| !multiregion.regions.is_empty())
        }
        _ => true,
    }
}
