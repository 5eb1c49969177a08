//! The template environment: strict, and with only one way from a value to text.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use minijinja::value::{Kwargs, Value as Shown, ValueKind};
use minijinja::{
    AutoEscape, Environment, Error, ErrorKind, Output, State, Template, UndefinedBehavior,
};

use super::budget;
use super::builtin::BUILTIN;
use super::filters;
use super::literal;
use super::lookup::Lookup;
use super::node::{Inner, Node};
use super::tags;

/// How many steps a template may take for one block: one that needs more never ends.
const STEPS: u64 = 200_000;

/// An environment with the built-in templates and a project's own.
pub fn environment(
    own: BTreeMap<String, String>,
    lookup: &Arc<Lookup>,
) -> Result<Environment<'static>, Error> {
    let mut env = builtin()?.clone();
    for (name, source) in own {
        env.add_template_owned(name, tags::guarded(&source))?;
    }
    let lookup = Arc::clone(lookup);
    env.set_path_join_callback(move |name, _| lookup.meant(name));
    Ok(env)
}

/// The environment with the built-in templates, which are compiled once in a process.
fn builtin() -> Result<&'static Environment<'static>, Error> {
    static ENV: OnceLock<Environment<'static>> = OnceLock::new();
    if let Some(env) = ENV.get() {
        return Ok(env);
    }
    let mut env = Environment::new();
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    env.set_auto_escape_callback(|_| AutoEscape::None);
    env.set_formatter(format);
    env.set_fuel(Some(STEPS));
    // An error then says which name is undefined.
    env.set_debug(true);
    env.add_function("head", head);
    env.add_function("attrs", attrs);
    env.add_function("blocks", blocks);
    filters::add(&mut env);
    env.add_filter(tags::JOINED, joined);
    env.add_filter(tags::JOINED_AS_TEXT, joined_as_text);
    env.add_filter("raw_hcl", |text: String| Shown::from_safe_string(text));
    for (name, source) in BUILTIN {
        env.add_template(name, source)?;
    }
    Ok(ENV.get_or_init(|| env))
}

/// Renders a block with a template, with the same limit on its output as a job.
pub fn render(template: &Template<'_, '_>, node: Arc<Node>) -> Result<String, Error> {
    budget::begin();
    template.render(Shown::from_dyn_object(node))
}

fn write(out: &mut Output<'_>, text: &str) -> Result<(), Error> {
    budget::charge(text.len(), "print")?;
    out.write_str(text).map_err(|_| ErrorKind::WriteFailure.into())
}

/// Counts what `+` joins: strings; lists are not copied.
fn joined(value: Shown) -> Result<Shown, Error> {
    budget::charge(value.as_str().map_or(0, str::len), "join")?;
    Ok(value)
}

/// Counts what `~` joins, which becomes text.
fn joined_as_text(value: Shown) -> Result<Shown, Error> {
    budget::charge(budget::text_length(&value)?, "join")?;
    Ok(value)
}

/// Prints a value as an HCL literal. Nothing else turns values into text.
fn format(out: &mut Output<'_>, _: &mut State<'_, '_>, value: &Shown) -> Result<(), Error> {
    if value.is_safe() {
        return write(out, value.as_str().unwrap_or_default());
    }
    let mut text = String::new();
    print(&mut text, value)?;
    write(out, &text)
}
fn print(out: &mut String, value: &Shown) -> Result<(), Error> {
    let invalid = |detail: String| Err(Error::new(ErrorKind::InvalidOperation, detail));
    if out.len() > budget::left() {
        return budget::charge(out.len(), "print");
    }
    match value.kind() {
        ValueKind::Undefined => Err(ErrorKind::UndefinedError.into()),
        ValueKind::None => invalid(
            "print an unset attribute inside `{% if … is not none %}`, or use \
                `attrs(block)`"
                .into(),
        ),
        ValueKind::Bool | ValueKind::Number => {
            out.push_str(&value.to_string());
            if value.kind() == ValueKind::Bool {
                out.make_ascii_lowercase();
            }
            Ok(())
        }
        ValueKind::String if value.is_safe() => {
            out.push_str(value.as_str().unwrap_or_default());
            Ok(())
        }
        ValueKind::String => {
            // Its location is not known here; with everything escaped it is right everywhere, in
            // labels too.
            literal::quoted(out, value.as_str().unwrap_or_default(), true);
            Ok(())
        }
        ValueKind::Seq | ValueKind::Iterable => {
            out.push('[');
            for (index, entry) in value.try_iter()?.enumerate() {
                if index > 0 {
                    out.push_str(", ");
                }
                print(out, &entry)?;
            }
            out.push(']');
            Ok(())
        }
        ValueKind::Map if value.downcast_object_ref::<Node>().is_none() => {
            out.push_str("{ ");
            for (index, key) in value.try_iter()?.enumerate() {
                if index > 0 {
                    out.push_str(", ");
                }
                literal::quoted(out, key.as_str().unwrap_or_default(), true);
                out.push_str(" = ");
                print(out, &value.get_item(&key)?)?;
            }
            out.push_str(" }");
            Ok(())
        }
        kind => invalid(format!(
            "cannot print a {kind} as HCL; use `attrs(block)` and \
            `blocks(block)`"
        )),
    }
}

