//! Characters that nobody sees, or that change how others are shown: they reach Nomad, and no file that we print has them.

use std::fs;

use jobwright::fmt;
use jobwright::jobspec::{Map, Text, Variable, expr};
use jobwright::render::Renderer;

use super::property::job;
use crate::support::Tested;
use crate::support::nomad::nomad;

/// Each of them but the ends of lines, and tabs.
fn unseen() -> Vec<char> {
    let marks = ['\u{61c}', '\u{200e}', '\u{200f}', '\u{2028}', '\u{2029}', '\u{feff}'];
    let control =
        ('\u{1}'..='\u{9f}').filter(|letter| letter.is_control() && !"\n\r\t".contains(*letter));
    control.chain(marks).chain('\u{202a}'..='\u{202e}').chain('\u{2066}'..='\u{2069}').collect()
}

#[test]
fn a_printed_file_has_none_and_nomad_reads_them() -> Tested {
    let unseen = unseen();
    let of = |letter: &char| [format!("a{letter}b"), format!("{letter}\nline {letter}\n")];
    let texts: Vec<String> = unseen.iter().flat_map(of).collect();
    let mut job = job(&texts);
    let marks: String = unseen.iter().collect();
    job.base.comment = Some(format!("why: {marks}"));
    job = job.variable(Variable::string("marks").default(marks.as_str()));
    job.locals = Map::from_iter([("upper", expr(format!("upper(\"x{marks}y\")")))]);
    let text = Renderer::new(Default::default())?.job(&job, "")?;
    assert!(!text.contains(unseen.as_slice()), "{text:?}");
    assert!(text.contains(r#"\u202e"#) && text.contains(r#"\u009b"#) && text.contains("# why: ␁"));

    let Some(nomad) = nomad!() else { return Ok(()) };
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("unseen.nomad.hcl");
    fs::write(&file, &text)?;
    nomad.fmt_check(&file)?;
    let read = &nomad.output_json(&file)?["Job"];
    let task = &read["TaskGroups"][0]["Tasks"][0];
    for (index, text) in texts.iter().enumerate() {
        assert_eq!(task["Env"][format!("K{index}")], **text);
        // The client evaluates it once more.
        assert_eq!(task["Config"]["args"][index], *Text::from(text.as_str()).api(true));
        assert_eq!(task["Templates"][index]["EmbeddedTmpl"], **text);
        assert_eq!(read["Meta"][text], "value");
        assert_eq!(read["TaskGroups"][0]["Volumes"][text]["Name"], **text);
    }
    Ok(())
}

/// Layout is white space: what stands in texts and comments is somebody's.
#[test]
fn layout_leaves_them_as_they_are() -> Tested {
    let nomad = nomad!();
    for letter in unseen() {
        let text = format!(
            "# {letter}\na=\"{letter}\" // {letter}\nb {{ /* {letter} */ }}\nc = <<X\n{letter}\nX\n"
        );
        let Ok(formatted) = fmt::format(&text) else { continue };
        assert_eq!(formatted.matches(letter).count(), 5, "{letter:?}: {formatted:?}");
        if let Some(nomad) = &nomad {
            assert_eq!(nomad.fmt(&text)?, formatted, "{letter:?}");
        }
    }
    Ok(())
}
