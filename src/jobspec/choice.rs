//! Attributes that accept only a few strings: an enumeration for each, besides the strings
//! themselves.

use super::{Attr, Expr, Interpolated, IntoAttr, Text};

/// The values of an attribute as an enumeration. Setters accept it, its string, and an expression.
///
/// ```
/// use jobwright::prelude::*;
/// let one = Template::inline("local/a", "a").change_mode(ChangeMode::Signal);
/// assert_eq!(one, Template::inline("local/a", "a").change_mode("signal"));
/// ```
pub trait Choice: Copy + 'static {
    /// The strings of the enumeration, in the order of its variants.
    const WORDS: &'static [&'static str];

    /// The string of this variant, as it is written in a job.
    fn word(self) -> &'static str;
}

impl<C: Choice> From<C> for Attr<C> {
    fn from(choice: C) -> Self {
        Self::from_value(choice.word().into())
    }
}

impl<C: Choice> From<Attr<C>> for Attr<String> {
    fn from(attr: Attr<C>) -> Self {
        attr.of_type()
    }
}

#[diagnostic::do_not_recommend]
impl<C: Choice> IntoAttr<C> for C {
    fn into_attr(self) -> Attr<C> {
        self.into()
    }
}

/// What a string may be given as.
macro_rules! texts {
    ($($of:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl<C: Choice> IntoAttr<C> for $of {
            fn into_attr(self) -> Attr<C> {
                IntoAttr::<String>::into_attr(self).of_type()
            }
        }
    )*};
}

texts!(&str, String, &String, Text, Interpolated, Expr, Attr<String>);

/// Enumerations with their strings.
macro_rules! choices {
    ($(
        $(#[$meta:meta])*
        $name:ident { $($(#[$of:meta])* $variant:ident = $word:literal,)* }
    )*) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$of])* $variant,)*
        }

        impl $name {
            /// The string of this variant, as it is written in a job.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }
        }

        impl $crate::jobspec::Choice for $name {
            const WORDS: &'static [&'static str] = &[$($word),*];

            fn word(self) -> &'static str {
                self.as_str()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    )*};
}

pub(crate) use choices;