/// `head(block)`: the part before the braces: the keyword and the labels.
fn head(block: &Shown) -> Result<Shown, Error> {
    Ok(Shown::from_safe_string(node(block)?.head()))
}

/// `attrs(block)`: the attributes, one a line, in the order of the schema. `only=[…]` and `except=[…]` pick some.
fn attrs(block: &Shown, options: Kwargs) -> Result<Shown, Error> {
    let node = node(block)?;
    let wanted = Selection::new(node, &options)?;
    Ok(Shown::from_safe_string(if wanted.is_everything() {
        node.lines().to_owned()
    } else {
        node.lines_of(|name| wanted.includes(name))
    }))
}

/// `blocks(block)`: the inner blocks, each through its own template. `only=[…]` and `except=[…]` pick some.
fn blocks(state: &State<'_, '_>, block: &Shown, options: Kwargs) -> Result<Shown, Error> {
    let node = node(block)?;
    let wanted = Selection::new(node, &options)?;
    let mut out = String::with_capacity(1024);
    for inner in node.blocks.iter().filter(|inner| wanted.includes(inner.keyword())) {
        let node = match inner {
            Inner::Node(node) => node,
            Inner::Printed { text, .. } => {
                out.push_str(text);
                continue;
            }
        };
        out.push_str(&node.comment);
        let template = state.env().get_template(node.template)?;
        out.push_str(&template.render(Shown::from_dyn_object(Arc::clone(node)))?);
        out.push('\n');
    }
    Ok(Shown::from_safe_string(out))
}

fn node(value: &Shown) -> Result<&Node, Error> {
    value.downcast_object_ref::<Node>().ok_or_else(|| {
        Error::new(ErrorKind::InvalidOperation, "expected a block, such as `attrs(block)`")
    })
}
/// The names that a template selects.
#[derive(Default)]
struct Selection {
    only: Option<Vec<String>>,
    except: Vec<String>,
}

impl Selection {
    fn new(node: &Node, options: &Kwargs) -> Result<Self, Error> {
        // Most templates select all, and each call of `get` has its cost.
        if options.args().next().is_none() {
            return Ok(Self::default());
        }
        let only: Option<Vec<String>> = options.get("only")?;
        let except: Option<Vec<String>> = options.get("except")?;
        options.assert_all_used()?;
        let selection = Self { only, except: except.unwrap_or_default() };
        let names = selection.only.iter().flatten().chain(&selection.except);
        match names.into_iter().find(|name| !node.knows(name)) {
            Some(name) => {
                let detail = format!("unknown attribute or block `{name}` in `{}`", node.keyword());
                Err(Error::new(ErrorKind::InvalidOperation, detail))
            }
            None => Ok(selection),
        }
    }

    fn is_everything(&self) -> bool {
        self.only.is_none() && self.except.is_empty()
    }

    fn includes(&self, name: &str) -> bool {
        self.only.as_ref().is_none_or(|only| only.iter().any(|wanted| wanted == name))
            && !self.except.iter().any(|unwanted| unwanted == name)
    }
}
