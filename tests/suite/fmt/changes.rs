//! Job files with a few changes: other space, comments, line ends and characters, and broken ones.

use std::fmt;

use proptest::collection::vec;
use proptest::prelude::{Just, any};
use proptest::prop_oneof;
use proptest::sample::{Index, select};
use proptest::strategy::Strategy;
use similar::{ChangeTag, TextDiff};

const COMMENTS: [&str; 8] = [
    " # c\n",
    "# é日\n",
    " // d\n",
    "/* e */",
    " /* a\nb */ ",
    "#\n",
    "/**/",
    "  # wide 👩\u{200d}👦\n",
];

const CHARACTERS: [&str; 16] = [
    "é",
    "e\u{301}",
    "日本",
    "👩\u{200d}👩\u{200d}👦",
    "🇫🇷",
    "한국",
    "\u{1f44d}\u{1f3fd}",
    "\u{301}",
    "\u{200d}",
    "नि",
    "\u{1100}\u{1161}\u{11a8}",
    "\u{600}a",
    "\u{fffd}",
    "\u{ad}",
    "x\u{fe0f}",
    "\u{a0}",
];

const STRAYS: [&str; 40] = [
    "{", "}", "[", "]", "(", ")", "\"", "${", "%{", "=", ",", ".", "<<E\n", "~}", "$", "%", "\\",
    "-", "!", "?", ":", "::", "...", "=>", "'", "`", ";", "&", "*", "1", "1.", "e5", ".5", "\r",
    "\0", "\u{b}", "for ", " in ", "null", "\u{201c}",
];

/// Lines that job files seldom have.
pub const LINES: [&str; 36] = [
    "a = [for x in [1]: x]",
    "b = {for k, v in {a=1}: k => v... if k != \"\"}",
    "c = a[0].b[\"x\"].*.c",
    "d = x[*].y[0]",
    "e = -1 + - 2 * !true",
    "f = a ? b : c",
    "g = f(x, y...)",
    "h = \"${ {a=1}.a }-${x}${y}\"",
    "i = \"%{ if x ~} a %{ else } b %{~ endif }\"",
    "j = a.0.b",
    "k = [\n1,2,\n3]",
    "l = {\na=1\nbb : 2, ccc=3\n}",
    "m = <<E\n  x ${ a } y\n $ $${z}\nE",
    "n = <<-EOT\n    x\n      y\n  EOT",
    "o = (\n1+\n2)",
    "p = {(x)=1, \"y\"=2}",
    "q { r = 1 }",
    "s \"t\" u {\n}",
    "v = f(\n1,\n2)",
    "w = [{a=1},{b=2}]",
    "x = \"a\\tb\\u00e9$${q}\"",
    "y = a::b(1)",
    "z = <<E\n${ x # c\n}${ yy # d\n}\nE",
    "aa = 1e5 >= 2 && 3 <= 4 || !b",
    "bb = [ for x in y : x if x == 1 ]",
    "dd = x - -1",
    "ee = [-1,- 2]",
    "ff = a [0]",
    "gg = \"$\" ",
    "hh = a == -1 ? -2 : -3",
    "kk = \"%{ for a in b }${a}%{ endfor }\"",
    "mm = { }",
    "oo = f( )",
    "pp = a.*.b.*",
    "rr {}",
    "ss = a[b[c]]",
];

const BLANKS: [&str; 9] =
    [" ", "  ", "   ", "    ", "     ", "      ", "       ", "        ", "         "];

const ENDS: [&str; 5] = ["", "  ", "\t", "# end", "\r\n"];

/// A text, and what is left of it after a few changes.
#[derive(Clone)]
pub struct Variant {
    original: String,
    pub text: String,
}

/// The lines in which they differ.
impl fmt::Debug for Variant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in TextDiff::from_lines(&self.original, &self.text).iter_all_changes() {
            if line.tag() != ChangeTag::Equal {
                writeln!(f, "{}{:?}", line.tag(), line.value())?;
            }
        }
        Ok(())
    }
}

/// One of these texts, changed in one to three ways; of those that fail, one of the first texts, changed a little.
pub fn variant(originals: Vec<String>) -> impl Strategy<Value = Variant> {
    (any::<Index>(), vec(change(), 1..=3)).prop_map(move |(which, changes)| {
        let original = which.get(&originals).clone();
        let text = changes.iter().fold(original.clone(), |text, change| change.of(&text));
        Variant { original, text }
    })
}

