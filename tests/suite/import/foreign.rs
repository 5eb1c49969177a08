//! What files that are no job files of today are recognised as.

use std::fs;

use jobwright::import::{self, Foreign, comments};
use jobwright::{read, syntax};

use crate::read::{errors, warnings};
use crate::support::corpus::Corpus;
use crate::support::files;
use crate::support::shown::snapshot;
use crate::support::{Tested, skip};

fn recognise(text: &str, findings: &[read::Finding]) -> Option<Foreign> {
    import::recognise(text, syntax::parse(text).ok().as_ref(), findings)
}

/// What is said of a text that is recognised as something else; nothing of what is not.
fn recognised(text: &str) -> String {
    let findings = read::job(text).err().unwrap_or_default();
    let foreign = recognise(text, &findings);
    foreign.map(|foreign| errors(text, &[foreign.finding()])).unwrap_or_default()
}

/// What is said of texts that are all recognised.
#[track_caller]
fn all(texts: &[&str]) -> String {
    let said = texts.iter().map(|text| recognised(text));
    let all: String = said.inspect(|said| assert_ne!(said, "")).collect();
    all
}

fn placeholders(text: &str) -> String {
    let body = syntax::parse(text).expect(text);
    warnings(text, &import::placeholders(text, &body))
}

#[test]
fn templates_are_recognised_by_what_stands_in_the_structure() {
    // The same marks in texts and comments, and lists in lists, say nothing.
    let others = "# {{ x }} [[ .x ]]\njob \"a\" {\n  meta {\n    a = <<E\n[[ .x ]] {% if %}\nE\n    b = [[1, 2], [for x in y : x], [[a.b, c]], [\"${x}\"]]\n  }\n  x {\n";
    assert_eq!(recognised(others), "");
    snapshot!(all(&[
        "job [[ template \"job_name\" . ]] {\n  count = [[ .my.count ]]\n}\n",
        "job \"a\" {\n  datacenters = [[ .dcs | toStringList ]]\n}\n",
        "job \"a\" {\n  [[- if .x ]]\n  count = 1\n  [[- end ]]\n}\n",
        "job \"{{ name }}\" {\n  {% if x %}\n  a = 1\n  {% endif %}\n}\n",
        "job \"a\" {\n  priority = {{ priority | default(50) }}\n}\n",
        "job \"a\" {\n  {{ range $i, $x := .Items }}\n  {{ end }}\n}\n",
        "job \"a\" {\n  args = [\"-c\", [[quote .x.command ]]]\n}\n",
        "job \"a\" {\n  port [[ $port.label | toJson ]] {}\n}\n",
        "job \"${name}\" {\n}\n",
        "job \"a\" {\n  %{ if x }\n  a = 1\n  %{ endif }\n}\n",
        "job \"a\" {\n  <% if x %>\n}\n",
        "job \"a\" {\n  priority = ${PRIORITY}\n}\n",
        "job \"a\" {\n  priority = @PRIORITY@\n}\n",
        "job \"a\" {\n  priority = %PRIORITY%\n}\n",
        "job \"a\" {\n  priority = <priority>\n}\n",
        "job \"a\" {\n  priority = __PRIORITY__\n}\n",
    ]));
}

#[test]
fn hcl_1_is_recognised_by_what_it_allowed() {
    // Mistakes of today's syntax are no HCL 1.
    for text in [
        "job \"a\" {\n  priority = \n}\n",
        "job \"a\" {\n  priority = 1\n  priority = 2\n}\n",
        "job \"a\" {\n",
    ] {
        assert_eq!(recognised(text), "", "{text}");
    }
    snapshot!(all(&[
        "job \"a\" {\n  meta {\n    \"a\" = 1\n  }\n}\n",
        "job \"a\" {\n  meta {\n    \"a.b\" = 1\n  }\n}\n",
        "job \"a\" {\n  \"group\" \"g\" {\n  }\n}\n",
        "job \"a\" {\n  priority = 1,\n}\n",
        "job \"a\" {\n  update { canary = 1 stagger = \"5s\" }\n}\n",
        "job \"a\" {\n  priority = 1 region = \"b\"\n}\n",
        "job \"a\" {\n  group \"g\" { network { port \"a\" {} } }\n}\n",
        "job \"a\" {\n  x = {\n    y {\n      z = 1\n    }\n  }\n}\n",
    ]));
}

