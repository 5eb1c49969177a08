//! What is said of expressions that have no value: each with its place, the message and the help.

use jobwright::eval::{Files, Inputs};
use jobwright::read;

use crate::support::repository;
use crate::support::shown::snapshot;

/// What a job file says before the expression.
const BEFORE: &str = "variable \"v\" {\n  default = null\n}\n\nlocals {\n  set = convert([\"a\"], set(string))\n}\n\njob \"a\" {\n  region = ";

/// What is said of these expressions, none of which has a value.
#[track_caller]
fn refused(expressions: &[&str]) -> String {
    let mut all = String::new();
    for expression in expressions {
        let text = format!("{BEFORE}{expression}\n}}\n");
        let files = Files::below(repository("tests/suite/read"));
        let read = read::evaluated(&text, &Inputs::default(), Some(files));
        all += &format!("{}\n", expression.escape_debug().to_string().replace("\\\"", "\""));
        for finding in read.expect_err(expression) {
            let at = finding.position(&text).column.saturating_sub(12);
            all += &format!("  {at}: {}\n", finding.message);
            let help = Some(finding.help).filter(|help| !help.is_empty());
            all.extend(help.map(|help| format!("  = help: {help}\n")));
        }
        all += "\n";
    }
    all
}

#[test]
fn names_and_elements() {
    snapshot!(refused(&[
        "var.x",
        "local.x",
        "[1].a",
        "[{ a = 1 }].a",
        "\"x\".a",
        "5.a",
        "null.a",
        "var.v.a",
        "var.v[0]",
        "[1][null]",
        "[1][5]",
        "[][0]",
        "[1, 2][0.5]",
        "[1, 2][-1]",
        "{ a = 1 }.b",
        "{ a = 1 }[\"b\"]",
        "local.set[0]",
        "[{ a = 1 }, { a = [1] }][*].a",
        "5[0]",
    ]));
}

#[test]
fn operators_and_conditions() {
    snapshot!(refused(&[
        "\"a\" + 1",
        "1 < \"a\"",
        "null + 1",
        "!\"x\"",
        "!null",
        "(1 / 0) * 0",
        "null ? 1 : 2",
        "\"x\" ? 1 : 2",
        "[1] ? 1 : 2",
        "true ? 1 : [2]",
        "NOMAD_DC + 1",
    ]));
}

#[test]
fn texts_and_objects() {
    snapshot!(refused(&[
        "\"${[1]}\"",
        "\"a${[1]}\"",
        "\"a${null}\"",
        "\"%{ if null }a%{ endif }\"",
        "\"%{ for x in 5 }a%{ endfor }\"",
        "{ (null) = 1 }",
        "{ ([1]) = 1 }",
        "{ var.x = 1 }",
        "[for x in null : x]",
        "[for x in 5 : x]",
        "[for x in [1] : x if null]",
        "{ for x in [1, 1] : x => x }",
        "{ for x in [null] : x => x }",
    ]));
}

#[test]
fn calls() {
    snapshot!(refused(&[
        "nofunction(1)",
        "lenght(\"a\")",
        "regex(\"(\", \"a\")",
        "tonumber(\"x\")",
        "uuid()",
        "env(\"X\")",
        "templatefile(\"x\", {})",
        "upper()",
        "upper(1, 2)",
        "upper([1])",
        "upper(null)",
        "upper([\"a\", \"b\"]...)",
        "upper(5...)",
        "try()",
        "can()",
        "convert(1)",
        "convert(\"x\", number)",
        "convert(1, nothing)",
        "convert([1, \"a\"], list(number))",
        "convert({ a = 1 }, object({ b = number }))",
        "convert([1], tuple([number, number]))",
    ]));
}

#[test]
fn functions_of_texts() {
    snapshot!(refused(&[
        "substr(\"a\", \"b\", 1)",
        "indent(-1, \"a\")",
        "indent(100000000, \"a\\nb\")",
        "join(\",\")",
        "join(\",\", [[1]])",
        "base64decode(\"*\")",
        "base64decode(\"/w==\")",
        "format(\"%d\", \"x\")",
        "format(\"%d\")",
        "format(\"x\", 1)",
        "format(\"%s\", null)",
        "format(\"%y\", 1)",
        "format(\"%\")",
        "format(\"%[x]d\", 1)",
        "format(\"%99999999999999d\", 1)",
        "formatlist(\"%s%s\", [1], [1, 2])",
        "uuidv5(\"x\", \"y\")",
        "bcrypt(\"x\", 5, 6)",
        "bcrypt(\"x\", 31)",
        "rsadecrypt(\"eA==\", \"x\")",
    ]));
}

