//! What files that are no job files of today are recognised as.

use std::fs;

use jobwright::{read, syntax};

use super::said;
use crate::fmt::corpus_or_skip;
use crate::support::{Tested, files, skip};

/// What a text is recognised as, with the place and the help.
fn recognised(text: &str) -> String {
    let findings = read::job(text).err().unwrap_or_default();
    match read::recognise(text, &findings) {
        Some(foreign) => {
            let finding = foreign.finding();
            format!("{} {}; {}", finding.position(text), foreign.what, foreign.help)
        }
        None => String::new(),
    }
}

fn placeholders(text: &str) -> String {
    let body = syntax::parse(text).expect(text);
    said(text, &read::placeholders(text, &body))
}

#[test]
fn templates_are_recognised_by_what_stands_in_the_structure() {
    let render =
        "render it first, with `nomad-pack render` or `levant render`, and give the result";
    let check = |text: &str, expected: &str| {
        let found = recognised(text);
        let (found, help) = found.split_once("; ").unwrap_or((&found, ""));
        assert_eq!(found.replace(" that was not rendered", ""), expected, "{text}");
        assert_eq!(help.is_empty(), expected.is_empty());
    };
    let pack = "job [[ template \"job_name\" . ]] {\n  count = [[ .my.count ]]\n}\n";
    assert_eq!(
        recognised(pack),
        format!("1:5 a template of nomad-pack or Levant that was not rendered; {render}")
    );
    check(
        "job \"a\" {\n  datacenters = [[ .dcs | toStringList ]]\n}\n",
        "2:17 a template of nomad-pack or Levant",
    );
    check(
        "job \"a\" {\n  [[- if .x ]]\n  count = 1\n  [[- end ]]\n}\n",
        "2:3 a template of nomad-pack or Levant",
    );
    check(
        "job \"{{ name }}\" {\n  {% if x %}\n  a = 1\n  {% endif %}\n}\n",
        "2:3 a Jinja template",
    );
    check("job \"a\" {\n  priority = {{ priority | default(50) }}\n}\n", "2:14 a Jinja template");
    check("job \"a\" {\n  {{ range $i, $x := .Items }}\n  {{ end }}\n}\n", "2:3 a Go template");
    check(
        "job \"a\" {\n  args = [\"-c\", [[quote .x.command ]]]\n}\n",
        "2:17 a template of nomad-pack or Levant",
    );
    check(
        "job \"a\" {\n  port [[ $port.label | toJson ]] {}\n}\n",
        "2:8 a template of nomad-pack or Levant",
    );
    check("job \"${name}\" {\n}\n", "1:6 a template of `envsubst` or Terraform");
    check(
        "job \"a\" {\n  %{ if x }\n  a = 1\n  %{ endif }\n}\n",
        "2:3 a template of `envsubst` or Terraform",
    );
    check("job \"a\" {\n  <% if x %>\n}\n", "2:3 an ERB template");
    check(
        "job \"a\" {\n  priority = ${PRIORITY}\n}\n",
        "2:14 a template of `envsubst` or Terraform",
    );
    check("job \"a\" {\n  priority = @PRIORITY@\n}\n", "2:14 a template with placeholders");
    check("job \"a\" {\n  priority = %PRIORITY%\n}\n", "2:14 a template with placeholders");
    check("job \"a\" {\n  priority = <priority>\n}\n", "2:14 a template with placeholders");
    check("job \"a\" {\n  priority = __PRIORITY__\n}\n", "2:14 a template with placeholders");
    // The same marks in texts and comments, and lists in lists, say nothing.
    check(
        "# {{ x }} [[ .x ]]\njob \"a\" {\n  meta {\n    a = <<E\n[[ .x ]] {% if %}\nE\n    b = [[1, 2], [for x in y : x], [[a.b, c]], [\"${x}\"]]\n  }\n  x {\n",
        "",
    );
}

