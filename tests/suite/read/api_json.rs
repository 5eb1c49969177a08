//! API JSON, spelling by spelling.

use super::said;
use crate::support::Tested;
use crate::support::nomad::nomad;
use crate::support::shown::snapshot;
use jobwright::eval::Inputs;
use jobwright::import::{JobFile, JobReader, Mode, SourceFile};
use jobwright::jobspec::{Config, FreeItem, Text};
use jobwright::{api, read};
use serde_json::{Value as Json, json};

/// A job with one task of these fields.
fn task(mut fields: Json) -> String {
    fields["Name"] = json!("t");
    json!({ "ID": "j", "TaskGroups": [{ "Name": "g", "Tasks": [fields] }] }).to_string()
}

#[track_caller]
fn refused(text: &str, expected: &str) {
    let findings = read::api_json(text).expect_err(text);
    assert_eq!(said(text, &findings), expected, "{text}");
}

/// Reads what is to be lost, and that the rest is not.
#[track_caller]
fn loses(text: &str, expected: &str) {
    let (job, losses) = read::api_json_with_losses(text).expect(text);
    assert_eq!(said(text, &losses), expected);
    assert_eq!(job.id, "j");
    refused(text, expected);
}

/// Reads two spellings of the same job.
#[track_caller]
fn same(one: &str, two: &str) {
    let (one, two) = (read::api_json(one).expect(one), read::api_json(two).expect(two));
    assert_eq!(api::job(&one), api::job(&two));
    assert_eq!(one, two);
}

#[test]
fn every_block_comes_back() {
    let jobs = crate::jobspec::jobs();
    assert!(jobs.len() > 10, "{} jobs", jobs.len());
    for job in jobs {
        let json = api::job(&job);
        for text in [json.to_string(), json!({ "Job": json }).to_string()] {
            let again = read::api_json(&text)
                .unwrap_or_else(|findings| panic!("{}: {}", job.id, said(&text, &findings)));
            assert_eq!(api::job(&again), json, "{}", job.id);
        }
    }
}

#[test]
fn names_are_read_in_any_case_and_state_is_no_part_of_the_job() {
    same(
        r#"{"job": {"id": "j", "TASKGROUPS": [{"name": "g", "count": 2}]}, "EnforceIndex": true}"#,
        r#"{"ID": "j", "Name": "j", "Region": null, "TaskGroups": [{"Name": "g", "Count": 2}], "Status": "dead",
            "Stop": false, "Version": 7, "ModifyIndex": 12, "ParentID": "", "Dispatched": false}"#,
    );
}

