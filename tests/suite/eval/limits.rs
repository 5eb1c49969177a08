//! Whatever an expression is: an answer in bounded time, and never a panic.

use std::cell::Cell;
use std::time::{Duration, Instant};

use jobwright::eval::{Context, Inputs, job_context};
use jobwright::syntax;
use proptest::collection::vec;
use proptest::sample::select;
use proptest::strategy::Strategy;

use crate::support::drawn;

/// Evaluates one expression as a job file has it; the messages of what is wrong.
fn messages(source: &str) -> Vec<String> {
    let expr = syntax::parse_expression(source).expect("an expression");
    let result = Context::job(source.as_bytes()).evaluate(&expr);
    result.err().into_iter().flatten().map(|error| error.message).collect()
}

/// The limit is ten seconds of work; the machine may be busy with other tests. Without a limit, it would be hours.
const BOUND: Duration = Duration::from_secs(40);

#[test]
fn work_is_bounded() {
    let million = "[for a in range(1000): [for b in range(1000): [for c in range(1000): c]]]";
    let long = "join(\"\", [for a in range(1000): join(\"\", [for b in range(1000): \"xxxxxxxxxxxxxxxx\"])])";
    for source in [
        million,
        "setproduct(range(1000), range(1000), range(1000))",
        "flatten([for a in range(1000): setproduct(range(300), range(300))])",
        &format!("join(\"\", [for a in range(1000): {long}])"),
        "indent(1000000000, \"a\\nb\")",
        "format(\"%100000000d\", 1)",
        "convert(1e2000000, string)",
        "pow(2, 1023) * 1e1000000 * 1e1000000 * 1e1000000",
        "replace(join(\"\", range(1000)), \"\", join(\"\", range(1000)))",
        "regex_replace(join(\"\", range(1000)), \"(x+x+)+y\", \"\")",
        "1e1000000 + 1e-1000000",
        "jsondecode(\"1e-1000000\") * 3",
        "bcrypt(\"x\", 31)",
        "yamldecode(\"a: &a [x,x,x,x,x,x,x,x,x]\\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\\nf: [*e,*e,*e,*e,*e,*e,*e,*e]\")",
    ] {
        let start = Instant::now();
        messages(source);
        let took = start.elapsed();
        assert!(took < BOUND, "{source} took {took:?}");
    }
}

/// Each value holds the one before it twice: after 30 of them, a billion values in a few lines.
#[test]
fn values_that_grow_by_doubling_are_refused() {
    for (first, twice) in
        [("[\"a\", 1]", "[local.aN, local.aN]"), ("{ x = 1 }", "{ x = local.aN, y = local.aN }")]
    {
        for use_of_it in [
            "local.a30",
            "jsonencode(local.a30)",
            "local.a30 == local.a30",
            "true ? local.a30 : local.a29",
            "convert(local.a30, any)",
            "\"${local.a30}\"",
            "[for i in range(1000): [for j in range(1000): local.a12 == local.a12]]",
        ] {
            let mut text = format!("locals {{\n  a0 = {first}\n");
            for at in 1..=30 {
                let value = twice.replace('N', &(at - 1).to_string());
                text.push_str(&format!("  a{at} = {value}\n"));
            }
            text.push_str(&format!("  z = {use_of_it}\n}}\n"));
            let body = syntax::parse(&text).expect("HCL");
            let start = Instant::now();
            let (_, errors) = job_context(&text, &body, &Inputs::default(), None);
            let took = start.elapsed();
            assert!(took < BOUND, "{use_of_it} took {took:?}");
            let told = errors.iter().any(|error| error.error.message.contains("too many steps"));
            assert!(told, "{use_of_it}: {errors:?}");
        }
    }
}

#[test]
fn many_comparisons_are_bounded() {
    for source in [
        r#"[for l in [jsondecode("[${join(",", range(1000))}]")]: [for i in range(1000): [for j in range(1000): contains(l, i)]]]"#,
        "[for l in [[for i in range(1000): range(100)]]: [for i in range(1000): contains(l, l)]]",
        "[for l in [[for i in range(1000): range(100)]]: [for i in range(1000): distinct(l)]]",
        "[for l in [[for i in range(1000): range(100)]]: [for i in range(1000): setintersection(l, l)]]",
        "yamldecode(join(\"\", [for a in range(1000): join(\"\", [for b in range(1000): \"!!!!!!!\"])]))",
    ] {
        let start = Instant::now();
        assert!(!messages(source).is_empty(), "{source}");
        let took = start.elapsed();
        assert!(took < BOUND, "{source} took {took:?}");
    }
}

#[test]
fn limits_have_messages() {
    let check = |source: &str, message: &str| {
        assert!(
            messages(source).iter().any(|found| found.contains(message)),
            "{source}: {:?}",
            messages(source)
        );
    };
    check(
        "[for a in range(1000): [for b in range(1000): [for c in range(1000): c]]]",
        "too many steps",
    );
    check("setproduct(range(1000), range(1000))", "combinations");
    check("indent(1000000000, \"a\\nb\")", "16 MiB");
    check("convert(1e2000000, string)", "too many digits");
    check("jsondecode(\"[[[[[[\")", "invalid JSON");
    check("file(\"/etc/passwd\")", "disabled");
}

