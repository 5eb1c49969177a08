//! Compares the blocks that were asked for with those of a job file.

use super::reading::Refused;
use super::show::{cut, show, show_map};
use super::tree::{self, Body, Tree};
use super::value::{At, object, same};
use crate::jobspec::{
    Block, Field, FieldItem, Free, FreeItem, Job, Kind, Map, Schema, Trail, Type, Value, VolumeSpec,
};
use crate::render::Difference;

/// What a second reading found.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The differences between the file and what was asked for.
    pub differences: Vec<Difference>,
    /// How many labels, attributes and entries were compared.
    pub values: usize,
}

/// A body from which parts are removed as they are compared; what is left was never asked for.
struct Rest<'t> {
    attributes: Vec<(&'t str, &'t Tree)>,
    blocks: Vec<&'t tree::Block>,
}

impl<'t> Rest<'t> {
    fn of(body: &'t Body) -> Self {
        let mut rest = Self { attributes: Vec::new(), blocks: Vec::new() };
        for item in &body.0 {
            match item {
                tree::TreeItem::Attribute(name, value) => rest.attributes.push((name, value)),
                tree::TreeItem::Block(block) => rest.blocks.push(block),
            }
        }
        rest
    }

    fn attribute(&mut self, name: &str) -> Option<&'t Tree> {
        let at = self.attributes.iter().position(|(found, _)| *found == name)?;
        Some(self.attributes.remove(at).1)
    }

    fn block(&mut self, name: &str) -> Option<&'t tree::Block> {
        let at = self.blocks.iter().position(|block| block.name == name)?;
        Some(self.blocks.remove(at))
    }
}

/// Where free-form entries are.
#[derive(Clone, Copy)]
struct FreeEntries<'p> {
    at: Trail<'p>,
    template: &'static str,
    config: bool,
}

/// Compares, and collects what differs.
#[derive(Default)]
pub struct Comparison {
    differences: Vec<Difference>,
    values: usize,
    /// Names that are bound by the enclosing `dynamic` blocks.
    bound: Vec<String>,
}

impl Comparison {
    /// The result of the comparison.
    pub fn reading(self) -> Reading {
        Reading { differences: self.differences, values: self.values }
    }

    /// A job file: variables, local values and the job.
    pub fn file(&mut self, asked: &Job, found: &Body) -> Result<(), Refused> {
        let mut rest = Rest::of(found);
        let file = FreeEntries { at: Trail::FILE, template: "job.hcl.j2", config: false };
        for variable in &asked.variables {
            self.child("variable", variable, file, &mut rest)?;
        }
        if let Some(locals) = rest.block("locals") {
            let file = FreeEntries { template: "map.hcl.j2", ..file };
            self.map("locals", &asked.locals, MapForm::Block(locals), (file, Type::Any))?;
        } else if !asked.locals.is_empty() {
            self.lost(file, "locals", "a block");
        }
        self.child("job", asked, file, &mut rest)?;
        self.left(file, rest);
        Ok(())
    }

    /// A volume specification, which is a file without a block around it.
    pub fn volume(&mut self, asked: &VolumeSpec, found: &Body) -> Result<(), Refused> {
        self.body(asked, &[], found, Trail::FILE)
    }

