//! Parses HCL into a tree, by hcl-rs.

use hcl::edit::expr::{Expression, FuncCall, ObjectKey, Traversal, TraversalOperator};
use hcl::edit::parser::{Error, parse_body, parse_expr};
use hcl::edit::structure;

use super::exceptions::{beyond, composed, raw_newline, without_mark};
use super::reading::{Reading, Refused};
use super::templates;
use super::tree::{Block, Body, Tree, TreeItem};

/// Reads a file.
///
/// # Errors
///
/// It is not a valid file, in the words of hcl-rs.
pub fn body(text: &str) -> Result<Body, Refused> {
    let text = without_mark(text);
    let body = parse_body(text).map_err(refused)?;
    Reading { text }.body(&body)
}

/// Reads an expression.
///
/// # Errors
///
/// It is not a valid expression, in the words of hcl-rs.
pub fn expression(text: &str) -> Result<Tree, Refused> {
    let expression = parse_expr(text).map_err(refused)?;
    Reading { text }.tree(&expression)
}

fn refused(error: Error) -> Refused {
    if let Some(reason) = beyond(&error) {
        return Refused::Beyond(reason.to_owned());
    }
    let (line, column) = (error.location().line(), error.location().column());
    Refused::Wrong(line, column, error.message().replace('\n', "; "))
}

impl Reading<'_> {
    fn body(self, from: &structure::Body) -> Result<Body, Refused> {
        from.iter().map(|item| self.item(item)).collect::<Result<_, _>>().map(Body)
    }

    fn item(self, from: &structure::Structure) -> Result<TreeItem, Refused> {
        Ok(match from {
            structure::Structure::Attribute(attribute) => {
                TreeItem::Attribute(attribute.key.to_string(), self.tree(&attribute.value)?)
            }
            structure::Structure::Block(block) => TreeItem::Block(Block {
                name: block.ident.to_string(),
                labels: self.labels(&block.labels)?,
                body: self.body(&block.body)?,
            }),
        })
    }

    fn labels(self, from: &[structure::BlockLabel]) -> Result<Vec<String>, Refused> {
        from.iter()
            .map(|label| {
                raw_newline(self, label)?;
                Ok(composed(label.as_str()))
            })
            .collect()
    }

    /// An expression.
    pub fn tree(self, from: &Expression) -> Result<Tree, Refused> {
        let boxed = |tree| Box::new(tree);
        Ok(match from {
            Expression::Null(_) => Tree::Null,
            Expression::Bool(value) => Tree::Bool(**value),
            Expression::Number(number) => number_of(self.source(number)),
            Expression::String(text) => {
                raw_newline(self, text)?;
                Tree::text(composed(text))
            }
            Expression::StringTemplate(template) => templates::quoted(self, template)?,
            Expression::HeredocTemplate(template) => templates::heredoc(self, template)?,
            Expression::Array(array) => {
                Tree::List(array.iter().map(|value| self.tree(value)).collect::<Result<_, _>>()?)
            }
            Expression::Object(object) => {
                let entry = |(key, value): (&ObjectKey, &hcl::edit::expr::ObjectValue)| {
                    let key = match key {
                        ObjectKey::Ident(name) => Tree::Name(name.to_string()),
                        ObjectKey::Expression(key) => self.tree(key)?,
                    };
                    Ok((key, self.tree(value.expr())?))
                };
                Tree::Object(object.iter().map(entry).collect::<Result<_, _>>()?)
            }
            Expression::Parenthesis(inner) => Tree::Parens(boxed(self.tree(inner.inner())?)),
            Expression::Variable(name) => Tree::Name(name.to_string()),
            Expression::Conditional(of) => {
                self.made("?", &[&of.cond_expr, &of.true_expr, &of.false_expr])?
            }
            Expression::FuncCall(call) => self.call(call)?,
            Expression::Traversal(traversal) => self.traversal(traversal)?,
            Expression::UnaryOp(of) => self.made(of.operator.as_str(), &[&of.expr])?,
            Expression::BinaryOp(of) => {
                self.made(of.operator.as_str(), &[&of.lhs_expr, &of.rhs_expr])?
            }
            Expression::ForExpr(of) => {
                let names = [of.intro.key_var.as_ref(), Some(&of.intro.value_var)];
                let names: Vec<&str> =
                    names.into_iter().flatten().map(|name| name.as_str()).collect();
                let (key, group, condition) =
                    (of.key_expr.is_some(), of.grouping, of.cond.is_some());
                let what = format!("for {} {key} {group} {condition}(", names.join(","));
                let mut parts = vec![&of.intro.collection_expr];
                parts.extend(&of.key_expr);
                parts.push(&of.value_expr);
                parts.extend(of.cond.as_ref().map(|condition| &condition.expr));
                self.made(&what, &parts)?
            }
        })
    }

    fn made(self, what: &str, of: &[&Expression]) -> Result<Tree, Refused> {
        let of = of.iter().map(|inner| self.tree(inner)).collect::<Result<_, _>>()?;
        Ok(Tree::Made(what.to_owned(), of))
    }

    fn call(self, call: &FuncCall) -> Result<Tree, Refused> {
        let mut name: String =
            call.name.namespace.iter().map(|part| format!("{}::", part.as_str())).collect();
        name.push_str(call.name.name.as_str());
        let open = if call.args.expand_final() { "...(" } else { "(" };
        let of = call.args.iter().map(|inner| self.tree(inner)).collect::<Result<_, _>>()?;
        Ok(Tree::Made(name + open, of))
    }

    fn traversal(self, from: &Traversal) -> Result<Tree, Refused> {
        let mut tree = self.tree(&from.expr)?;
        for operator in &from.operators {
            let of = vec![tree];
            tree = match operator.value() {
                TraversalOperator::AttrSplat(_) => Tree::Made(".*".to_owned(), of),
                TraversalOperator::FullSplat(_) => Tree::Made("[*]".to_owned(), of),
                TraversalOperator::GetAttr(name) => Tree::Made(format!(".{}", name.as_str()), of),
                TraversalOperator::LegacyIndex(index) => {
                    let key = Tree::Number(index.to_string());
                    Tree::Made("[]".to_owned(), [of, vec![key]].concat())
                }
                TraversalOperator::Index(key) => {
                    Tree::Made("[]".to_owned(), [of, vec![self.tree(key)?]].concat())
                }
            };
        }
        Ok(tree)
    }
}

/// A number as it is written, whose sign belongs to it here.
fn number_of(source: &str) -> Tree {
    let start = source
        .rfind(|letter: char| !letter.is_ascii_alphanumeric() && !matches!(letter, '.' | '+' | '-'))
        .map_or(0, |at| at + 1);
    let digits = source.get(start..).unwrap_or_default();
    let number = Tree::Number(digits.trim_start_matches('-').to_owned());
    if source.starts_with('-') { Tree::Made("-".to_owned(), vec![number]) } else { number }
}
