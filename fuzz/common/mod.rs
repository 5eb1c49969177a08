//! What the reader's targets share.

use jobwright::eval::Source;
use jobwright::read::Finding;
use jobwright::render::Renderer;
use std::cell::OnceCell;
use std::collections::BTreeMap;

/// The renderer with the built-in templates, made once.
pub fn renderer() -> &'static Renderer {
    thread_local! {
        static RENDERER: OnceCell<&'static Renderer> = const { OnceCell::new() };
    }
    let make = || &*Box::leak(Box::new(Renderer::new(BTreeMap::new()).expect("our templates")));
    RENDERER.with(|cell| *cell.get_or_init(make))
}

/// There are findings, and each has a place in the text.
pub fn lie_in(text: &str, findings: &[Finding]) {
    assert!(!findings.is_empty(), "refused without a reason");
    for finding in findings.iter().filter(|finding| finding.source == Source::Job) {
        assert!(finding.span.start <= finding.span.end, "{finding:?}");
        assert!(text.get(finding.span.range()).is_some(), "{finding:?} lies outside");
        assert!(!finding.message.is_empty(), "{finding:?}");
    }
}
