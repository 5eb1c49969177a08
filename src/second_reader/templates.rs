//! Strings with sequences in them: what is left of the literal parts around these.

use hcl::edit::Span;
use hcl::edit::template::{
    Directive, Element, ForDirective, HeredocTemplate, IfDirective, StringTemplate, Template,
};

use super::exceptions::{composed, raw_newline, take_indent_off};
use super::reading::{Reading, Refused, Token};
use super::tree::{Part, Tree, Written, joined};

/// A quoted string.
pub fn quoted(reading: Reading<'_>, from: &StringTemplate) -> Result<Tree, Refused> {
    let mut tokens = Vec::new();
    collect(reading, from, false, &mut tokens)?;
    take_space_off(&mut tokens);
    Ok(text(tokens))
}

/// A heredoc.
pub fn heredoc(reading: Reading<'_>, from: &HeredocTemplate) -> Result<Tree, Refused> {
    let mut tokens = Vec::new();
    collect(reading, &from.template, true, &mut tokens)?;
    take_space_off(&mut tokens);
    if reading.source(from).starts_with("<<-") {
        take_indent_off(&mut tokens);
    }
    Ok(text(tokens))
}

fn text(tokens: Vec<Token>) -> Tree {
    Tree::Text(joined(tokens.into_iter().map(|token| match token {
        Token::Text(text) => Part::Text(composed(&text)),
        Token::Sequence(part, _) => part,
    })))
}

fn collect(
    reading: Reading<'_>,
    from: &Template,
    heredoc: bool,
    into: &mut Vec<Token>,
) -> Result<(), Refused> {
    for element in from {
        match element {
            Element::Literal(literal) if heredoc => {
                // As it is written: hcl-rs has taken an indentation off.
                let text = unescaped(reading.source(literal));
                into.extend(text.split_inclusive('\n').map(|line| Token::Text(line.to_owned())));
            }
            Element::Literal(literal) => {
                raw_newline(reading, literal)?;
                into.push(Token::Text(literal.to_string()));
            }
            Element::Interpolation(of) => {
                let written = Written(written(reading, of.expr.span().unwrap_or_default()));
                into.push(Token::Sequence(Part::Value(reading.tree(&of.expr)?, written), of.strip));
            }
            Element::Directive(directive) => match &**directive {
                Directive::If(of) => choice(reading, of, heredoc, into)?,
                Directive::For(of) => repetition(reading, of, heredoc, into)?,
            },
        }
    }
    Ok(())
}

fn choice(
    reading: Reading<'_>,
    from: &IfDirective,
    heredoc: bool,
    into: &mut Vec<Token>,
) -> Result<(), Refused> {
    let condition = reading.tree(&from.if_expr.cond_expr)?;
    into.push(Token::Sequence(Part::Directive("if", vec![condition]), from.if_expr.strip));
    collect(reading, &from.if_expr.template, heredoc, into)?;
    if let Some(otherwise) = &from.else_expr {
        into.push(Token::Sequence(Part::Directive("else", Vec::new()), otherwise.strip));
        collect(reading, &otherwise.template, heredoc, into)?;
    }
    into.push(Token::Sequence(Part::Directive("endif", Vec::new()), from.endif_expr.strip));
    Ok(())
}

fn repetition(
    reading: Reading<'_>,
    from: &ForDirective,
    heredoc: bool,
    into: &mut Vec<Token>,
) -> Result<(), Refused> {
    let of = &from.for_expr;
    let names = [of.key_var.as_ref(), Some(&of.value_var)].into_iter().flatten();
    let mut parts: Vec<Tree> = names.map(|name| Tree::Name(name.to_string())).collect();
    parts.push(reading.tree(&of.collection_expr)?);
    into.push(Token::Sequence(Part::Directive("for", parts), of.strip));
    collect(reading, &of.template, heredoc, into)?;
    let end = Part::Directive("endfor", Vec::new());
    into.push(Token::Sequence(end, from.endfor_expr.strip));
    Ok(())
}

/// A `~` takes the space off the token beside it.
fn take_space_off(tokens: &mut [Token]) {
    for at in 0..tokens.len() {
        let Some(Token::Sequence(_, strip)) = tokens.get(at) else { continue };
        let strip = *strip;
        if strip.strip_start()
            && let Some(Token::Text(before)) = at.checked_sub(1).and_then(|at| tokens.get_mut(at))
        {
            before.truncate(before.trim_end().len());
        }
        if strip.strip_end()
            && let Some(Token::Text(after)) = tokens.get_mut(at + 1)
        {
            *after = after.trim_start().to_owned();
        }
    }
}

fn unescaped(source: &str) -> String {
    source.replace("$${", "${").replace("%%{", "%{")
}

/// The string that Nomad makes of a reference that it cannot resolve: it is cut out of the file
/// from its `${` on, up to the next byte but one that is neither a space nor a brace, with the
/// closing braces on the way repeated.
pub fn written(reading: Reading<'_>, span: std::ops::Range<usize>) -> String {
    let before = reading.text.get(..span.start).unwrap_or_default().trim_end_matches(' ');
    let source = reading.text.get(span.clone()).unwrap_or_default();
    let Some(open) = before.strip_suffix("${") else { return format!("${{{source}}}") };
    let mut text = reading.text.get(open.len()..span.end).unwrap_or_default().to_owned();
    let rest = reading.text.get(span.end..).unwrap_or_default();
    for (at, letter) in rest.char_indices().skip(1) {
        match letter {
            '}' if text.len() < 1 << 16 => text.push_str(rest.get(..at).unwrap_or_default()),
            ' ' => {}
            _ => {
                text.push('}');
                break;
            }
        }
    }
    text
}
