//! Our parser beside hcl-rs: the same texts accepted, and the same trees, but for differences that have a name here.
//!
//! The fuzz target `syntax_against_hcl_rs` and the tests in `tests/suite/second_reader` share this file. What the second
//! reader puts right (`src/second_reader/exceptions.rs`) is no difference any more.

#[path = "neutral.rs"]
mod neutral;

use jobwright::second_reader::{self, Body, Refused};
use jobwright::syntax;

/// What both parsers make of a text.
pub struct Case<'t> {
    pub text: &'t str,
    pub ours: Result<Body, Vec<syntax::SyntaxError>>,
    pub theirs: Result<Body, Refused>,
}

/// A difference that is known.
pub struct Named {
    pub name: &'static str,
    /// Who is right by HashiCorp's grammar and Nomad, and why they differ.
    pub reason: &'static str,
    /// A text on which they differ; when they no longer do, the name can go.
    pub example: &'static str,
    /// Whether a text on which they differ does so for this reason.
    pub holds: fn(&Case<'_>) -> bool,
}

pub fn case(text: &str) -> Case<'_> {
    let ours = syntax::parse(text).map(|read| neutral::body(&read));
    Case { text, ours, theirs: second_reader::body(text) }
}

impl Case<'_> {
    /// Whether both say the same; what is beyond hcl-rs says nothing.
    pub fn same(&self) -> bool {
        match (&self.ours, &self.theirs) {
            (_, Err(Refused::Beyond(_))) | (Err(_), Err(_)) => true,
            (Ok(ours), Ok(theirs)) => ours == theirs,
            _ => false,
        }
    }

    /// What both say, for people.
    pub fn shown(&self) -> String {
        let ours = match &self.ours {
            Ok(body) => format!("{body:?}"),
            Err(errors) => format!("refused: {}", errors[0]),
        };
        let theirs = match &self.theirs {
            Ok(body) => format!("{body:?}"),
            Err(refused) => format!("refused: {refused}"),
        };
        format!("{:?}\n  ours:   {ours}\n  hcl-rs: {theirs}", self.text)
    }
}

impl Case<'_> {
    /// Whether only hcl-rs takes the text, and we refuse it in these words.
    fn only_theirs(&self, words: &str) -> bool {
        let said = |error: &syntax::SyntaxError| error.to_string().contains(words);
        self.theirs.is_ok() && self.ours.as_ref().is_err_and(|errors| errors.iter().any(said))
    }
}

/// The name of the difference, if there is one; what both say, if it has no name.
pub fn named(text: &str) -> Result<Option<&'static str>, String> {
    let case = case(text);
    if case.same() {
        return Ok(None);
    }
    match NAMED.iter().find(|named| (named.holds)(&case)) {
        Some(named) => Ok(Some(named.name)),
        None => Err(case.shown()),
    }
}

/// Differences that are known.
pub const NAMED: &[Named] = &[
    Named {
        name: "lone carriage return",
        reason: "Nomad refuses a carriage return that no newline follows; hcl-rs takes it for space",
        example: "a = [\r]\n",
        holds: |case| case.theirs.is_ok() && has_lone_return(case.text),
    },
    Named {
        name: "great number",
        reason: "Nomad reads numbers of any size; hcl-rs refuses what no 64-bit float holds",
        example: "a = 1e400\n",
        holds: |case| case.ours.is_ok() && case.theirs.is_err() && has_great_number(case.text),
    },
    Named {
        name: "end of a heredoc",
        reason: "to Nomad a heredoc ends with the first line that is its marker, alone; to hcl-rs with the first after \
                 another line that begins with it",
        example: "a = <<E\nx\nE # c\nE\n",
        holds: |case| has_odd_marker(case.text),
    },
    Named {
        name: "chained indexes",
        reason: "HashiCorp's parser refuses `a.0.1`, whose `0.1` is a number to its scanner; hcl-rs takes two indexes",
        example: "a = b.0.1\n",
        holds: |case| case.only_theirs("two indexes cannot be chained with dots"),
    },
    Named {
        name: "splat in a splat",
        reason: "HashiCorp's parser takes names and `.0` only behind `.*`; hcl-rs takes another `.*`",
        example: "a = b.*.*\n",
        holds: |case| case.only_theirs("expected a name, found `*`"),
    },
    Named {
        name: "for as a name",
        reason: "HashiCorp's parser takes every `for` behind `[` and `{` for a loop; hcl-rs takes what is none for a name",
        example: "a = [for]\n",
        holds: |case| case.theirs.is_ok() && case.ours.is_err() && begins_with_for(case.text),
    },
    Named {
        name: "operator on the next line",
        reason: "a newline ends an expression unless brackets are open; to hcl-rs they stay open behind `]`, `}` and `)`",
        example: "a = [1]\n+ 1\n",
        holds: |case| {
            let ours = ["expected an attribute or a block", "found the end of the line"];
            ours.iter().any(|words| case.only_theirs(words)) && has_open_operator(case.text)
        },
    },
    Named {
        name: "newline in a for",
        reason: "brackets are open in all of a loop; hcl-rs refuses a newline in what is walked over, and in the key",
        example: "a = [for b in c +\nd : b]\n",
        holds: |case| case.ours.is_ok() && case.theirs.is_err() && begins_with_for(case.text),
    },
    Named {
        name: "escapes in a directive",
        reason: "a backslash escapes in all of a quoted text; to hcl-rs it does not between `%{ if … }` and `%{ endif }`",
        example: "a = \"%{ if b }\\n%{ endif }\"\n",
        holds: |case| case.text.contains("%{") && case.text.contains('\\'),
    },
];

fn has_lone_return(text: &str) -> bool {
    text.replace("\r\n", "").contains('\r')
}

fn has_great_number(text: &str) -> bool {
    let number = |letter: char| letter.is_ascii_digit() || matches!(letter, '.' | 'e' | 'E' | '+');
    text.split(|letter| !number(letter))
        .any(|word| word.trim_matches(['e', 'E', '.', '+']).parse().is_ok_and(f64::is_infinite))
}

fn begins_with_for(text: &str) -> bool {
    text.split(['[', '{']).skip(1).any(|rest| rest.trim_start().starts_with("for"))
}

/// Whether a line begins or ends with what could stand between two operands.
fn has_open_operator(text: &str) -> bool {
    let operators = ['?', ':', '.', '[', '!', '=', '<', '>', '+', '-', '*', '/', '%', '&', '|'];
    let open = |line: &str| line.trim().starts_with(operators) || line.trim().ends_with(operators);
    text.lines().any(open)
}

/// Whether a line that is no more than the marker of a heredoc follows right on its beginning, or another begins with it.
fn has_odd_marker(text: &str) -> bool {
    let mut opened = text.match_indices("<<").filter_map(|(at, _)| {
        let (line, body) = text[at + 2..].split_once('\n')?;
        Some((line.trim_start_matches('-').trim_end_matches('\r'), body))
    });
    opened.any(|(marker, body)| {
        !marker.is_empty()
            && body.split_inclusive('\n').enumerate().any(|(at, line)| {
                let rest = line.trim_start_matches([' ', '\t', '\r']).strip_prefix(marker);
                rest.is_some_and(|rest| at == 0 || rest != "\n")
            })
    })
}
