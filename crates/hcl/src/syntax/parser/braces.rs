//! Where braces stop matching: what people see, and the parser does not, is the indentation.

use crate::syntax::span::Position;
use crate::syntax::token::{Token, TokenKind};

/// The longest line that is looked at.
const LONGEST: usize = 400;

/// Help for a missing or superfluous brace: the first closing brace that is indented less (if one
/// is missing) or more than the line with its opening brace.
pub fn suspect(text: &str, tokens: &[Token], missing: bool) -> Option<String> {
    let mut open: Vec<Token> = Vec::new();
    for token in tokens {
        match token.kind {
            TokenKind::BraceOpen => open.push(*token),
            TokenKind::BraceClose => {
                let Some(opener) = open.pop() else { continue };
                let Some((before, head)) = line(text, *token).zip(line(text, opener)) else {
                    continue;
                };
                let first = before.trim().is_empty();
                let (own, wanted) = (indent(before), indent(head));
                let wrong = if missing { own < wanted } else { own > wanted };
                if first && wrong && !head.trim_end().ends_with(['=', '[', '(', ',']) {
                    let number = |token: Token| Position::of(text, token.start).line;
                    let (closed, opened) = (number(*token), number(opener));
                    return Some(format!(
                        "the `}}` on line {closed} closes line {opened}, but its indentation \
                         differs"
                    ));
                }
            }
            _ => {}
        }
    }
    None
}

/// The line up to a token, unless it is so long that its indentation says nothing.
fn line(text: &str, token: Token) -> Option<&str> {
    let before = text.get(..token.start as usize)?;
    let newline = before.bytes().rev().take(LONGEST).position(|byte| byte == b'\n');
    match newline {
        Some(length) => before.get(before.len() - length..),
        None => Some(before).filter(|line| line.len() < LONGEST),
    }
}

/// How far a line is indented; a tab counts as four.
fn indent(line: &str) -> usize {
    let space = line.chars().take_while(|letter| letter.is_whitespace());
    space.map(|letter| if letter == '\t' { 4 } else { 1 }).sum()
}
