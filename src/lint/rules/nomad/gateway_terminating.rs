//! `nomad/gateway-terminating`: a terminating gateway has services, each with all the files that
//! TLS needs or with none.

use super::given::{at, text};
use crate::jobspec::{LinkedService, Terminating};
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "nomad/gateway-terminating",
    what: "a terminating gateway has services, each with all the files that TLS needs or with none",
    why: "Nomad refuses the job: a certificate needs its key, and an encrypted connection needs a \
        CA to verify the other side.",
    level: Level::Error,
    bad: Sample::Group(
        "service {\n  name = \"gate\"\n  port = \"9000\"\n\n  connect {\n    gateway {\n      terminating {\n        service {\n          name      = \"database\"\n          cert_file = \"/secrets/cert.pem\"\n          key_file  = \"/secrets/key.pem\"\n        }\n      }\n    }\n  }\n}",
    ),
    good: Sample::Group(
        "service {\n  name = \"gate\"\n  port = \"9000\"\n\n  connect {\n    gateway {\n      terminating {\n        service {\n          name      = \"database\"\n          ca_file   = \"/secrets/ca.pem\"\n          cert_file = \"/secrets/cert.pem\"\n          key_file  = \"/secrets/key.pem\"\n        }\n      }\n    }\n  }\n}",
    ),
    view: View::Completed,
    needs_site: false,
    check: of!(Terminating, check),
};

/// Checks a terminating gateway.
fn check(terminating: &Terminating, scope: &mut Scope<'_, '_>) {
    if terminating.services.is_empty() && terminating.base.extra.is_empty() {
        let message = "missing service in a terminating gateway";
        let finding = scope.finding(message, terminating.base.location);
        scope.report(finding.help("add a service: `service { name = \"web\" }`"));
    }
    for service in &terminating.services {
        one(service, scope);
    }
}

fn one(service: &LinkedService, scope: &mut Scope<'_, '_>) {
    let files = [&service.ca_file, &service.cert_file, &service.key_file, &service.sni].map(text);
    let [Some(ca), Some(cert), Some(key), Some(sni)] =
        files.map(|file| file.map(|file| !file.is_empty()))
    else {
        return;
    };
    let (has, lacks, location) = match (ca, cert, key, sni) {
        (_, true, false, _) => ("cert_file", "key_file", at(&service.cert_file)),
        (_, false, true, _) => ("key_file", "cert_file", at(&service.key_file)),
        (false, true, true, _) => ("cert_file", "ca_file", at(&service.cert_file)),
        (false, _, _, true) => ("sni", "ca_file", at(&service.sni)),
        _ => return,
    };
    let name = text(&service.name).unwrap_or_default();
    let message = format!("service `{name}` of a gateway sets `{has}` without `{lacks}`");
    let finding = scope.finding(message, location.or(service.base.location));
    scope.report(finding.help(format!("set `{lacks}`, or remove `{has}`")));
}
