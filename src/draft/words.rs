//! A command line as words. Libraries that split one treat `#` as a comment, and drop what is after
//! it.

/// The words of a command, as a shell splits them: at blanks that are neither quoted nor escaped by
/// a backslash. Nothing is expanded: `$HOME` stays as it is.
///
/// # Errors
///
/// The mistake: an unclosed quote, or a backslash at the end.
pub fn words(text: &str) -> Result<Vec<String>, String> {
    let (mut words, mut word) = (Vec::new(), None::<String>);
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        if letter.is_whitespace() {
            words.extend(word.take());
            continue;
        }
        let word = word.get_or_insert_default();
        match letter {
            '\'' | '"' => loop {
                match letters.next() {
                    None => return Err(format!("unclosed quote `{letter}`")),
                    Some(end) if end == letter => break,
                    Some('\\') if letter == '"' => match letters.next() {
                        // In double quotes, a backslash is literal except before these.
                        Some(own @ ('"' | '\\' | '$' | '`')) => word.push(own),
                        Some(other) => word.extend(['\\', other]),
                        None => return Err(format!("unclosed quote `{letter}`")),
                    },
                    Some(own) => word.push(own),
                }
            },
            '\\' => match letters.next() {
                Some(own) => word.push(own),
                None => return Err("nothing follows the last backslash".to_owned()),
            },
            own => word.push(own),
        }
    }
    words.extend(word);
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn a_command_is_split_as_a_shell_splits_it() {
        for (text, expected) in [
            ("", &[] as &[&str]),
            ("  a \t b\nc ", &["a", "b", "c"]),
            ("sh -c 'a \"b\" \\n'", &["sh", "-c", "a \"b\" \\n"]),
            ("sh -c \"a 'b' \\\" \\$c \\n\"", &["sh", "-c", "a 'b' \" $c \\n"]),
            ("a\\ b 'c'\"d\"e '' \"\"", &["a b", "cde", "", ""]),
            ("$HOME/*.sh", &["$HOME/*.sh"]),
            ("a #b c", &["a", "#b", "c"]),
        ] {
            assert_eq!(
                words(text).as_deref(),
                Ok(expected.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>().as_slice()),
                "{text}"
            );
        }
        for text in ["a 'b", "a \"b", "a \"b\\", "a\\", "it's"] {
            assert!(words(text).is_err(), "{text}");
        }
    }
}
