//! Our parser's tree in the form in which the second reader gives hcl-rs' tree, for comparing the two.
//!
//! The fuzz target `syntax_against_hcl_rs` and the tests in `tests/suite/second_reader` share this file.

use jobwright::second_reader::{Block, Body, Part, Tree, TreeItem, Written, joined};
use jobwright::syntax::{self, BinaryOperator, ExprKind, Key, UnaryOperator};
use unicode_normalization::UnicodeNormalization;

pub fn body(from: &syntax::Body<'_>) -> Body {
    Body(from.items.iter().map(item).collect())
}

fn item(from: &syntax::Item<'_>) -> TreeItem {
    match from {
        syntax::Item::Attribute(attribute) => {
            TreeItem::Attribute(attribute.name.to_owned(), tree(&attribute.value))
        }
        syntax::Item::Block(block) => TreeItem::Block(Block {
            name: block.kind.to_owned(),
            labels: block.labels.iter().map(|label| label.text.nfc().collect()).collect(),
            body: body(&block.body),
        }),
    }
}

pub fn tree(from: &syntax::Expr<'_>) -> Tree {
    let made = |what: &str, of: &[&syntax::Expr<'_>]| {
        Tree::Made(what.to_owned(), of.iter().map(|one| tree(one)).collect())
    };
    match &from.kind {
        ExprKind::Null => Tree::Null,
        ExprKind::Bool(value) => Tree::Bool(*value),
        ExprKind::Number(digits) => Tree::Number((*digits).to_owned()),
        ExprKind::String { text, .. } => Tree::text(text.nfc().collect::<String>()),
        ExprKind::Template(template) => {
            let mut all = Vec::new();
            parts(&template.parts, &mut all);
            Tree::Text(joined(all))
        }
        ExprKind::Traversal(traversal) => {
            stepped(Tree::Name(traversal.root.to_owned()), &traversal.steps)
        }
        ExprKind::Access(access) => stepped(tree(&access.source), &access.steps),
        ExprKind::Index(index) => made("[]", &[&index.collection, &index.key]),
        ExprKind::Splat(splat) => {
            let name = if splat.full { "[*]" } else { ".*" };
            let source = made(name, &[&splat.source]);
            on_each(&splat.each, source)
        }
        // Stands only where `on_each` has put something in its place.
        ExprKind::SplatItem => Tree::Name(String::new()),
        ExprKind::Call(call) => {
            let open = if call.expand { "...(" } else { "(" };
            Tree::Made(format!("{}{open}", call.name), call.args.iter().map(tree).collect())
        }
        ExprKind::Tuple(values) => Tree::List(values.iter().map(tree).collect()),
        ExprKind::Object(entries) => Tree::Object(
            entries.iter().map(|entry| (tree(&entry.key), tree(&entry.value))).collect(),
        ),
        ExprKind::For(of) => {
            let names: Vec<&str> = of.key_name.into_iter().chain([of.value_name]).collect();
            let (key, group, condition) = (of.key.is_some(), of.group, of.condition.is_some());
            let what = format!("for {} {key} {group} {condition}(", names.join(","));
            let mut all = vec![&of.collection];
            all.extend(&of.key);
            all.push(&of.value);
            all.extend(&of.condition);
            made(&what, &all)
        }
        ExprKind::Conditional(of) => made("?", &[&of.condition, &of.then, &of.otherwise]),
        ExprKind::Binary(of) => made(operator(of.operator), &[&of.left, &of.right]),
        ExprKind::Unary(of) => {
            let sign = if of.operator == UnaryOperator::Negate { "-" } else { "!" };
            made(sign, &[&of.operand])
        }
        ExprKind::Parens(inner) => Tree::Parens(Box::new(tree(inner))),
    }
}

fn operator(of: BinaryOperator) -> &'static str {
    match of {
        BinaryOperator::Or => "||",
        BinaryOperator::And => "&&",
        BinaryOperator::Equal => "==",
        BinaryOperator::NotEqual => "!=",
        BinaryOperator::Less => "<",
        BinaryOperator::LessEqual => "<=",
        BinaryOperator::Greater => ">",
        BinaryOperator::GreaterEqual => ">=",
        BinaryOperator::Add => "+",
        BinaryOperator::Subtract => "-",
        BinaryOperator::Multiply => "*",
        BinaryOperator::Divide => "/",
        BinaryOperator::Modulo => "%",
    }
}

fn stepped(source: Tree, steps: &[syntax::Step<'_>]) -> Tree {
    steps.iter().fold(source, |of, step| match &step.key {
        Key::Attribute(name) => Tree::Made(format!(".{name}"), vec![of]),
        key => {
            let key = match key {
                Key::Number(digits) => Tree::Number((*digits).to_owned()),
                Key::Bool(value) => Tree::Bool(*value),
                Key::Null => Tree::Null,
                Key::String(text) => Tree::text(text.nfc().collect::<String>()),
                Key::Attribute(name) => Tree::Name((*name).to_owned()),
            };
            Tree::Made("[]".to_owned(), vec![of, key])
        }
    })
}

/// What is taken of each element, with the elements in place of the one.
fn on_each(each: &syntax::Expr<'_>, elements: Tree) -> Tree {
    match &each.kind {
        ExprKind::SplatItem => elements,
        ExprKind::Access(access) => stepped(on_each(&access.source, elements), &access.steps),
        ExprKind::Index(index) => {
            let of = vec![on_each(&index.collection, elements), tree(&index.key)];
            Tree::Made("[]".to_owned(), of)
        }
        ExprKind::Splat(splat) => {
            let name = if splat.full { "[*]" } else { ".*" };
            let source = Tree::Made(name.to_owned(), vec![on_each(&splat.source, elements)]);
            on_each(&splat.each, source)
        }
        _ => tree(each),
    }
}

fn parts(from: &[syntax::Part<'_>], into: &mut Vec<Part>) {
    for part in from {
        match part {
            syntax::Part::Literal { text, .. } => into.push(Part::Text(text.nfc().collect())),
            syntax::Part::Interpolation { value, .. } => {
                into.push(Part::Value(tree(value), Written::default()));
            }
            syntax::Part::If(of) => {
                into.push(Part::Directive("if", vec![tree(&of.condition)]));
                parts(&of.then, into);
                if !of.otherwise.is_empty() {
                    into.push(Part::Directive("else", Vec::new()));
                    parts(&of.otherwise, into);
                }
                into.push(Part::Directive("endif", Vec::new()));
            }
            syntax::Part::For(of) => {
                let names = of.key.into_iter().chain([of.value]);
                let mut all: Vec<Tree> = names.map(|name| Tree::Name(name.to_owned())).collect();
                all.push(tree(&of.collection));
                into.push(Part::Directive("for", all));
                parts(&of.body, into);
                into.push(Part::Directive("endfor", Vec::new()));
            }
        }
    }
}
