//! What the `nomad` program finds in its environment: this process's, and what is said there for one site.

use std::process::Command;

/// The variables of the CLI. For a site `eu-west`, `EU_WEST_NOMAD_ADDR` is read in place of
/// `NOMAD_ADDR`, `EU_WEST_NOMAD_TOKEN` in place of `NOMAD_TOKEN`, and so on; what is not set for
/// the site has its usual value. Of several sites, none gets the usual token, namespace or region:
/// these may belong to another cluster.
#[derive(Clone, Debug, Default)]
pub struct Environment {
    own: Vec<(String, String)>,
    /// Whether there are other sites.
    is_one_of_several: bool,
}

/// The variables that apply to one cluster: the token, and the scope in it.
const OF_ONE_CLUSTER: [&str; 3] = ["NOMAD_TOKEN", "NOMAD_NAMESPACE", "NOMAD_REGION"];

/// What the names of the CLI's variables start with.
const NOMAD: &str = "NOMAD_";

impl Environment {
    /// That of a site, which may be one of several.
    #[must_use]
    pub fn of_site(site: &str, is_one_of_several: bool) -> Self {
        let own = Self::among(
            site,
            std::env::vars_os().filter_map(|(name, value)| {
                // What is no text names no site.
                Some((name.into_string().ok()?, value.into_string().ok()?))
            }),
        );
        Self { is_one_of_several, ..own }
    }

    fn among(site: &str, all: impl Iterator<Item = (String, String)>) -> Self {
        let prefix = Self::prefix(site);
        let own = all.filter_map(|(name, value)| {
            let name = name.strip_prefix(&prefix).filter(|name| name.starts_with(NOMAD))?;
            Some((name.to_owned(), value))
        });
        Self { own: own.collect(), is_one_of_several: false }
    }

    /// The name of a site's variable: `EU_WEST_NOMAD_ADDR`.
    #[must_use]
    pub fn name(site: &str, variable: &str) -> String {
        format!("{}{variable}", Self::prefix(site))
    }

    fn prefix(site: &str) -> String {
        let letters = site.chars().map(|letter| match letter {
            letter if letter.is_ascii_alphanumeric() => letter.to_ascii_uppercase(),
            _ => '_',
        });
        letters.chain(['_']).collect()
    }

    /// The value of a variable of the CLI; of an empty one, none.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<String> {
        let value = match self.own.iter().find(|(known, _)| known == name) {
            Some((_, own)) => Some(own.clone()),
            None if self.is_one_of_several && OF_ONE_CLUSTER.contains(&name) => None,
            None => std::env::var(name).ok(),
        };
        value.filter(|value| !value.is_empty())
    }

    /// The values of variables of jobs that are set for the site: `NOMAD_VAR_tag` of
    /// `EU_WEST_NOMAD_VAR_tag`.
    pub fn variables(&self) -> impl Iterator<Item = (&str, &str)> {
        let is_value = |(name, _): &&(String, String)| name.starts_with("NOMAD_VAR_");
        self.own.iter().filter(is_value).map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The same, only where it is said for the site.
    #[must_use]
    pub fn own(&self, name: &str) -> Option<String> {
        let own = self.own.iter().find(|(known, _)| known == name);
        own.map(|(_, value)| value.clone()).filter(|value| !value.is_empty())
    }

    /// Gives it to a program.
    pub(super) fn give(&self, command: &mut Command) {
        if self.is_one_of_several {
            OF_ONE_CLUSTER.iter().for_each(|name| _ = command.env_remove(name));
        }
        command.envs(self.own.iter().map(|(name, value)| (name, value)));
    }
}

#[cfg(test)]
mod tests {
    use super::Environment;

    #[test]
    fn a_site_has_variables_of_its_own() {
        let all = [
            ("EU_WEST_NOMAD_ADDR", "https://eu"),
            ("EU_WEST_NOMADIC", "no"),
            ("US_NOMAD_TOKEN", "secret"),
            ("NOMAD_REGION", "usual"),
        ];
        let all = all.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let own = Environment::among("eu-west", all.clone().into_iter());
        assert_eq!(own.own, [("NOMAD_ADDR".to_owned(), "https://eu".to_owned())]);
        assert_eq!(own.get("NOMAD_ADDR").as_deref(), Some("https://eu"));
        let nobody = Environment {
            own: vec![("NOMAD_REGION".into(), String::new())],
            is_one_of_several: true,
        };
        assert_eq!((nobody.get("NOMAD_REGION"), nobody.get("NOMAD_TOKEN")), (None, None));
        assert_eq!(Environment::name("eu-west", "NOMAD_TOKEN"), "EU_WEST_NOMAD_TOKEN");
        // A site `eu` does not use what is set for `eu-west`.
        assert_eq!(Environment::among("eu", all.into_iter()).own, []);
    }
}
