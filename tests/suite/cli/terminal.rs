//! What reaches a terminal: colours where they are wanted, and nothing that others wrote and the terminal would obey.

use std::ffi::OsStr;
use std::iter;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::{Project, Run};
use crate::support::call::clean;
use crate::support::program;

/// Clears the screen, names the window, turns the line round, and rings the bell.
const EVIL: &str = "\u{1b}[2J\u{1b}]0;title\u{7}\u{9b}2J\u{202e}";

fn run(project: &Project, arguments: &[&str], environment: &[(&str, &str)]) -> Run {
    let mut command = project.command("");
    command.args(arguments).envs(environment.iter().copied());
    Run::from(command.output().expect("it runs"))
}

/// The same on a terminal, which `script` is; a system without it has no way to ask.
fn on_terminal(project: &Project, arguments: &str, environment: &[(&str, &str)]) -> Option<Run> {
    let plain = project.command("");
    let mut command = Command::new("script");
    command.args(["-qec", &format!("{} {arguments}", plain.get_program().to_string_lossy())]);
    command.arg("/dev/null").current_dir(project.path("")).stdin(Stdio::null());
    command.env("TERM", "xterm").env_remove("NO_COLOR").env_remove("CI");
    command.envs(environment.iter().copied()).output().ok().map(Run::from)
}

/// A command on a terminal, where somebody types this; a system without one has no way to ask. All that it says is on its
/// standard output then, as on a screen.
pub fn typed(command: &Command, typed: &str) -> Option<Run> {
    let quoted = |word: &OsStr| format!("'{}'", word.to_string_lossy().replace('\'', r"'\''"));
    let words: Vec<String> =
        iter::once(command.get_program()).chain(command.get_args()).map(quoted).collect();
    let mut script = clean(Path::new("script"));
    script.args(["-qec", &words.join(" "), "/dev/null"]).env("TERM", "xterm");
    script.current_dir(command.get_current_dir()?);
    script.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    program("JOBWRIGHT_SCRIPT", "script").map(|_| Run::of(&mut script, typed.as_bytes()))
}

/// The run ended so, and these words are somewhere in what it said: a snapshot cannot show colours.
#[track_caller]
fn said(run: Run, code: i32, words: &[&str]) -> Run {
    let all = format!("{}{}", run.stdout, run.stderr);
    assert_eq!(run.code, code, "{all}");
    words.iter().for_each(|word| assert!(all.contains(word), "{word:?} in {all:?}"));
    run
}

/// Whether a text has what a terminal obeys and no command of ours prints.
#[track_caller]
fn is_harmless(text: &str) {
    let obeyed = |letter: char| letter.is_control() && letter != '\n' || letter == '\u{202e}';
    assert!(!text.contains(obeyed), "{text:?}");
}

#[test]
fn colours_are_asked_for_or_forbidden() {
    let project = Project::new();
    project.file("bad.hcl", "a = \n");
    project.file("ugly.hcl", "a=1\n");
    let finding = "\u{1b}[91merror[syntax]\u{1b}[0m";
    let removed = "\u{1b}[91m-a=1\u{1b}[0m";
    let usage = "\u{1b}[91merror\u{1b}[0m\u{1b}[1m: unknown option `--nope`";
    let forced = [("CLICOLOR_FORCE", "1")];
    said(run(&project, &["fmt", "--diff"], &forced), 2, &[finding, removed]);
    said(run(&project, &["fmt", "--nope"], &forced), 2, &[usage, "\u{1b}[1mhelp\u{1b}[0m: write"]);
    said(run(&project, &["fmt", "--help"], &forced), 0, &["\u{1b}[1m\u{1b}[92mUsage:"]);
    let error = run(&project, &["fmt", "gone.hcl"], &forced);
    said(
        error,
        2,
        &["\u{1b}[1m\u{1b}[91merror\u{1b}[0m\u{1b}[1m: no such file or directory `gone.hcl`"],
    );

    for environment in
        [&[][..], &[("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")], &[("TERM", "xterm")]]
    {
        for arguments in [&["fmt", "--diff"], &["fmt", "--nope"], &["fmt", "gone.hcl"]] {
            let run = run(&project, arguments, environment);
            let run = said(run, 2, &["error"]);
            is_harmless(&(run.stdout + &run.stderr));
        }
    }
}

