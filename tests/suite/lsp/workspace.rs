//! A folder of files: what they say to each other, and what is open in place of what lies there.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::client::{Client, position, uri};
use crate::support::{Tested, git, repository};

fn job(name: &str, inside: &str) -> String {
    format!(
        "job \"{name}\" {{\n  group \"{name}\" {{\n{inside}    task \"{name}\" {{\n      driver = \"exec\"\n      config {{\n        \
         command = \"x\"\n      }}\n      resources {{\n        cpu = 100\n        memory = 64\n      }}\n    }}\n  }}\n}}\n"
    )
}

/// A folder with files, and a client that has it open.
fn folder(files: &[(&str, &str)]) -> Result<(TempDir, Client), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    for (name, text) in files {
        let file = folder.path().join(name);
        fs::create_dir_all(file.parent().unwrap_or(folder.path()))?;
        fs::write(file, text)?;
    }
    let client = Client::start(Some(folder.path()), &[]);
    Ok((folder, client))
}

/// Nothing is found.
const NONE: [&str; 0] = [];

/// What is found in a file: the lines and codes.
fn codes(diagnostics: &[Value]) -> Vec<String> {
    let code = |one: &Value| {
        format!("{} {}", one["range"]["start"]["line"], one["code"].as_str().unwrap_or_default())
    };
    diagnostics.iter().map(code).collect()
}

fn at(client: &mut Client, file: &Path, text: &str, word: &str, method: &str) -> Value {
    let at = text.rfind(word).expect("the word") + 1;
    let params = json!({"textDocument": {"uri": uri(file)}, "position": position(text, at)});
    client.ask(&format!("textDocument/{method}"), params).expect("an answer")
}

/// Where places lie: the names of files, and lines.
fn places(answer: &Value) -> Vec<String> {
    let all = answer.as_array().cloned().unwrap_or_default();
    let place = |one: &Value| {
        let file = one["uri"].as_str().and_then(|uri| uri.rsplit('/').next()).unwrap_or_default();
        format!("{file}:{}", one["range"]["start"]["line"])
    };
    all.iter().map(place).collect()
}

#[test]
fn jobs_are_judged_together() -> Tested {
    let port = |number: u16| {
        format!(
            "    network {{\n      port \"http\" {{\n        static = {number}\n      }}\n    }}\n"
        )
    };
    let system =
        |name: &str, number| job(name, &port(number)).replacen('{', "{\n  type = \"system\"", 1);
    let one = system("one", 53);
    let two = system("two", 54);
    let (folder, mut client) = folder(&[("one.nomad.hcl", &one), ("two.nomad.hcl", &two)])?;
    let file = folder.path().join("one.nomad.hcl");
    client.open(&uri(&file), &one);
    assert_eq!(codes(&client.diagnostics(&uri(&file), 1).diagnostics), NONE);
    // The text in the editor takes the port of the other job.
    client.change(&uri(&file), 2, &json!([{"text": system("one", 54)}]));
    client.diagnostics(&uri(&file), 2);
    let other = uri(&folder.path().join("two.nomad.hcl"));
    let told = |client: &Client| {
        client.published.get(&other).map(|one| one.diagnostics.clone()).unwrap_or_default()
    };
    if told(&client).is_empty() {
        client.until(&mut |message| (message["params"]["uri"] == other.as_str()).then_some(()));
    }
    let found = told(&client);
    assert_eq!(codes(&found), ["5 house/static-port-clash"]);
    assert_eq!(found[0]["relatedInformation"][0]["location"]["uri"], uri(&file));
    // What is closed counts as it lies there.
    client.tell("textDocument/didClose", json!({"textDocument": {"uri": uri(&file)}}));
    let mended = client.until(&mut |message| {
        let params = &message["params"];
        (params["uri"] == other.as_str() && params["diagnostics"] == json!([])).then_some(())
    });
    assert!(mended.is_some());
    assert_eq!(client.end(), (Some(0), String::new()));
    Ok(())
}

