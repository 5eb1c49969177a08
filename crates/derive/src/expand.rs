//! From the facts to the code.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::parse::{Block, Field, Shape, is_list};
use crate::schema::{schema, values};

pub fn block(block: &Block) -> TokenStream {
    let ident = &block.ident;
    let schema = schema(block);
    let setters = block.fields.iter().filter_map(setter);
    let constructor = constructor(block);
    let implementation = implementation(block);
    let serde = serde(block);
    quote! {
        impl #ident {
            /// What the jobspec says of this block: its attributes, their types, defaults and docs.
            pub const SCHEMA: ::jobwright::jobspec::Schema = #schema;
            #constructor
            #(#setters)*

            /// The same, written by the caller unless it is known where it was.
            #[must_use]
            #[track_caller]
            pub(crate) fn here(self) -> Self {
                if self.base.location.is_known() {
                    return self;
                }
                ::jobwright::jobspec::written_at(self, ::jobwright::jobspec::Location::here())
            }

            /// Sets an attribute that this model does not know yet, for a Nomad newer than it.
            #[must_use]
            #[track_caller]
            pub fn extra(mut self, name: &str, value: impl Into<::jobwright::jobspec::Value>) -> Self {
                self.base.extra.set(name, value);
                self
            }

            /// Adds a block that this model does not know: of a Nomad newer than it, or with names of its own:
            /// `.extra_block("context", Free::new().attr("server", "nas.lab"))`.
            #[must_use]
            #[track_caller]
            pub fn extra_block(mut self, name: &str, body: ::jobwright::jobspec::Free) -> Self {
                self.base.extra.push_block(name, &[], body);
                self
            }

            /// Adds such a block with labels.
            #[must_use]
            #[track_caller]
            pub fn extra_labelled_block(mut self, name: &str, labels: &[&str], body: ::jobwright::jobspec::Free) -> Self {
                self.base.extra.push_block(name, labels, body);
                self
            }

            /// Lets the findings of a rule pass, in this block and in the blocks in it: `.allow("static-port", "clients know
            /// no other")`. The reason is shown in the report of `lint`, and above the block in the HCL. An unknown rule, an
            /// empty reason, and an allowance that allows nothing are findings themselves.
            #[must_use]
            #[track_caller]
            pub fn allow(mut self, rule: &str, reason: &str) -> Self {
                self.base.allowances.push(::jobwright::jobspec::Allowance {
                    rule: rule.to_owned(),
                    reason: reason.to_owned(),
                    location: ::jobwright::jobspec::Location::here(),
                });
                self
            }

            /// Prints a comment above the block, a line of it per line of `text`.
            #[must_use]
            pub fn comment(mut self, text: impl Into<String>) -> Self {
                self.base.comment = Some(text.into());
                self
            }
        }
        #implementation
        #serde
    }
}

/// Nomad's API JSON, by two functions that all blocks share.
fn serde(block: &Block) -> TokenStream {
    if block.no_serde {
        return TokenStream::new();
    }
    let ident = &block.ident;
    quote! {
        impl ::jobwright::serde::Serialize for #ident {
            fn serialize<S: ::jobwright::serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                ::jobwright::api::serialize(self, serializer)
            }
        }
        impl<'de> ::jobwright::serde::Deserialize<'de> for #ident {
            fn deserialize<D: ::jobwright::serde::Deserializer<'de>>(deserializer: D) -> ::core::result::Result<Self, D::Error> {
                ::jobwright::read::deserialize(deserializer)
            }
        }
    }
}

fn has_label(block: &Block) -> bool {
    block.fields.iter().any(|field| matches!(field.shape, Shape::Label))
}

/// `new()` and `Default` for blocks that need nothing; the others write their own constructors.
fn constructor(block: &Block) -> TokenStream {
    if has_label(block) || block.constructor {
        return TokenStream::new();
    }
    let doc = format!("An empty `{}` block.", block.name);
    quote! {
        #[doc = #doc]
        #[must_use]
        #[track_caller]
        pub fn new() -> Self {
            let mut block = <Self as ::jobwright::jobspec::Block>::blank();
            block.base.location = ::jobwright::jobspec::Location::here();
            block
        }
    }
}