#[test]
fn a_terminal_has_colours_if_it_can() {
    let project = Project::new();
    project.file("bad.hcl", "a = \n");
    let error = "error[syntax]";
    let Some(run) = on_terminal(&project, "fmt", &[]) else { return };
    said(run, 2, &["\u{1b}[1m\u{1b}[91merror[syntax]"]);
    for environment in [("NO_COLOR", "1"), ("TERM", "dumb"), ("CLICOLOR", "0")] {
        let run = on_terminal(&project, "fmt", &[environment]).expect("as before");
        let run = said(run, 2, &[error]);
        assert!(!run.stdout.contains('\u{1b}'), "{environment:?}: {:?}", run.stdout);
    }
}

#[test]
fn nothing_that_others_wrote_is_obeyed() {
    let project = Project::new();
    let name = format!("bad{}.hcl", EVIL.replace('/', ""));
    project.file(&name, format!("a = \"{EVIL}\" !\n"));
    project.file(&format!("{name}.md"), "");
    let frame = " --> bad␛[2J␛]0;title␇\u{fffd}2J\u{fffd}.hcl:1:";
    let run = said(run(&project, &["fmt"], &[]), 2, &[frame, "1 | a = \"␛[2J␛]0;title␇"]);
    is_harmless(&run.stderr);
    for arguments in [
        ["fmt", &*format!("{name}.md")],
        ["show", EVIL],
        ["gen", EVIL],
        ["--nope", EVIL],
        [EVIL, ""],
    ] {
        let run = self::run(&project, &arguments, &[]);
        assert_eq!(run.code, 2, "{}", run.stderr);
        is_harmless(&run.stderr);
    }
}

#[test]
fn a_program_gets_results_as_they_are_and_a_person_can_look_at_them() {
    let project = Project::new();
    project.file("ugly.hcl", format!("a=\"{EVIL}\"\n"));
    let piped = said(run(&project, &["fmt", "--diff"], &[]), 1, &[]);
    assert!(piped.stdout.contains(&format!("+a = \"{EVIL}\"\n")), "{:?}", piped.stdout);
    let shown = run(&project, &["fmt", "--diff"], &[("CLICOLOR_FORCE", "1")]);
    said(shown, 1, &["\u{1b}[92m+a = \"␛[2J␛]0;title␇\u{fffd}2J\u{fffd}\"\u{1b}[0m\n"]);
    if let Some(run) = on_terminal(&project, "fmt --diff", &[("NO_COLOR", "1")]) {
        is_harmless(&said(run, 1, &["+a = \"␛[2J␛]0;title␇"]).stdout.replace('\r', ""));
    }
}

#[test]
fn a_bar_is_for_those_who_wait() {
    let project = Project::new();
    project.file("fast/a.hcl", "a = 1\n");
    let Some(fast) = on_terminal(&project, "fmt --check fast", &[]) else { return };
    assert!(!fast.stdout.contains("\u{1b}["), "{:?}", fast.stdout);

    let slow: String = (0..10_000).map(|line| format!("a{line} = 1\n")).collect();
    let mut count = 0;
    let shown = loop {
        (0..20).for_each(|_| {
            count += 1;
            project.file(&format!("slow/{count}.hcl"), &slow);
        });
        let start = Instant::now();
        let run = on_terminal(&project, "fmt --check slow", &[]).expect("as before");
        if start.elapsed() > Duration::from_secs(1) {
            break run.stdout;
        }
    };
    assert!(shown.contains(&format!("/{count} files")), "{shown:?}");
    let (_, end) = shown.rsplit_once("\u{1b}[").expect("the bar goes");
    assert!(!end.contains(" files\r") && end.contains("files to format"), "{shown:?}");
    for (redirect, environment) in
        [("", ("CI", "true")), ("", ("TERM", "dumb")), ("2> /dev/null", ("TERM", "xterm"))]
    {
        let command = format!("fmt --check slow {redirect}");
        let run = on_terminal(&project, &command, &[environment]).expect("as before");
        assert!(!run.stdout.contains("\u{1b}["), "{environment:?}: {:?}", run.stdout);
    }
}
