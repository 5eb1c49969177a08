//! The labels of blocks.

use jobwright_hcl::syntax::Block;

/// The labels of a block.
pub fn texts(from: &Block<'_>) -> Vec<String> {
    from.labels.iter().map(|label| label.text.clone().into_owned()).collect()
}

/// A number of labels, in words.
pub fn count(labels: usize) -> String {
    match labels {
        0 => "no label".to_owned(),
        1 => "one label".to_owned(),
        more => format!("{more} labels"),
    }
}
