//! From the struct's syntax to the facts that the expansion needs.

use syn::{
    Attribute, Data, DeriveInput, Error, Expr, ExprLit, Fields, GenericArgument, Ident, Lit,
    PathArguments, Result, Type,
};

/// A struct with `#[derive(Block)]`.
pub struct Block {
    pub ident: Ident,
    /// The block's keyword in HCL.
    pub name: String,
    /// Nomad's name of the struct behind the block.
    pub go: String,
    /// What code knows the block by, where it is unlike all others.
    pub special: Option<Ident>,
    /// Whether strings inside are evaluated once more by the client (task `config`).
    pub config: bool,
    /// Whether `new()` is written by hand.
    pub constructor: bool,
    /// Whether no serde is derived: it is written by hand, or the block is not part of a job in
    /// Nomad's API.
    pub no_serde: bool,
    pub doc: String,
    pub fields: Vec<Field>,
}

/// One field of the struct.
pub struct Field {
    pub ident: Ident,
    /// The name in HCL.
    pub name: String,
    /// The name in Nomad's API JSON, where it is not the name in camel case.
    pub json: Option<String>,
    pub shape: Shape,
    pub docs: Vec<Attribute>,
    pub doc: String,
    pub since: Option<String>,
    pub default: Option<String>,
    /// Whether the default is described in words, as no value expresses it.
    pub words: bool,
    /// All strings that Nomad accepts.
    pub one_of: Vec<String>,
    /// The enumeration that the setter accepts.
    pub choice: Option<Ident>,
    /// The least and the most that Nomad accepts: a number, or nanoseconds.
    pub bounds: [Option<i64>; 2],
    /// The type of a map's values, if they are not strings.
    pub values: Option<Type>,
    /// Of a block that repeats: which one of one job is which one of another.
    pub pairing: Option<Pairing>,
    /// What a change does to running allocations.
    pub update: Option<Ident>,
    /// The same inside a block that Nomad compares as a whole, where it is something else.
    pub apart: Option<Ident>,
    pub flags: Flags,
}

/// Which of several blocks in one job is which one in another.
pub enum Pairing {
    Ordered,
    /// Names of labels and attributes.
    Keyed(Vec<String>),
    Set,
}

/// What `#[field(…)]` switches on.
#[derive(Default)]
pub struct Flags {
    /// Absent is the zero value of the Go type, not null.
    pub zero: bool,
    /// Nomad refuses the block without it.
    pub required: bool,
    /// Nomad's parser does, too.
    pub parser_required: bool,
    /// A server writes the default out, where the API has the zero value for what is absent.
    pub filled: bool,
    /// A server does not write the default out: it depends on what is around, or absent is a value of its own.
    pub contextual: bool,
    /// The map may be written as an attribute, for keys that are not identifiers.
    pub attribute_form: bool,
    /// Labels of this repeated block are keys: a second one replaces the first.
    pub keyed: bool,
    /// `${…}` means nothing to Nomad in this string.
    pub verbatim: bool,
    /// Only Nomad Enterprise does what it says.
    pub enterprise: bool,
    /// Nomad leaves run-time references in this string unchanged.
    pub unreplaced: bool,
    /// Nomad compares the block as a whole.
    pub whole: bool,
    /// The order alone of the blocks does what a change of one does.
    pub reorder: bool,
    /// Written by hand: no setter is derived.
    pub no_setter: bool,
}

/// The shape of a field, read off its type.
pub enum Shape {
    Label,
    Attr(Box<Type>),
    Map,
    One(Box<Type>),
    Many(Box<Type>),
    Free,
    Config,
    Base,
    /// Not part of the block: it is elsewhere in the file.
    Outside,
}

pub fn block(input: &DeriveInput) -> Result<Block> {
    let Data::Struct(data) = &input.data else {
        return Err(Error::new_spanned(input, "`Block` can only be derived for structs"));
    };
    let Fields::Named(named) = &data.fields else {
        return Err(Error::new_spanned(
            input,
            "`Block` can only be derived for structs with named \
            fields",
        ));
    };
    let mut block = Block {
        ident: input.ident.clone(),
        name: String::new(),
        go: String::new(),
        special: None,
        config: false,
        constructor: false,
        no_serde: false,
        doc: doc_text(&input.attrs),
        fields: Vec::new(),
    };
    for attr in input.attrs.iter().filter(|attr| attr.path().is_ident("block")) {
        attr.parse_nested_meta(|meta| {
            match meta.path.get_ident().map(Ident::to_string).as_deref() {
                Some("name") => block.name = string(&meta.value()?.parse()?)?,
                Some("go") => block.go = string(&meta.value()?.parse()?)?,
                Some("special") => block.special = Some(meta.value()?.parse()?),
                Some("config") => block.config = true,
                Some("constructor") => block.constructor = true,
                Some("no_serde") => block.no_serde = true,
                _ => {
                    return Err(meta.error(
                        "expected `name`, `go`, `special`, `config`, `constructor` or `no_serde`",
                    ));
                }
            }
            Ok(())
        })?;
    }
    for field in &named.named {
        block.fields.push(self::field(field)?);
    }
    Ok(block)
}

