//! The names of entities: 63 characters at most, of letters, digits, `-`, `_` and `.`.

use std::collections::BTreeSet;

const LONGEST: usize = 63;

/// The names of the entities of one kind, of which no two are alike but for their case.
#[derive(Debug, Default)]
pub struct Names {
    taken: BTreeSet<String>,
}

impl Names {
    /// A name that no other entity has: made of the parts by `-`, with `-` for each run of other characters. Where it is taken, it ends
    /// with `-2`, `-3` and so on, in the order of the map.
    pub fn take(&mut self, parts: &[&str]) -> String {
        let base = valid(&parts.join("-"));
        let mut name = base.clone();
        let mut number = 1_u64;
        while !self.taken.insert(name.to_lowercase()) {
            number += 1;
            let end = format!("-{number}");
            name = format!("{}{end}", ended(&base, LONGEST - end.len()));
        }
        name
    }
}

fn valid(text: &str) -> String {
    let mut name = String::new();
    // What is cut off costs no time.
    for letter in text.chars().take(16 * LONGEST) {
        match letter {
            letter if letter.is_ascii_alphanumeric() => name.push(letter),
            '-' | '_' | '.' if !name.is_empty() => name.push(letter),
            _ if !name.is_empty() && !name.ends_with('-') => name.push('-'),
            _ => {}
        }
    }
    let name = ended(&name, LONGEST);
    if name.is_empty() { "unnamed".to_owned() } else { name.to_owned() }
}

/// The start of a name, which ends with a letter or a digit.
fn ended(name: &str, most: usize) -> &str {
    let start = name.get(..most.min(name.len())).unwrap_or(name);
    start.trim_end_matches(['-', '_', '.'])
}

#[cfg(test)]
mod tests {
    use super::Names;

    #[test]
    fn names_are_valid_and_no_two_alike() {
        let long = "x".repeat(100);
        let mut names = Names::default();
        for (text, expected) in [
            ("web", "web".to_owned()),
            ("Web", "Web-2".to_owned()),
            ("web", "web-3".to_owned()),
            ("a/b c", "a-b-c".to_owned()),
            ("-.web._", "web-4".to_owned()),
            ("", "unnamed".to_owned()),
            ("日本", "unnamed-2".to_owned()),
            (&long, "x".repeat(63)),
            (&long, format!("{}-2", "x".repeat(61))),
        ] {
            assert_eq!(names.take(&[text]), expected, "{text}");
        }
        assert_eq!(names.take(&["prod", "web"]), "prod-web");
    }
}
