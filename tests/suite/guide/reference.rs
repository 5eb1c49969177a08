//! The reference: pages that are made of the command line, the model and the schemas.

use std::fmt::Write as _;
use std::fs;

use clap::Command;
use jobwright::cli;
use jobwright::jobspec::Effect;
use jobwright::schema_json::{self, Field, Model};
use serde_json::Value;

use super::written::check;
use crate::cli::{Project, Run};
use crate::support::{Tested, files, repository};

const MADE: &str = "Made from the code by `tests/suite/guide/reference.rs`; do not edit it.";

#[test]
fn commands_and_their_options() -> Tested {
    let mut page = format!(
        "# Commands\n\n{MADE} In a terminal, `--help` behind any command shows the same.\n\n"
    );
    page += "| command | |\n|---|---|\n";
    let mut root = cli::command().max_term_width(80);
    root.build();
    for command in root.get_subcommands() {
        let (name, about) = (command.get_name(), command.get_about().unwrap_or_default());
        writeln!(page, "| [`{name}`](#jobwright-{name}) | {} |", cell(&about.to_string()))?;
    }
    page += "\nWhat each exit code means: [exit codes](../exit-codes.md).\n";
    for command in root.get_subcommands() {
        add_command(&mut page, command)?;
    }
    check("docs/reference/commands.md", &page)
}

/// The help of a command, and of those in it.
fn add_command(page: &mut String, command: &Command) -> Tested {
    let name = command.get_bin_name().unwrap_or_default();
    let help = command.clone().term_width(80).render_long_help().to_string();
    let lines: String = help.lines().map(|line| format!("{}\n", line.trim_end())).collect();
    writeln!(page, "\n## {name}\n\n```text\n{}\n```", lines.trim_end())?;
    for inner in command.get_subcommands().filter(|inner| inner.get_name() != "help") {
        add_command(page, inner)?;
    }
    Ok(())
}

#[test]
fn the_model() -> Tested {
    let model = schema_json::export();
    let is_driver = |name: &str| model.drivers.values().any(|driver| *driver == name);
    let mut page = format!(
        "# The jobspec\n\n{MADE} `jobwright schema` prints the same as JSON.\n\n{HOW_TO_READ}\n"
    );
    page += "| change | what it does to running allocations |\n|---|---|\n";
    for (effect, words) in EFFECTS {
        writeln!(page, "| {} | {words} |", word(effect))?;
    }
    let others: Vec<&str> = model.blocks.keys().copied().filter(|name| !is_driver(name)).collect();
    page += "\nBlocks: ";
    page +=
        &others.iter().map(|name| format!("[`{name}`](#{name})")).collect::<Vec<_>>().join(", ");
    page += ".\n\nDrivers, whose `config` they are: ";
    let mut drivers: Vec<&str> = model.drivers.values().copied().collect();
    drivers.sort_unstable();
    drivers.dedup();
    page +=
        &drivers.iter().map(|name| format!("[`{name}`](#{name})")).collect::<Vec<_>>().join(", ");
    page += ".\n";
    for name in others.iter().chain(&drivers) {
        add_block(&mut page, name, &model)?;
    }
    check("docs/reference/jobspec.md", &page)
}

const HOW_TO_READ: &str = "Each block has its attributes in the order in which `gen` prints them. *Since* is the first Nomad \
that knows an attribute, where it is newer than 1.6; *change* is what another value does to running \
allocations; where it is empty, the block around it says so:\n";

/// What each class of change means, in the order of how much it does.
const EFFECTS: [(Effect, &str); 12] = [
    (Effect::Destructive, "they are replaced"),
    (Effect::InPlace, "they keep running, and belong to the new version"),
    (
        Effect::Placement,
        "they keep running where their node still fits, and are replaced elsewhere",
    ),
    (Effect::Count, "the missing ones are started, or the surplus is stopped"),
    (Effect::Allocations, "all of a group are started or stopped"),
    (Effect::Meta, "those are replaced that have a task which does not say otherwise"),
    (Effect::Mesh, "they are replaced where the service is in the mesh"),
    (Effect::IfBoth, "they are replaced where both versions have the block around it"),
    (Effect::Version, "none: there is a new version, for what starts later"),
    (Effect::Nothing, "none: Nomad drops the attribute before it compares"),
    (Effect::Another, "it is another job"),
    (Effect::Refused, "Nomad refuses the change"),
];

/// The word for it in the model's JSON.
fn word(effect: Effect) -> String {
    let word = serde_json::to_value(effect).unwrap_or_default();
    word.as_str().unwrap_or_default().replace('_', " ")
}

