//! `nomad/transparent-proxy`: a transparent proxy lists networks as `10.0.0.0/8`, and users as
//! numbers up to 65535.

use std::net::IpAddr;

use super::given::at;
use crate::jobspec::{Attr, Location, TransparentProxy};
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "nomad/transparent-proxy",
    what: "a transparent proxy lists networks as `10.0.0.0/8`, and users as numbers up to 65535",
    why: "Nomad refuses the job: it generates kernel rules from them, which do not support names.",
    level: Level::Error,
    bad: Sample::Group(
        "service {\n  name = \"web\"\n  port = \"9000\"\n\n  connect {\n    sidecar_service {\n      proxy {\n        transparent_proxy {\n          exclude_outbound_cidrs = [\"10.1.1.1\"]\n        }\n      }\n    }\n  }\n}",
    ),
    good: Sample::Group(
        "service {\n  name = \"web\"\n  port = \"9000\"\n\n  connect {\n    sidecar_service {\n      proxy {\n        transparent_proxy {\n          exclude_outbound_cidrs = [\"10.1.1.1/32\"]\n        }\n      }\n    }\n  }\n}",
    ),
    view: View::Completed,
    needs_site: false,
    check: of!(TransparentProxy, check),
};

/// Checks a transparent proxy.
fn check(proxy: &TransparentProxy, scope: &mut Scope<'_, '_>) {
    if let Some(uid) = proxy.uid.as_ref().and_then(Attr::as_str)
        && !uid.is_empty()
        && !is_user(uid)
    {
        user("uid", uid, at(&proxy.uid), scope);
    }
    each(&proxy.exclude_uids, |uid, location| {
        if !is_user(uid) {
            user("exclude_uids", uid, location, scope);
        }
    });
    each(&proxy.exclude_outbound_cidrs, |network, location| {
        if !is_network(network) {
            let message = format!(
                "invalid network `{network}` in `exclude_outbound_cidrs`: expected CIDR notation, \
                 such as `10.0.0.0/8`"
            );
            let help = "write the address and the length of the prefix: `/32` for a single address";
            scope.report(scope.finding(message, location).help(help));
        }
    });
}

/// Shows each string of a list, and its location.
fn each(list: &Option<Attr<Vec<String>>>, mut see: impl FnMut(&str, Location)) {
    let Some(attr) = list else { return };
    for (at, text) in attr.get().unwrap_or_default().iter().enumerate() {
        see(text, attr.locations().of_value(at));
    }
}

fn user(attribute: &str, uid: &str, location: Location, scope: &mut Scope<'_, '_>) {
    let message = format!("invalid user `{uid}` in `{attribute}`: expected a number up to 65535");
    scope.report(scope.finding(message, location).help("write the user's number"));
}

fn is_user(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit()) && text.parse::<u16>().is_ok()
}

/// Whether it is an address with the length of a prefix.
fn is_network(text: &str) -> bool {
    let Some((address, length)) = text.rsplit_once('/') else { return false };
    let Ok(address) = address.parse::<IpAddr>() else { return false };
    let longest = if address.is_ipv4() { 32 } else { 128 };
    let plain = length.bytes().all(|byte| byte.is_ascii_digit());
    let plain = plain && (length.len() == 1 || !length.starts_with('0'));
    plain && length.parse::<u16>().is_ok_and(|length| length <= longest)
}

#[cfg(test)]
mod tests {
    use super::is_network;

    #[test]
    fn networks_have_addresses_and_prefixes() {
        for good in ["10.0.0.0/8", "10.1.2.3/32", "::/0", "fd00::/128", "0.0.0.0/0"] {
            assert!(is_network(good), "{good}");
        }
        for bad in [
            "10.0.0.0",
            "10.0.0/8",
            "10.0.0.0/33",
            "10.0.0.0/08",
            "::/129",
            "/8",
            "",
            "10.0.0.0/+8",
            "10.0.0.0/",
        ] {
            assert!(!is_network(bad), "{bad}");
        }
    }
}
