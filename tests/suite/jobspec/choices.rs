//! The enumerations of the model say what Nomad takes: each of their words, and no other.

use std::collections::BTreeSet;

use jobwright::jobspec::{Choice, all_schemas};
use jobwright::prelude::*;

/// Attributes with an enumeration, of which Nomad takes other texts too, or takes what a volume's type allows.
const OPEN: [(&str, &str); 8] = [
    ("network", "mode"),
    ("volume", "type"),
    ("volume", "access_mode"),
    ("volume", "attachment_mode"),
    ("capability", "access_mode"),
    ("capability", "attachment_mode"),
    ("check", "type"),
    // Of a volume's own file.
    ("", "type"),
];

#[test]
fn every_attribute_of_a_few_texts_has_an_enumeration_of_just_these() {
    let mut checked = 0;
    for schema in all_schemas() {
        for field in schema.fields {
            let known: BTreeSet<&str> =
                field.one_of.iter().copied().filter(|word| !word.is_empty()).collect();
            let own: BTreeSet<&str> = field.choices.iter().copied().collect();
            assert_eq!(
                own.len(),
                field.choices.len(),
                "{} {} has a word twice",
                schema.name,
                field.name
            );
            if known.is_empty() {
                let open = OPEN.iter().any(|(block, name)| {
                    *name == field.name && (*block == schema.name || block.is_empty())
                });
                assert!(own.is_empty() || open, "{} {}", schema.name, field.name);
                continue;
            }
            assert_eq!(own, known, "{} {}", schema.name, field.name);
            checked += 1;
        }
    }
    assert!(checked >= 28, "{checked} attributes of a few texts");
}

#[test]
fn each_word_is_what_the_text_is() {
    for mode in [ChangeMode::Restart, ChangeMode::Noop, ChangeMode::Signal, ChangeMode::Script] {
        let template = || Template::inline("local/a", "a");
        assert_eq!(template().change_mode(mode), template().change_mode(mode.as_str()));
        assert_eq!(mode.to_string(), mode.word());
    }
    assert_eq!(ChangeMode::WORDS, ["restart", "noop", "signal", "script"]);
}

/// What setters take besides: expressions, and texts of any kind.
#[test]
fn texts_and_expressions_stay() {
    let check = || Check::tcp();
    let text = "driver".to_owned();
    for one in [
        check().address_mode(&text),
        check().address_mode(text.clone()),
        check().address_mode(CheckAddressMode::Driver),
        check().address_mode(jobwright::jobspec::Attr::<String>::from("driver")),
    ] {
        assert_eq!(one, check().address_mode("driver"));
    }
    let said = check().address_mode(var("mode"));
    assert_eq!(said.address_mode.and_then(|mode| mode.get()), None);
}
