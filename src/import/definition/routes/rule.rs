//! Hosts and paths of a rule, in the form that routes have.

use super::said::Said;

/// A host or a path of a rule.
#[derive(Clone, Copy)]
pub struct Matcher<'a> {
    pub name: &'a str,
    pub value: Said<'a>,
}

impl Matcher<'_> {
    fn is_path(self) -> bool {
        matches!(self.name, "PathPrefix" | "Path" | "PathRegexp")
    }

    fn is_host(self, protocol: &str) -> bool {
        match protocol {
            "http" => matches!(self.name, "Host" | "HostRegexp"),
            _ => self.name == "HostSNI",
        }
    }
}

/// The hosts of a rule, and then its paths. None if the rule says anything else.
pub fn matchers<'a>(protocol: &str, rule: Said<'a>) -> Option<Vec<Matcher<'a>>> {
    let hosts = |group: &[Matcher<'_>]| group.iter().all(|one| one.is_host(protocol));
    let paths = |group: &[Matcher<'_>]| group.iter().all(|one| one.is_path());
    match rule.text.split_once(" && ") {
        Some((first, second)) => {
            let (first, second) = (any(rule.with(first))?, any(rule.with(second))?);
            (hosts(&first) && paths(&second) && protocol == "http")
                .then(|| [first, second].concat())
        }
        None => any(rule).filter(|group| hosts(group) || paths(group) && protocol == "http"),
    }
}

/// The same of a rule as it is written: the names of its matchers, and their values.
pub(crate) fn hosts_and_paths<'a>(
    protocol: &str,
    rule: &'a str,
) -> Option<Vec<(&'a str, &'a str)>> {
    let all = matchers(protocol, Said { text: rule, hcl: true })?;
    Some(all.into_iter().map(|one| (one.name, one.value.text)).collect())
}

/// The values of ``Matcher(`a`) || Matcher(`b`)``, in parentheses or not.
fn any(rule: Said<'_>) -> Option<Vec<Matcher<'_>>> {
    let text = rule.text;
    let text = text.strip_prefix('(').and_then(|text| text.strip_suffix(')')).unwrap_or(text);
    text.split(" || ")
        .map(|one| {
            let (name, value) = one.strip_suffix("`)")?.split_once("(`")?;
            (!value.contains('`')).then(|| Matcher { name, value: rule.with(value) })
        })
        .collect()
}
