//! The differences between our parser and hcl-rs that have a name. Each is tied to its place: where one of the two refuses
//! the text, or, for two trees, to the heredoc or directive. There the text is written otherwise, and as far as can be so
//! that the one who read it reads the same as before.

use std::ops::Range;

use jobwright::second_reader::Refused;
use jobwright::syntax::SyntaxError;

use super::{Case, Named};

/// Differences that are known.
pub const NAMED: &[Named] = &[
    Named {
        name: "lone carriage return",
        reason: "Nomad refuses a carriage return that no newline follows; hcl-rs takes it for space",
        example: "a = [\r]\n",
        mend: |case| {
            let lone = |at: &usize| {
                case.text[*at..].starts_with('\r') && !case.text[*at..].starts_with("\r\n")
            };
            let at = case.all_theirs()?.iter().map(|error| error.span.range().start).find(lone)?;
            Some(case.with(at..at + 1, " "))
        },
    },
    Named {
        name: "carriage return in a comment",
        reason: "Nomad reads it; to hcl-rs only a newline may follow it",
        example: "a = 1 //\rc\n",
        mend: |case| {
            let from = case.refused_at()?;
            let from = from + case.text[from..].len() - case.text[from..].trim_start().len();
            let starts = ["#", "//"]
                .into_iter()
                .filter(|mark| case.text[from..].starts_with(*mark))
                .map(|_| from);
            let comment =
                |at: usize| at..case.text[at..].find('\n').map_or(case.text.len(), |end| at + end);
            let comments = starts.map(comment);
            case.as_ours(comments.map(|at| {
                let without = case.text[at.clone()].replace('\r', "");
                (at, without)
            }))
        },
    },
    Named {
        name: "great number",
        reason: "Nomad reads numbers of any size; hcl-rs refuses what no 64-bit float holds",
        example: "a = 1e400\n",
        mend: |case| {
            let refused = case.refused_at()?;
            let at = number_around(&case.text, refused);
            let great = case.text[at.clone()].parse().is_ok_and(f64::is_infinite);
            great.then(|| case.with(at, "1"))
        },
    },
    Named {
        name: "end of a heredoc",
        reason: "to Nomad a heredoc ends with the first line that is its marker, alone; to hcl-rs with the first after \
                 another line that begins with it",
        example: "a = <<E\nx\nE # c\nE\n",
        mend: |case| case.text.match_indices("<<").find_map(|(at, _)| other_marker(case, at)),
    },
    Named {
        name: "chained indexes",
        reason: "HashiCorp's parser refuses `a.0.1`, whose `0.1` is a number to its scanner; hcl-rs takes two indexes",
        example: "a = b.0.1\n",
        mend: |case| {
            case.as_theirs("two indexes cannot be chained with dots", |at, word| {
                vec![(at.start.saturating_sub(1)..at.end, in_brackets(word))]
            })
        },
    },
    Named {
        name: "index of a number",
        reason: "HashiCorp's scanner takes `1.0.0` for one number, which is none; hcl-rs takes an index of `1.0`",
        example: "a = 1.0.0\n",
        mend: |case| {
            case.as_theirs("invalid number", |at, word| {
                let split = |(dot, _): (usize, &str)| {
                    (at.clone(), format!("{}{}", &word[..dot], in_brackets(&word[dot + 1..])))
                };
                word.match_indices('.').map(split).collect()
            })
        },
    },
    Named {
        name: "odd index",
        reason: "to Nomad `.07` is an index, as is one of any number of digits; to hcl-rs it ends behind the `0`, and 64 bits \
                 hold it",
        example: "a = b.07\n",
        mend: |case| {
            let at = number_around(&case.text, case.refused_at()?);
            let digits = &case.text[at.clone()];
            let odd = digits.len() > 1 && digits.starts_with('0') || digits.parse::<u64>().is_err();
            let index = odd
                && digits.bytes().all(|byte| byte.is_ascii_digit())
                && case.text[..at.start].trim_end().ends_with('.');
            index.then(|| case.with(at, "0"))
        },
    },
    Named {
        name: "splat in a splat",
        reason: "HashiCorp's parser takes names and `.0` only behind `.*`; hcl-rs takes another `.*`",
        example: "a = b.*.*\n",
        mend: |case| {
            let error = case.only_theirs("expected a name, found `*`")?;
            Some(case.with(error.span.range(), "x"))
        },
    },
    Named {
        name: "for as a name",
        reason: "HashiCorp's parser takes every `for` behind `[` and `{` for a loop; hcl-rs takes what is none for a name",
        example: "a = [for]\n",
        mend: |case| {
            let words = ["expected the name of a variable", "after the names"];
            let error = words.into_iter().find_map(|said| case.only_theirs(said))?;
            let at = last_for(&case.text, error.span.range().start)?;
            Some(case.with(at..at + 3, "fxr"))
        },
    },
    Named {
        name: "keyword without a space",
        reason: "to HashiCorp's parser `ifc` is one word; hcl-rs takes it for `if c`, and `inc` for `in c`",
        example: "a = \"%{ ifc }x%{ endif }\"\n",
        mend: |case| {
            let words = ["unknown directive", "found `if", "found `in"];
            let apart = |at: Range<usize>, word: &str| {
                let keyword =
                    ["if", "in", "for"].into_iter().find(|word_of| word.starts_with(word_of));
                keyword
                    .map(|keyword| {
                        let end = at.start + keyword.len();
                        (end..end, " ".to_owned())
                    })
                    .into_iter()
                    .collect()
            };
            words.into_iter().find_map(|said| case.as_theirs(said, apart))
        },
    },
    Named {
        name: "operator on the next line",
        reason: "a newline ends an expression unless brackets are open; to hcl-rs they stay open behind `]`, `}` and `)`",
        example: "a = [1]\n+ 1\n",
        mend: |case| {
            let lines = |at: Range<usize>, word: &str| {
                let end = if word.ends_with('\n') { at.end } else { at.start };
                let code = without_trivia(&case.text[..end]);
                let starts = case.text[code..end].match_indices(['#', '/', '\r', '\n', ' ', '\t']);
                starts.map(|(start, _)| (code + start..end, " ".to_owned())).collect()
            };
            let words = [
                "expected an attribute or a block",
                "expected a value",
                "found the end of the line",
            ];
            words.into_iter().find_map(|said| case.as_theirs(said, lines))
        },
    },
    Named {
        name: "newline in a for",
        reason: "brackets are open in all of a loop; hcl-rs refuses a newline in what is walked over, and in the key",
        example: "a = [for b in c +\nd : b]\n",
        mend: |case| {
            let refused = case.refused_at()?;
            last_for(&case.text, refused)?;
            let from = case.text[..refused].trim_end_matches([' ', '\t', '\r', '\n']).len();
            let ends = case.text[from..].match_indices('\n').take(8);
            case.as_ours(ends.map(|(end, _)| (from..from + end + 1, " ".to_owned())))
        },
    },
    Named {
        name: "carriage return behind a dollar",
        reason: "HashiCorp's scanner cuts `$\\r\\n` and `%\\r\\n` before the newline, and `~` takes that alone; to hcl-rs both",
        example: "a = <<E\n%\r\n${~ b }\nE\n",
        mend: |case| {
            let ends = case.text.match_indices("\r\n").map(|(at, _)| at);
            let behind = ends.filter(|at| case.text[..*at].ends_with(['$', '%']));
            let edits = behind.map(|at| (at..at + 1, String::new()));
            let trees = case.ours.is_ok() && case.theirs.is_ok();
            case.first(edits.filter(|_| trees), |mended| {
                mended.theirs == case.theirs && mended.ours != case.ours
            })
        },
    },
    Named {
        name: "escapes in a directive",
        reason: "a backslash escapes in all of a quoted text, and a quote ends it; to hcl-rs they are text between \
                 `%{ if … }` and `%{ endif }`",
        example: "a = \"%{ if b }\\n%{ endif }\"\n",
        mend: |case| {
            let words = ["invalid escape", "unclosed directive"];
            let refused = words.into_iter().any(|said| case.only_theirs(said).is_some());
            if case.ours.is_err() && !refused {
                return None;
            }
            let mended = without_escapes(&case.text, refused);
            (mended != case.text).then_some(mended)
        },
    },
];

