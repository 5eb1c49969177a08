//! Our parser beside hcl-rs: the same texts accepted, and the same trees, but for differences that have a name.
//!
//! The fuzz target `syntax_against_hcl_rs` and the tests in `tests/suite/second_reader` share this file. What the second
//! reader puts right (`src/second_reader/exceptions.rs`) is no difference any more.

#[path = "differences.rs"]
mod differences;
#[path = "neutral.rs"]
mod neutral;

use std::collections::BTreeSet;

use jobwright::second_reader::{self, Body, Refused};
use jobwright::syntax::{self, SyntaxError};

pub use differences::NAMED;

/// What one parser makes of a text, and the other.
pub type Readings = (Result<Body, Vec<SyntaxError>>, Result<Body, Refused>);

/// A text with what both parsers make of it.
pub struct Case {
    pub text: String,
    pub ours: Result<Body, Vec<SyntaxError>>,
    pub theirs: Result<Body, Refused>,
    /// The parsers.
    pub read: fn(&str) -> Readings,
}

/// A difference that is known.
pub struct Named {
    pub name: &'static str,
    /// Who is right by HashiCorp's grammar and Nomad, and why they differ.
    pub reason: &'static str,
    /// A text on which they differ; when they no longer do, the name can go.
    pub example: &'static str,
    /// The text with one such place written in a way that both read alike, if the difference stands at one.
    pub mend: fn(&Case) -> Option<String>,
}

/// Both parsers, as they are.
pub fn parsers(text: &str) -> Readings {
    (syntax::parse(text).map(|read| neutral::body(&read)), second_reader::body(text))
}

/// The names of the differences in the text; what both say, if one has no name.
pub fn named(text: &str) -> Result<BTreeSet<&'static str>, String> {
    Case::new(text, parsers).named()
}

impl Case {
    pub fn new(text: impl Into<String>, read: fn(&str) -> Readings) -> Self {
        let text = text.into();
        let (ours, theirs) = read(&text);
        Self { text, ours, theirs, read }
    }

    /// Whether both say the same; what is beyond hcl-rs says nothing.
    pub fn same(&self) -> bool {
        match (&self.ours, &self.theirs) {
            (_, Err(Refused::Beyond(_))) | (Err(_), Err(_)) => true,
            (Ok(ours), Ok(theirs)) => ours == theirs,
            _ => false,
        }
    }

    /// Every named place is mended, one after another. What both then read alike differed there and nowhere else.
    pub fn named(&self) -> Result<BTreeSet<&'static str>, String> {
        let mut names = BTreeSet::new();
        let mut case = Self::new(self.text.as_str(), self.read);
        for _ in 0..=self.text.len() {
            if case.same() {
                // A text that nobody reads any more was broken, not mended.
                let broken = !names.is_empty() && case.ours.is_err();
                return if broken { Err(self.shown()) } else { Ok(names) };
            }
            let mended = NAMED.iter().find_map(|known| Some((known.name, (known.mend)(&case)?)));
            let Some((name, text)) = mended else { break };
            names.insert(name);
            case = Self::new(text, self.read);
        }
        Err(if names.is_empty() {
            self.shown()
        } else {
            format!("{}\nwith {names:?} mended: {}", self.shown(), case.shown())
        })
    }

    /// What both say, for people.
    pub fn shown(&self) -> String {
        let ours = match &self.ours {
            Ok(body) => format!("{body:?}"),
            Err(errors) => format!("refused at {:?}: {}", errors[0].span, errors[0]),
        };
        let theirs = match &self.theirs {
            Ok(body) => format!("{body:?}"),
            Err(refused) => format!("refused: {refused}"),
        };
        format!("{:?}\n  ours:   {ours}\n  hcl-rs: {theirs}", self.text)
    }
}
