//! The syntax tree and its errors, seen from outside.

mod specsuite;

use jobwright::syntax::{
    Expr, ExprKind, Item, Part, Position, SyntaxError, parse, parse_expression, parse_template,
};

type Parsed = Result<(), Vec<SyntaxError>>;

fn text<'e>(value: &'e Expr<'_>) -> Option<&'e str> {
    value.as_str()
}

#[test]
fn strings_say_what_hcl_says() -> Parsed {
    for (written, said) in [
        (r#""a\tb\u00e9\\ \"""#, "a\tbé\\ \""),
        (r#""$${x} $$${y} 100% $5""#, "${x} $${y} 100% $5"),
        ("<<E\n  a\n\\n $${b}\nE\n", "  a\n\\n ${b}\n"),
        ("<<-E\n    a\n\n      b\n   \n  E\n", "a\n\n  b\n   \n"),
        ("<<E\nE\n", ""),
    ] {
        assert_eq!(text(&parse_expression(written)?), Some(said), "{written}");
    }
    Ok(())
}

#[test]
fn a_template_keeps_its_pieces_with_space_taken_off() -> Parsed {
    let value = parse_expression("\"a ${~ b ~}  c%{ if d }e%{ endif }\"")?;
    let ExprKind::Template(template) = &value.kind else { return Err(Vec::new()) };
    let [Part::Literal { text: first, .. }, _, Part::Literal { text: third, .. }, Part::If(choice)] =
        template.parts.as_slice()
    else {
        return Err(Vec::new());
    };
    assert_eq!((first.as_ref(), third.as_ref()), ("a", "c"));
    assert!(choice.otherwise.is_empty() && template.wrapped().is_none());
    let wrapped = parse_template("${ b.c[0] }")?;
    let ExprKind::Template(template) = &wrapped.kind else { return Err(Vec::new()) };
    assert!(template.wrapped().is_some());
    Ok(())
}

#[test]
fn operators_bind_as_tightly_as_in_hcl() -> Parsed {
    for (one, other) in [
        ("a || b && c == d < e + f * -g", "a || (b && (c == (d < (e + (f * (-g))))))"),
        ("a - b - c", "(a - b) - c"),
        ("a ? b : c ? d : e", "a ? b : (c ? d : e)"),
    ] {
        let (one, other) = (parse_expression(one)?, parse_expression(other)?);
        assert_eq!(shape(&one), shape(&other));
    }
    Ok(())
}

/// The tree in words, parentheses left out.
fn shape(value: &Expr<'_>) -> String {
    match &value.kind {
        ExprKind::Parens(inner) => shape(inner),
        ExprKind::Binary(binary) => {
            format!("({} {:?} {})", shape(&binary.left), binary.operator, shape(&binary.right))
        }
        ExprKind::Unary(unary) => format!("({:?} {})", unary.operator, shape(&unary.operand)),
        ExprKind::Conditional(choice) => {
            let [a, b, c] = [&choice.condition, &choice.then, &choice.otherwise].map(shape);
            format!("({a} ? {b} : {c})")
        }
        _ => value.as_keyword().unwrap_or("?").to_owned(),
    }
}

#[test]
fn every_mistake_is_told_with_its_place() {
    let source =
        "a = [1 2]\nb \"x\" {\n  c =\n  d = 'e'\n  f { g = 1, h = 2 }\n}\na = 1\nb = \"${c d}\"\n";
    let errors = parse(source).err().unwrap_or_default();
    let told: Vec<String> = errors
        .iter()
        .map(|error| format!("{} {error}", Position::of(source, error.span.start)))
        .collect();
    assert_eq!(
        told,
        [
            "1:8 expected `,` or `]`, found `2`",
            "3:6 expected a value, found the end of the line",
            "4:7 unexpected character `'`",
            "5:12 expected `}`, found `,`",
            "8:10 expected `}` to end the sequence, found `d`",
        ]
    );
}

#[test]
fn hostile_depth_is_an_error_and_not_a_crash() {
    for (open, close) in [
        ("(", ")"),
        ("[", "]"),
        ("{a=", "}"),
        ("f(", ")"),
        ("\"${", "}\""),
        ("!", ""),
        ("a+", ""),
        ("x[", "]"),
    ] {
        let source = format!("a = {}1{}\n", open.repeat(100_000), close.repeat(100_000));
        let errors = parse(&source).err().unwrap_or_default();
        assert!(errors.iter().any(|error| error.message.contains("levels deep")), "{open}");
        let shallow = format!("a = {}1{}\n", open.repeat(100), close.repeat(100));
        assert!(parse(&shallow).is_ok(), "{open}");
    }
}

#[test]
fn blocks_and_labels_keep_their_places() -> Parsed {
    let source = "job \"a\\tb\" c {\n}\n";
    let body = parse(source)?;
    let [Item::Block(block)] = body.items.as_slice() else { return Err(Vec::new()) };
    let labels: Vec<_> = block.labels.iter().map(|l| (l.text.as_ref(), l.quoted)).collect();
    assert_eq!(labels, [("a\tb", true), ("c", false)]);
    assert_eq!(block.span.of(source), "job \"a\\tb\" c {\n}");
    assert_eq!(block.body.span.of(source), "\n");
    Ok(())
}

/// Each was told with a look at all the text before it.
#[test]
fn a_long_broken_text_takes_linear_time() {
    for unit in ["a = 1\n", "'", "\\", "\u{feff}", "'\\", "\r", "$${", "x = <<E\n a\nE\n"] {
        for open in ["", "job \"a\" {\n"] {
            let source = format!("{open}{}", unit.repeat(400_000 / unit.len()));
            let start = std::time::Instant::now();
            let errors = parse(&source).err().unwrap_or_default();
            let took = start.elapsed();
            assert!((1..=100).contains(&errors.len()), "{unit:?}: {} errors", errors.len());
            assert!(took < std::time::Duration::from_secs(10), "{unit:?} took {took:?}");
        }
    }
}