fn field(field: &syn::Field) -> Result<Field> {
    let Some(ident) = field.ident.clone() else {
        return Err(Error::new_spanned(field, "expected a field with a name"));
    };
    let plain = ident.to_string().trim_end_matches('_').to_owned();
    let mut parsed = Field {
        name: plain,
        ident,
        json: None,
        shape: if outside(field) { Shape::Outside } else { shape(&field.ty)? },
        docs: field.attrs.iter().filter(|attr| attr.path().is_ident("doc")).cloned().collect(),
        doc: doc_text(&field.attrs),
        since: None,
        default: None,
        words: false,
        one_of: Vec::new(),
        choice: None,
        bounds: [None; 2],
        values: None,
        pairing: None,
        update: None,
        apart: None,
        flags: Flags::default(),
    };
    for attr in field.attrs.iter().filter(|attr| attr.path().is_ident("field")) {
        attr.parse_nested_meta(|meta| field_option(&mut parsed, &meta))?;
    }
    if matches!(parsed.shape, Shape::Many(_)) && parsed.pairing.is_none() {
        let message = "expected `ordered`, `key = \"…\"` or `set` on a block that repeats";
        return Err(Error::new_spanned(field, message));
    }
    Ok(parsed)
}

/// Whether the field is marked as not part of the block, so that its type does not matter.
fn outside(field: &syn::Field) -> bool {
    let is_outside = |attr: &Attribute| {
        attr.path().is_ident("field")
            && attr.parse_args::<Ident>().is_ok_and(|word| word == "outside")
    };
    field.attrs.iter().any(is_outside)
}

fn field_option(field: &mut Field, meta: &syn::meta::ParseNestedMeta<'_>) -> Result<()> {
    let word = meta.path.get_ident().map(Ident::to_string).unwrap_or_default();
    if let Some(flag) = flag(&mut field.flags, &word) {
        *flag = true;
        return Ok(());
    }
    let text = || string(&meta.value()?.parse()?);
    match word.as_str() {
        "label" => field.shape = Shape::Label,
        "outside" => field.shape = Shape::Outside,
        "ordered" => field.pairing = Some(Pairing::Ordered),
        "set" => field.pairing = Some(Pairing::Set),
        "key" => {
            let names = text()?.split(", ").map(str::to_owned).collect();
            field.pairing = Some(Pairing::Keyed(names));
        }
        "json" => field.json = Some(text()?),
        "block" | "name" => field.name = text()?,
        "since" => field.since = Some(text()?),
        "default" => field.default = Some(text()?),
        "words" => (field.words, field.default) = (true, Some(text()?)),
        "one_of" => {
            let all: syn::ExprArray = meta.value()?.parse()?;
            field.one_of = all.elems.iter().map(string).collect::<Result<_>>()?;
        }
        "choice" => field.choice = Some(meta.value()?.parse()?),
        "min" => field.bounds[0] = Some(bound(&meta.value()?.parse()?)?),
        "max" => field.bounds[1] = Some(bound(&meta.value()?.parse()?)?),
        "update" => field.update = Some(meta.value()?.parse()?),
        "apart" => field.apart = Some(meta.value()?.parse()?),
        "values" => field.values = Some(meta.value()?.parse()?),
        _ => return Err(meta.error(format!("expected one of {EXPECTED}"))),
    }
    Ok(())
}

/// The words that `#[field(…)]` accepts.
const EXPECTED: &str = "`label`, `zero`, `required`, `parser_required`, `filled`, `contextual`, `attribute_form`, \
    `keyed`, `verbatim`, `enterprise`, `unreplaced`, `whole`, `reorder`, `no_setter`, `json`, `block`, `name`, \
    `since`, `default`, `words`, `one_of`, `choice`, `min`, `max`, `values`, `ordered`, `key`, `set`, `update`, `apart` or \
    `outside`";

