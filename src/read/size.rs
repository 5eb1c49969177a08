//! How much a job file may hold: what is larger would only fill the memory.

use super::finding::Finding;
use jobwright_hcl::json::{Json, Node};
use jobwright_hcl::syntax::visit::Visit;
use jobwright_hcl::syntax::{Block, Body, Expr, Span};

/// The most blocks of a job file, and the most objects of a job in JSON. A job of a thousand groups has some thousands.
const MOST_BLOCKS: usize = 50_000;

/// The most values, each with what belongs to it: a list of three numbers has four.
const MOST_VALUES: usize = 350_000;

/// A smaller source cannot contain too much, whatever is in it: a block is four bytes at least, and
/// a value one with its separator.
const SMALL: usize = 4 * MOST_BLOCKS;

/// The numbers of blocks and values in a source.
#[derive(Default)]
struct Size {
    blocks: usize,
    values: usize,
}

/// Fails if a job file contains too much.
pub fn of_file(text: &str, body: &Body<'_>) -> Result<(), Vec<Finding>> {
    if text.len() < SMALL {
        return Ok(());
    }
    let mut size = Size::default();
    body.walk(&mut size);
    size.judge(Span::new(0, 0))
}

/// Fails if a job in JSON contains too much.
pub fn of_json(root: &Node<'_>) -> Result<(), Vec<Finding>> {
    if ((root.span.end - root.span.start) as usize) < SMALL {
        return Ok(());
    }
    let mut size = Size::default();
    size.node(root);
    size.judge(Span::new(root.span.start, root.span.start))
}

impl<'e, 'a: 'e> Visit<'e, 'a> for Size {
    fn block(&mut self, block: &'e Block<'a>) {
        self.blocks += 1;
        block.walk(self);
    }

    fn expr(&mut self, expr: &'e Expr<'a>) {
        self.values += 1;
        expr.walk(self);
    }

    // A name in an object is part of its entry.
    fn object_key(&mut self, key: &'e Expr<'a>) {
        key.walk(self);
    }
}

impl Size {
    fn node(&mut self, node: &Node<'_>) {
        match &node.kind {
            Json::Object(members) => {
                self.blocks += 1;
                members.iter().for_each(|member| self.node(&member.value));
            }
            Json::List(nodes) => {
                self.values += 1;
                nodes.iter().for_each(|node| self.node(node));
            }
            Json::Null | Json::Bool(_) | Json::Number(_) | Json::Text(_) => self.values += 1,
        }
    }

    fn judge(self, start: Span) -> Result<(), Vec<Finding>> {
        let too_many = |count: usize, most: usize, what: &str| {
            let message = format!("expected at most {most} {what} in a job, found {count}");
            let help = "split the job: Nomad's servers refuse jobs far smaller than this";
            Err(vec![Finding::new(start, message).rule("size").help(help)])
        };
        match self {
            Self { blocks, .. } if blocks > MOST_BLOCKS => too_many(blocks, MOST_BLOCKS, "blocks"),
            Self { values, .. } if values > MOST_VALUES => too_many(values, MOST_VALUES, "values"),
            _ => Ok(()),
        }
    }
}
