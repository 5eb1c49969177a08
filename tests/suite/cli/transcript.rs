//! Names and texts that strangers give: none of what a terminal would obey in them reaches one, whichever command says it,
//! and none begins a line of its own.

use std::fs;
use std::process::{Command, Stdio};
use std::thread;

use super::Project;

/// What a terminal, or a log, would obey. Each stands in every place that can carry a name.
const PROBES: [&str; 50] = [
    "\u{1b}[2J",
    "\u{1b}[7;35mx",
    "\u{1b}[1;1H",
    "\u{1b}[?1049h",
    "\u{1b}]0;title\u{7}",
    "\u{1b}]8;;http:x\u{1b}\\link",
    "\u{1b}]52;c;eA==\u{7}",
    "\u{1b}P+q544e\u{1b}\\",
    "\u{1b}_x\u{1b}\\",
    "\u{1b}(0",
    "\u{1b}c",
    "\u{1b}",
    "\u{7}",
    "\u{8}\u{8}\u{8}",
    "\u{b}",
    "\u{c}",
    "\u{e}",
    "\u{f}",
    "\u{1}\u{1f}",
    "\u{7f}",
    "\u{80}",
    "\u{84}",
    "\u{85}forged",
    "\u{8d}",
    "\u{90}q",
    "\u{9b}2J",
    "\u{9b}31m",
    "\u{9c}",
    "\u{9d}0;title\u{9c}",
    "\u{9f}",
    "\r",
    "\rforged",
    "\r\nforged",
    "\nforged",
    "\n\nforged",
    "\n\tforged",
    "x\nforged: `y`",
    "\n::error::forged",
    "\n::stop-commands::forged",
    "\u{2028}forged",
    "\u{2029}forged",
    "\u{61c}",
    "\u{200e}",
    "\u{200f}",
    "\u{202a}\u{202c}",
    "\u{202b}\u{202d}",
    "a\u{202e}b",
    "\u{2066}a\u{2069}",
    "\u{2067}\u{2068}",
    "\u{feff}",
];

/// For whom a command prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stdout {
    /// People and logs: through a pipe, it is as harmless as on a terminal.
    People,
    /// A program, which gets texts as they are.
    Program,
}

use Stdout::{People, Program};

/// Commands on files of strangers; `{}` is the probe, and `{file}` the probe in the name of a file.
const ON_FILES: &[(Stdout, &[&str])] = &[
    (Program, &["fmt", "--check", "bad", "good"]),
    (Program, &["fmt", "--diff", "good"]),
    (People, &["fmt", "{}"]),
    (People, &["fmt", "{file}.md"]),
    (People, &["{}"]),
    (People, &["--{}"]),
    (People, &["lint", "bad", "good"]),
    (People, &["lint", "good", "bad", "--format", "summary"]),
    (People, &["lint", "good", "bad", "--format", "github"]),
    (People, &["lint", "good", "bad", "--format", "gitlab"]),
    (People, &["lint", "good", "bad", "--format", "junit"]),
    (People, &["lint", "good", "bad", "--format", "sarif"]),
    (People, &["lint", "good", "bad", "--format", "json"]),
    (People, &["lint", "good", "bad", "--format", "cargo"]),
    (People, &["lint", "good", "--min-severity", "{}"]),
    (People, &["lint", "good", "--var", "{}=1"]),
    (People, &["lint", "good", "--var", "{}"]),
    (People, &["lint", "good", "--var-file", "vars.hcl"]),
    (People, &["lint", "good", "--var-file", "{file}.hcl"]),
    (People, &["lint", "good", "--baseline", "{file}.json"]),
    (People, &["lint", "good", "--baseline", "baseline.json"]),
    (People, &["lint", "--explain", "{}"]),
    (People, &["lint", "settings"]),
    (People, &["import", "good", "bad", "--to", "hcl", "--out", "{file}"]),
    (People, &["import", "bad", "--to", "json", "--stdout"]),
    (People, &["import", "good", "--to", "hcl", "--evaluate", "--var", "{}=1", "--out", "made"]),
    (People, &["import", "{}"]),
    (Program, &["import", "good/{file}2.nomad.hcl", "--stdout"]),
    (Program, &["import", "good/{file}2.nomad.hcl", "--to", "hcl", "--stdout"]),
    (Program, &["import", "good/{file}2.nomad.hcl", "--to", "json", "--stdout"]),
    (People, &["images", "good"]),
    (People, &["images", "good", "--format", "json"]),
    (People, &["map", "good", "old"]),
    (People, &["map", "good", "--format", "json"]),
    (People, &["map", "good", "--format", "mermaid"]),
    (People, &["map", "good", "--format", "svg"]),
    (People, &["map", "good", "--format", "html"]),
    (People, &["map", "good", "--format", "backstage", "--owner", "{}"]),
    (People, &["map", "{}"]),
    (People, &["map", "good", "--source-url", "{}"]),
    (People, &["diff", "old", "good"]),
    (People, &["diff", "old", "good", "--full", "--show-secrets"]),
    (People, &["diff", "old", "good", "--format", "markdown"]),
    (People, &["diff", "old", "good", "--format", "json"]),
    (People, &["diff", "good", "bad"]),
    (People, &["diff", "{}..HEAD"]),
    (People, &["diff", "--verify", "receipt.json"]),
    (People, &["completions", "{}"]),
    (People, &["init", "old/{file}", "--release", "{}"]),
    (People, &["plan", "--nomad", "{file}", "--address", "{}", "old"]),
    (People, &["drift", "--nomad", "{file}", "old"]),
];

