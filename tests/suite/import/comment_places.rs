//! What comments belong to.

use jobwright::import::{Comment, comments};

use crate::support::shown::snapshot;

/// The comments as `path: text`, one per line; what is 0 is not shown.
fn said(text: &str) -> String {
    let step = |(name, number): &(String, usize)| match number {
        0 => name.clone(),
        number => format!("{name}{number}"),
    };
    let line = |comment: &Comment| {
        let path: Vec<String> = comment.at.iter().map(step).collect();
        format!("{}: {}", path.join("/"), comment.text.replace('\n', "|"))
    };
    comments(text).iter().map(line).collect::<Vec<_>>().join("\n")
}

/// A text, and its comments.
fn shown(text: &str) -> String {
    format!("{text}---\n{}\n", said(text))
}

#[test]
fn above_an_item_and_at_the_end_of_its_line() {
    snapshot!(shown(
        "# licence\n\n# about a\nvariable \"a\" {\n  # why\n  default = 1 # one\n}\n// about\njob \"j\" { # opens\n\
         \x20 # two\n  # lines\n\n  # apart\n  priority = 5 // five\n               // of them\n  group \"g\" {}\n\
         \x20 group \"h\" {\n    # k\n    count = /* two */ 2\n  } # ends h\n}\n# after\n"
    ));
}

#[test]
fn disabled_configuration_stays_where_it_stood() {
    snapshot!(shown(
        "job \"j\" {\n  group \"g\" {\n    count = 1\n    # count = 2\n\n    network {\n      # port \"b\" {\n      #   to = 1\n\
         \x20     # }\n    }\n    # network {}\n\n    # shutdown_delay = \"5s\"\n  }\n}\n"
    ));
}

#[test]
fn entries_and_elements() {
    snapshot!(shown(
        "locals {\n  a = [1, # one\n    2]\n  # none\n}\njob \"j\" {\n  meta = {\n    # x\n    \"a.b\" = 1\n    c = { d = 2 } # d\n    # e = 3\n  }\n\
         \x20 task \"t\" {\n    config {\n      args = [\n        # \"-v\",\n        \"-w\", # w\n        \"-x\"\n        # \"-y\",\n      ]\n\
         \x20   }\n  }\n  # the group\n  group \"g\" {}\n}\n"
    ));
}

#[test]
fn marks_rulers_and_lines_for_tools_are_no_text() {
    snapshot!(shown(
        "#!/usr/bin/env nomad\n# vim: set ft=hcl:\n##########\n## Title ##\n##########\n#\n# -- part --\njob \"j\" {\n  /**\n   * A box\n   *  with stars\n   */\n\
         \x20 priority = 1\n  /* one\n     two\n       three */\n  region = \"a\"\n  ###\n  #       port = 1\n  #\n  #         x\n\n  #---\n  name = \"n\"\n}\n"
    ));
}

#[test]
fn texts_are_no_comments() {
    snapshot!(shown("job \"j\" {\n  # #!/bin/sh\n  a = <<E\n# text\nE\n  b = \"# text\" #\n}\n"));
    assert_eq!(said("job {"), "");
}