/// The flag that a word alone sets.
fn flag<'f>(flags: &'f mut Flags, word: &str) -> Option<&'f mut bool> {
    Some(match word {
        "zero" => &mut flags.zero,
        "required" => &mut flags.required,
        "parser_required" => &mut flags.parser_required,
        "filled" => &mut flags.filled,
        "contextual" => &mut flags.contextual,
        "attribute_form" => &mut flags.attribute_form,
        "keyed" => &mut flags.keyed,
        "verbatim" => &mut flags.verbatim,
        "enterprise" => &mut flags.enterprise,
        "unreplaced" => &mut flags.unreplaced,
        "whole" => &mut flags.whole,
        "reorder" => &mut flags.reorder,
        "no_setter" => &mut flags.no_setter,
        _ => return None,
    })
}

fn shape(ty: &Type) -> Result<Shape> {
    let (outer, inner) = generic(ty)?;
    match (outer.as_str(), inner) {
        ("String", None) => Ok(Shape::Label),
        ("Base", None) => Ok(Shape::Base),
        ("Vec", Some(block)) => Ok(Shape::Many(Box::new(block.clone()))),
        ("Option", Some(content)) => match generic(content)? {
            (name, Some(of)) if name == "Attr" => Ok(Shape::Attr(Box::new(of.clone()))),
            (name, Some(of)) if name == "Box" => Ok(Shape::One(Box::new(of.clone()))),
            (name, None) if name == "Map" => Ok(Shape::Map),
            (name, None) if name == "Free" => Ok(Shape::Free),
            (name, None) if name == "Config" => Ok(Shape::Config),
            (of, None) => {
                let message = format!(
                    "unsupported type of a block field: write `Option<Box<{of}>>` for a block that \
                     occurs at most once, `Option<Attr<{of}>>` for an attribute"
                );
                Err(Error::new_spanned(ty, message))
            }
            _ => Err(Error::new_spanned(ty, "unsupported type of a block field")),
        },
        _ => Err(Error::new_spanned(
            ty,
            "unsupported type of a block field; see the table in `jobwright_derive`",
        )),
    }
}

/// Whether an attribute's type is a list.
pub fn is_list(ty: &Type) -> bool {
    generic(ty).is_ok_and(|(name, of)| name == "Vec" && of.is_some())
}

/// The last segment of a path type and its first type argument.
fn generic(ty: &Type) -> Result<(String, Option<&Type>)> {
    let Type::Path(path) = ty else { return Err(Error::new_spanned(ty, "expected a named type")) };
    let Some(segment) = path.path.segments.last() else {
        return Err(Error::new_spanned(ty, "expected a named type"));
    };
    let argument = match &segment.arguments {
        PathArguments::AngleBracketed(arguments) => {
            arguments.args.iter().find_map(|argument| match argument {
                GenericArgument::Type(ty) => Some(ty),
                _ => None,
            })
        }
        _ => None,
    };
    Ok((segment.ident.to_string(), argument))
}

fn string(expr: &Expr) -> Result<String> {
    match expr {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Ok(text.value()),
        other => Err(Error::new_spanned(other, "expected a string")),
    }
}

/// A number, or a duration in nanoseconds: `-1`, `"5s"`, `"1ns"`.
fn bound(expr: &Expr) -> Result<i64> {
    let number = match expr {
        Expr::Unary(syn::ExprUnary { op: syn::UnOp::Neg(_), expr, .. }) => {
            return bound(expr).map(|number| -number);
        }
        Expr::Lit(ExprLit { lit: Lit::Int(number), .. }) => return number.base10_parse(),
        other => string(other)?,
    };
    let units = [("ns", 1), ("s", 1_000_000_000)];
    let found = units.iter().find_map(|(unit, nanos)| {
        Some(number.strip_suffix(unit)?.parse::<i64>().ok()?.saturating_mul(*nanos))
    });
    found.ok_or_else(|| Error::new_spanned(expr, "expected a number, or a duration in `s` or `ns`"))
}

/// The doc comment as one string.
fn doc_text(attrs: &[Attribute]) -> String {
    let lines: Vec<String> = attrs
        .iter()
        .filter(|attr| attr.path().is_ident("doc"))
        .filter_map(|attr| match &attr.meta {
            syn::Meta::NameValue(pair) => string(&pair.value).ok(),
            _ => None,
        })
        .map(|line| line.strip_prefix(' ').unwrap_or(&line).to_owned())
        .collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::{Shape, shape};
    use syn::parse_quote;

    #[test]
    fn a_block_that_stands_at_most_once_is_in_a_box() {
        assert!(matches!(shape(&parse_quote!(Option<Box<Update>>)), Ok(Shape::One(_))));
        let message = shape(&parse_quote!(Option<Update>)).err().map(|error| error.to_string());
        assert!(message.is_some_and(|message| message.contains("write `Option<Box<Update>>`")));
    }
}
