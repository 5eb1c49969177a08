//! Expressions without their layout.

use super::Expr;

impl Expr {
    /// The source without the white space that the layout decides: all that stands outside of quotes, or in the braces of
    /// a template there, and keeps no words apart. A `-` that touches the word before it is part of that word.
    pub(crate) fn words(&self) -> String {
        let mut words = Words::default();
        let mut letters = self.source().chars().peekable();
        while let Some(letter) = letters.next() {
            if words.in_text() {
                words.text(letter, letters.peek().copied());
            } else {
                words.code(letter);
            }
        }
        words.out
    }
}

/// What the words stand in.
#[derive(Clone, Copy, PartialEq)]
enum Within {
    /// Quotes.
    Text,
    /// Braces, of a template in quotes or of an object.
    Braces,
}

#[derive(Default)]
struct Words {
    out: String,
    within: Vec<Within>,
    /// White space has been left out.
    spaced: bool,
    /// The last letter belongs to a word.
    in_word: bool,
    /// The letter is escaped by the one before it, or doubles it.
    escaped: bool,
}

impl Words {
    fn in_text(&self) -> bool {
        self.within.last() == Some(&Within::Text)
    }

    fn text(&mut self, letter: char, next: Option<char>) {
        self.out.push(letter);
        if std::mem::take(&mut self.escaped) {
            return;
        }
        match letter {
            '\\' => self.escaped = true,
            // `$$`: the next dollar opens nothing.
            '$' | '%' if next == Some(letter) => self.escaped = true,
            '"' => {
                self.within.pop();
                self.in_word = false;
            }
            '{' if self.opens() => self.within.push(Within::Braces),
            _ => {}
        }
    }

    /// Whether the brace at the end opens a template.
    fn opens(&self) -> bool {
        let before = &self.out[..self.out.len() - 1];
        let ends =
            |sign: char| before.ends_with(sign) && !before.ends_with(&format!("{sign}{sign}"));
        ends('$') || ends('%')
    }

    fn code(&mut self, letter: char) {
        if letter.is_whitespace() {
            self.spaced = true;
            return;
        }
        let of_word = letter.is_alphanumeric() || letter == '_';
        if self.spaced && self.in_word && (of_word || letter == '-') {
            self.out.push(' ');
        }
        self.in_word = of_word || letter == '-' && self.in_word && !self.spaced;
        self.spaced = false;
        self.out.push(letter);
        match letter {
            '"' => self.within.push(Within::Text),
            '{' => self.within.push(Within::Braces),
            '}' => _ = self.within.pop(),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::jobspec::expr;

    fn same(one: &str, two: &str) -> bool {
        expr(one).words() == expr(two).words()
    }

    #[test]
    fn layout_is_left_out() {
        assert!(same("max( 1,2 )", "max(1, 2)"));
        assert!(same("length(a) -1", "length(a) - 1"));
        assert!(same("\"%{ if a == \"\" }b%{ endif }\"", "\"%{if a == \"\"}b%{endif}\""));
        assert!(same("{a = {b=1}}", "{ a = { b = 1 } }"));
        assert!(!same("a - b", "a-b"));
        assert!(!same("\"a b\"", "\"ab\""));
        assert!(!same("\"$${ a }\"", "\"$${a}\""));
        assert!(!same("\"\\\" a\"", "\"\\\"a\""));
        assert!(!same("for x in y", "forx in y"));
    }
}
