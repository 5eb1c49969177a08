//! HCL as nobody writes it: generated from the grammar, with odd layout, and then damaged a little.

use crate::strings::Random;

/// A file of a few attributes and blocks, one in two of them damaged.
pub fn file(random: &mut Random) -> String {
    let mut tokens = Vec::new();
    if random.below(20) == 0 {
        tokens.push("\u{feff}".to_owned());
    }
    body(random, 0, &mut tokens);
    if random.below(2) == 0 {
        for _ in 0..=random.below(2) {
            damage(random, &mut tokens);
        }
    }
    tokens.concat()
}

fn damage(random: &mut Random, tokens: &mut Vec<String>) {
    if tokens.is_empty() {
        return;
    }
    let at = random.below(tokens.len());
    match random.below(4) {
        0 => _ = tokens.remove(at),
        1 => tokens.insert(at, pick(random, TOKENS)),
        2 => tokens[at] = pick(random, TOKENS),
        _ => {
            let other = random.below(tokens.len());
            tokens.swap(at, other);
        }
    }
}

fn pick(random: &mut Random, from: &[&str]) -> String {
    from[random.below(from.len())].to_owned()
}

fn body(random: &mut Random, depth: usize, out: &mut Vec<String>) {
    for index in 0..random.below(4) {
        let names = ["a", "b-c", "d_1", "é", "for", "null", "if"];
        let name = if random.below(9) == 0 {
            "a".to_owned()
        } else {
            format!("{}{index}", pick(random, &names))
        };
        out.push(name);
        if depth < 3 && random.below(3) == 0 {
            for _ in 0..random.below(3) {
                out.push(pick(
                    random,
                    &[" x", " \"y\"", " \"z\\n\\\"\"", "  \"${\"", " \"$${a}\"", " \"é\""],
                ));
            }
            out.push(pick(random, &[" {", "{", " { # c"]));
            match random.below(4) {
                0 => {}
                1 => {
                    out.push(" k = ".to_owned());
                    expression(random, 2, out);
                    out.push(" ".to_owned());
                }
                _ => {
                    out.push("\n".to_owned());
                    body(random, depth + 1, out);
                }
            }
            out.push("}".to_owned());
        } else {
            out.push(pick(random, &[" = ", "=", " =\t", " /**/= "]));
            expression(random, 0, out);
        }
        out.push(pick(random, LINE_ENDS));
    }
}

fn expression(random: &mut Random, depth: usize, out: &mut Vec<String>) {
    let kinds = if depth > 3 { 5 } else { 16 };
    let both = |random: &mut Random, operator: String, out: &mut Vec<String>| {
        expression(random, depth + 1, out);
        out.push(operator);
        expression(random, depth + 1, out);
    };
    match random.below(kinds) {
        0 => out.push(pick(random, NUMBERS)),
        1 => out.push(pick(random, NAMES)),
        2 | 3 => text(random, depth, out),
        4 => {
            out.push(pick(random, NAMES));
            for _ in 0..random.below(4) {
                out.push(pick(random, STEPS));
            }
        }
        5 => {
            out.push(pick(random, &["<<E\n", "<<-E\n", "<<-E\r\n"]));
            for _ in 0..random.below(4) {
                out.push(pick(random, &["", "  ", "    ", "\t"]));
                sequence(random, depth, out);
                out.push(pick(random, &["x", "", "$${y}", " E", "\"\\n", "%%{z}", "$", "%"]));
                out.push(pick(random, &["\n", "\n", "\r\n"]));
            }
            out.push(pick(random, &["E", "  E", "\tE"]));
        }
        6 => list(random, depth, ("[", "]"), out),
        7 => object(random, depth, out),
        8 | 9 => {
            let operator = pick(random, OPERATORS);
            both(random, operator, out);
        }
        10 => {
            both(random, " ? ".to_owned(), out);
            out.push(pick(random, &[" : ", ":", " :\n"]));
            expression(random, depth + 1, out);
        }
        11 => {
            out.push(pick(random, &["-", "!", "- ", "--", "!!"]));
            expression(random, depth + 1, out);
        }
        12 => {
            out.push(pick(random, &["(", "( ", "(\n"]));
            expression(random, depth + 1, out);
            out.push(pick(random, &[")", " )", "\n)", ").x", ")[0]", ")[*].y"]));
        }
        13 => {
            let open = pick(random, &["f(", "max (", "a::b(", "f(\n"]);
            let close = pick(random, &[")", "...)", ",)"]);
            list(random, depth, (&open, &close), out);
        }
        14 => {
            out.push(pick(random, &["[for x in ", "[for k, v in ", "[ for x in\n"]));
            let colon = pick(random, &[" : ", ":"]);
            both(random, colon, out);
            out.push(pick(random, &["]", " if x]", " if x > 1 ]"]));
        }
        _ => {
            out.push(pick(random, &["{for x in ", "{ for k, v in "]));
            both(random, " : ".to_owned(), out);
            out.push(" => ".to_owned());
            expression(random, depth + 1, out);
            out.push(pick(random, &["}", " if x}", "...}", "... if x }"]));
        }
    }
}

fn list(random: &mut Random, depth: usize, (open, close): (&str, &str), out: &mut Vec<String>) {
    out.push(open.to_owned());
    for index in 0..random.below(3) {
        if index > 0 {
            out.push(pick(random, &[", ", ",", ",\n", " , # c\n", "\n,"]));
        }
        expression(random, depth + 1, out);
    }
    out.push(pick(random, &["", ",", "\n", ",\n"]));
    out.push(close.to_owned());
}

fn object(random: &mut Random, depth: usize, out: &mut Vec<String>) {
    out.push(pick(random, &["{", "{ ", "{\n"]));
    for index in 0..random.below(3) {
        if index > 0 {
            out.push(pick(random, &[", ", ",\n", "\n", " # c\n"]));
        }
        let keys = ["a", "b", "\"c\"", "(d)", "\"${e}\"", "1", "null", "f.g", "true", "\"a\""];
        out.push(pick(random, &keys));
        out.push(pick(random, &[" = ", "=", " : ", ":", " =\n"]));
        expression(random, depth + 1, out);
    }
    out.push(pick(random, &["}", " }", "\n}", ",\n}", ",}"]));
}

fn text(random: &mut Random, depth: usize, out: &mut Vec<String>) {
    out.push("\"".to_owned());
    for _ in 0..random.below(4) {
        out.push(pick(random, TEXTS));
        sequence(random, depth, out);
    }
    out.push("\"".to_owned());
}

fn sequence(random: &mut Random, depth: usize, out: &mut Vec<String>) {
    match random.below(6) {
        0 => {
            out.push(pick(random, &["${", "${~", "${ ", "${\n"]));
            expression(random, depth + 2, out);
            out.push(pick(random, &["}", "~}", " }", " ~}", "}}"]));
        }
        1 if depth < 3 => {
            out.push(pick(random, &["%{ if a }", "%{if b~}", "%{~ if c }", "%{ if d ~}"]));
            out.push(pick(random, &[" x ", "", "y\\n", "  "]));
            out.push(pick(random, &["", "%{ else }", "%{~ else ~}"]));
            out.push(pick(random, &[" z ", "", "  "]));
            out.push(pick(random, &["%{ endif }", "%{~endif~}", "%{ endif ~}"]));
        }
        2 if depth < 3 => {
            out.push(pick(random, &["%{ for i in a }", "%{~ for k, v in b ~}"]));
            out.push(pick(random, &[" ${i} ", "", " x "]));
            out.push(pick(random, &["%{ endfor }", "%{~ endfor ~}"]));
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
