//! What a value may be, as the model says it: Nomad takes each text and each bound, and refuses what is beyond.

use std::fs;
use std::path::Path;

use jobwright::jobspec::{Duration, Field, Kind, Schema, Type, Version, all_schemas};

use crate::support::Tested;
use crate::support::nomad::{Nomad, nomad};

/// A group around a block, and a task around one. `§` is the attribute that is judged, alone on its line.
const GROUP: &str = "group \"g\" {\n@\ntask \"t\" {\ndriver = \"raw_exec\"\n^\nlogs {\nmax_files = 1\nmax_file_size = 1\n}\n}\n}";

/// Where an attribute is judged, by the stem of its block's template, or that and its own name; the level, and what is
/// around it.
const PLACES: [(&str, char, &str); 42] = [
    ("job", 'j', "§"),
    ("group", 'g', "§"),
    ("update.healthy_deadline", 'g', "update {\nmin_healthy_time = \"0s\"\n§\n}"),
    ("update", 'g', "update {\n§\n}"),
    ("restart", 'g', "restart {\nattempts = 1\ndelay = \"1s\"\n§\n}"),
    ("reschedule", 'g', "reschedule {\nunlimited = true\n§\n}"),
    ("migrate.healthy_deadline", 'g', "migrate {\nmin_healthy_time = \"0s\"\n§\n}"),
    ("migrate", 'g', "migrate {\n§\n}"),
    ("ephemeral_disk", 'g', "ephemeral_disk {\n§\n}"),
    ("port", 'g', "network {\nport \"p\" {\n§\n}\n}"),
    ("volume_mount", 't', "volume_mount {\nvolume = \"v\"\ndestination = \"/v\"\n§\n}"),
    ("csi_plugin", 't', "csi_plugin {\nid = \"c\"\n§\n}"),
    ("task", 't', "§"),
    ("lifecycle", 't', "lifecycle {\n§\n}"),
    ("resources", 't', "resources {\n§\n}"),
    ("logs", 'l', "logs {\n§\n}"),
    (
        "template",
        't',
        "template {\ndestination = \"local/a\"\ndata = \"a\"\n§\nchange_script {\ncommand = \"/a\"\n}\n}",
    ),
    ("artifact", 't', "artifact {\nsource = \"https://example.com/a\"\n§\n}"),
    ("vault", 't', "vault {\npolicies = [\"a\"]\n§\n}"),
    ("scaling.min", 'g', "scaling {\nmax = 5\n§\n}"),
    ("scaling.type", 'g', "scaling {\nmax = 5\n§\n}"),
    ("scaling.max", 'g', "count = 0\nscaling {\n§\n}"),
    ("constraint", 'j', "constraint {\n§\n}"),
    ("affinity.operator", 'j', "affinity {\n§\n}"),
    ("affinity", 'j', "affinity {\nattribute = \"${attr.a}\"\nvalue = \"a\"\n§\n}"),
    ("spread", 'j', "spread {\nattribute = \"${node.datacenter}\"\n§\n}"),
    (
        "spread_target",
        'j',
        "spread {\nattribute = \"${node.datacenter}\"\nweight = 50\ntarget \"a\" {\n§\n}\n}",
    ),
    ("service.provider", 'g', "service {\nname = \"s\"\n§\n}"),
    ("service.address_mode.driver", 't', "service {\nname = \"s\"\nport = 80\n§\n}"),
    ("service", 'g', "service {\nname = \"s\"\n§\n}"),
    (
        "check.interval",
        'g',
        "service {\nname = \"s\"\nport = \"80\"\ncheck {\ntype = \"tcp\"\ntimeout = \"2s\"\n§\n}\n}",
    ),
    (
        "check.timeout",
        'g',
        "service {\nname = \"s\"\nport = \"80\"\ncheck {\ntype = \"tcp\"\ninterval = \"2s\"\n§\n}\n}",
    ),
    (
        "check",
        'g',
        "service {\nname = \"s\"\nport = \"80\"\ncheck {\ntype = \"tcp\"\ninterval = \"2s\"\ntimeout = \"2s\"\n§\n}\n}",
    ),
    (
        "check_restart",
        'g',
        "service {\nname = \"s\"\nport = \"80\"\ncheck {\ntype = \"tcp\"\ninterval = \"2s\"\ntimeout = \"2s\"\ncheck_restart {\n§\n}\n}\n}",
    ),
    (
        "gateway_proxy",
        'g',
        "service {\nname = \"s\"\nconnect {\ngateway {\nproxy {\n§\n}\ningress {\nlistener {\nport = 80\nservice {\nname = \"a\"\n}\n}\n}\n}\n}\n}",
    ),
    (
        "listener.port",
        'g',
        "service {\nname = \"s\"\nconnect {\ngateway {\ningress {\nlistener {\n§\nservice {\nname = \"a\"\n}\n}\n}\n}\n}\n}",
    ),
    (
        "listener",
        'g',
        "service {\nname = \"s\"\nconnect {\ngateway {\ningress {\nlistener {\nport = 80\n§\nservice {\nname = \"a\"\n}\n}\n}\n}\n}\n}",
    ),
    ("parameterized", 'b', "parameterized {\n§\n}"),
    // Newer than the Nomad of these tests.
    ("disconnect", 'g', "disconnect {\n§\n}"),
    ("numa", 't', "resources {\nnuma {\n§\n}\n}"),
    ("identity", 't', "identity {\nname = \"i\"\naud = [\"a\"]\nfile = true\n§\n}"),
    ("mount_options", 'g', "§"),
];

