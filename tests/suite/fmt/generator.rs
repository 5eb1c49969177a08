//! Variants of job files, the same for the same seed: other space, comments, line ends and characters, and broken ones.

/// A pseudorandom sequence (xorshift).
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        let number = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 16;
        number as usize % limit.max(1)
    }

    fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    fn pick(&mut self, choices: &[&'static str]) -> &'static str {
        choices[self.below(choices.len())]
    }
}

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

/// A variant of `text`, changed in one to three ways.
pub fn variant(text: &str, random: &mut Random) -> String {
    let mut text = text.to_owned();
    for _ in 0..=random.below(3) {
        text = change(&text, random);
    }
    text
}

fn change(text: &str, random: &mut Random) -> String {
    let mut words: Vec<String> = words(text).into_iter().map(str::to_owned).collect();
    let at = random.below(words.len());
    let other = random.below(words.len());
    let is_gap = |word: &str| word.starts_with([' ', '\t']);
    match random.below(16) {
        0 => each(&mut words, |word| (is_gap(word) && random.one_in(2)).then(String::new)),
        1 => each(&mut words, |word| {
            (is_gap(word) && random.one_in(2)).then(|| " ".repeat(1 + random.below(9)))
        }),
        2 => each(&mut words, |word| (is_gap(word) && random.one_in(4)).then(|| "\t".to_owned())),
        3 => each(&mut words, |word| (word == "\n" && random.one_in(40)).then(|| " ".to_owned())),
        4 => each(&mut words, |word| (word == " " && random.one_in(60)).then(|| "\n".to_owned())),
        5 => each(&mut words, |word| {
            (word == "\n" && random.one_in(12)).then(|| "\n".repeat(1 + random.below(3)))
        }),
        6 => each(&mut words, |word| {
            (word == "\n" && random.one_in(4)).then(|| random.pick(&COMMENTS).to_owned())
        }),
        7 => each(&mut words, |word| {
            let room = word.starts_with(['"', '#']) || word.chars().all(char::is_alphanumeric);
            let marked = room && word.len() > 1 && random.one_in(20);
            let (first, rest) = word.split_at_checked(1).filter(|_| marked)?;
            Some([first, random.pick(&CHARACTERS), rest].concat())
        }),
        8 => {
            return text.trim_end().to_owned()
                + random.pick(&["", "", "  ", "\t", "# end", "\r\n"]);
        }
        9 => return text.replace("\r\n", "\n").replace('\n', "\r\n"),
        10 => return format!("\u{feff}{text}"),
        11 => words.insert(at, random.pick(&COMMENTS).to_owned()),
        12 => words.insert(at, format!("\n{}\n", random.pick(&LINES))),
        13 => words.insert(at, random.pick(&STRAYS).to_owned()),
        14 => words.swap(at, other),
        _ => {
            words.remove(at);
        }
    }
    words.concat()
}

fn each(words: &mut [String], mut change: impl FnMut(&str) -> Option<String>) {
    for word in words {
        if let Some(changed) = change(word) {
            *word = changed;
        }
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
