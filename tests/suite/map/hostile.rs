//! Strings of strangers in a map: no form of it is broken by any.

use jobwright::generate::Catalogue;
use jobwright::jobspec::Job;
use jobwright::map::{Map, Options};
use jobwright::prelude::*;
use jobwright::{Definition, Entry, Registry};
use proptest::prelude::Strategy;
use roxmltree::Document;

use crate::support::Tested;
use crate::support::drawn;

/// What has broken something of somebody.
const STRINGS: [&str; 14] = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<!-- <script>",
    "]]></style><img src=x onerror=alert(1)>",
    "\"'`<>&",
    "line\nline\r\nline\u{2028}line\u{2029}",
    "\u{202e}gnirts\u{2066}\u{feff}",
    "\u{0}\u{1b}[31m\u{7}\u{9b}\u{fffe}\u{ffff}",
    "a | b \\| c",
    "end\n  subgraph x[\"y\"]",
    "#quot;#35;%%{init: {}}%%",
    "[x](javascript:alert(1)) ![y](z)",
    "<!-- jobwright:end -->",
    "${var.x} %{if} {{ y }}",
];

/// A job with a string in every place that a map shows.
fn job(text: &str) -> Job {
    let network = Network::new().port(Port::dynamic(text)).port(Port::fixed("fixed", 80));
    let tag = format!("traefik.http.routers.r.rule=Host(`{text}`)");
    let service = Service::new(text).port(text).provider("nomad").tags([tag.as_str()]);
    let task = Task::new(text, Docker::image(text).volumes([format!("/{text}:/data")]))
        .constraint(Constraint::new(text, text));
    let volume = Volume::csi(text, text);
    let group = Group::new(text).network(network).service(service).volume(volume).task(task);
    let job = Job::service(text).datacenters([text]).namespace(text).node_pool(text);
    let job = job.constraint(Constraint::new("${attr.unique.hostname}", text)).group(group);
    job.after("needs-it")
}

fn map(text: &str) -> Map {
    let mut catalogue = Catalogue::of(&EMPTY, Site::bare(text));
    let other = Job::service("needs-it").group(Group::new("g"));
    for job in [job(text), other] {
        catalogue.items.push(jobwright::generate::CatalogueItem {
            defined: jobwright::Defined {
                source: "registry/a/b.rs".into(),
                definition: Definition::Job(job),
            },
            category: "apps",
            doc: Box::leak(text.to_owned().into_boxed_str()),
            file_stem: "x".to_owned(),
            site: None,
        });
    }
    Map::of_catalogues(&[catalogue])
}

const EMPTY: Registry = Registry { sites: Vec::new, entries: &[] as &[Entry] };

