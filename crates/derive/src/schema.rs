//! The table that describes a block, and its fields.

use heck::{ToSnakeCase, ToUpperCamelCase};
use proc_macro2::TokenStream;
use quote::quote;

use crate::parse::{Block, Field, Pairing, Shape};

pub fn schema(block: &Block) -> TokenStream {
    let (name, go, doc, config) = (&block.name, &block.go, &block.doc, block.config);
    let template = format!("{}.hcl.j2", block.ident.to_string().to_snake_case());
    let special = match &block.special {
        Some(special) => quote!(Some(::jobwright::jobspec::Special::#special)),
        None => quote!(None),
    };
    let fields = block
        .fields
        .iter()
        .filter(|field| !matches!(field.shape, Shape::Base | Shape::Outside))
        .map(field_schema);
    quote! {
        ::jobwright::jobspec::Schema {
            name: #name,
            template: #template,
            go: #go,
            special: #special,
            doc: #doc,
            config: #config,
            fields: &[#(#fields),*],
        }
    }
}

fn field_schema(field: &Field) -> TokenStream {
    let kind = match &field.shape {
        Shape::Label => quote!(Label),
        Shape::Attr(of) => quote!(Attr(<#of as ::jobwright::jobspec::AttrType>::TYPE)),
        Shape::Map => {
            let of = values(field);
            quote!(Map(<#of as ::jobwright::jobspec::AttrType>::TYPE))
        }
        Shape::One(of) => quote!(Block(&<#of>::SCHEMA)),
        Shape::Many(of) => quote!(Blocks(&<#of>::SCHEMA)),
        Shape::Free => quote!(Free),
        Shape::Config => quote!(Config),
        Shape::Base | Shape::Outside => return TokenStream::new(),
    };
    let name = &field.name;
    let json = field.json.clone().unwrap_or_else(|| name.to_upper_camel_case());
    let doc = &field.doc;
    let since = version(field.since.as_ref());
    let parts = [values_of(field), changes(field), flags(field)];
    quote! {
        ::jobwright::jobspec::Field {
            name: #name,
            json: #json,
            kind: ::jobwright::jobspec::Kind::#kind,
            doc: #doc,
            since: #since,
            #(#parts)*
        }
    }
}

/// What the values may be, and what is taken without one.
fn values_of(field: &Field) -> TokenStream {
    let preset = if field.words { quote!(Words) } else { quote!(Value) };
    let default = field.default.as_ref();
    let default =
        optional(default.map(|text| quote!(::jobwright::jobspec::Preset::#preset(#text))));
    let one_of = &field.one_of;
    let choices = match &field.choice {
        Some(choice) => quote!(<#choice as ::jobwright::jobspec::Choice>::WORDS),
        None => quote!(&[]),
    };
    let [min, max] = field.bounds.map(|bound| optional(bound.map(|bound| quote!(#bound))));
    quote! {
        default: #default,
        one_of: &[#(#one_of),*],
        choices: #choices,
        min: #min,
        max: #max,
    }
}

/// What is paired with what in another version of the job, and what a change does.
fn changes(field: &Field) -> TokenStream {
    let pairing = match &field.pairing {
        Some(Pairing::Keyed(names)) => quote!(Keyed(&[#(#names),*])),
        Some(Pairing::Set) => quote!(Set),
        Some(Pairing::Ordered) | None => quote!(Ordered),
    };
    let [update, apart] = [&field.update, &field.apart].map(|effect| {
        optional(effect.as_ref().map(|effect| quote!(::jobwright::jobspec::Effect::#effect)))
    });
    let (whole, reorder) = (field.flags.whole, field.flags.reorder);
    quote! {
        pairing: ::jobwright::jobspec::Pairing::#pairing,
        reorder: #reorder,
        update: #update,
        whole: #whole,
        apart: #apart,
    }
}

fn flags(field: &Field) -> TokenStream {
    let flags = &field.flags;
    let (zero, filled, contextual) = (flags.zero, flags.filled, flags.contextual);
    let (required, parser_required) = (flags.required, flags.parser_required);
    let (keyed, attribute_form, verbatim) = (flags.keyed, flags.attribute_form, flags.verbatim);
    let (enterprise, unreplaced) = (flags.enterprise, flags.unreplaced);
    quote! {
        zero: #zero,
        required: #required,
        parser_required: #parser_required,
        filled: #filled,
        contextual: #contextual,
        keyed: #keyed,
        attribute_form: #attribute_form,
        verbatim: #verbatim,
        enterprise: #enterprise,
        unreplaced: #unreplaced,
    }
}

fn optional(value: Option<TokenStream>) -> TokenStream {
    value.map_or_else(|| quote!(None), |value| quote!(Some(#value)))
}

/// The type of a map's values.
pub fn values(field: &Field) -> TokenStream {
    field.values.as_ref().map_or_else(|| quote!(String), |of| quote!(#of))
}

/// The version of a `since`, which has two or three numbers.
fn version(text: Option<&String>) -> TokenStream {
    let Some(text) = text else { return quote!(None) };
    let mut numbers = text.split('.').map(|number| number.parse::<u32>().ok());
    let mut number = || numbers.next().unwrap_or(Some(0));
    match [number(), number(), number()] {
        [Some(major), Some(minor), Some(patch)] => {
            quote!(Some(::jobwright::jobspec::Version::new(#major, #minor, #patch)))
        }
        _ => {
            let message = format!("`since = \"{text}\"`: expected a version such as 1.7 or 1.10.3");
            quote!(compile_error!(#message))
        }
    }
}
