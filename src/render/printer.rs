//! Blocks → HCL, through the templates. The output is neither laid out nor verified.

use std::collections::BTreeMap;
use std::sync::Arc;

use minijinja::Environment;

use super::builtin;
use super::env::{environment, render};
use super::error::TemplateError;
use super::lookup::Lookup;
use super::node::{Node, comment};
use super::tags;
use crate::jobspec::{Block, Job};

/// The templates, ready to print.
#[derive(Debug)]
pub struct Printer {
    env: Environment<'static>,
    lookup: Arc<Lookup>,
}

impl Printer {
    /// With the built-in templates and a project's own, by file name.
    pub fn new(mut own: BTreeMap<String, String>) -> Result<Self, TemplateError> {
        // An exact copy of a built-in template is compiled already.
        own.retain(|name, text| builtin::is_generic(name) || builtin::template(name) != Some(text));
        for (name, text) in &own {
            let told = tags::check(text);
            told.map_err(|(line, message)| TemplateError::at(name, line, &message, text))?;
        }
        let lookup = Arc::new(Lookup::new(own.keys()));
        Ok(Self { env: environment(own, &lookup)?, lookup })
    }

    /// The file of the template that prints the blocks of a name.
    pub fn file(&self, name: &'static str) -> &'static str {
        self.lookup.file(name)
    }

    /// A whole job file: variables and locals, then the job.
    pub fn job(&self, job: &Job) -> Result<String, TemplateError> {
        let mut text = String::new();
        for variable in &job.variables {
            text.push_str(&comment(variable));
            text.push_str(&self.block(variable)?);
            text.push('\n');
        }
        if !job.locals.is_empty() {
            text.push_str(&self.node(Node::map(&self.lookup, "locals", &job.locals))?);
            text.push('\n');
        }
        text.push_str(&comment(job));
        text.push_str(&self.block(job)?);
        Ok(text)
    }

    /// One block, without the comment above it.
    pub fn block(&self, block: &dyn Block) -> Result<String, TemplateError> {
        self.node(Node::new(&self.lookup, block))
    }

    fn node(&self, node: Node) -> Result<String, TemplateError> {
        Ok(render(&self.env.get_template(node.template)?, Arc::new(node))?)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::Printer;
    use crate::render::builtin::BUILTIN;

    fn compiled(own: &[(&str, &str)]) -> usize {
        let own = own.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
        let printer = Printer::new(own.collect());
        printer.map(|printer| printer.env.templates().count()).unwrap_or_default()
    }

    #[test]
    fn each_template_is_compiled_once() {
        assert_eq!(compiled(&[]), BUILTIN.len());
        assert_eq!(
            compiled(&[("check.hcl.j2", "check {}"), ("_ours.hcl.j2", "")]),
            BUILTIN.len() + 2
        );
        let same =
            BUILTIN.iter().filter_map(|(name, text)| Some((name.strip_prefix("builtin/")?, *text)));
        assert_eq!(compiled(&same.collect::<Vec<_>>()), BUILTIN.len());
    }

    /// Nodes keep values for the templates of projects only.
    #[test]
    fn built_in_templates_ask_for_no_value_but_labels() -> Result<(), super::TemplateError> {
        let words = ["attrs", "block", "blocks", "head", "id", "name"];
        let words: BTreeSet<String> = words.map(str::to_owned).into();
        for (name, template) in Printer::new(BTreeMap::new())?.env.templates() {
            let asked: BTreeSet<String> = template.undeclared_variables(true).into_iter().collect();
            assert!(asked.is_subset(&words), "{name} asks for {asked:?}");
        }
        Ok(())
    }
}