/// A part of a text, and what shall stand there.
type Edit = (Range<usize>, String);

impl Case {
    fn with(&self, at: Range<usize>, by: &str) -> String {
        format!("{}{by}{}", &self.text[..at.start], &self.text[at.end..])
    }

    /// How many mistakes we find.
    fn errors(&self) -> usize {
        self.ours.as_ref().map_or_else(Vec::len, |_| 0)
    }

    /// Our refusals of what hcl-rs takes.
    fn all_theirs(&self) -> Option<&[SyntaxError]> {
        self.ours.as_ref().err().filter(|_| self.theirs.is_ok()).map(Vec::as_slice)
    }

    /// Our first refusal in these words of what hcl-rs takes. Others may be before it: a block that is not closed, for one.
    fn only_theirs(&self, words: &str) -> Option<&SyntaxError> {
        self.all_theirs()?.iter().find(|error| error.message.contains(words))
    }

    /// Where hcl-rs refuses what we take.
    fn refused_at(&self) -> Option<usize> {
        let Err(Refused::Wrong(line, column, _)) = &self.theirs else { return None };
        self.ours.as_ref().ok()?;
        let start: usize = self.text.split_inclusive('\n').take(line - 1).map(str::len).sum();
        let rest = self.text.get(start..)?;
        Some(start + rest.char_indices().nth(column - 1).map_or(rest.len(), |(at, _)| at))
    }

