//! `fileset` on folders that are made for it.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::time::{Duration, Instant};

use jobwright::eval::{Context, Files};
use jobwright::syntax;

/// The files of a folder that a pattern means, or what is wrong.
fn fileset(folder: &Path, pattern: &str) -> Result<Vec<String>, String> {
    let source = format!("fileset(\".\", {pattern:?})");
    let expr = syntax::parse_expression(&source).expect("an expression");
    let context = Context::job(source.as_bytes()).files(Files::below(folder));
    let value = context.evaluate(&expr).map_err(|errors| errors[0].message.clone())?;
    let elements = value.elements().expect("a set");
    Ok(elements.iter().filter_map(|path| path.as_str().map(str::to_owned)).collect())
}

/// Backtracking, this took 40 seconds for a name of 60 letters.
#[test]
fn many_stars_take_no_longer_than_few() {
    let folder = tempfile::tempdir().expect("a folder");
    let name = "a".repeat(60);
    fs::write(folder.path().join(&name), "").expect("a file");
    let start = Instant::now();
    for tail in ["b", "?b", "{b,c}", "[b-c]", "*b*a"] {
        let pattern = format!("{}{tail}", "*a".repeat(20));
        assert_eq!(fileset(folder.path(), &pattern), Ok(Vec::new()), "{pattern}");
    }
    let pattern = format!("**/{}*", "*a".repeat(20));
    assert_eq!(fileset(folder.path(), &pattern), Ok(vec![name]));
    let folders = format!("{}*.b", "**/".repeat(100));
    assert_eq!(fileset(folder.path(), &folders), Ok(Vec::new()));
    let braces = format!("{}b", "{a,aa,aaa}".repeat(60));
    assert_eq!(fileset(folder.path(), &braces), Ok(Vec::new()));
    let took = start.elapsed();
    assert!(took < Duration::from_secs(10), "{took:?}");
}

#[test]
fn patterns_that_are_malformed_or_too_large_are_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    for (pattern, message) in [
        ("a[b".to_owned(), "unclosed `[`"),
        ("a{b".to_owned(), "unclosed `{`"),
        ("[]".to_owned(), "nothing between"),
        ("[a-]".to_owned(), "for a literal `-`"),
        ("a\\".to_owned(), "a backslash that escapes nothing"),
        ("{".repeat(1000), "nested too deeply"),
        ("?".repeat(5000), "longer than 4096 bytes"),
    ] {
        let found = fileset(folder.path(), &pattern).expect_err(&pattern);
        assert!(found.contains(message), "{pattern}: {found}");
    }
}

#[test]
fn links_are_followed_once_and_not_out_of_the_folder() {
    let outside = tempfile::tempdir().expect("a folder");
    let folder = tempfile::tempdir().expect("a folder");
    let within = |name: &str| folder.path().join(name);
    fs::write(outside.path().join("secret"), "").expect("a file");
    fs::create_dir_all(within("a/b")).expect("folders");
    fs::write(within("a/b/file"), "").expect("a file");
    let links = [
        (Path::new("../.."), "a/b/circle"),
        (Path::new("a/b"), "short"),
        (Path::new("a/b/file"), "link"),
        (Path::new("nowhere"), "broken"),
        (outside.path(), "away"),
    ];
    for (to, from) in links {
        symlink(to, within(from)).expect("a link");
    }
    let paths = |pattern: &str| fileset(folder.path(), pattern);
    assert_eq!(paths("**"), Ok(["a/b/file", "link", "short/file"].map(str::to_owned).to_vec()));
    assert_eq!(paths("*/file"), Ok(vec!["short/file".to_owned()]));
    assert_eq!(paths("away/*").map_err(|message| message.contains("may be read")), Err(true));
}