/// Texts that came after the Nomad of these tests, with the version.
const NEWER: [(&str, Version); 1] = [("alloc_ipv6", Version::new(1, 9, 4))];

/// The job file that has a line at the place of the block.
fn file(stem: &str, name: &str, value: &str, line: &str) -> String {
    let keys = [format!("{stem}.{name}.{value}"), format!("{stem}.{name}"), stem.to_owned()];
    let place = keys.iter().find_map(|key| PLACES.iter().find(|(known, ..)| known == key));
    let (_, level, around) = place.unwrap_or_else(|| panic!("no place for `{stem}.{name}`"));
    let block = around.replace('§', line);
    let volume = "volume \"v\" {\ntype = \"host\"\nsource = \"v\"\n}\n";
    let group = |group: &str, task: &str| GROUP.replace('@', group).replace('^', task);
    let (job, group) = match level {
        'g' => (String::new(), group(&block, "")),
        't' => (String::new(), group(volume, &block)),
        'l' => {
            let logs = "logs {\nmax_files = 1\nmax_file_size = 1\n}";
            (String::new(), group("", "").replace(logs, &block))
        }
        'b' => (format!("type = \"batch\"\n{block}"), group("", "")),
        _ => (block, group("", "")),
    };
    format!("job \"j\" {{\n{job}\n{group}\n}}\n")
}

/// What an operator compares, so that it makes sense.
fn operands(operator: &str) -> &'static str {
    match operator {
        "is_set" | "is_not_set" => "attribute = \"${attr.a}\"",
        "distinct_hosts" => "value = true",
        "distinct_property" => "attribute = \"${attr.a}\"\nvalue = \"1\"",
        _ => "attribute = \"${attr.a}\"\nvalue = \"1.0.0\"",
    }
}

struct Judge<'n> {
    nomad: &'n Nomad,
    folder: &'n Path,
    asked: usize,
    wrong: Vec<String>,
}

impl Judge<'_> {
    fn ask(&mut self, (stem, name): (&str, &str), value: &str, accepted: bool) -> Tested {
        let plain = value.trim_matches('"');
        let operands = if name == "operator" { operands(plain) } else { "" };
        let text = file(stem, name, plain, &format!("{name} = {value}\n{operands}"));
        let path = self.folder.join("job.nomad.hcl");
        fs::write(&path, &text)?;
        self.asked += 1;
        let found = self.nomad.validate(&path);
        if found.is_ok() != accepted {
            let why = found.err().map(|failure| format!("{failure:?}"));
            self.wrong
                .push(format!("{stem}.{name} = {value}: {}\n{text}", why.unwrap_or_default()));
        }
        Ok(())
    }

    fn field(&mut self, schema: &Schema, field: &Field) -> Tested {
        let stem = schema.template.trim_end_matches(".hcl.j2");
        let at = (stem, field.name);
        for text in field.one_of {
            let newer = NEWER.iter().find(|(newer, _)| newer == text);
            if newer.is_none_or(|(_, since)| *since <= self.nomad.version()) {
                self.ask(at, &format!("{text:?}"), true)?;
            }
        }
        if !field.one_of.is_empty() {
            self.ask(at, "\"nonsense\"", false)?;
            self.ask(at, "\"\"", field.one_of.contains(&""))?;
        }
        let shown = |number: i64| match field.kind {
            Kind::Attr(Type::Duration) => format!("\"{}\"", Duration::from_nanos(number)),
            _ => number.to_string(),
        };
        for (bound, beyond) in [(field.min, -1), (field.max, 1)] {
            if let Some(bound) = bound {
                self.ask(at, &shown(bound), true)?;
                self.ask(at, &shown(bound + beyond), false)?;
            }
        }
        Ok(())
    }
}

#[test]
fn nomad_has_the_same_bounds() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let folder = tempfile::tempdir()?;
    let mut judge = Judge { nomad: &nomad, folder: folder.path(), asked: 0, wrong: Vec::new() };
    let (mut judged, mut newer) = (0, Vec::new());
    // Blocks that came later, and that the attributes in them do not say it of.
    let late = ["disconnect", "numa"];
    for schema in all_schemas() {
        for field in schema.fields {
            if field.one_of.is_empty() && field.min.is_none() && field.max.is_none() {
                continue;
            }
            let is_late = late.contains(&schema.name) && nomad.version() < Version::new(1, 8, 0);
            if is_late || field.since.is_some_and(|since| since > nomad.version()) {
                newer.push(format!("{}.{}", schema.name, field.name));
                continue;
            }
            judged += 1;
            judge.field(schema, field)?;
        }
    }
    assert!(judge.wrong.is_empty(), "{}", judge.wrong.join("\n"));
    println!("{judged} attributes, {} values; newer than this Nomad: {newer:?}", judge.asked);
    assert!(judged >= 45, "{judged}");
    Ok(())
}

/// A default that is a value is one of its type, within the bounds.
#[test]
fn defaults_are_values_of_their_types() {
    let mut values = 0;
    for schema in all_schemas() {
        for field in schema.fields {
            let (Kind::Attr(kind), Some(default)) = (&field.kind, field.default) else { continue };
            let jobwright::jobspec::Preset::Value(text) = default else {
                assert_eq!(default.value(*kind), None);
                continue;
            };
            let value = default.value(*kind);
            assert!(value.is_some(), "{}.{}: {text}", schema.name, field.name);
            assert!(
                field.one_of.is_empty() || field.one_of.contains(&text),
                "{}: {text}",
                field.name
            );
            values += 1;
        }
    }
    assert!(values > 100, "{values}");
}