/// Commands on a registry in which the probe is every name.
const ON_NAMES: &[(Stdout, &[&str])] = &[
    (People, &["gen"]),
    (People, &["gen", "--message-format", "github"]),
    (People, &["gen", "--message-format", "json"]),
    (People, &["gen", "--site", "{}"]),
    (People, &["lint"]),
    (People, &["map"]),
    (People, &["map", "{}"]),
    (People, &["list"]),
    (People, &["list", "--format", "json"]),
    (Program, &["show", "{}"]),
    (People, &["show", "{}", "--needs"]),
    (People, &["show", "{}", "--why", "{}"]),
    (People, &["show", "{}x"]),
    (People, &["images"]),
    (People, &["diff"]),
    (People, &["new", "job", "{}", "--image", "{}", "--no-input"]),
    (People, &["diff", "--between", "{}", "test"]),
    (People, &["templates", "eject", "{}"]),
];

/// Commands on a registry in which the probe is a value, and a file of the project has it in its name.
const ON_VALUES: &[(Stdout, &[&str])] = &[
    (People, &["gen", "--out", "{file}"]),
    (Program, &["gen", "--check"]),
    (Program, &["show", "web"]),
    (People, &["show", "web", "--format", "json"]),
    (People, &["show", "web", "--why", "env"]),
    (People, &["show", "web", "--var", "{}=1", "--format", "json"]),
    (People, &["lint"]),
    (People, &["diff"]),
    (People, &["templates", "list"]),
];

/// The text between the quotes of HCL, JSON or TOML, with escapes that all of them have.
fn quoted(probe: &str, raw: bool) -> String {
    let one = |letter: char| match letter {
        '"' | '\\' => format!("\\{letter}"),
        '\n' | '\r' | '\t' => format!("\\u{:04x}", u32::from(letter)),
        letter if raw || letter.is_ascii_graphic() => letter.to_string(),
        letter => format!("\\u{:04x}", u32::from(letter)),
    };
    probe.chars().map(one).collect()
}

/// A job in which the text is every name that may be one; the variable has another.
fn job(text: &str, variable: &str, count: u32) -> String {
    format!(
        r#"variable "{variable}" {{
  default = "{text}"
}}
job "{text}" {{
  {text_key} = 1
  meta = {{
    "{text}" = "{text}"
  }}
  group "{text}" {{
    count = {count}
    network {{
      port "{text}" {{ static = {count} }}
    }}
    service {{
      name = "{text}"
      port = "{text}"
      tags = ["{text}{count}", "traefik.http.routers.{text}.rule=Host(`{text}`"]
    }}
    task "{text}" {{
      driver = "docker"
      config {{
        image = "{text}:{count}"
        labels = {{
          "{text}" = "{text}{count}"
        }}
      }}
      env = {{
        "{text}" = "{text}{count}"
        TEXT = "{text}"
      }}
      template {{
        destination = "local/{text}"
        data = "a {flat}\n{count}"
      }}
    }}
  }}
}}
"#,
        text_key = if count > 8 { format!("\"{text}\"") } else { "priority".to_owned() },
        // The lines of a text are shown as lines.
        flat = text.replace("\\u000a", "")
    )
}