#[test]
fn settings_and_files_may_come_and_go() -> Tested {
    let text = job("one", "    update {\n      auto_revert = true\n      canary = -1\n    }\n");
    let (folder, mut client) = folder(&[("one.nomad.hcl", &text)])?;
    let file = folder.path().join("one.nomad.hcl");
    client.open(&uri(&file), &text);
    assert_eq!(codes(&client.diagnostics(&uri(&file), 1).diagnostics), ["4 nomad/bounds"]);
    let settings = folder.path().join("jobwright.toml");
    let told = |client: &mut Client, text: &str, wanted: &Path| {
        fs::write(&settings, text).expect("the settings");
        client.tell("workspace/didChangeWatchedFiles", json!({"changes": []}));
        let name = uri(wanted);
        client.until(&mut |message| (message["params"]["uri"] == name.as_str()).then_some(()));
        codes(&client.published[&name].diagnostics)
    };
    let off = "[lint.rules]\n\"nomad/bounds\" = \"off\"\n";
    assert_eq!(told(&mut client, off, &file), NONE);
    let wrong = "[lint.rules]\n\"nomad/bonds\" = \"off\"\n";
    assert_eq!(told(&mut client, wrong, &folder.path().join("jobwright.toml")), ["1 settings"]);
    let two = folder.path().join("two.nomad.hcl");
    fs::write(&two, "job \"two\" {\n  count =\n}\n")?;
    assert_eq!(told(&mut client, "", &two), ["1 syntax"]);
    fs::remove_file(&two)?;
    assert_eq!(told(&mut client, "", &two), NONE, "what is gone has no mistakes");
    Ok(())
}

#[test]
fn names_lead_to_other_files() -> Tested {
    let web = job(
        "web",
        "    service {\n      name = \"web-api\"\n    }\n    volume \"data\" {\n      type   = \"csi\"\n      source = \"shared\"\n    }\n",
    );
    let user = "job \"user\" {\n  group \"user\" {\n    service {\n      connect {\n        sidecar_service {\n          proxy {\n            upstreams {\n              destination_name = \"web-api\"\n            }\n          }\n        }\n      }\n    }\n    task \"t\" {\n      template {\n        data = <<EOT\n{{ range service \"web-api\" }}\n{{ end }}\nEOT\n      }\n    }\n  }\n}\n";
    let volume =
        "id        = \"shared\"\nname      = \"shared\"\ntype      = \"csi\"\nplugin_id = \"x\"\n";
    let files = [
        ("web.nomad.hcl", web.as_str()),
        ("below/user.nomad.hcl", user),
        ("volumes/shared.volume.hcl", volume),
    ];
    let (folder, mut client) = folder(&files)?;
    let (web_file, user_file) =
        (folder.path().join("web.nomad.hcl"), folder.path().join("below/user.nomad.hcl"));
    client.open(&uri(&web_file), &web);
    client.open(&uri(&user_file), user);
    let definition = at(&mut client, &user_file, user, "web-api\" }}", "definition");
    assert_eq!(places(&definition), ["web.nomad.hcl:3"]);
    let references = at(&mut client, &web_file, &web, "web-api", "references");
    assert_eq!(places(&references), ["web.nomad.hcl:3", "user.nomad.hcl:7", "user.nomad.hcl:16"]);
    let definition = at(&mut client, &web_file, &web, "shared", "definition");
    assert_eq!(places(&definition), ["shared.volume.hcl:0"]);
    let offered = at(&mut client, &web_file, &web, "shared", "completion");
    assert_eq!(offered[0]["label"], "shared", "the volumes that there are");
    let offered = at(&mut client, &user_file, user, "web-api\"\n", "completion");
    assert_eq!(offered[0]["label"], "web-api", "the services that there are");
    Ok(())
}

#[test]
fn generated_files_lead_to_their_definition() -> Tested {
    let file = repository("out/whoami.nomad.hcl");
    let text = fs::read_to_string(&file)?;
    let mut client = Client::start(None, &[]);
    client.open(&uri(&file), &text);
    let found = client.diagnostics(&uri(&file), 1).diagnostics;
    let generated = found.iter().find(|one| one["code"] == "generated").ok_or("it is generated")?;
    assert_eq!(generated["severity"], 3);
    let start = json!({"line": 0, "character": 5});
    let params = json!({"textDocument": {"uri": uri(&file)}, "position": start});
    let definition = client.ask("textDocument/definition", params).expect("an answer");
    let source = fs::read_to_string(repository("registry/applications/whoami.rs"))?;
    let line = source.lines().position(|line| line.starts_with("pub fn")).ok_or("a function")?;
    assert_eq!(places(&definition), [format!("whoami.rs:{line}")]);
    let range = json!({"start": start, "end": start});
    let params = json!({"textDocument": {"uri": uri(&file)}, "range": range, "context": {"diagnostics": []}});
    let actions = client.ask("textDocument/codeAction", params).expect("an answer");
    let command = &actions.as_array().ok_or("actions")?.last().ok_or("an action")?["command"];
    client.ask("workspace/executeCommand", command.clone()).expect("an answer");
    let shown = client
        .said
        .iter()
        .find(|message| message["method"] == "window/showDocument")
        .ok_or("it is shown")?;
    assert!(
        shown["params"]["uri"]
            .as_str()
            .is_some_and(|uri| uri.ends_with("/registry/applications/whoami.rs"))
    );
    Ok(())
}