#[test]
fn other_files_are_recognised() {
    // The first is read as JSON: nothing is to be said but what is wrong in it.
    for text in [" {\"job\": {\"a\": {\"bogus\": 1}}}", "job \"a\" {\n}\nserver {\n}\n"] {
        assert_eq!(recognised(text), "", "{text}");
    }
    snapshot!(all(&[
        "\n{\"job\": {}}",
        "[{\"job\": {}}]",
        "---\nservices:\n  web:\n    image: a\n",
        "apiVersion: v1\nkind: Pod\n",
        "name: a\nsteps:\n- b: c\n",
        "<!DOCTYPE html>\n<html>\n",
        "resource \"nomad_job\" \"a\" {\n}\n",
        "data_dir = \"/x\"\nserver {\n  enabled = true\n}\n",
        "id = \"a\"\ntype = \"csi\"\nplugin_id = \"b\"\n",
        "type = \"host\"\nname = \"b\"\n",
        "app {\n  url = \"\"\n}\npack {\n}\n",
        "namespace \"default\" {\n  policy = \"read\"\n}\n",
        "variable \"a\" {\n}\n",
        "image = \"a\"\n",
        "node_pool \"a\" {\n  description = \"b\"\n}\n",
        "name = \"a\"\n\ncapabilities {\n}\n",
        "path = \"a\"\n\nitems {\n  b = \"c\"\n}\n",
    ]));
}

#[test]
fn placeholders_in_values_are_warned_of() {
    snapshot!(placeholders(
        "job \"__NAME__\" {\n  priority = \"[[ .my.priority ]]\"\n  region = \"{{ region }}\"\n  \
         datacenters = [\"@@DC@@\", \"<your-dc>\", \"%DC%\", \"a-{{ item.x | default('y') }}\"]\n  \
         namespace = __NS__\n  meta { a = \"<%= x %>\" }\n}\n"
    ));
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
        if let Some(foreign) = recognise(text, &findings) {
            assert!(foreign.span.end as usize <= text.len(), "{text}");
        }
        if let Ok(body) = syntax::parse(text) {
            let found = import::placeholders(text, &body);
            assert!(found.iter().all(|finding| finding.span.end as usize <= text.len()), "{text}");
        }
        assert!(comments(text).iter().all(|comment| !comment.text.is_empty()), "{text}");
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
    let corpus = Corpus::of(skip::name_of(|| ()));
    let mut count = 0;
    for file in files(&corpus.join("jobs"))? {
        let text = fs::read_to_string(&file)?;
        assert_eq!(recognise(&text, &[]), None, "{}", file.display());
        assert_eq!(placeholders(&text), "", "{}", file.display());
        count += 1;
    }
    corpus.has_at_least(count, 791);
    Ok(())
}

/// Those that are refused for other reasons than their age: a brace too few or too many, names set twice, unknown ones, and
/// `${…:…}` of a shell.
const OF_TODAY: [&str; 14] = [
    "duplicate-attribute.nomad.hcl",
    "missing-brace.nomad.hcl",
    "two-jobs.nomad.hcl",
    "unknown-attribute.nomad.hcl",
    "unquoted-duration.nomad.hcl",
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
    let corpus = Corpus::of(skip::name_of(|| ()));
    let (mut old, mut templates) = (0, 0);
    for file in files(&corpus.join("refused"))? {
        let found = recognised(&fs::read_to_string(&file)?);
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        assert_eq!(found.is_empty(), OF_TODAY.contains(&name.as_ref()), "{name}: {found}");
        old += usize::from(found.contains("HCL 1"));
        templates += usize::from(found.contains("not rendered"));
    }
    println!("{old} in HCL 1, {templates} templates");
    assert_eq!((old, templates), if corpus.own { (3, 1) } else { (38, 1) });
    Ok(())
}