/// Puts strangers' files into the folder. Text and file names have the probe.
fn furnish(project: &Project, probe: &str, file: &str) {
    let (raw, escaped) = (quoted(probe, true), quoted(probe, false));
    project.file(&format!("good/{file}/{file}.nomad.hcl"), job(&raw, "tag", 2));
    project.file(&format!("good/{file}2.nomad.hcl"), job(&format!("{escaped}2"), "tag", 2));
    project.file(&format!("old/{file}.nomad.hcl"), job(&raw, "tag", 1));
    project.file("old/gone.nomad.hcl", job(&format!("{escaped}1"), "tag", 1));
    project.file("bad/variable.nomad.hcl", job(&raw, &raw, 2));
    project.file(&format!("bad/{file}/{file}.hcl"), format!("a = \"{raw}\" !\nb {probe}\n"));
    project.file("bad/keys.nomad.hcl", job(&raw, "tag", 9));
    project.file("bad/names.nomad.hcl", format!("job {probe} {{\n  {probe} = {probe}\n}}\n"));
    let json = format!(
        r#"{{"Job": {{"ID": "{escaped}", "{escaped}": 1, "TaskGroups": [{{"Name": "{escaped}", "{escaped}": 2,
           "Count": "{escaped}", "Tasks": [{{"Name": "{escaped}", "Config": {{"{escaped}": []}}}}]}}]}}}}"#
    );
    project.file(&format!("bad/{file}.json"), &json);
    project.file(
        "bad/hcl.nomad.json",
        format!(r#"{{"job": {{"{escaped}": {{"{escaped}": 1, "group": 3}}}}}}"#),
    );
    project.file("vars.hcl", format!("x = \"{raw}\"\n\"{raw}\" = 1\n"));
    project.file(
        "baseline.json",
        format!(r#"{{"version": "{escaped}", "{escaped}": ["{escaped}"]}}"#),
    );
    project.file(
        "receipt.json",
        format!(r#"{{"version": 1, "{escaped}": 1, "steps": [{{"job": "{escaped}"}}]}}"#),
    );
    project.file(
        "settings/jobwright.toml",
        format!("[\"{escaped}\"]\n\"{escaped}\" = \"{escaped}\"\n"),
    );
    project.file("jobwright.toml", format!("[lint]\n\"{escaped}\" = \"{escaped}\"\n"));
    project.file(&format!("{file}.md"), "");
}

/// The line of a shell that runs each of the commands, what it prints on a terminal or into files.
fn script(project: &Project, commands: &[(Stdout, &[&str])], probe: &str, file: &str) -> String {
    let program = project.command("");
    let quote = |word: &str| format!("'{}'", word.replace('\'', r"'\''"));
    let mut script = String::new();
    for (at, (_, words)) in commands.iter().enumerate() {
        let mut line = quote(&program.get_program().to_string_lossy());
        for word in *words {
            line += &format!(" {}", quote(&word.replace("{file}", file).replace("{}", probe)));
        }
        script += &format!(
            "printf '=={at}==\\n'\n{line}\n{line} > stdout.{at} 2> stderr.{at} < /dev/null\n"
        );
    }
    script
}

/// Whether nothing in it is obeyed but colours; and of what is no text itself, whether nothing of the probe begins a line.
fn fault(printed: &[u8], probe: &str, is_terminal: bool, is_text: bool) -> Option<String> {
    let text = String::from_utf8_lossy(printed);
    let text = if is_terminal { text.replace("\r\n", "\n") } else { text.into_owned() };
    if probe.starts_with('\u{1b}') && probe.len() > 1 && text.contains(probe) {
        return Some("the probe itself".to_owned());
    }
    let mut rest = text.as_str();
    while let Some(at) = rest.find(is_obeyed) {
        let (_, found) = rest.split_at(at);
        // Colours are ours.
        let colour = found.strip_prefix("\u{1b}[").filter(|_| is_terminal);
        let colour = colour
            .map(|found| found.trim_start_matches(|own: char| own.is_ascii_digit() || own == ';'));
        match colour.and_then(|found| found.strip_prefix('m')) {
            Some(behind) => rest = behind,
            None => return Some(format!("{:?}", found.chars().take(40).collect::<String>())),
        }
    }
    let is_begun = |line: &&str| {
        let line = line.trim_start().trim_start_matches("::").trim_start();
        line.starts_with("forged") || line.starts_with("error::") || line.starts_with("stop-")
    };
    text.lines().find(is_begun).filter(|_| !is_text).map(|line| format!("a line {line:?}"))
}

fn is_obeyed(letter: char) -> bool {
    letter.is_control() && !matches!(letter, '\n' | '\t')
        || matches!(
            letter,
            '\u{2028}' | '\u{2029}' | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{feff}'
        )
        || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// What of a probe reaches people raw.
fn faults(
    project: &Project,
    commands: &[(Stdout, &[&str])],
    probe: &str,
    file: &str,
) -> Vec<String> {
    project.file("commands.sh", script(project, commands, probe, file));
    let mut command = Command::new("script");
    command.args(["-qec", "sh commands.sh", "/dev/null"]).current_dir(project.path(""));
    command.stdin(Stdio::null()).env("TERM", "xterm").env("CI", "1").env_remove("NO_COLOR");
    for (name, value) in project.command("").get_envs() {
        command.env(name, value.unwrap_or_default());
    }
    command.env("FIXTURE_TEXT", probe);
    let shown = command.output().expect("a terminal").stdout;
    let mut faults = Vec::new();
    let mut rest = shown.as_slice();
    for (at, (stdout, words)) in commands.iter().enumerate() {
        let mut check = |printed: &[u8], place: &str| {
            let is_text = *stdout == Program && place != "stderr";
            if let Some(fault) = fault(printed, probe, place == "terminal", is_text) {
                faults.push(format!("{probe:?}: {} on {place}: {fault}", words.join(" ")));
            }
        };
        let next = format!("=={}==", at + 1);
        let end = rest.windows(next.len()).position(|part| part == next.as_bytes());
        let (own, behind) = rest.split_at(end.unwrap_or(rest.len()));
        rest = behind;
        let head = format!("=={at}==");
        let own = own.strip_prefix(head.as_bytes()).unwrap_or_else(|| panic!("{head} {probe:?}"));
        check(own, "terminal");
        let read = |name: &str| fs::read(project.path(&format!("{name}.{at}"))).expect("a file");
        check(&read("stderr"), "stderr");
        if *stdout == People {
            check(&read("stdout"), "stdout");
        }
    }
    faults
}

fn of_probe(probe: &str) -> Vec<String> {
    let file = format!("f{}", probe.replace('/', ""));
    let files = Project::outside();
    furnish(&files, probe, &file);
    fs::remove_file(files.path("jobwright.toml")).expect("it is there");
    let mut all = faults(&files, ON_FILES, probe, &file);
    for fixture in ["hostile", "hostile-refused"] {
        all.extend(faults(&Project::with(fixture), ON_NAMES, probe, &file));
    }
    let values = Project::new();
    values.file("out/web.nomad.hcl", "");
    values.file(&format!("out/{file}.nomad.hcl"), "job");
    values.file(&format!("registry/{file}.rs"), "");
    values.file(&format!("templates/_{file}.hcl.j2"), format!("{{{{ {probe} }}}}"));
    all.extend(faults(&values, ON_VALUES, probe, &file));
    let broken = Project::new();
    broken.file("templates/task.hcl.j2", format!("{{# {probe} #}}{{{{ nothing }}}}{probe}"));
    all.extend(faults(&broken, &[(People, &["gen"]), (Program, &["show", "web"])], probe, &file));
    broken
        .file("templates/task.hcl.j2", format!("{{{{ \"{probe}\" | nothing }}}} {{% {probe} %}}"));
    all.extend(faults(&broken, &[(People, &["gen"])], probe, &file));
    let stray = Project::new();
    stray.file(&format!("templates/{file}.hcl.j2"), "");
    all.extend(faults(
        &stray,
        &[(People, &["gen"]), (People, &["templates", "list"])],
        probe,
        &file,
    ));
    let settings = Project::outside();
    furnish(&settings, probe, &file);
    all.extend(faults(&settings, &[(People, &["lint", "good"])], probe, &file));
    all
}

#[test]
fn nothing_that_a_terminal_obeys_reaches_it_from_a_name() {
    if !Command::new("script").arg("--version").output().is_ok_and(|run| run.status.success()) {
        return;
    }
    let workers = thread::available_parallelism().map_or(2, usize::from);
    let found: Vec<String> = thread::scope(|scope| {
        let own = |at: usize| {
            move || {
                PROBES
                    .iter()
                    .skip(at)
                    .step_by(workers)
                    .flat_map(|probe| of_probe(probe))
                    .collect::<Vec<_>>()
            }
        };
        let threads: Vec<_> = (0..workers).map(|at| scope.spawn(own(at))).collect();
        threads.into_iter().flat_map(|thread| thread.join().expect("it ends")).collect()
    });
    assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
}