#[test]
fn hcl_1_is_recognised_by_what_it_allowed() {
    let check = |text: &str, expected: &str| {
        let found = recognised(text);
        let found = found.replace("HCL 1, which Nomad has not read since 1.0; ", "");
        assert_eq!(found, expected, "{text}");
    };
    check(
        "job \"a\" {\n  meta {\n    \"a\" = 1\n  }\n}\n",
        "3:5 write `a = …`: names have no quotes",
    );
    check(
        "job \"a\" {\n  meta {\n    \"a.b\" = 1\n  }\n}\n",
        "3:5 `a.b` is no name that stands without quotes: assign an object, `meta = { \"a.b\" = … }`",
    );
    check(
        "job \"a\" {\n  \"group\" \"g\" {\n  }\n}\n",
        "2:3 write `group` without quotes: only labels of blocks have them",
    );
    check(
        "job \"a\" {\n  priority = 1,\n}\n",
        "2:15 end each attribute with its line: leave out the commas between them",
    );
    let lines = "give each attribute and block of a block its own line, and `}` as well";
    check("job \"a\" {\n  update { canary = 1 stagger = \"5s\" }\n}\n", &format!("2:23 {lines}"));
    check(
        "job \"a\" {\n  group \"g\" { network { port \"a\" {} } }\n}\n",
        &format!("2:15 {lines}"),
    );
    check(
        "job \"a\" {\n  x = {\n    y {\n      z = 1\n    }\n  }\n}\n",
        "3:7 what stands in a value is assigned: write `y = {`",
    );
    // Mistakes of today's syntax are no HCL 1.
    check("job \"a\" {\n  priority = \n}\n", "");
    check("job \"a\" {\n  priority = 1\n  priority = 2\n}\n", "");
    check("job \"a\" {\n", "");
}

#[test]
fn other_files_are_recognised() {
    let check = |text: &str, expected: &str| {
        let found = recognised(text);
        assert_eq!(found.split("; ").next(), Some(expected), "{text}");
    };
    check("\n{\"job\": {}}", "2:1 JSON");
    check("[{\"job\": {}}]", "1:1 JSON");
    // This is read as JSON: nothing is to be said but what is wrong in it.
    check(" {\"job\": {\"a\": {\"bogus\": 1}}}", "");
    check("---\nservices:\n  web:\n    image: a\n", "1:1 a Compose file");
    check("apiVersion: v1\nkind: Pod\n", "1:1 a Kubernetes manifest");
    check("name: a\nsteps:\n- b: c\n", "1:1 YAML");
    check("<!DOCTYPE html>\n<html>\n", "1:1 a page of XML or HTML");
    check("resource \"nomad_job\" \"a\" {\n}\n", "1:1 Terraform configuration");
    check(
        "data_dir = \"/x\"\nserver {\n  enabled = true\n}\n",
        "1:1 the configuration of a Nomad agent",
    );
    check("id = \"a\"\ntype = \"csi\"\nplugin_id = \"b\"\n", "3:1 a volume specification");
    check("type = \"host\"\nname = \"b\"\n", "1:1 a volume specification");
    check("app {\n  url = \"\"\n}\npack {\n}\n", "1:1 the metadata of a pack");
    check("namespace \"default\" {\n  policy = \"read\"\n}\n", "1:1 an ACL policy");
    check("variable \"a\" {\n}\n", "1:1 the variables of a pack or a module");
    check("image = \"a\"\n", "1:1 a file of values for variables");
    check("job \"a\" {\n}\nserver {\n}\n", "");
}

#[test]
fn placeholders_in_values_are_warned_of() {
    let text = "job \"__NAME__\" {\n  priority = \"[[ .my.priority ]]\"\n  region = \"{{ region }}\"\n  \
        datacenters = [\"@@DC@@\", \"<your-dc>\", \"%DC%\", \"a-{{ item.x | default('y') }}\"]\n  \
        namespace = __NS__\n  meta { a = \"<%= x %>\" }\n}\n";
    assert_eq!(
        placeholders(text),
        "1:6 `__NAME__` looks like a part of a template with placeholders that was not filled in\n\
         2:15 `[[ .my.priority ]]` looks like a part of a template of nomad-pack or Levant that was not filled in\n\
         3:13 `{{ region }}` looks like a part of a Jinja template that was not filled in\n\
         4:19 `@@DC@@` looks like a part of a template with placeholders that was not filled in\n\
         4:29 `<your-dc>` looks like a part of a template with placeholders that was not filled in\n\
         4:42 `%DC%` looks like a part of a template with placeholders that was not filled in\n\
         4:52 `{{ item.x | default('y') }}` looks like a part of a Jinja template that was not filled in\n\
         5:15 `__NS__` looks like a part of a template with placeholders that was not filled in\n\
         6:15 `<%= x %>` looks like a part of an ERB template that was not filled in"
    );
    let body = syntax::parse(text).expect(text);
    assert!(read::placeholders(text, &body).iter().all(|finding| !finding.help.is_empty()));
}

