//! `gen --docs`: tables in files of the user's.

use jobwright::map::{BEGIN, END, NoPart, with_part};

use crate::cli::Project;
use crate::support::shown::snapshot;

const README: &str = "# Our jobs\n\nWritten by hand.\n\n<!-- jobwright:begin -->\n<!-- jobwright:end -->\n\nThe end.\n";

#[test]
fn tables_are_kept_between_their_markers() {
    let project = Project::new();
    project.file("README.md", README);
    project.run("gen --docs --check").ends(1);
    assert_eq!(project.read("README.md"), README, "--check writes nothing");
    assert!(!project.path("out").exists(), "--check writes nothing");
    project.run("gen --docs").ends(0);
    project.cat("README.md");
    project.run("gen --docs --check").ends(0);
    project.run("gen --docs").ends(0);
    project.file("README.md", project.read("README.md").replace("512 MHz", "513 MHz"));
    project.run("gen --check").ends(0);
    project.run("gen --docs --check --message-format json").ends(1);
    project.run("gen").ends(0);
    project.run("gen --docs").ends(0);
    project.file("docs/jobs.md", format!("{BEGIN}\r\nold\r\n{END}\r\n"));
    project.run("gen --docs --docs=docs/jobs.md").ends(0);
    assert!(project.read("docs/jobs.md").contains("](../registry/apps/one.rs)"));
    snapshot!(project);
}

#[test]
fn of_several_sites_each_has_its_tables() {
    let project = Project::with("sites-two");
    project.file("README.md", README);
    project.quietly("gen --docs").ends(0);
    project.cat("README.md");
    snapshot!(project);
}

#[test]
fn files_that_have_no_place_for_tables() {
    let project = Project::new();
    project.run("gen --docs").ends(2);
    project.file("README.md", "# Jobs\n");
    project.run("gen --docs").ends(2);
    project.file("README.md", format!("{END}\n{BEGIN}\n"));
    project.run("gen --docs --check").ends(2);
    project.file("README.md", format!("{BEGIN}\n{END}\n{BEGIN}\n{END}\n"));
    project.run("gen --docs").ends(2);
    project.file("README.md", b"\xff\xfe");
    project.run("gen --docs").ends(2);
    project.run("gen --docs=registry").ends(2);
    project.run("gen --docs web").ends(2);
    assert!(!project.path("out").exists(), "nothing is written where the tables have no place");
    snapshot!(project);
}

#[test]
fn all_else_in_a_file_stays() {
    let text = |end: &str| {
        format!(
            "\u{feff}a{end}```html{end}{BEGIN}{end}{END}{end}```{end}  {BEGIN}  {end}old{end}{END}{end}b|c \t{end}{end}d"
        )
    };
    for end in ["\n", "\r\n"] {
        let new = with_part(&text(end), "| x |\n| y |\n").expect("a part");
        assert_eq!(
            new,
            text(end).replace(&format!("old{end}"), &format!("{end}| x |{end}| y |{end}{end}"))
        );
        assert_eq!(with_part(&new, "| x |\n| y |\n").as_ref(), Ok(&new));
    }
    assert_eq!(with_part("", "x"), Err(NoPart::Missing(BEGIN)));
    assert_eq!(with_part(BEGIN, "x"), Err(NoPart::Missing(END)));
    assert_eq!(with_part(&format!("x {BEGIN}\n{END}"), "x"), Err(NoPart::Missing(BEGIN)));
    // The last line of a file need not end.
    assert_eq!(with_part(&format!("{BEGIN}\n{END}"), "x"), Ok(format!("{BEGIN}\n\nx\n\n{END}")));
}

/// A fence is ended by as many of its sign and nothing else, and what is indented is code, too.
#[test]
fn markers_in_code_are_examples() {
    let example = format!("{BEGIN}\n{END}\n");
    let own = format!("{BEGIN}\nold\n{END}\n");
    for code in [
        format!("````md\n```\n{example}```\n{example}````\n"),
        format!("```\n~~~\n{example}```\n"),
        format!("```\n```sh\n{example}```\n"),
        format!("~~~ md `x`\n{example}~~~~\n"),
        format!("Text.\n\n    {BEGIN}\n    {END}\n"),
        format!("Text.\n\n\t{BEGIN}\n  \t{END}\n"),
        "``` one `line` of code ```\n".to_owned(),
    ] {
        let expected = format!("{code}{BEGIN}\n\nnew\n\n{END}\n");
        assert_eq!(with_part(&format!("{code}{own}"), "new\n"), Ok(expected), "{code}");
        assert_eq!(with_part(&code, "new\n"), Err(NoPart::Missing(BEGIN)), "{code}");
    }
}