/// Whether a letter would be obeyed, or shows others in another order.
fn is_obeyed(letter: char) -> bool {
    letter.is_control() && letter != '\n'
        || matches!(letter, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Judges each form by the rules of its language.
fn judge(text: &str) -> Tested {
    let map = map(text);
    let options =
        Options { owner: "me", lifecycle: "unknown", source_url: Some("https://git.example/x") };
    let (page, svg, markdown) =
        (map.page(Some("https://git.example/x")), map.svg(), map.markdown("../"));
    let (mermaid, backstage, shown) = (map.mermaid().text, map.backstage(&options), map.text());
    for form in [&page, &svg, &markdown, &mermaid, &backstage, &shown] {
        if let Some(letter) = form.chars().find(|letter| is_obeyed(*letter)) {
            return Err(format!("{letter:?} is in: {form}").into());
        }
    }
    Document::parse(&svg)?;
    page_is_whole(&page)?;
    table_is_whole(&markdown)?;
    chart_is_whole(&mermaid)?;
    yaml_is_whole(&backstage)
}

/// The page has its own two scripts and no other element that a string has made.
fn page_is_whole(page: &str) -> Tested {
    for (mark, expected) in [
        ("<script", 2),
        ("</script", 2),
        ("<style", 1),
        ("</style", 1),
        ("<img", 0),
        ("<noscript", 1),
        ("<!--", 0),
    ] {
        let found = page.matches(mark).count();
        if found != expected {
            return Err(format!("expected {expected} of `{mark}`, found {found}: {page}").into());
        }
    }
    let data = page.split_once("id=\"data\">").and_then(|(_, rest)| rest.split_once("</script>"));
    let (data, _) = data.ok_or("no data")?;
    let data: serde_json::Value = serde_json::from_str(data)?;
    assert_eq!(data["jobs"].as_array().map(Vec::len), Some(2));
    Ok(())
}

/// Each line of a table has as many cells as the first.
fn table_is_whole(markdown: &str) -> Tested {
    for table in markdown.split("\n\n") {
        let cells = |line: &str| line.matches('|').count();
        let first = table.lines().next().map(cells).unwrap_or_default();
        if let Some(line) = table.lines().find(|line| {
            cells(line) != first
                || line.contains("<script")
                || line.contains("<!--") && !line.contains("`")
        }) {
            return Err(format!("{line}\nis in: {markdown}").into());
        }
    }
    Ok(())
}

/// Each line of a flowchart is one of the few forms that are printed, and nothing of a string stands outside of its quotes.
fn chart_is_whole(chart: &str) -> Tested {
    let form = regex::Regex::new(
        "^(flowchart LR|  end|  subgraph \\w+\\[\"[^\"<>`\\[\\]{}|]*\"\\]|  \\w+(\\[|\\(\\[|\\[\\()\"[^\"`\\[\\]{}|]*\"(\\]|\\]\\)|\\)\\])|  \\w+ (-->|-\\.->) \\w+)$",
    )?;
    match chart.lines().find(|line| !form.is_match(line)) {
        Some(line) => Err(format!("{line}\nis in: {chart}").into()),
        None => Ok(()),
    }
}

/// Each line is a key, an item or the begin of a document, and each string is one of JSON.
fn yaml_is_whole(yaml: &str) -> Tested {
    let form =
        regex::Regex::new(r#"^( *(- )?[A-Za-z./-]+:( (?<value>".*"))?| *- (?<item>".*")|---)$"#)?;
    for line in yaml.lines() {
        let Some(found) = form.captures(line) else {
            return Err(format!("{line}\nis in: {yaml}").into());
        };
        if let Some(string) = found.name("value").or_else(|| found.name("item")) {
            serde_json::from_str::<String>(string.as_str())?;
        }
    }
    Ok(())
}

#[test]
fn no_string_breaks_a_form() {
    for text in STRINGS {
        judge(text).unwrap_or_else(|error| panic!("{text:?}: {error}"));
    }
    judge(&"<x y='\"".repeat(1_300)).expect("a long string");
}

#[test]
fn no_drawn_string_breaks_a_form() {
    let parts = proptest::sample::select(STRINGS.to_vec());
    let any = proptest::string::string_regex("[\\PC\n\r\t<>&|`\"'\\\\]{0,12}").expect("a pattern");
    let text = proptest::collection::vec((parts, any), 0..3).prop_map(|all| {
        all.into_iter().map(|(part, any)| format!("{any}{part}")).collect::<String>()
    });
    drawn::each(20, 150, &text, |text| judge(&text));
}

/// What a string says is still there, where it says something.
#[test]
fn strings_are_shown_and_not_dropped() {
    let map = map("a<b>|c`d");
    let svg = map.svg();
    let drawing = Document::parse(&svg).expect("XML");
    let name = Some("a<b>|c`d@a<b>|c`d :80");
    assert!(drawing.descendants().any(|node| node.text() == name), "{svg}");
    assert!(
        map.markdown("").contains("<code>a&#60;b&#62;&#124;c&#96;d</code>"),
        "{}",
        map.markdown("")
    );
    assert!(map.mermaid().text.contains("a#60;b#62;#124;c#96;d"), "{}", map.mermaid().text);
    assert!(map.page(None).contains("a\\u003cb\\u003e|c`d"));
}
