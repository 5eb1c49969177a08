//! The page around its data.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::data::data;
use crate::map::model::Map;
use crate::map::words;
use crate::xml;

const SCRIPT: &str = include_str!("page.js");
const STYLE: &str = include_str!("page.css");
const BODY: &str = include_str!("page.html");

/// The maximum width of a name without scripts, in columns.
const WIDEST: usize = 80;

impl Map {
    /// The map as a page that works offline: a search over all that it says, filters, and each job with its neighbours. Nothing
    /// in it runs but its own script, which its policy names by a hash.
    ///
    /// `source_url` is the URL of the project's root, to which paths are appended.
    #[must_use]
    pub fn page(&self, source_url: Option<&str>) -> String {
        let policy = format!(
            "default-src 'none'; script-src '{}'; style-src '{}'; base-uri 'none'; form-action 'none'",
            hash(SCRIPT),
            hash(STYLE)
        );
        let names: Vec<String> =
            self.sites.iter().map(|site| words::cut(&site.name, WIDEST)).collect();
        let names: Vec<&str> =
            names.iter().map(String::as_str).filter(|name| !name.is_empty()).collect();
        let title = match names.as_slice() {
            [] => "Nomad jobs".to_owned(),
            names => format!("Nomad jobs: {}", names.join(", ")),
        };
        let title = xml::text(&words::cut(&title, WIDEST)).into_owned();
        format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
             <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n{BODY}\
             <noscript>\n{}</noscript>\n<script type=\"application/json\" id=\"data\">{}</script>\n\
             <script>{SCRIPT}</script>\n</body>\n</html>\n",
            self.names(),
            data(self, source_url)
        )
    }

    /// The names of all jobs, for browsers without scripts.
    fn names(&self) -> String {
        let mut all: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
        for site in &self.sites {
            for job in &site.jobs {
                let sites = all.entry((&job.category, &job.key)).or_default();
                if sites.last() != Some(&site.name.as_str()) {
                    sites.push(&site.name);
                }
            }
        }
        let cell = |text: &str| format!("<td>{}</td>", xml::text(&words::cut(text, WIDEST)));
        let mut text = String::from(
            "<main>\n<h1>Nomad jobs</h1>\n<p>Search and filters need JavaScript.</p>\n<table>\n\
             <tr><th scope=\"col\">Job</th><th scope=\"col\">Category</th><th scope=\"col\">Sites</th></tr>\n",
        );
        for ((category, name), sites) in all {
            let cells = [cell(name), cell(category), cell(&sites.join(", "))].concat();
            text.push_str(&format!("<tr>{cells}</tr>\n"));
        }
        text.push_str("</table>\n</main>\n");
        text
    }
}

/// The hash of a string, as a content security policy has it.
fn hash(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text.as_bytes())))
}