    /// The first edit at our first refusal, if it is in these words, that changes nothing for hcl-rs.
    fn as_theirs(
        &self,
        words: &str,
        edits: impl Fn(Range<usize>, &str) -> Vec<Edit>,
    ) -> Option<String> {
        let at = self.only_theirs(words)?.span.range();
        let edits = edits(at.clone(), self.text.get(at)?);
        self.first(edits, |mended| mended.theirs == self.theirs)
    }

    /// The first edit that changes nothing for us, and something for hcl-rs.
    fn as_ours(&self, edits: impl IntoIterator<Item = Edit>) -> Option<String> {
        self.first(edits, |mended| mended.ours == self.ours && mended.theirs != self.theirs)
    }

    fn first(
        &self,
        edits: impl IntoIterator<Item = Edit>,
        fits: impl Fn(&Self) -> bool,
    ) -> Option<String> {
        let texts = edits.into_iter().map(|(at, by)| self.with(at, &by));
        let mut mended =
            texts.filter(|text| *text != self.text).map(|text| Self::new(text, self.read));
        mended.find(fits).map(|mended| mended.text)
    }
}

/// `0.1` as `[0][1]`.
fn in_brackets(indexes: &str) -> String {
    indexes.split('.').map(|index| format!("[{index}]")).collect()
}

/// The number around a place, in which a sign stands behind its `e` alone.
fn number_around(text: &str, place: usize) -> Range<usize> {
    let is_part = |at: usize| match text.as_bytes().get(at) {
        Some(b'+' | b'-') => text[..at].ends_with(['e', 'E']),
        Some(letter) => letter.is_ascii_digit() || matches!(letter, b'.' | b'e' | b'E'),
        None => false,
    };
    let (mut start, mut end) = (place, place);
    while start > 0 && is_part(start - 1) {
        start -= 1;
    }
    while is_part(end) {
        end += 1;
    }
    let edges = ['-', '+', '.', 'e', 'E'];
    let begin = end - text[start..end].trim_start_matches(edges).len();
    begin..begin + text[begin..end].trim_end_matches(edges).len()
}

