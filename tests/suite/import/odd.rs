//! What is hard to say in Rust: texts of all kinds, values of mixed types, and blocks that no constructor makes.

use jobwright::import::rust;
use jobwright::jobspec::*;
use jobwright::read;

use super::{homelab, shown};
use crate::support::shown::snapshot;

/// Blocks and values as files have them: what is missing, empty, of another type, or not known.
const FILE: &str = r#"
variable "untyped" {
}

variable "of_anything" {
  default = [1, "a", 2.5, true, null, [], { a = 1 }, {}]
}

locals {
  pi    = 3.14
  big   = 9000000000
  mixed = { a = 1, b = "x", c = [1, 2] }
  min   = -3
}

job "odd job: 1" {
  group "secs" {
    meta {
    }

    network {
      mode = "cni/x"

      cni {
        args = {
          a = "1"
        }
      }
    }

    network {
      cni {
        args = local.mixed
      }
    }

    service {
      tags = ["a", var.untyped, "b-${var.untyped}"]

      check {
        type = "http"

        header {
          Accept = ["a", "b"]
        }
      }
    }

    task "no-driver" {
      config {
        a = 1
      }
    }

    task "var" {
      driver = var.untyped

      config {
        image = "a:1"

        mount "x" {
        }
      }
    }

    task "no-config" {
      driver = "docker"
    }

    task "docker" {
      driver = "docker"

      config {
        image      = "a:${var.untyped}"
        args       = ["$${NOMAD_PORT_http}", "${upper(meta.rack)}", "plain", var.untyped]
        privileged = "true"
        shm_size   = 68719476736
        tty        = null

        labels {
          number = 1
        }

        port_map "odd" {
          http = 80
        }

        logging {
          driver = "x"
        }
      }

      env {
      }

      template {
        data = <<EOT
a
  b "quoted" \ back
EOT
      }
    }
  }

  periodic {
    cron = "0 3 * * *"
  }

  constraint {
    operator = "regexp"
  }

  constraint {
    attribute = "${a}"
    operator  = "distinct_property"
    value     = "007"
  }
}
"#;

/// What an editor shows in another order, or not at all, wherever a job file has room for it.
pub const HIDDEN: &str = "# top a\u{202e}b\u{2028}c\u{9b}d\u{2067}e\u{85}f\u{c}g\u{7}h\u{200d}i\r
/* block \u{202e}
 second \u{2029} line */
variable \"v\" { # \u{2066}
  default = \"d\u{202e}\" # after \u{202e}
}
job \"hidden\" { // \u{202a}
  meta {
    k = \"v\u{202e}\u{2028}\u{9b}\" # entry \u{202e}
  }
  # above \u{202d}
  group \"g\" {
    task \"t\" {
      driver = \"docker\"
      config {
        image = \"a:1\" # image \u{202e}
        args = [ # \u{202e}
          \"one\", # element \u{202e}
          upper( # inside \u{202e}
            \"x\u{202e}\" /* in \u{202e}\u{2028} */
          ),
          \"${var.v /* \u{202e} */ }\",
          # last \u{202e}
        ]
      }
      env {
        A = var.v == \"x\" ? /* \u{202e} */ \"y\" : \"z\u{202e}\"
        B = <<EOT
one \u{202e}
two # \u{202e}
three \u{2028}
EOT
      }
    }
  } # end \u{202e}
} # of the job \u{202e}
# after \u{202c}
";

/// Texts that a literal, a raw string, a constant or a file holds.
fn texts() -> Vec<String> {
    let mut texts: Vec<String> = [
        "",
        "plain",
        "it's \"quoted\"",
        r"^node-\d+$",
        "\"# and \"## \\",
        "two\nlines",
        "a\nb\nc \"quoted\"\n",
        "  indented\nfirst\nline\n",
        "\nstarts empty\n\n\n",
        "trailing space \n\tand tab\t\nend",
        "back\\slash\nin \\\nlines\\\n",
        "carriage\r\nreturns\rhere\r\n",
        "nul\0 and bell\u{7}",
        "right\u{202e}to left\u{200b}, \u{feff}mark",
        "a\u{202e}\nb\n\u{200b}c\nd",
        "\u{feff}first",
        "ünïcödé 漢字 🎉 {{ template }}",
        "漢\n字\nかな \"x\"\n",
        "${1} %{http_code} ${NOMAD_PORT_http}",
        "// no comment /* at all */\n// here\n/* neither */\n",
    ]
    .map(str::to_owned)
    .to_vec();
    texts.push("long ".repeat(40));
    texts.push(format!("{}\nshort\n\"short\"\n", "long ".repeat(40)));
    texts.push("line \"x\" \\ ${y}\n".repeat(13));
    texts.push("漢字".repeat(24));
    texts
}

pub fn jobs() -> Vec<Job> {
    let file = read::job(FILE).unwrap_or_else(|findings| panic!("{findings:?}"));
    let mut task = Task::new("texts", Exec::command("/bin/a").args(texts()));
    for (number, text) in texts().into_iter().enumerate() {
        task = task.env(format!("TEXT_{number}"), text.clone()).template(Template::inline(
            if number % 2 == 0 { "local/../.." } else { "local/same.CONF" },
            text.clone(),
        ));
        task = task.meta("key \"x\"", literal(text));
    }
    let drivers = ["", "job", "Job", "secs", "type", "4", "é"].map(|name| {
        let args = vec!["--a-rather-long-argument=with-a-value"; 9];
        Task::new(name, RawExec::command("/bin/b").args(args).extra("é", name))
    });
    let group = drivers.into_iter().fold(Group::new("same").task(task), Group::task);
    let texts = Job::system("fn").group(group.clone()).group(group);
    vec![file, texts, Job::service("").group(Group::new("job").comment("a\nb"))]
}

#[test]
fn blocks_that_no_constructor_makes() {
    let file = read::job(FILE).unwrap_or_else(|findings| panic!("{findings:?}"));
    snapshot!(shown(&rust(&file, &homelab(), &[])));
}

/// Each in the shortest form that holds it: a literal, a raw string, a constant.
#[test]
fn texts_that_are_hard_to_write() {
    let mut task = Task::new("t", Exec::command("/bin/a"));
    for (number, text) in texts().into_iter().enumerate().filter(|(_, text)| text.len() < 100) {
        task = task.env(format!("TEXT_{number}"), text);
    }
    let job = Job::batch("texts").group(Group::new("g").task(task));
    snapshot!(shown(&rust(&job, &homelab(), &[])));
}