    fn child<'t>(
        &mut self,
        keyword: &str,
        asked: &dyn Block,
        place: FreeEntries<'_>,
        rest: &mut Rest<'t>,
    ) -> Result<(), Refused> {
        let Some(found) = rest.block(keyword) else {
            self.lost(place, keyword, "a block");
            return Ok(());
        };
        self.body(asked, &found.labels, &found.body, place.at.block(keyword, asked))
    }

    fn body(
        &mut self,
        asked: &dyn Block,
        labels: &[String],
        found: &Body,
        at: Trail<'_>,
    ) -> Result<(), Refused> {
        let schema = asked.schema();
        let place = FreeEntries { at, template: schema.template, config: schema.config };
        let (mut rest, mut labels) = (Rest::of(found), labels.iter());
        let mut outcome = Ok(());
        asked.visit(&mut |index, item| {
            if outcome.is_ok() {
                let field = &schema.fields[index];
                outcome = self.item((schema, field), item, place, (&mut labels, &mut rest));
            }
        });
        outcome?;
        for label in labels {
            self.differ(place, "label", None, Some(format!("{label:?}")));
        }
        self.free_items(&asked.base().extra, place, &mut rest)?;
        self.left(place, rest);
        Ok(())
    }

    fn item(
        &mut self,
        (schema, field): (&Schema, &Field),
        item: FieldItem<'_>,
        place: FreeEntries<'_>,
        (labels, rest): (&mut std::slice::Iter<'_, String>, &mut Rest<'_>),
    ) -> Result<(), Refused> {
        match item {
            FieldItem::Label(asked) => {
                self.values += 1;
                let found = labels.next();
                if found.is_none_or(|found| found != asked) {
                    let found = found.map(|found| format!("{found:?}"));
                    self.differ(place, field.name, Some(format!("{asked:?}")), found);
                }
                Ok(())
            }
            FieldItem::Attr(value) => {
                // A driver's configuration has no types to Nomad.
                let kind = match field.kind {
                    Kind::Attr(kind) if !schema.config => kind,
                    _ => Type::Any,
                };
                self.attribute(field.name, value, kind, place, rest)
            }
            FieldItem::Map(map) => {
                let of = if let Kind::Map(of) = field.kind { of } else { Type::Any };
                let form = match (rest.attribute(field.name), rest.block(field.name)) {
                    (Some(tree), _) => MapForm::Attribute(tree),
                    (None, Some(block)) => MapForm::Block(block),
                    (None, None) => {
                        self.lost(place, field.name, &show_map(map));
                        return Ok(());
                    }
                };
                let of = if schema.config { Type::Any } else { of };
                self.map(field.name, map, form, (place, of))
            }
            FieldItem::Block(block) => self.child(field.name, block, place, rest),
            FieldItem::Free(free) => {
                let Some(found) = rest.block(field.name) else {
                    self.lost(place, field.name, "a block");
                    return Ok(());
                };
                self.no_labels(field.name, found, place);
                let config = field.kind == Kind::Config;
                self.free(free, &found.body, place.at.name(field.name), config)
            }
        }
    }

    fn at(&self, config: bool, kind: Type) -> At<'_> {
        At { config, kind, bound: &self.bound }
    }

    fn attribute(
        &mut self,
        name: &str,
        asked: &Value,
        kind: Type,
        place: FreeEntries<'_>,
        rest: &mut Rest<'_>,
    ) -> Result<(), Refused> {
        self.values += 1;
        let Some(found) = rest.attribute(name) else {
            self.lost(place, name, &show(asked));
            return Ok(());
        };
        let wrapped = !matches!(asked, Value::Object(_)) || matches!(found, Tree::Object(_));
        // In a body without types, parentheses keep Nomad from putting an object into a list.
        let wrapped = wrapped || kind != Type::Any;
        if !wrapped || !same(asked, found, self.at(place.config, kind))? {
            self.differ(place, name, Some(show(asked)), Some(cut(found.to_string())));
        }
        Ok(())
    }

    fn map(
        &mut self,
        name: &str,
        asked: &Map,
        found: MapForm<'_>,
        (place, of): (FreeEntries<'_>, Type),
    ) -> Result<(), Refused> {
        let block = match found {
            MapForm::Block(block) => block,
            MapForm::Attribute(tree) => {
                self.values += asked.len();
                let of = match of {
                    Type::Text => Type::Map(&Type::Text),
                    _ => Type::Map(&Type::Any),
                };
                let same = match if place.config { tree } else { tree.bare() } {
                    Tree::Object(entries) => object(asked, entries, self.at(place.config, of))?,
                    _ => false,
                };
                if !same {
                    self.differ(place, name, Some(show_map(asked)), Some(cut(tree.to_string())));
                }
                return Ok(());
            }
        };
        self.no_labels(name, block, place);
        let place = FreeEntries { at: place.at.name(name), template: "map.hcl.j2", ..place };
        let mut rest = Rest::of(&block.body);
        for (key, value) in asked.iter() {
            self.values += 1;
            match rest.attribute(key) {
                Some(found) if same(value, found, self.at(place.config, of))? => {}
                found => {
                    let found = found.map(|found| cut(found.to_string()));
                    self.differ(place, key, Some(show(value)), found);
                }
            }
        }
        self.left(place, rest);
        Ok(())
    }

    fn free(
        &mut self,
        asked: &Free,
        found: &Body,
        at: Trail<'_>,
        config: bool,
    ) -> Result<(), Refused> {
        let place = FreeEntries { at, template: "free.hcl.j2", config };
        let mut rest = Rest::of(found);
        self.free_items(asked, place, &mut rest)?;
        self.left(place, rest);
        Ok(())
    }

    fn free_items(
        &mut self,
        asked: &Free,
        place: FreeEntries<'_>,
        rest: &mut Rest<'_>,
    ) -> Result<(), Refused> {
        for item in asked.iter() {
            match item {
                FreeItem::Attr(name, value) => {
                    self.attribute(name, value, Type::Any, place, rest)?;
                }
                FreeItem::Object(name, entries) => {
                    self.values += 1;
                    let found = rest.attribute(name);
                    let same = match found {
                        Some(found @ Tree::Parens(_)) => match found.bare() {
                            Tree::Object(found) => {
                                object(entries, found, self.at(place.config, Type::Any))?
                            }
                            _ => false,
                        },
                        _ => false,
                    };
                    if !same {
                        let found = found.map(|found| cut(found.to_string()));
                        self.differ(place, name, Some(format!("({})", show_map(entries))), found);
                    }
                }
                FreeItem::Block { name, labels, body } => {
                    self.free_block((name, labels, body), place, rest)?;
                }
            }
        }
        Ok(())
    }

    fn free_block(
        &mut self,
        (name, labels, body): (&str, &[String], &Free),
        place: FreeEntries<'_>,
        rest: &mut Rest<'_>,
    ) -> Result<(), Refused> {
        let Some(found) = rest.block(name) else {
            self.lost(place, name, "a block");
            return Ok(());
        };
        self.values += labels.len();
        if found.labels != labels {
            let show = |labels: &[String]| Some(format!("the labels {labels:?}"));
            self.differ(place, name, show(labels), show(&found.labels));
        }
        let bound = self.bound.len();
        if name == "dynamic" {
            self.bound.extend(labels.first().cloned());
            if let Some(Value::Expr(iterator)) = body.attributes().get("iterator") {
                self.bound.push(iterator.source().trim().to_owned());
            }
        }
        let outcome = self.free(body, &found.body, place.at.name(name), place.config);
        self.bound.truncate(bound);
        outcome
    }

    fn left(&mut self, place: FreeEntries<'_>, rest: Rest<'_>) {
        for (name, value) in rest.attributes {
            self.differ(place, name, None, Some(cut(value.to_string())));
        }
        for block in rest.blocks {
            self.differ(place, &block.name, None, Some("a block".to_owned()));
        }
    }

    fn no_labels(&mut self, name: &str, found: &tree::Block, place: FreeEntries<'_>) {
        for label in &found.labels {
            self.differ(place, name, None, Some(format!("the label {label:?}")));
        }
    }

    fn lost(&mut self, place: FreeEntries<'_>, field: &str, asked: &str) {
        self.differ(place, field, Some(asked.to_owned()), None);
    }

    fn differ(
        &mut self,
        place: FreeEntries<'_>,
        field: &str,
        asked: Option<String>,
        found: Option<String>,
    ) {
        self.differences.push(Difference {
            block: place.at.path(),
            template: place.template,
            field: field.to_owned(),
            asked,
            found,
        });
    }
}

/// How a map is written.
#[derive(Clone, Copy)]
enum MapForm<'t> {
    /// `meta { … }`
    Block(&'t tree::Block),
    /// `meta = { … }`
    Attribute(&'t Tree),
}