/// Which words.
#[derive(Clone, Copy, Debug)]
enum Words {
    Gaps,
    Spaces,
    LineEnds,
    /// Names, strings and comments, which are not replaced: something stands in them.
    Texts,
}

impl Words {
    fn has(self, word: &str) -> bool {
        match self {
            Self::Gaps => word.starts_with([' ', '\t']),
            Self::Spaces => word == " ",
            Self::LineEnds => word == "\n",
            Self::Texts => {
                let has_room =
                    word.starts_with(['"', '#']) || word.chars().all(char::is_alphanumeric);
                has_room && word.len() > 1 && word.is_char_boundary(1)
            }
        }
    }
}

/// One change. A place is one in as many as there are.
#[derive(Clone, Debug)]
enum Change {
    /// Other words in place of some.
    Replace(Words, Vec<(Index, &'static str)>),
    Insert(Index, String),
    Swap(Index, Index),
    Remove(Index),
    End(&'static str),
    CarriageReturns,
    ByteOrderMark,
}

fn change() -> impl Strategy<Value = Change> {
    let replace = |words: Words, most: usize, by: &'static [&'static str]| {
        let places = vec((any::<Index>(), select(by)), 1..=most);
        places.prop_map(move |places| Change::Replace(words, places))
    };
    let insert = |what: &'static [&'static str]| {
        (any::<Index>(), select(what)).prop_map(|(at, what)| Change::Insert(at, what.to_owned()))
    };
    let line = (any::<Index>(), select(&LINES[..]));
    prop_oneof![
        select(&ENDS[..]).prop_map(Change::End),
        any::<Index>().prop_map(Change::Remove),
        insert(&STRAYS),
        insert(&COMMENTS),
        line.prop_map(|(at, line)| Change::Insert(at, format!("\n{line}\n"))),
        any::<(Index, Index)>().prop_map(|(one, other)| Change::Swap(one, other)),
        replace(Words::LineEnds, 3, &[" "]),
        replace(Words::Spaces, 3, &["\n"]),
        replace(Words::LineEnds, 12, &["\n", "\n\n", "\n\n\n"]),
        replace(Words::LineEnds, 40, &COMMENTS),
        replace(Words::Texts, 15, &CHARACTERS),
        replace(Words::Gaps, 75, &["\t"]),
        replace(Words::Gaps, 150, &[""]),
        replace(Words::Gaps, 150, &BLANKS),
        Just(Change::CarriageReturns),
        Just(Change::ByteOrderMark),
    ]
}

impl Change {
    fn of(&self, text: &str) -> String {
        let mut words: Vec<String> = words(text).into_iter().map(str::to_owned).collect();
        match self {
            Self::Replace(kind, places) => {
                let all: Vec<usize> = (0..words.len()).filter(|at| kind.has(&words[*at])).collect();
                for (place, by) in places.iter().filter(|_| !all.is_empty()) {
                    let word = &mut words[*place.get(&all)];
                    match kind {
                        Words::Texts => word.insert_str(1, by),
                        _ => *word = (*by).to_owned(),
                    }
                }
            }
            Self::Insert(at, what) => words.insert(at.index(words.len()), what.clone()),
            Self::Swap(one, other) => {
                let (one, other) = (one.index(words.len()), other.index(words.len()));
                words.swap(one, other);
            }
            Self::Remove(at) => _ = words.remove(at.index(words.len())),
            Self::End(end) => return text.trim_end().to_owned() + end,
            Self::CarriageReturns => return text.replace("\r\n", "\n").replace('\n', "\r\n"),
            Self::ByteOrderMark => return format!("\u{feff}{text}"),
        }
        words.concat()
    }
}

/// Text cut roughly into words, gaps, strings, comments and single characters; never empty.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let run = |ends: &dyn Fn(char) -> bool| rest.find(ends).unwrap_or(rest.len());
        let length = match first {
            ' ' | '\t' => run(&|next| next != ' ' && next != '\t'),
            '#' => run(&|next| next == '\n'),
            '"' => {
                let inner = rest.get(1..).unwrap_or_default();
                inner
                    .find(['"', '\n'])
                    .filter(|&end| inner[end..].starts_with('"'))
                    .map_or(1, |end| end + 2)
            }
            _ if first.is_alphanumeric() => run(&|next| !next.is_alphanumeric() && next != '_'),
            _ => first.len_utf8(),
        };
        let (word, behind) = rest.split_at(length);
        words.push(word);
        rest = behind;
    }
    if words.is_empty() { vec![""] } else { words }
}