#[test]
fn columns_count_what_the_client_counts() -> Tested {
    let text = "job \"a\" {\n  name = \"é𝄞\" + \"\"\n}\n";
    for (encodings, word, column) in [
        (vec!["utf-16"], "utf-16", 9 + 1 + 3 + 2),
        (vec!["utf-16", "utf-8"], "utf-8", 9 + 1 + 6 + 2),
    ] {
        let mut client = Client::start(None, &encodings);
        assert_eq!(client.capabilities["positionEncoding"], word);
        client.open("file:///a.nomad.hcl", &text.replace("\"\"", "="));
        let found = client.diagnostics("file:///a.nomad.hcl", 1).diagnostics;
        let start = found[0]["range"]["start"]["character"].as_u64();
        assert_eq!(start, Some(column + 2), "{found:?}");
    }
    Ok(())
}

#[test]
fn a_line_above_the_job_compares_it_with_what_is_committed() -> Tested {
    let text = job("one", "    count = 2\n");
    let (folder, mut client) = folder(&[("below/one.nomad.hcl", &text)])?;
    let file = folder.path().join("below/one.nomad.hcl");
    let name = uri(&file);
    client.open(&name, &text);
    let document = json!({"textDocument": {"uri": name}});
    let lens = client.ask("textDocument/codeLens", document.clone()).expect("an answer");
    assert_eq!(lens, Value::Null, "there is no repository");
    git::run(folder.path(), &["init", "--quiet"]);
    git::commit(folder.path(), "one");
    client.tell("textDocument/didSave", document.clone());
    let mut title = |version: i64, new: &str| {
        client.change(&name, version, &json!([{"text": new}]));
        let lens = client.ask("textDocument/codeLens", document.clone()).expect("an answer");
        lens[0]["command"]["title"].as_str().unwrap_or("nothing").to_owned()
    };
    assert_eq!(title(2, &text), "against HEAD: no changes");
    assert_eq!(title(3, &text.replace("\"x\"", "\"y\"")), "against HEAD: 2 replaced");
    let other = text.replacen("\"one\"", "\"new\"", 1);
    let both = "against HEAD: new: 2 started, was `one`";
    assert_eq!(title(4, &other), both);
    assert_eq!(title(5, &text.replace("count = 2", "count =")), "nothing", "it is broken");
    assert_eq!(
        title(6, &text.replace("count = 2", "count = 3")),
        "against HEAD: 1 started, 2 kept"
    );
    let command = json!({"command": "jobwright.difference", "arguments": [name]});
    client.ask("workspace/executeCommand", command).expect("an answer");
    let said = client.said.iter().find(|message| message["method"] == "window/showMessage");
    let said = said.and_then(|message| message["params"]["message"].as_str()).ok_or("a message")?;
    assert!(said.contains("count") && said.contains("1 started"), "{said}");
    Ok(())
}

#[test]
fn what_a_job_reads_may_change() -> Tested {
    let text = job("one", "    meta {\n      a = file(\"a.txt\")\n    }\n");
    let (folder, mut client) = folder(&[("one.nomad.hcl", &text)])?;
    let name = uri(&folder.path().join("one.nomad.hcl"));
    client.open(&name, &text);
    assert_eq!(
        codes(&client.diagnostics(&name, 1).diagnostics),
        ["3 expression"],
        "there is no such file"
    );
    fs::write(folder.path().join("a.txt"), "text")?;
    client.tell("workspace/didChangeWatchedFiles", json!({"changes": []}));
    client.until(&mut |message| (message["params"]["uri"] == name.as_str()).then_some(()));
    assert_eq!(codes(&client.published[&name].diagnostics), NONE);
    // A document that is closed and opened again begins anew.
    let document = json!({"textDocument": {"uri": name}});
    client.tell("textDocument/didClose", document);
    client.open(&name, "job \"one\" {\n  count = \n}\n");
    client.until(&mut |message| (message["params"]["uri"] == name.as_str()).then_some(()));
    let found = &client.published[&name];
    assert_eq!((found.version, codes(&found.diagnostics)), (Some(1), vec!["1 syntax".to_owned()]));
    Ok(())
}
