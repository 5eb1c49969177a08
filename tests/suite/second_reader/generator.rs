//! HCL as nobody writes it: generated from the grammar, with odd layout, and then damaged a little.

use proptest::strategy::Strategy;

use crate::support::choices::{Choices, choices};

/// Few files take more choices.
const MOST: usize = 400;

/// A file of a few attributes and blocks, one in two of them damaged.
pub fn file() -> impl Strategy<Value = String> {
    choices(MOST).prop_map(|mut choices| {
        let mut tokens = Vec::new();
        if choices.one_in(20) {
            tokens.push("\u{feff}".to_owned());
        }
        let damages = if choices.one_in(2) { 1 + choices.below(2) } else { 0 };
        body(&mut choices, 0, &mut tokens);
        for _ in 0..damages {
            damage(&mut choices, &mut tokens);
        }
        tokens.concat()
    })
}

fn damage(choices: &mut Choices, tokens: &mut Vec<String>) {
    if tokens.is_empty() {
        return;
    }
    let at = choices.below(tokens.len());
    match choices.below(4) {
        0 => _ = tokens.remove(at),
        1 => tokens.insert(at, pick(choices, TOKENS)),
        2 => tokens[at] = pick(choices, TOKENS),
        _ => {
            let other = choices.below(tokens.len());
            tokens.swap(at, other);
        }
    }
}

fn pick(choices: &mut Choices, from: &[&str]) -> String {
    choices.one(from).to_owned()
}

fn body(choices: &mut Choices, depth: usize, out: &mut Vec<String>) {
    for index in 0..choices.below(4) {
        let names = ["a", "b-c", "d_1", "é", "for", "null", "if"];
        let name = if choices.one_in(9) {
            "a".to_owned()
        } else {
            format!("{}{index}", pick(choices, &names))
        };
        out.push(name);
        if depth < 3 && choices.one_in(3) {
            for _ in 0..choices.below(3) {
                out.push(pick(
                    choices,
                    &[" x", " \"y\"", " \"z\\n\\\"\"", "  \"${\"", " \"$${a}\"", " \"é\""],
                ));
            }
            out.push(pick(choices, &[" {", "{", " { # c"]));
            match choices.below(4) {
                0 => {}
                1 => {
                    out.push(" k = ".to_owned());
                    expression(choices, 2, out);
                    out.push(" ".to_owned());
                }
                _ => {
                    out.push("\n".to_owned());
                    body(choices, depth + 1, out);
                }
            }
            out.push("}".to_owned());
        } else {
            out.push(pick(choices, &[" = ", "=", " =\t", " /**/= "]));
            expression(choices, 0, out);
        }
        out.push(pick(choices, LINE_ENDS));
    }
}

fn expression(choices: &mut Choices, depth: usize, out: &mut Vec<String>) {
    let kinds = if depth > 3 { 5 } else { 16 };
    let both = |choices: &mut Choices, operator: String, out: &mut Vec<String>| {
        expression(choices, depth + 1, out);
        out.push(operator);
        expression(choices, depth + 1, out);
    };
    match choices.below(kinds) {
        0 => out.push(pick(choices, NUMBERS)),
        1 => out.push(pick(choices, NAMES)),
        2 | 3 => text(choices, depth, out),
        4 => {
            out.push(pick(choices, NAMES));
            for _ in 0..choices.below(4) {
                out.push(pick(choices, STEPS));
            }
        }
        5 => {
            out.push(pick(choices, &["<<E\n", "<<-E\n", "<<-E\r\n"]));
            for _ in 0..choices.below(4) {
                out.push(pick(choices, &["", "  ", "    ", "\t"]));
                sequence(choices, depth, out);
                out.push(pick(choices, &["x", "", "$${y}", " E", "\"\\n", "%%{z}", "$", "%"]));
                out.push(pick(choices, &["\n", "\n", "\r\n"]));
            }
            out.push(pick(choices, &["E", "  E", "\tE"]));
        }
        6 => list(choices, depth, ("[", "]"), out),
        7 => object(choices, depth, out),
        8 | 9 => {
            let operator = pick(choices, OPERATORS);
            both(choices, operator, out);
        }
        10 => {
            both(choices, " ? ".to_owned(), out);
            out.push(pick(choices, &[" : ", ":", " :\n"]));
            expression(choices, depth + 1, out);
        }
        11 => {
            out.push(pick(choices, &["-", "!", "- ", "--", "!!"]));
            expression(choices, depth + 1, out);
        }
        12 => {
            out.push(pick(choices, &["(", "( ", "(\n"]));
            expression(choices, depth + 1, out);
            out.push(pick(choices, &[")", " )", "\n)", ").x", ")[0]", ")[*].y"]));
        }
        13 => {
            let open = pick(choices, &["f(", "max (", "a::b(", "f(\n"]);
            let close = pick(choices, &[")", "...)", ",)"]);
            list(choices, depth, (&open, &close), out);
        }
        14 => {
            out.push(pick(choices, &["[for x in ", "[for k, v in ", "[ for x in\n"]));
            let colon = pick(choices, &[" : ", ":"]);
            both(choices, colon, out);
            out.push(pick(choices, &["]", " if x]", " if x > 1 ]"]));
        }
        _ => {
            out.push(pick(choices, &["{for x in ", "{ for k, v in "]));
            both(choices, " : ".to_owned(), out);
            out.push(" => ".to_owned());
            expression(choices, depth + 1, out);
            out.push(pick(choices, &["}", " if x}", "...}", "... if x }"]));
        }
    }
}