#[test]
fn functions_of_numbers() {
    snapshot!(refused(&[
        "parseint(\"z\", 10)",
        "parseint(\"1\", 99)",
        "parseint(\"\", 10)",
        "max()",
        "log(-1, 10)",
        "range()",
        "range(1, 5, -1)",
        "range(5, 1, 1)",
        "range(1, 5, 0)",
        "range(100000)",
    ]));
}

#[test]
fn functions_of_lists_and_maps() {
    snapshot!(refused(&[
        "element([], 1)",
        "concat()",
        "concat(5)",
        "slice([1], 0, 5)",
        "slice([1, 2], 2, 1)",
        "sort([null])",
        "index([1], 2)",
        "length(5)",
        "length({ a = 1 })",
        "coalesce()",
        "coalesce(null)",
        "coalescelist([])",
        "contains(5, 1)",
        "lookup({ a = 1 }, \"b\")",
        "keys([1])",
        "merge([1])",
        "zipmap([\"a\"], [])",
        "setproduct([1])",
        "setunion([1], 5)",
        "flatten(5)",
        "chunklist([1], -1)",
    ]));
}

#[test]
fn functions_of_other_languages() {
    snapshot!(refused(&[
        "jsondecode(\"{\")",
        "jsondecode(\"{\\\"a\\\": }\")",
        "jsondecode(\"1 2\")",
        "jsonencode(1 / 0)",
        "csvdecode(\"\")",
        "csvdecode(\"a,a\\n1,2\\n\")",
        "csvdecode(\"a,b\\n1\\n\")",
        "csvdecode(\"a\\nx\\\"y\\n\")",
        "csvdecode(\"a\\n\\\"x\\n\")",
        "csvdecode(\"a\\n\\\"x\\\"y\\n\")",
        "yamldecode(\"a: [\")",
        "yamldecode(\"*x\")",
        "yamldecode(\"!x 1\")",
        "yamldecode(\"a: .nan\")",
        "yamldecode(\"a: 1\\n---\\nb: 2\\n\")",
        "yamldecode(\"? [a]\\n: 1\\n\")",
    ]));
}

#[test]
fn functions_of_times_and_networks() {
    snapshot!(refused(&[
        "timeadd(\"x\", \"1h\")",
        "timeadd(\"2026-01-02T03:04:05Z\", \"x\")",
        "timeadd(\"2026-13-02T03:04:05Z\", \"1h\")",
        "timeadd(\"2026-02-30T03:04:05Z\", \"1h\")",
        "timeadd(\"2026-01-02T25:04:05Z\", \"1h\")",
        "timeadd(\"2026-01-02T03:04:05\", \"1h\")",
        "formatdate(\"YYYY'x\", \"2026-01-02T03:04:05Z\")",
        "formatdate(\"Q\", \"2026-01-02T03:04:05Z\")",
        "cidrhost(\"x\", 1)",
        "cidrhost(\"10.0.0.0/8\", -99999999)",
        "cidrsubnet(\"10.0.0.0/30\", 8, 1)",
        "cidrsubnet(\"10.0.0.0/8\", 40, 1)",
        "cidrsubnet(\"10.0.0.0/8\", 2, 9)",
        "cidrsubnets(\"10.0.0.0/8\", 40)",
        "cidrsubnets(\"10.0.0.0/30\", 1, 1, 1)",
    ]));
}

#[test]
fn functions_of_patterns() {
    snapshot!(refused(&[
        "regex_replace(\"a\", \"(\", \"\")",
        "regex_replace(\"a\", \"*\", \"\")",
        "regex_replace(\"a\", \"a**\", \"\")",
        "regex_replace(\"a\", \"[a\", \"\")",
        "regex_replace(\"a\", \"[[:x\", \"\")",
        "regex_replace(\"a\", \"\\\\\", \"\")",
        "regex_replace(\"a\", \"\\\\q\", \"\")",
        "regex_replace(\"a\", \"\\\\xZZ\", \"\")",
        "regex_replace(\"a\", \"\\\\p{Nope}\", \"\")",
        "regex_replace(\"a\", \"(?=a)\", \"\")",
        "regex_replace(\"a\", \"a{2000}\", \"\")",
    ]));
}

#[test]
fn files() {
    snapshot!(refused(&[
        "file(\"gone.txt\")",
        "file(\"snapshots\")",
        "file(\"../mod.rs\")",
        "file(\"~/x\")",
        "file(\"~nobody/x\")",
        "fileset(\"../..\", \"*\")",
        "fileset(\".\", \"../*\")",
        "filebase64(5)",
    ]));
}