/// The last `for` before a place that stands behind a bracket.
fn last_for(text: &str, place: usize) -> Option<usize> {
    let bracket = ['[', '{'];
    let behind = |at: &usize| {
        let before = &text[..*at];
        before.trim_end().ends_with(bracket) || before[..without_trivia(before)].ends_with(bracket)
    };
    text[..place].rmatch_indices("for").map(|(at, _)| at).find(behind)
}

/// Where the code ends that the text begins with: without space, and lines that are comments, at its end.
fn without_trivia(text: &str) -> usize {
    let mut code = text.trim_end().len();
    loop {
        let line = text[..code].rfind('\n').map_or(0, |at| at + 1);
        let comment = text[line..code].find('#').or_else(|| text[line..code].find("//"));
        match comment {
            Some(at) => code = text[..line + at].trim_end().len(),
            None => return code,
        }
    }
}

/// The text with another marker for the heredoc that begins here, if a line in it begins with its own. Where only hcl-rs
/// ends it, the marker gets a line of its own; where that breaks what is around it, an empty string stands for the heredoc.
fn other_marker(case: &Case, at: usize) -> Option<String> {
    let (opening, body) = case.text[at + 2..].split_once('\n')?;
    let marker = opening.trim_start_matches('-').trim_end_matches('\r');
    if marker.is_empty() {
        return None;
    }
    let begin = at + 2 + opening.len() - opening.trim_start_matches('-').len();
    let other =
        (0..).map(|n| format!("HEREDOC{n}")).find(|other| !case.text.contains(other.as_str()))?;
    let (mut edits, mut empty) = (Vec::new(), Vec::new());
    let (mut start, mut odd) = (case.text.len() - body.len(), false);
    for (number, line) in body.split_inclusive('\n').enumerate() {
        let shown = line.trim_start();
        if let Some(rest) = shown.strip_prefix(marker) {
            let stop = start + line.len() - rest.len();
            let indent =
                line[..line.len() - shown.len()].replace(|one| !matches!(one, ' ' | '\t'), "");
            let alone = matches!(rest, "\n" | "\r\n");
            odd |= number == 0 || !alone || indent.len() != line.len() - shown.len();
            empty.push((at..stop, "\"\"".to_owned()));
            if !alone {
                edits.push((stop..stop, "\n".to_owned()));
            } else if odd {
                let inner = &case.text[begin + marker.len()..start];
                edits.push((begin..stop, format!("{other}{inner}{indent}{other}")));
            }
        }
        start += line.len();
    }
    if !odd {
        return None;
    }
    match &case.ours {
        Ok(_) => case.as_ours(empty).or_else(|| case.as_ours(edits)),
        Err(_) => case
            .first(edits, |mended| mended.theirs == case.theirs && mended.errors() < case.errors())
            .or_else(|| case.first(empty, |mended| mended.theirs.is_ok())),
    }
}

/// The text without escapes between the directives that belong together; without quotes and lone backslashes too, if wanted.
fn without_escapes(text: &str, bare: bool) -> String {
    let (mut mended, mut depth, mut at) = (String::new(), 0_usize, 0);
    while let Some(letter) = text[at..].chars().next() {
        let rest = &text[at..];
        let mut taken = letter.len_utf8();
        if let Some(inner) = rest.strip_prefix("%{") {
            let word = inner.trim_start_matches(['~', ' ', '\t']);
            depth += usize::from(word.starts_with("if") || word.starts_with("for"));
            depth -= usize::from(word.starts_with("end") && depth > 0);
        } else if rest.starts_with("%%{") {
            taken = 3;
        }
        let escaped = rest[taken..].chars().next();
        if let Some(escaped) = escaped.filter(|_| letter == '\\' && depth > 0)
            && !matches!(escaped, '\n' | '\r' | '$' | '%' | '{' | '}')
        {
            mended.push('e');
            taken += escaped.len_utf8();
        } else if bare && depth > 0 && matches!(letter, '\\' | '"') {
            mended.push('e');
        } else {
            mended.push_str(&rest[..taken]);
        }
        at += taken;
    }
    mended
}