fn list(choices: &mut Choices, depth: usize, (open, close): (&str, &str), out: &mut Vec<String>) {
    out.push(open.to_owned());
    for index in 0..choices.below(3) {
        if index > 0 {
            out.push(pick(choices, &[", ", ",", ",\n", " , # c\n", "\n,"]));
        }
        expression(choices, depth + 1, out);
    }
    out.push(pick(choices, &["", ",", "\n", ",\n"]));
    out.push(close.to_owned());
}

fn object(choices: &mut Choices, depth: usize, out: &mut Vec<String>) {
    out.push(pick(choices, &["{", "{ ", "{\n"]));
    for index in 0..choices.below(3) {
        if index > 0 {
            out.push(pick(choices, &[", ", ",\n", "\n", " # c\n"]));
        }
        let keys = ["a", "b", "\"c\"", "(d)", "\"${e}\"", "1", "null", "f.g", "true", "\"a\""];
        out.push(pick(choices, &keys));
        out.push(pick(choices, &[" = ", "=", " : ", ":", " =\n"]));
        expression(choices, depth + 1, out);
    }
    out.push(pick(choices, &["}", " }", "\n}", ",\n}", ",}"]));
}

fn text(choices: &mut Choices, depth: usize, out: &mut Vec<String>) {
    out.push("\"".to_owned());
    for _ in 0..choices.below(4) {
        out.push(pick(choices, TEXTS));
        sequence(choices, depth, out);
    }
    out.push("\"".to_owned());
}

fn sequence(choices: &mut Choices, depth: usize, out: &mut Vec<String>) {
    match choices.below(6) {
        5 => {
            out.push(pick(choices, &["${", "${~", "${ ", "${\n"]));
            expression(choices, depth + 2, out);
            out.push(pick(choices, &["}", "~}", " }", " ~}", "}}"]));
        }
        4 if depth < 3 => {
            out.push(pick(choices, &["%{ if a }", "%{if b~}", "%{~ if c }", "%{ if d ~}"]));
            out.push(pick(choices, &[" x ", "", "y\\n", "  "]));
            out.push(pick(choices, &["", "%{ else }", "%{~ else ~}"]));
            out.push(pick(choices, &[" z ", "", "  "]));
            out.push(pick(choices, &["%{ endif }", "%{~endif~}", "%{ endif ~}"]));
        }
        3 if depth < 3 => {
            out.push(pick(choices, &["%{ for i in a }", "%{~ for k, v in b ~}"]));
            out.push(pick(choices, &[" ${i} ", "", " x "]));
            out.push(pick(choices, &["%{ endfor }", "%{~ endfor ~}"]));
        }
        _ => {}
    }
}

const LINE_ENDS: &[&str] = &[
    "\n",
    "\n",
    "\n",
    "\n",
    "\n",
    "\n",
    " # c\n",
    " # c\n",
    " // c\r\n",
    " // c\r\n",
    "\r\n",
    "\r\n",
    "\n\n",
    "\n\n",
    " /* c */\n",
    " /* c\r */\n",
    " # c\rd\n",
    " //\r c\r\n",
];

const NUMBERS: &[&str] = &[
    "0",
    "1",
    "007",
    "1.5",
    "1.50",
    "1e3",
    "1E-2",
    "1e+5",
    "18446744073709551616",
    "0.1",
    "1e400",
    "123456789012345678901234567890",
];

const NAMES: &[&str] =
    &["a", "null", "true", "false", "var", "b-c", "_x", "é", "x1", "for", "if", "endif", "in"];

const STEPS: &[&str] = &[
    ".a",
    ".b-c",
    "[0]",
    "[\"k\"]",
    "[x]",
    "[*]",
    ".*",
    ".0",
    ".1.2",
    "[-1]",
    "[ 1 ]",
    " .a",
    ". a",
    "[\"${x}\"]",
    ".*.0",
    "[*][0]",
    "[null]",
    "[1.5]",
    "[true]",
];

const OPERATORS: &[&str] = &[
    " + ", "+", " - ", "-", " * ", " / ", " % ", " == ", "!=", " < ", "<=", " > ", ">=", " && ",
    "||", " +\n", "\n+ ", "%",
];

const TEXTS: &[&str] = &[
    "a",
    " ",
    "",
    "\\n",
    "\\\"",
    "\\\\",
    "\\u00e9",
    "\\U0001F980",
    "$",
    "$$",
    "%",
    "%%",
    "$${",
    "%%{",
    "$$${",
    "}",
    "{",
    "é",
    "e\u{301}",
    "#",
    "//",
    "<<E",
    "\\t",
    "$\\\"",
    "\u{feff}",
    "\\q",
    "\\u12",
    "\t",
];

const TOKENS: &[&str] = &[
    "a", "\"", "\n", "{", "}", "(", ")", "[", "]", "=", ",", ".", ":", "?", "!", "-", "+", "*",
    "/", "%", "$", "${", "%{", "~}", "<<E\n", "E\n", "\\", "#", "/*", "*/", "&&", "||", "=>",
    "...", "0", "1.", ".5", "'", "`", ";", "&", "|", "^", "\u{feff}", "\u{0}", "\r", "\r\n", "\t",
    "\u{a0}", "é", "e\u{301}", "\u{2028}", " for ", " in ", " if ", "::", "==", "=\n", "\u{1}",
];
