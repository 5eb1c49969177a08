//! A string of several lines with its secrets hidden: a line may be about the next one.

use super::line::{HIDDEN, in_line, whole};
use super::looks::{may_have, names_secret};
use super::value::is_hidden;

/// Hides the secrets in a string under a name: the whole of it where the name or the block is that
/// of a secret, and what its lines contain otherwise. The number of lines is unchanged.
pub fn hide(name: &str, text: &str, in_auth: bool) -> String {
    let is_public = matches!(name, "username" | "server_address" | "helper");
    if in_auth && !is_public || names_secret(name) {
        let one = |line: &str| if is_hidden(line) { whole(line) } else { in_line(line) };
        return text.split_inclusive('\n').map(one).collect();
    }
    let mut before = Before::default();
    text.split_inclusive('\n').map(|line| before.hide(line)).collect()
}

/// What the lines before say about the next one.
#[derive(Default)]
struct Before {
    in_key: bool,
    /// The indentation of the name of a secret whose value is in the lines below it.
    block: Option<usize>,
    /// The value of the pair that has begun is a secret: `- name: DB_PASSWORD`.
    pair: bool,
}

impl Before {
    fn hide(&mut self, line: &str) -> String {
        let begins = line.contains("PRIVATE KEY") && line.contains("-----BEGIN");
        if begins || self.in_key {
            self.in_key = !line.contains("-----END");
            return whole(line);
        }
        let indent = line.len() - line.trim_start().len();
        if line.trim().is_empty() {
            return line.to_owned();
        }
        if let Some(block) = self.block {
            if indent > block || line.trim_start().starts_with("- ") && indent == block {
                return if is_hidden(line) {
                    format!("{}{}", &line[..indent], whole(line))
                } else {
                    in_line(line)
                };
            }
            self.block = None;
        }
        let text = line.trim().trim_start_matches("- ").trim_end_matches(',');
        let (name, value) = text.split_once([':', '=']).unwrap_or((text, ""));
        let (name, value) = (bare(name), value.trim());
        if matches!(value, "" | "|" | "|-" | "|+" | ">" | ">-" | ">+" | "[") && is_name(name) {
            // An element of XML may hold its value itself.
            self.block = Some(indent).filter(|_| !name.contains("</"));
            return in_line(line);
        }
        match name.to_ascii_lowercase().as_str() {
            "name" | "key" => self.pair = is_name(bare(value)),
            "value" if std::mem::take(&mut self.pair) && is_hidden(value) => {
                let (before, after) = line.split_at(line.len() - line.trim_start().len());
                let (name, _) = after.split_once([':', '=']).unwrap_or((after, ""));
                let sign = &after[name.len()..=name.len()];
                let end = if line.ends_with('\n') { "\n" } else { "" };
                return format!("{before}{name}{sign} {HIDDEN}{end}");
            }
            _ => self.pair = self.pair && name != "}" && !line.trim_start().starts_with("- "),
        }
        in_line(line)
    }
}

/// A name or a value without its quotes.
fn bare(text: &str) -> &str {
    text.trim().trim_matches(['"', '\''])
}

fn is_name(name: &str) -> bool {
    !name.contains(' ') && may_have(name) && names_secret(name)
}

#[cfg(test)]
mod tests {
    use super::super::line::HIDDEN;
    use super::hide;

    #[test]
    fn texts_are_hidden_by_their_name_and_place() {
        assert_eq!(hide("DB_PASS", "hunter22", false), HIDDEN);
        assert_eq!(hide("password", "hunter22", true), HIDDEN);
        assert_eq!(hide("username", "web", true), "web");
        for (name, value) in
            [("IMAGE", "redis:7.2"), ("KEYSPACE", "web"), ("PUBLIC_KEY", "abc"), ("key", "a/b")]
        {
            assert_eq!(hide(name, value, false), value);
        }
    }

    #[test]
    fn a_line_says_what_the_next_one_is() {
        for (text, shown) in [
            (
                "a\n-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----\nb\n",
                "a\n(secret)\n(secret)\n(secret)\nb\n",
            ),
            (
                "-----BEGIN PGP PRIVATE KEY BLOCK-----\nabc\n-----END PGP PRIVATE KEY BLOCK-----\n",
                "(secret)\n(secret)\n(secret)\n",
            ),
            ("password:\n  hunter22\nport: 1\n", "password:\n  (secret)\nport: 1\n"),
            (
                "db:\n  password: |\n    hunter22\n  port: 1\n",
                "db:\n  password: |\n    (secret)\n  port: 1\n",
            ),
            ("tokens:\n- hunter22\nport: 1\n", "tokens:\n(secret)\nport: 1\n"),
            (
                "- name: DB_PASSWORD\n  value: hunter22\n- name: PORT\n  value: 1\n",
                "- name: DB_PASSWORD\n  value: (secret)\n- name: PORT\n  value: 1\n",
            ),
            ("password:\n  {{ .password }}\n", "password:\n  {{ .password }}\n"),
            (
                "<db_password>hunter22</db_password>\n  <port>1</port>\n",
                "<db_password>(secret)</db_password>\n  <port>1</port>\n",
            ),
            ("<password>hunter22\n</password>\n", "<password>(secret)\n</password>\n"),
            ("<password>\n  hunter22\n</password>\n", "<password>\n  (secret)\n</password>\n"),
        ] {
            assert_eq!(hide("data", text, false), shown);
        }
    }
}
