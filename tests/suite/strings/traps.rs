//! Twenty texts on which template tools break, each as a variable and inside a template's text.

use std::fs;

use jobwright::jobspec::{Docker, Group, Job, Task, Template};
use jobwright::render::Renderer;

use crate::support::Tested;
use crate::support::nomad::nomad;

const TRAPS: [(&str, &str); 20] = [
    ("double quotes", r#"say "hello" and "bye""#),
    ("a new line", "first\nsecond"),
    ("a backslash", r"C:\temp\new"),
    ("curl's format", "%{http_code}\\n"),
    ("an escaped interpolation", "$${x}"),
    ("a shell default", "${x:-y}"),
    ("a heredoc's end", "one\nEOT\nEOH\nEOF\ntwo\n"),
    ("a grok pattern", r"%{IP:client} %{WORD:method} %{URIPATHPARAM:request}"),
    ("a relabel rule", "${1}:9100"),
    ("an injected block", "x\"\n}\n\ntask \"evil\" {\n  driver = \"raw_exec\"\n}\n"),
    ("an injected attribute", "x\"\n  PATH = \"/evil"),
    ("letters of all kinds", "Grüße, мир, 日本, 🦀"),
    ("a function call", r#"${upper("x")}"#),
    ("a directive", "%{ if true }yes%{ endif }"),
    ("consul-template", r#"{{ with secret "kv/x" }}{{ .Data.data.y }}{{ end }}"#),
    ("JSON in a reference's neighbourhood", r#"{"port": ${NOMAD_PORT_http}}"#),
    ("control characters", "\u{1b}[31mred\u{7}\u{7f}"),
    ("DOS line ends", "one\r\ntwo\r\n"),
    ("space at both ends", "\t  two\t\n  "),
    ("a comment's start", "# no comment // nor this /* nor this"),
];

#[test]
fn twenty_of_twenty_arrive() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let mut task = Task::new("t", Docker::image("x:1"));
    for (index, (_, text)) in TRAPS.iter().enumerate() {
        let body = format!("before\n  {text}\nafter\n");
        task = task
            .env(format!("TRAP_{index}"), *text)
            .template(Template::inline(format!("local/{index}"), body));
    }
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("traps.nomad.hcl");
    fs::write(
        &file,
        Renderer::new(Default::default())?
            .job(&Job::batch("traps").group(Group::new("g").task(task)), "")?,
    )?;
    let task = &nomad.output_json(&file)?["Job"]["TaskGroups"][0]["Tasks"][0];
    let mut arrived = 0;
    for (index, (what, text)) in TRAPS.iter().enumerate() {
        assert_eq!(task["Env"][format!("TRAP_{index}")], *text, "{what}, as a variable");
        let body = format!("before\n  {text}\nafter\n");
        assert_eq!(task["Templates"][index]["EmbeddedTmpl"], body, "{what}, in a template");
        arrived += 1;
    }
    println!("{arrived} of {} traps arrived", TRAPS.len());
    Ok(())
}