fn setter(field: &Field) -> Option<TokenStream> {
    if field.flags.no_setter {
        return None;
    }
    let (ident, docs) = (&field.ident, &field.docs);
    let more = more_docs(field);
    let method = match field.name.as_str() {
        "type" => format_ident!("type_"),
        "static" => format_ident!("static_"),
        name => format_ident!("{name}"),
    };
    let (parameters, body) = match &field.shape {
        Shape::Label | Shape::Base | Shape::Outside => return None,
        Shape::Attr(of) if is_list(of) => {
            let name = &field.name;
            (
                quote!(value: impl ::jobwright::jobspec::IntoAttr<#of>),
                quote! {
                    self.base.note(value.problems());
                    self.base.append(#name, &mut self.#ident, value.into_attr().here());
                },
            )
        }
        Shape::Attr(_) if field.choice.is_some() => {
            let of = &field.choice;
            (
                quote!(value: impl ::jobwright::jobspec::IntoAttr<#of>),
                quote! {
                    let value: ::jobwright::jobspec::Attr<#of> = value.into_attr();
                    self.#ident = Some(::jobwright::jobspec::Attr::<String>::from(value).here());
                },
            )
        }
        Shape::Attr(of) => (
            quote!(value: impl ::jobwright::jobspec::IntoAttr<#of>),
            quote!(self.#ident = Some(value.into_attr().here());),
        ),
        Shape::Map => {
            let of = values(field);
            (
                quote!(key: impl Into<String>, value: impl ::jobwright::jobspec::IntoAttr<#of>),
                quote! {
                    let value = value.into_attr().here();
                    let location = value.location();
                    self.#ident.get_or_insert_default().set_at(key, value.into_value(), location);
                },
            )
        }
        Shape::One(of) => (
            quote!(block: impl ::jobwright::jobspec::IntoBlock<#of>),
            quote!(self.#ident = Some(Box::new(block.into_block().here()));),
        ),
        Shape::Many(of) => (
            quote!(block: impl ::jobwright::jobspec::IntoBlock<#of>),
            quote!(self.#ident.push(block.into_block().here());),
        ),
        Shape::Free => (
            quote!(content: impl Into<::jobwright::jobspec::Free>),
            quote!(self.#ident = Some(content.into());),
        ),
        Shape::Config => (
            quote!(config: impl Into<::jobwright::jobspec::Config>),
            quote!(self.#ident = Some(config.into());),
        ),
    };
    Some(quote! {
        #(#docs)*
        #(#[doc = #more])*
        #[must_use]
        #[track_caller]
        pub fn #method(mut self, #parameters) -> Self {
            #body
            self
        }
    })
}

/// What the editor shows of a setter besides the field's doc: the default, and the first Nomad that knows it.
fn more_docs(field: &Field) -> Vec<String> {
    let default = field.default.as_ref().map(|default| {
        if field.words { format!("Default: {default}.") } else { format!("Default: `{default}`.") }
    });
    let since = field.since.as_ref().map(|since| format!("Since Nomad {since}."));
    let required = field.flags.required.then(|| "Required by Nomad.".to_owned());
    let list = match &field.shape {
        Shape::Attr(of) if is_list(of) => Some("Each further call appends to the list.".to_owned()),
        _ => None,
    };
    let enterprise = field.flags.enterprise.then(|| "Nomad Enterprise only.".to_owned());
    let unreplaced = field.flags.unreplaced.then(|| {
        "Nomad does not interpolate run-time references such as `${NOMAD_TASK_DIR}` here."
            .to_owned()
    });
    let lines = [default, required, since, enterprise, unreplaced, list].into_iter().flatten();
    lines.flat_map(|line| [String::new(), format!(" {line}")]).collect()
}

fn implementation(block: &Block) -> TokenStream {
    let ident = &block.ident;
    let blanks = block.fields.iter().map(|field| {
        let name = &field.ident;
        quote!(#name: ::core::default::Default::default())
    });
    let indexed = || {
        block
            .fields
            .iter()
            .filter(|field| !matches!(field.shape, Shape::Base | Shape::Outside))
            .enumerate()
    };
    let visits = indexed().map(|(index, field)| visit(index, field));
    let sets = indexed().filter_map(|(index, field)| set(index, field));
    let locations = indexed().filter_map(|(index, field)| Some(location(index, field)?.0));
    let locates = indexed().filter_map(|(index, field)| Some(location(index, field)?.1));
    let children = indexed().filter_map(|(index, field)| child(index, field));
    let inner = indexed().filter_map(|(_, field)| inner(field));
    quote! {
        impl ::jobwright::jobspec::Block for #ident {
            fn schema(&self) -> &'static ::jobwright::jobspec::Schema {
                &Self::SCHEMA
            }
            fn as_any(&self) -> &(dyn ::core::any::Any + 'static) {
                self
            }
            fn blank() -> Self {
                Self { #(#blanks),* }
            }
            fn base(&self) -> &::jobwright::jobspec::Base {
                &self.base
            }
            fn base_mut(&mut self) -> &mut ::jobwright::jobspec::Base {
                &mut self.base
            }
            fn visit<'a>(&'a self, see: &mut dyn FnMut(usize, ::jobwright::jobspec::FieldItem<'a>)) {
                use ::jobwright::jobspec::FieldItem;
                #(#visits)*
            }
            fn set(&mut self, field: usize, value: ::jobwright::jobspec::Value) {
                match field {
                    #(#sets)*
                    _ => {}
                }
            }
            fn locations(&self, field: usize) -> Option<&::jobwright::jobspec::Locations> {
                match field {
                    #(#locations)*
                    _ => None,
                }
            }
            fn locate(&mut self, field: usize, locations: ::jobwright::jobspec::Locations) {
                match field {
                    #(#locates)*
                    _ => {}
                }
            }
            fn child(&mut self, field: usize) -> Option<::jobwright::jobspec::Child<'_>> {
                use ::jobwright::jobspec::{Block, Child};
                match field {
                    #(#children)*
                    _ => None,
                }
            }
            fn inner_mut(&mut self, see: &mut dyn FnMut(&mut dyn ::jobwright::jobspec::Block)) {
                #(#inner)*
            }
        }
    }
}

fn visit(index: usize, field: &Field) -> TokenStream {
    let ident = &field.ident;
    match field.shape {
        Shape::Label => quote!(see(#index, FieldItem::Label(&self.#ident));),
        Shape::Attr(_) => {
            quote!(if let Some(attr) = &self.#ident { see(#index, FieldItem::Attr(attr.value())) })
        }
        Shape::Map => quote!(if let Some(map) = &self.#ident { see(#index, FieldItem::Map(map)) }),
        Shape::One(_) => {
            quote!(if let Some(block) = &self.#ident { see(#index, FieldItem::Block(&**block)) })
        }
        Shape::Many(_) => {
            quote!(for block in &self.#ident { see(#index, FieldItem::Block(block)) })
        }
        Shape::Free => {
            quote!(if let Some(free) = &self.#ident { see(#index, FieldItem::Free(free)) })
        }
        Shape::Config => quote!(if let Some(config) = &self.#ident { see(#index, config.item()) }),
        Shape::Base | Shape::Outside => TokenStream::new(),
    }
}

fn set(index: usize, field: &Field) -> Option<TokenStream> {
    let ident = &field.ident;
    match field.shape {
        Shape::Label => Some(quote!(#index => self.#ident = value.into_label(),)),
        Shape::Attr(_) => Some(
            quote!(#index => self.#ident = Some(::jobwright::jobspec::Attr::from_value(value)),),
        ),
        _ => None,
    }
}

/// The arms that say where an attribute was set, and that note it.
fn location(index: usize, field: &Field) -> Option<(TokenStream, TokenStream)> {
    let ident = &field.ident;
    matches!(field.shape, Shape::Attr(_)).then(|| {
        (
            quote!(#index => self.#ident.as_ref().map(::jobwright::jobspec::Attr::locations),),
            quote!(#index => if let Some(attr) = &mut self.#ident { attr.locate(locations) },),
        )
    })
}

/// Shows the blocks in a field that are there, to change them.
fn inner(field: &Field) -> Option<TokenStream> {
    let ident = &field.ident;
    match field.shape {
        Shape::One(_) => Some(quote!(self.#ident.iter_mut().for_each(|block| see(&mut **block));)),
        Shape::Many(_) => Some(quote!(self.#ident.iter_mut().for_each(|block| see(block));)),
        _ => None,
    }
}

fn child(index: usize, field: &Field) -> Option<TokenStream> {
    let ident = &field.ident;
    match &field.shape {
        Shape::One(of) => Some(quote! {
            #index => Some(Child::Block(&mut **self.#ident.get_or_insert_with(<#of as Block>::boxed))),
        }),
        Shape::Many(of) => Some(quote! {
            #index => {
                self.#ident.push(<#of as Block>::blank());
                self.#ident.last_mut().map(|block| Child::Block(block))
            }
        }),
        Shape::Map => {
            Some(quote!(#index => Some(Child::Map(self.#ident.get_or_insert_default())),))
        }
        Shape::Free => {
            Some(quote!(#index => Some(Child::Free(self.#ident.get_or_insert_default())),))
        }
        Shape::Config => Some(quote!(#index => Some(Child::Config(&mut self.#ident)),)),
        Shape::Label | Shape::Attr(_) | Shape::Base | Shape::Outside => None,
    }
}
