//! What comments can belong to, in the order of the file.

use std::collections::BTreeMap;

use super::comment::{AFTER, ELEMENT, END, LIST_END};
use jobwright_hcl::syntax::{Attribute, Block, Body, Expr, ExprKind, Item, Span};

/// Something in the file, with what is in it.
#[derive(Debug)]
pub struct Node<'a> {
    /// From its first character to its last.
    pub span: Span,
    /// The span in which its children can be.
    pub inside: Span,
    /// What it is.
    pub place: NodeKind,
    /// The steps to it from what it is in; none if it has no name of its own.
    steps: Vec<(&'a str, usize)>,
    /// A variable or local value, whose step has its name.
    named: Option<String>,
    /// What is in it.
    pub children: Vec<Node<'a>>,
}

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeKind {
    /// The whole file.
    File,
    /// A block.
    Block,
    /// An attribute, an entry or an element whose value has no parts.
    Attribute,
    /// The same with a list or a map as its value.
    Value,
    /// A block that is nothing but what is in it: `locals`.
    Bag,
}

impl<'a> Node<'a> {
    /// Adds the steps to it.
    pub fn enter(&self, steps: &mut Vec<(String, usize)>) {
        steps.extend(self.named.iter().map(|name| (name.clone(), 0)));
        steps.extend(self.steps.iter().map(|(name, number)| ((*name).to_owned(), *number)));
    }

    /// Adds the steps to it from above: those to its first child if it is a bag.
    pub fn enter_from_above(&self, steps: &mut Vec<(String, usize)>) {
        match self.children.first() {
            Some(first) if self.place == NodeKind::Bag => first.enter(steps),
            _ => self.enter(steps),
        }
    }

    /// Adds the step from it to its end.
    pub fn to_end(&self, steps: &mut Vec<(String, usize)>) {
        let end = match (self.place, self.children.last()) {
            (NodeKind::File, _) => AFTER,
            (NodeKind::Block, _) => END,
            (NodeKind::Value, _) => LIST_END,
            (NodeKind::Attribute, _) | (NodeKind::Bag, None) => return,
            (NodeKind::Bag, Some(last)) => {
                last.enter(steps);
                END
            }
        };
        steps.push((end.to_owned(), 0));
    }

    fn new(span: Span, inside: Span, place: NodeKind) -> Self {
        Self { span, inside, place, steps: Vec::new(), named: None, children: Vec::new() }
    }
}

/// The whole file. The job has no step of its own.
pub fn file<'a>(body: &Body<'a>) -> Node<'a> {
    let mut file = Node::new(body.span, body.span, NodeKind::File);
    for item in &body.items {
        match item {
            Item::Block(block) => file.children.push(top(block)),
            Item::Attribute(attribute) => {
                file.children.push(self::attribute(attribute, Vec::new()))
            }
        }
    }
    file
}

fn top<'a>(block: &Block<'a>) -> Node<'a> {
    let mut node = Node::new(block.span, block.body.span, NodeKind::Block);
    match block.kind {
        "job" => node.children = job(&block.body),
        "variable" => {
            let name = block.labels.first().map(|label| label.text.as_ref()).unwrap_or_default();
            node.named = Some(format!("var.{name}"));
            node.children = items(&block.body);
        }
        "variables" | "locals" => {
            let root = if block.kind == "locals" { "local" } else { "var" };
            node.children = items(&block.body);
            for child in &mut node.children {
                if let [(name, _)] = child.steps.as_slice() {
                    child.named = Some(format!("{root}.{name}"));
                    child.steps.clear();
                }
            }
            node.place = NodeKind::Bag;
        }
        _ => node.children = items(&block.body),
    }
    node
}

/// Nomad puts a task that is directly in the job into a group of its own, before the others.
fn job<'a>(body: &Body<'a>) -> Vec<Node<'a>> {
    let mut nodes = items(body);
    let is =
        |node: &Node<'_>, name: &str| matches!(node.steps.as_slice(), [(step, _)] if *step == name);
    let tasks =
        nodes.iter().filter(|node| is(node, "task") && node.place == NodeKind::Block).count();
    for node in &mut nodes {
        let (task, group) = (is(node, "task"), is(node, "group"));
        match node.steps.first_mut() {
            Some((_, number)) if group => *number += tasks,
            Some((name, _)) if task => {
                *name = "group";
                node.steps.push(("task", 0));
            }
            _ => {}
        }
    }
    nodes
}

fn items<'a>(body: &Body<'a>) -> Vec<Node<'a>> {
    let mut numbers = BTreeMap::<&str, usize>::new();
    let mut nodes = Vec::with_capacity(body.items.len());
    for item in &body.items {
        let name = match item {
            Item::Attribute(attribute) => attribute.name,
            Item::Block(block) => block.kind,
        };
        let number = numbers.entry(name).or_default();
        let steps = vec![(name, *number)];
        *number += 1;
        nodes.push(match item {
            Item::Attribute(attribute) => self::attribute(attribute, steps),
            Item::Block(block) => Node {
                steps,
                children: items(&block.body),
                ..Node::new(block.span, block.body.span, NodeKind::Block)
            },
        });
    }
    nodes
}

fn attribute<'a>(attribute: &Attribute<'a>, steps: Vec<(&'a str, usize)>) -> Node<'a> {
    Node { steps, ..value(attribute.span, &attribute.value) }
}

/// What has this value.
fn value<'a>(span: Span, value: &Expr<'a>) -> Node<'a> {
    let children: Vec<Node<'a>> = match &value.kind {
        ExprKind::Parens(inner) => return self::value(span, inner),
        ExprKind::Object(entries) => {
            let entry = |entry: &jobwright_hcl::syntax::ObjectItem<'a>| {
                let node = self::value(entry.key.span.to(entry.value.span), &entry.value);
                let name = entry.key.as_keyword();
                match (name, entry.key.as_str()) {
                    (Some(name), _) => Node { steps: vec![(name, 0)], ..node },
                    (None, Some(name)) => Node { named: Some(name.to_owned()), ..node },
                    (None, None) => node,
                }
            };
            entries.iter().map(entry).collect()
        }
        ExprKind::Tuple(elements) => {
            let element = |(number, element): (usize, &Expr<'a>)| Node {
                steps: vec![(ELEMENT, number)],
                ..self::value(element.span, element)
            };
            elements.iter().enumerate().map(element).collect()
        }
        _ => return Node::new(span, span, NodeKind::Attribute),
    };
    Node { children, ..Node::new(span, value.span, NodeKind::Value) }
}
