//! `order.json`: what it holds is what is read of it, and what is none says so.

use std::fs;
use std::path::Path;

use jobwright::order::{Kind, Order};

use crate::support::shown::snapshot;
use crate::support::{Tested, files, repository};

fn parse(steps: &str) -> Result<Order, jobwright::Error> {
    Order::parse(Path::new("out/order.json"), &format!("{{\"steps\": [{steps}]}}"))
}

#[test]
fn what_is_written_is_read() {
    let (site, registry) = super::homelab();
    let order = super::sorted(&site, &registry).order;
    let read = Order::parse(Path::new("order.json"), &order.text()).expect("an order");
    assert_eq!(read, order);
}

#[test]
fn what_it_does_not_know_says_nothing() {
    let order = Order::parse(
        Path::new("order.json"),
        r#"{"made_on": [1], "steps": [{"file": "a/b.nomad.hcl", "job": "b", "colour": null, "after": []}]}"#,
    );
    let order = order.expect("an order");
    assert_eq!(order.steps[0].kind, Kind::Job { category: None, rank: 0 });
    assert_eq!(parse("").expect("an order without steps"), Order::default());
}

#[test]
fn what_is_no_order_says_why() {
    let none = Order::parse(Path::new("out/order.json"), "steps:\n").expect_err("YAML");
    let job = |file: &str| serde_json::json!({"file": file, "job": "a"}).to_string();
    let mut said = format!("{none}\n");
    let cases = [
        "{}".to_owned(),
        r#"{"file": "a.nomad.hcl"}"#.to_owned(),
        r#"{"file": "a.nomad.hcl", "job": "a", "volume": "a"}"#.to_owned(),
        r#"{"file": "a.volume.hcl", "volume": "a", "action": "delete"}"#.to_owned(),
        job("../a.nomad.hcl"),
        job("/etc/a.nomad.hcl"),
        job("volumes/../../a.nomad.hcl"),
        job("./a.nomad.hcl"),
        job("c:a.nomad.hcl"),
        job("\\\\server\\a.nomad.hcl"),
        job(""),
        job("\u{1b}[2J/../a"),
        r#"{"file": "a", "job": "a", "after": ["a"]}"#.to_owned(),
        r#"{"file": "a", "job": "a", "after": ["b"]}, {"file": "b", "job": "b"}"#.to_owned(),
        r#"{"file": "v", "volume": "v"}, {"file": "a", "job": "a", "after": ["v"]}"#.to_owned(),
        r#"{"file": "a", "job": "a", "category": "x"}, {"file": "b", "job": "b"}, {"file": "c", "job": "c", "category": "x"}"#.to_owned(),
    ];
    for case in cases {
        let error = parse(&case).expect_err(&case);
        said += &format!("{case}\n    {error}\n");
    }
    snapshot!(said);
}

#[test]
fn what_cannot_be_read_says_so() -> Tested {
    let folder = tempfile::tempdir()?;
    assert_eq!(Order::read(folder.path())?, None);
    fs::create_dir(folder.path().join("order.json"))?;
    let error = Order::read(folder.path()).expect_err("a folder");
    assert!(error.to_string().contains("order.json"), "{error}");
    Ok(())
}

#[test]
fn this_repositorys_order_has_every_file() -> Tested {
    let out = repository("out");
    let order = Order::read(&out)?.ok_or("no order")?;
    let mut named: Vec<String> = order.steps.iter().map(|step| step.file.clone()).collect();
    named.sort();
    let mut there = files(&out)?;
    there.retain(|file| file.extension().is_some_and(|end| end == "hcl"));
    let there = there.iter().filter_map(|file| file.strip_prefix(&out).ok());
    let mut there: Vec<String> = there.map(|file| file.to_string_lossy().into_owned()).collect();
    there.retain(|file| !file.starts_with("reference/"));
    there.sort();
    assert_eq!(named, there);
    Ok(())
}