#[test]
fn texts_of_other_languages_are_no_placeholders() {
    let text = r#"job "a" {
  task "t" {
    template {
      data            = "{{ x }} [[ .x ]] __X__"
      left_delimiter  = "[["
    }
    template {
      data = <<E
{{ range services }}{{ end }} {{ job }}
E
    }
    env { A = "{{ env \"X\" }} {{.Name}} {{ $labels.instance }}" }
    config {
      args = ["-c", "[[ -f x ]] && [[ $a == b ]]", "__meta_consul_tags", "__address__", "{{.Names}}", "a <b> c", "100%", "@every 5m"]
      labels { a = "{{ instance }}" }
      logging {
        config { tag = "{{ name }}" }
      }
    }
  }
  periodic { cron = "@daily" }
}
"#;
    assert_eq!(placeholders(text), "");
}

/// Every cut of a text, and bytes of it replaced, are looked through without a panic.
#[test]
fn broken_texts_are_looked_through() {
    let text = "# é\njob \"[[ .é ]]\" {\n  a = <<E\n{{ é }}\nE\n  b = \"${x[\"é\"]} %{ if é }\" # é\n  {% é %}\n  /* __É__ */ __A__ @B@ c { d = [{ e {\n}\n";
    let check = |text: &str| {
        let findings = read::job(text).err().unwrap_or_default();
        if let Some(foreign) = read::recognise(text, &findings) {
            assert!(foreign.span.end as usize <= text.len(), "{text}");
        }
        if let Ok(body) = syntax::parse(text) {
            let found = read::placeholders(text, &body);
            assert!(found.iter().all(|finding| finding.span.end as usize <= text.len()), "{text}");
        }
        assert!(read::comments(text).iter().all(|comment| !comment.text.is_empty()), "{text}");
    };
    for at in (0..text.len()).filter(|at| text.is_char_boundary(*at)) {
        let (before, after) = text.split_at(at);
        check(before);
        check(after);
        let rest: String = after.chars().skip(1).collect();
        for other in ["", "\"", "{", "]", "<<", "[[", "\n", "é"] {
            check(&format!("{before}{other}{rest}"));
        }
    }
    // Long lines of what may begin something take no longer than others.
    for start in ["[[", "{{", "<<", "__", "}", "}\n", "a {", "\"", "\"a\"\n", "# \n\n", "a.b\n"] {
        check(&start.repeat(100_000 / start.len()));
    }
    check(&format!("job \"a\" {{\n  a = 1\n{}}}\n", "# b\n\n".repeat(20_000)));
}

#[test]
fn strangers_jobs_are_jobs() -> Tested {
    let Some(corpus) = corpus_or_skip(skip::name_of(|| ())) else { return Ok(()) };
    let mut count = 0;
    for file in files(&corpus.join("jobs"))? {
        let text = fs::read_to_string(&file)?;
        assert_eq!(read::recognise(&text, &[]), None, "{}", file.display());
        assert_eq!(placeholders(&text), "", "{}", file.display());
        count += 1;
    }
    assert_eq!(count, 791);
    Ok(())
}

/// Those that are refused for other reasons than their age: a brace too few or too many, names set twice, unknown ones, and
/// `${…:…}` of a shell.
const OF_TODAY: [&str; 9] = [
    "jobs__archive__postgresql__postgresql-replication.hcl",
    "rundeck.nomad.hcl",
    "consul__add_check__e1.nomad",
    "docker__host-volumes-and-users__scratch.nomad",
    "task_deps__init_artifact__batch-init-artifact.nomad",
    "task_deps__init_artifact__service-init-artifact.nomad",
    "task_deps__sidecar__example.nomad",
    "nomad_jobs__core-infra__haproxy__nomad.job",
    "nomad_jobs__misc__uploader__nomad.job",
];

#[test]
fn what_is_refused_for_its_age_is_called_by_its_name() -> Tested {
    let Some(corpus) = corpus_or_skip(skip::name_of(|| ())) else { return Ok(()) };
    let (mut old, mut templates) = (0, 0);
    for file in files(&corpus.join("refused"))? {
        let found = recognised(&fs::read_to_string(&file)?);
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        assert_eq!(found.is_empty(), OF_TODAY.contains(&name.as_ref()), "{name}: {found}");
        old += usize::from(found.contains("HCL 1"));
        templates += usize::from(found.contains("not rendered"));
    }
    println!("{old} in HCL 1, {templates} templates");
    assert_eq!((old, templates), (38, 1));
    Ok(())
}