#[test]
fn that_a_job_is_stopped_is_not_lost_without_a_word() {
    let findings = read::api_json(r#"{"ID": "j", "Stop": true}"#).expect_err("a stopped job");
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert_eq!(findings[0].message, "the job is stopped: `Stop` cannot be written in a job file");
}

#[test]
fn what_the_parser_fills_in_is_absent() {
    same(
        &task(json!({
            "Templates": [{ "ChangeMode": "restart", "Perms": "0644", "Splay": 5_000_000_000_i64,
                "ErrMissingKey": false, "ChangeScript": { "Command": "c", "Args": [] } }],
            "Vault": { "Env": true, "DisableFile": false, "ChangeMode": "restart", "Role": "" },
            "Constraints": [{ "LTarget": "a", "Operand": "=", "RTarget": "b" }],
            "User": "", "KillTimeout": null,
        })),
        &task(json!({
            "Templates": [{ "ChangeScript": { "Command": "c" } }],
            "Vault": {},
            "Constraints": [{ "LTarget": "a", "RTarget": "b" }],
        })),
    );
}

#[test]
fn alternative_inputs_are_read() {
    let proxy = |proxy: Json| {
        task(json!({ "Services": [{ "Connect": { "SidecarService": { "Proxy": proxy } } }] }))
    };
    let paths = json!([{ "Path": "/health", "LocalPathPort": 80 }]);
    same(
        &proxy(json!({ "ExposeConfig": { "Path": paths } })),
        &proxy(json!({ "Expose": { "Paths": paths } })),
    );
}

#[test]
fn a_drivers_configuration_is_typed_and_keeps_the_rest() {
    let config = json!({
        "image": "a:1", "privileged": "true", "args": ["$${1}", "${NOMAD_DC}", 1], "shm_size": 1.5,
        "labels": [{ "a.b": "1", "n": { "x": null } }], "sysctl": { "plain": true },
        "mount": [{ "target": "/a" }, { "target": "/b", "odd": [{ "a b": [{ "c": 1 }] }] }],
        "logging": [{ "type": "a", "config": [{ "tag": true }] }, { "type": "b" }],
        "auth": [{ "a.b": 1 }], "new": [[{ "x": [] }], 1e30], "ports": { "x": 1 }, "entrypoint": ["${upper(x)}"],
    });
    let text = task(json!({ "Driver": "docker", "Config": config }));
    let job = read::api_json(&text).expect("a job");
    let Some(Config::Docker(docker)) = &job.groups[0].tasks[0].config else {
        panic!("no typed configuration")
    };
    assert_eq!(docker.mounts.len(), 2);
    assert!(docker.privileged.is_none() && docker.logging.is_some() && docker.ports.is_none());
    assert_eq!(api::job(&job)["TaskGroups"][0]["Tasks"][0]["Config"], config);
    let renderer = jobwright::render::Renderer::new(Default::default()).expect("the templates");
    let hcl = renderer.job(&job, "").expect("what was asked for");
    assert_eq!(api::job(&read::job(&hcl).expect("a job")), api::job(&job), "{hcl}");
}

#[test]
fn policies_have_their_labels_again() {
    let policy = json!({ "check": [{ "load": [{ "strategy": [{ "target-value": [{ "target": 70 }] }] }] }] });
    let text = json!({ "ID": "j", "TaskGroups": [{ "Name": "g",
        "Scaling": { "Type": "horizontal", "Min": 1, "Max": 2, "ID": "x", "Target": { "Job": "j" }, "Policy": policy } }] });
    let job = read::api_json(&text.to_string()).expect("a job");
    let scaling = job.groups[0].scaling.as_ref().expect("a policy");
    assert!(scaling.type_.is_none());
    let item = scaling.policy.as_ref().and_then(|policy| policy.iter().next());
    let Some(FreeItem::Block { name, labels, .. }) = item else { panic!("{item:?}") };
    assert_eq!((name.as_str(), labels.as_slice()), ("check", ["load".to_owned()].as_slice()));
    assert_eq!(api::job(&job)["TaskGroups"][0]["Scaling"]["Policy"], policy);
}

#[test]
fn texts_mean_what_they_say() {
    let text = task(
        json!({ "Env": { "A": "${x}", "a.b": null }, "Driver": "d", "Config": { "a": "$${x}" } }),
    );
    let job = read::api_json(&text).expect("a job");
    let task = &job.groups[0].tasks[0];
    let env = task.env.as_ref().expect("an environment");
    assert_eq!(env.get("A").and_then(|value| value.as_str()), Some("${x}"));
    assert_eq!(env.get("a.b").and_then(|value| value.as_str()), Some(""));
    let Some(Config::Free(config)) = &task.config else { panic!("a typed configuration") };
    assert_eq!(config.attributes().get("a"), Some(&Text::from("${x}").into()));
}

#[test]
fn what_is_no_job_is_refused() {
    refused("[1]", "1:1 expected a job object, found a list");
    refused("{}", "1:1 missing `ID` of the job");
    refused(
        r#"{"job": {"web": {"group": {}}}}"#,
        "1:9 expected Nomad's API JSON, found a job file in HCL's JSON syntax",
    );
    refused(
        "{\"ID\": \"j\",\n\"Priority\": \"5\", \"TaskGroups\": [{\"Count\": 9223372036854775808, \"Tasks\": {}}]}",
        "2:13 expected an integer for `Priority`, found a string\n2:43 expected an integer for `Count`, found `9223372036854775808`\n2:73 expected a list for `Tasks`, found an object",
    );
    refused(
        &task(json!({ "KillTimeout": "5s" })),
        "1:61 expected an integer number of nanoseconds for `KillTimeout`, found a string",
    );
    refused(
        r#"{"ID": "j", "Meta": {"a": "1", "a": "2"}}"#,
        "1:32 duplicate key `a` in this object",
    );
    refused(
        &task(json!({ "ScalingPolicies": [{ "Type": "horizontal" }] })),
        "1:85 expected `vertical_cpu` or `vertical_mem`, found a string",
    );
}

/// A text that begins with U+FEFF does so wherever it does to Nomad.
#[test]
fn a_text_that_begins_with_a_mark_arrives() -> Tested {
    let mark = "\u{feff}";
    let config = json!({ "image": "a:1", "args": [mark, "\u{feff}y", "\u{feff}${NOMAD_DC}", "\u{feff}${x}"] });
    let mut job = json!({ "ID": "j", "Name": "j", "Meta": { "a": "\u{feff}x" }, "TaskGroups": [{ "Name": "g",
        "Tasks": [{ "Name": "t", "Driver": "docker", "Config": config, "Env": { "A": "\u{feff}z" },
            "Templates": [{ "DestPath": "local/a", "EmbeddedTmpl": "\u{feff}a\nb\n" }] }] }] });
    let read = read::api_json(&job.to_string()).expect("a job");
    let hcl = jobwright::render::Renderer::new(Default::default())?.job(&read, "")?;
    let in_json = json!({ "job": { "j": { "meta": job["Meta"].take(), "group": { "g": { "task": { "t": {
        "driver": "docker", "config": config, "env": { "A": "\u{feff}z" },
        "template": { "destination": "local/a", "data": "\u{feff}a\nb\n" } } } } } } } });
    let in_json = in_json.to_string().replace("\u{feff}${", "\u{feff}$${");
    let folder = tempfile::tempdir()?;
    let nomad = nomad!();
    for (text, marked) in [(hcl.clone(), true), (in_json.clone(), false)] {
        let again = read::evaluated(&text, &Inputs::default(), None).expect("a job").job;
        let again = api::job(&again);
        // Nomad takes each text of HCL in JSON syntax for a template of its own, at whose start a mark means nothing.
        let expected = api::job(&read);
        let plain = expected.to_string().replace(mark, "");
        assert_eq!(again, if marked { expected } else { serde_json::from_str(&plain)? }, "{text}");
        let Some(nomad) = &nomad else { continue };
        let file = folder.path().join("j.nomad");
        std::fs::write(&file, &text)?;
        let theirs = nomad.output_json(&file)?;
        let theirs = read::api_json(&theirs.to_string()).expect("a job");
        assert_eq!(api::job(&theirs), again, "{text}");
    }
    assert_eq!(api::job(&read)["TaskGroups"][0]["Tasks"][0]["Config"], config);
    // Before a whole file, it means nothing in native syntax and is a mistake in JSON.
    let files = [(hcl, true), (in_json, false), (api::job(&read).to_string(), false)];
    for (index, (text, fine)) in files.into_iter().enumerate() {
        let text = format!("{mark}{text}");
        let values = jobwright::import::Values::default();
        let reader = JobReader::new(Mode::Evaluate, &values).expect("no values");
        let source = SourceFile::new("j.nomad", text.as_str());
        assert_eq!(reader.read(JobFile::parse(&source)).is_ok(), fine, "{text}");
        let Some(nomad) = &nomad else { continue };
        let file = folder.path().join("j.nomad");
        std::fs::write(&file, &text)?;
        let words: &[String] = if index == 2 { &["-json".to_owned()] } else { &[] };
        assert_eq!(nomad.output_json_with(words, &file).is_ok(), fine, "{text}");
    }
    Ok(())
}

/// As Go reads them: the last one counts, blocks and maps are merged, and null leaves what has no absence.
#[test]
fn names_that_differ_in_case_are_one() -> Tested {
    let group = |groups: &str| format!(r#"{{"ID":"x","Name":"x","TaskGroups":{groups}}}"#);
    let texts = [
        r#"{"ID":"x","id":"y","Priority":3,"priority":null}"#.to_owned(),
        r#"{"ID":"x","Name":"n","name":null,"Region":"a","region":null}"#.to_owned(),
        r#"{"ID":"x","Update":{"Canary":1,"MaxParallel":4},"update":{"MaxParallel":2}}"#.to_owned(),
        r#"{"ID":"x","Update":{"Canary":1},"update":null}"#.to_owned(),
        r#"{"ID":"x","Meta":{"a":"1","A":"2"},"meta":{"b":"2","a":"3"}}"#.to_owned(),
        r#"{"ID":"x","Datacenters":["a","b"],"datacenters":["c"],"DATACENTERS":["d","e","f"]}"#
            .to_owned(),
        r#"{"Job":{"ID":"z","Region":"q"},"job":{"ID":"w"}}"#.to_owned(),
        group(r#"[{"Name":"g","Count":2},{"Name":"h"}],"taskgroups":[{"Name":"k"}]"#),
        group(r#"[{"Name":"g"}],"taskgroups":[{"Name":"k"},{"Name":"l","Count":3,"count":4}]"#),
        group(
            r#"[{"Name":"g","Tasks":[{"Name":"t","Driver":"x","Config":{"a":{"b":1},"c":1},"config":{"a":{"d":1},"C":2}}]}]"#,
        ),
        group(
            r#"[{"Name":"g","Volumes":{"a":{"Source":"s"},"A":{"Source":"S"}},"volumes":{"a":{"Type":"host"}}}]"#,
        ),
    ];
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("job.json");
    let nomad = nomad!();
    for text in texts {
        let job =
            read::api_json(&text).unwrap_or_else(|findings| panic!("{}", said(&text, &findings)));
        let values = jobwright::import::Values::default();
        let reader = JobReader::new(Mode::Evaluate, &values).expect("no values").for_json();
        let imported = reader
            .read(JobFile::parse(&SourceFile::new("job.json", text.as_str())))
            .expect("a job");
        let warnings: Vec<&str> =
            imported.warnings.iter().map(|one| one.message.as_str()).collect();
        assert!(
            !warnings.is_empty()
                && warnings.iter().all(|one| one.contains("are the same name to Nomad")),
            "{text}: {warnings:?}"
        );
        let Some(nomad) = &nomad else { continue };
        std::fs::write(&file, &text)?;
        let theirs = nomad.output_json_with(&["-json".to_owned()], &file)?;
        let theirs = read::api_json(&theirs.to_string()).expect("a job");
        assert_eq!(api::job(&job), api::job(&theirs), "{text}");
    }
    Ok(())
}

#[test]
fn what_no_job_file_can_do_without_is_missed() {
    let lacks = |text: &str, expected: &str| {
        let findings = read::api_json(text).expect_err(text);
        assert_eq!(findings.iter().map(|one| one.message.as_str()).collect::<Vec<_>>(), [expected]);
    };
    let group = |scaling: Json| {
        json!({ "ID": "j", "TaskGroups": [{ "Name": "g", "Scaling": scaling }] }).to_string()
    };
    lacks(&group(json!({ "Enabled": true })), "missing `Max` in `scaling`");
    lacks(&group(json!({ "Max": null })), "missing `Max` in `scaling`");
    lacks(
        &group(json!({ "Max": 2, "Type": "vertical_mem" })),
        "invalid `type` here: expected `horizontal`, found `vertical_mem`",
    );
    for lifecycle in [json!({}), json!({ "Hook": "", "Sidecar": true })] {
        lacks(&task(json!({ "Lifecycle": lifecycle })), "missing `Hook` in `lifecycle`");
    }
    lacks(&task(json!({ "Actions": [{ "Name": "a" }] })), "missing `Command` in `action`");
    lacks(
        &task(json!({ "ScalingPolicies": [{ "Max": 2 }] })),
        "invalid scaling target: expected `cpu` or `mem` in a task",
    );
    let twice = json!([{ "Type": "vertical_cpu" }, { "Type": "vertical_cpu" }]);
    lacks(&task(json!({ "ScalingPolicies": twice })), "duplicate block `scaling \"cpu\"`");
    for fine in [json!(null), json!({ "Max": 0 }), json!({ "Max": 2, "Type": "" })] {
        read::api_json(&group(fine)).expect("a job");
    }
}

#[test]
fn what_no_job_file_can_say_is_reported() {
    loses(
        r#"{"ID": "j", "ConsulNamespace": "n", "Cuont": 1, "Regoin": "x", "New": [], "Periodic": {"SpecType": "x"}}"#,
        "1:13 `ConsulNamespace` of `job` cannot be written in a job file\n1:37 `Cuont` of `job` cannot be written in a job file\n1:49 `Regoin` of `job` cannot be written in a job file; did you mean `Region`?\n1:88 `SpecType` of `periodic` cannot be written in a job file",
    );
    loses(
        &task(json!({ "Driver": "d", "Config": { "a.b": 1, "c": 2 } })),
        "1:57 invalid name `a.b` for a block in HCL: expected letters, digits, `_` and `-`",
    );
    loses(
        &task(json!({ "Services": [{ "Meta": { "a b": "1" } }] })),
        "1:79 invalid name `a b` for `meta` in HCL: expected letters, digits, `_` and `-`",
    );
    let ports =
        |network: Json| json!({ "ID": "j", "TaskGroups": [{ "Networks": [network] }] }).to_string();
    loses(
        &ports(json!({ "DynamicPorts": [{ "Label": "a", "Value": 8080 }] })),
        "1:55 in a job file, a port with a number is reserved and one without is dynamic",
    );
}

/// Every cut of a text, and every byte of it replaced, is a job or a finding in the text.
#[test]
fn broken_texts_are_findings() {
    let text = task(json!({ "Driver": "docker", "Config": { "labels": [{ "ä": "${x" }] },
        "Templates": [{ "Splay": 5 }], "Resources": { "Networks": [{ "ReservedPorts": [{ "Value": 1 }] }] } }));
    let check = |text: &str| {
        for findings in
            [read::api_json(text).err(), read::hcl_json(text).err()].into_iter().flatten()
        {
            assert!(
                findings.iter().all(|finding| finding.span.end as usize <= text.len() + 1),
                "{text}"
            );
            assert!(!said(text, &findings).is_empty());
        }
    };
    for at in (0..text.len()).filter(|at| text.is_char_boundary(*at)) {
        let (before, after) = text.split_at(at);
        check(before);
        let rest: String = after.chars().skip(1).collect();
        for other in ["", "\"", "{", "]", "0", ",", "\\", "null", "\"\":1,", "${", "é"] {
            check(&format!("{before}{other}{rest}"));
        }
    }
}

#[test]
fn values_of_another_type_say_of_which_field() {
    let text = json!({ "ID": "j", "Type": 1, "AllAtOnce": "true", "Datacenters": "a", "Meta": [1], "TaskGroups": [{
        "Name": "g", "Count": "2", "Tasks": [{ "Name": "t", "Driver": "d", "KillTimeout": "5s", "Env": { "A": 1 },
        "ShutdownDelay": "soon", "Resources": { "MemoryMB": "256", "CPU": 0.5 } }] }] })
    .to_string();
    let findings = read::api_json(&text).expect_err("values of other types");
    let lines = findings.iter().map(|one| format!("{}\n  help: {}\n", one.message, one.help));
    snapshot!(lines.collect::<String>());
}