fn add_block(page: &mut String, name: &str, model: &Model) -> Tested {
    let block = &model.blocks[name];
    writeln!(page, "\n## {name}\n")?;
    if !block.doc.is_empty() {
        writeln!(page, "{}\n", block.doc.trim())?;
    }
    let labels: Vec<String> =
        block.labels.iter().map(|label| format!("\"{}\"", label.name)).collect();
    let opening = [&[block.keyword.to_owned()][..], &labels].concat().join(" ");
    let twice = if block.evaluated_by_client {
        " Nomad's client evaluates its strings once more."
    } else {
        ""
    };
    writeln!(page, "Written `{opening} {{ … }}`.{twice}")?;
    if block.fields.is_empty() {
        return Ok(());
    }
    page.push_str("\n| name | type | default | since | change | |\n|---|---|---|---|---|---|\n");
    for field in &block.fields {
        page.push_str(&row(field));
    }
    Ok(())
}

fn row(field: &Field) -> String {
    let kind = match (field.block, &field.type_) {
        (Some(inner), _) => format!(
            "[`{inner}`](#{inner}){}",
            if field.kind == "repeated block" { ", any number" } else { "" }
        ),
        (None, Some(type_)) if field.kind == "map block" => format!("names with {}", cell(type_)),
        (None, Some(type_)) => cell(type_),
        (None, None) => field.kind.to_owned(),
    };
    let code = |text: &str| format!("`{}`", text.replace('|', "\\|"));
    let default = match field.default {
        _ if field.required => "required".to_owned(),
        Some(default) if !default.is_empty() => code(default),
        _ => String::new(),
    };
    let since = field.since.map(|version| version.to_string()).unwrap_or_default();
    let update = field.update.map(word).unwrap_or_default();
    let mut about = cell(field.doc.split("\n\n").next().unwrap_or_default());
    if !field.one_of.is_empty() {
        let choices: Vec<String> = field
            .one_of
            .iter()
            .filter(|choice| !choice.is_empty())
            .map(|choice| code(choice))
            .collect();
        about += &format!(" One of {}.", choices.join(", "));
    }
    if field.enterprise {
        about += " Nomad Enterprise only.";
    }
    format!("| `{}` | {kind} | {default} | {since} | {update} | {about} |\n", field.name)
}

/// A text in a cell of a table.
fn cell(text: &str) -> String {
    text.replace('\n', " ").replace('|', "\\|").replace('<', "&lt;")
}

#[test]
fn the_templates() -> Tested {
    let folder = Project::outside();
    folder.quietly("init infra --no-import").ends(0);
    let mut list = folder.command("templates list");
    let list = Run::of(list.current_dir(folder.path("infra")), b"").ends(0).stdout;
    let page = format!(
        "# Templates of blocks\n\n{MADE} In a project, `jobwright templates list` prints the same, with those of the project.\n\n\
         Each block is printed by the template of its name; *generic* is `block.hcl.j2`. What a template may use: [templates](../templates.md).\n\n\
         ```text\n{list}```\n"
    );
    check("docs/reference/templates.md", &page)
}

#[test]
fn the_schemas() -> Tested {
    let mut page = format!(
        "# JSON Schemas\n\n{MADE}\n\nWhat programs read of `jobwright` has a JSON Schema, in [`schema/`](https://github.com/jobwright/jobwright/blob/main/schema). Under one `version`, keys may be added, and none goes or changes its meaning. The schema of a job in API JSON is what `jobwright schema --format json-schema` prints ([editors](../editors.md#jobs-in-api-json)).\n"
    );
    for file in files(&repository("schema"))? {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if !name.ends_with(".schema.json") {
            continue;
        }
        let schema: Value = serde_json::from_str(&fs::read_to_string(&file)?)?;
        let text = |key: &str| schema[key].as_str().unwrap_or_default().to_owned();
        writeln!(
            page,
            "\n## {name}\n\n{}.\n\n| key | type | |\n|---|---|---|",
            text("title").trim_end_matches('.')
        )?;
        for (key, value) in schema["properties"].as_object().into_iter().flatten() {
            let required =
                schema["required"].as_array().is_some_and(|all| all.iter().any(|name| name == key));
            let of = value["type"].as_str().unwrap_or("any");
            let about = cell(value["description"].as_str().unwrap_or_default());
            writeln!(
                page,
                "| `{key}`{} | `{of}` | {about} |",
                if required { "" } else { ", optional" }
            )?;
        }
    }
    check("docs/reference/schemas.md", &page)
}