#[test]
fn deep_values_are_refused_or_fit_the_stack() {
    let mut text = "locals {\n  a0 = []\n".to_owned();
    for at in 1..1000 {
        text.push_str(&format!("  a{at} = [local.a{}]\n", at - 1));
    }
    text.push_str("}\n");
    let body = syntax::parse(&text).expect("HCL");
    let (_, errors) = job_context(&text, &body, &Inputs::default(), None);
    assert!(errors.iter().any(|error| error.error.message.contains("levels deep")), "{errors:?}");
    let nested = |open: &str, inner: &str, close: &str| {
        format!("{}{inner}{}", open.repeat(100), close.repeat(100))
    };
    for source in [
        nested("[", "1", "]"),
        nested("{ a = ", "1", "}"),
        nested("(", "1", ")"),
        nested("upper(", "\"a\"", ")"),
        nested("[for x in [1]: ", "x", "]"),
        nested("true ? 1 : ", "2", ""),
        format!("jsondecode(\"{}{}\")", "[".repeat(250), "]".repeat(250)),
        format!("yamldecode(\"{}{}\")", "[".repeat(190), "]".repeat(190)),
    ] {
        messages(&source);
    }
}

#[test]
fn drawn_expressions_do_not_panic() {
    let words: Vec<String> = jobwright::eval::function_names()
        .filter(|name| *name != "bcrypt")
        .map(|name| format!("{name}("))
        .chain(PIECES.iter().map(|piece| (*piece).to_owned()))
        .collect();
    let sources = vec(select(words), 1..=12).prop_map(|words| {
        let mut source = words.concat();
        let open = source.matches('(').count().saturating_sub(source.matches(')').count());
        source.push_str(&")".repeat(open));
        source
    });
    let parsed = Cell::new(0);
    drawn::each(7, 40_000, &sources, |source| {
        if let Ok(expr) = syntax::parse_expression(&source) {
            parsed.set(parsed.get() + 1);
            let _ = Context::job(source.as_bytes()).try_evaluate(&expr);
            let _ = Context::constant().try_evaluate(&expr);
        }
        Ok(())
    });
    let parsed = parsed.get();
    assert!(parsed > 1_000, "{parsed} of them were expressions");
}

const PIECES: &[&str] = &[
    "1",
    "0",
    "-1",
    "\"a\"",
    "\"\"",
    "\"é\\n\"",
    "null",
    "true",
    ", ",
    ", ",
    ", ",
    ", ",
    ", ",
    ")",
    ")",
    ")",
    "[",
    "]",
    "[1, 2]",
    "[]",
    "{}",
    "{ a = 1 }",
    " + ",
    " - ",
    " * ",
    " / ",
    " % ",
    " == ",
    " < ",
    " && ",
    " ? ",
    " : ",
    ".a",
    "[0]",
    "[*]",
    "NOMAD_X",
    "\"${NOMAD_X}}\"",
    "1e300",
    "0.1",
    "9223372036854775807",
    "-9223372036854775808",
    "1e-300",
    "...",
    "!",
    "\"10.0.0.0/8\"",
    "\"%s%d\"",
    "\"2026-01-02T03:04:05Z\"",
    "\"YYYY\"",
    "[for x in [1]: x]",
    "\"%{ if true }a%{ endif }\"",
    "list(string)",
    "\"[a-z]+\"",
    "1.5",
    "64",
    "\"{\\\"a\\\": [1]}\"",
    "\"a: [b]\"",
    "\"a,b\\n1,2\"",
    "\"1h\"",
    "128",
    "\"fd00::/8\"",
    "convert([], set(string))",
];

/// What Nomad can and this cannot is an error, not another result; and nothing takes all the memory.
#[test]
fn patterns_that_are_not_supported_have_messages() {
    let said = |pattern: &str| {
        messages(&format!("regex_replace(\"aÉ\", \"{pattern}\", \"x\")")).join("\n")
    };
    let check = |pattern: &str, message: &str| {
        let start = Instant::now();
        let found = said(pattern);
        assert!(found.contains(message), "{pattern}: {found}");
        let took = start.elapsed();
        assert!(took < BOUND, "{pattern} took {took:?}");
    };
    check("\\\\p{Old_Italic}", "`\\p{Old_Italic}` is not supported here");
    check("\\\\pC", "`\\p{C}` is not supported here");
    check("(a{1000}){1000}", "`{1000}` repeats too often");
    check("(?:(?:a{10}){10}){11}", "`{11}` repeats too often");
    check("\\\\pL{1000}", "takes more than 10 MiB");
    check(&"(".repeat(100_000), "longer than 32 KiB");
    check(&format!("{}a{}", "(".repeat(1000), ")".repeat(1000)), "nested");
    check("a(b", "unclosed group");
    check("\\\\p{Klingon}", "unknown class after `\\p`");
    assert_eq!(said("(?i)é"), "");
}

#[test]
fn searches_cost_what_they_take() {
    let megabyte = "join(\"\", [for i in range(1000): join(\"\", [for j in range(64): \"aaaaaaaaaaaaaaaa\"])])";
    for pattern in ["(a?){500}(a){500}", "(?:a{1,30}){1,30}b", "\\\\pL{60}\\\\pN"] {
        let source = format!("[for i in range(1000): regex_replace({megabyte}, \"{pattern}\", i)]");
        let start = Instant::now();
        let found = messages(&source);
        assert!(found.iter().any(|message| message.contains("too many steps")), "{found:?}");
        let took = start.elapsed();
        assert!(took < BOUND, "{pattern} took {took:?}");
    }
}
