//! Literals of the type of their attribute are read at once: as what evaluation makes of them, which parentheses ask for.

use crate::support::Tested;
use jobwright::read;

/// A job with a value for an attribute of a block, or of a driver's configuration.
fn job(name: &str, value: &str) -> String {
    let attribute = format!("{name} = {value}\n");
    let (in_job, in_task, in_config) = match name {
        "all_at_once" | "priority" | "datacenters" | "type" => (attribute.as_str(), "", ""),
        "kill_timeout" | "user" => ("", attribute.as_str(), ""),
        _ => ("", "", attribute.as_str()),
    };
    format!(
        "job \"a\" {{\n{in_job}group \"b\" {{\ntask \"c\" {{\ndriver = \"docker\"\n{in_task}config \
         {{\n{in_config}}}\n}}\n}}\n}}\n"
    )
}

#[test]
fn literals_are_read_as_they_are_evaluated() -> Tested {
    let values = [
        "true",
        "false",
        "null",
        "0",
        "007",
        "70",
        "101",
        "-1",
        "1.5",
        "1e2",
        "1e400",
        "9223372036854775807",
        "9223372036854775808",
        "\"\"",
        "\"x\"",
        "\"70\"",
        "\"true\"",
        "\"1h30m\"",
        "\"90\"",
        "\"e\u{301}\"",
        "\"${NOMAD_DC}\"",
        "\"$${x}\"",
        "\"$${NOMAD_DC}\"",
        "[]",
        "[\"x\", \"y\"]",
        "[\"e\u{301}\"]",
        "[1, 2]",
        "[\"x\", 1]",
        "[\"x\", null]",
        "[true, [\"x\", 1]]",
        "[[]]",
        "[\"x\", [\"${NOMAD_DC}\", \"$${y}\"]]",
    ];
    let names = [
        "all_at_once",
        "priority",
        "datacenters",
        "type",
        "kill_timeout",
        "user",
        "privileged",
        "pids_limit",
        "image",
        "args",
        "whatever",
    ];
    let mut read_at_all = 0;
    for name in names {
        for value in values {
            let plain = read::job(&job(name, value));
            let evaluated = read::job(&job(name, &format!("({value})")));
            read_at_all += usize::from(plain.is_ok());
            match (plain, evaluated) {
                (Ok(plain), Ok(evaluated)) => assert_eq!(plain, evaluated, "{name} = {value}"),
                (Err(plain), Err(evaluated)) => assert_eq!(
                    plain.iter().map(|finding| &finding.message).collect::<Vec<_>>(),
                    evaluated.iter().map(|finding| &finding.message).collect::<Vec<_>>(),
                    "{name} = {value}"
                ),
                (plain, evaluated) => {
                    panic!("{name} = {value}: {plain:?}, in parentheses {evaluated:?}")
                }
            }
        }
    }
    assert!(read_at_all > 150, "only {read_at_all} could be read");
    Ok(())
}
