//! `nomad/check-type`: the type of a check is supported by the provider of its service.

use super::given::{at, name, text};
use crate::jobspec::Service;
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "nomad/check-type",
    what: "the type of a check is supported by the provider of its service",
    why: "Nomad refuses the job: Consul supports `http`, `tcp`, `grpc` and `script`, Nomad's \
        service discovery only `http` and `tcp`.",
    level: Level::Error,
    bad: Sample::Group(
        "service {\n  name     = \"web\"\n  port     = \"http\"\n  provider = \"nomad\"\n\n  check {\n    type     = \"grpc\"\n    interval = \"10s\"\n    timeout  = \"2s\"\n  }\n}",
    ),
    good: Sample::Group(
        "service {\n  name     = \"web\"\n  port     = \"http\"\n  provider = \"consul\"\n\n  check {\n    type     = \"grpc\"\n    interval = \"10s\"\n    timeout  = \"2s\"\n  }\n}",
    ),
    view: View::Completed,
    needs_site: false,
    check: of!(Service, check),
};

const NOMADS: [&str; 2] = ["http", "tcp"];
const CONSULS: [&str; 4] = ["http", "tcp", "grpc", "script"];

/// Checks the checks of a service.
fn check(service: &Service, scope: &mut Scope<'_, '_>) {
    let (types, words): (&[&str], _) = match text(&service.provider) {
        Some("nomad") => (&NOMADS, "`http` or `tcp`, with the provider `nomad`"),
        Some("consul") => (&CONSULS, "`http`, `tcp`, `grpc` or `script`"),
        _ => return,
    };
    for check in &service.checks {
        // A missing type is reported by `nomad/required`.
        let Some(type_) = text(&check.type_).filter(|type_| !type_.is_empty()) else { continue };
        if types.iter().any(|known| type_.eq_ignore_ascii_case(known)) {
            continue;
        }
        let message = format!(
            "a check of service `{}` has the type `{type_}`; expected {words}",
            name(service)
        );
        let finding = scope.finding(message, at(&check.type_));
        let near = jobwright_hcl::nearest::nearest(type_, types.iter().copied());
        scope.report(match near {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help(
                "use another type; or set `provider = \"consul\"`, if the cluster has Consul",
            ),
        });
    }
}
