//! The hosts and paths of a rule, as far as it can be parsed.

/// The hosts and path prefixes of a rule.
#[derive(Debug, Default)]
pub struct Parsed<'r> {
    pub hosts: Vec<&'r str>,
    pub paths: Vec<&'r str>,
}

/// A rule of hosts, of path prefixes, or of both. None if it says anything else.
pub fn rule(rule: &str) -> Option<Parsed<'_>> {
    let mut parsed = Parsed::default();
    for group in rule.split("&&") {
        let group = group.trim();
        let inner = group.strip_prefix('(').and_then(|group| group.strip_suffix(')'));
        let mut kinds = (false, false);
        for one in inner.unwrap_or(group).split("||") {
            let (name, value) = one.trim().strip_suffix("`)")?.split_once("(`")?;
            if value.contains(['`', '$']) {
                return None;
            }
            match name {
                "Host" => {
                    kinds.0 = true;
                    parsed.hosts.push(value);
                }
                "PathPrefix" => {
                    kinds.1 = true;
                    parsed.paths.push(value);
                }
                _ => return None,
            }
        }
        if kinds == (true, true) {
            return None;
        }
    }
    Some(parsed)
}
