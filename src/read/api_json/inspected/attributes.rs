//! The contents of blocks and attributes.

use crate::jobspec::{Attr, AttrType, Block};

/// Whether a block is empty.
pub fn is_blank(block: &dyn Block) -> bool {
    let mut blank = block.base().extra.is_empty();
    block.visit(&mut |_, _| blank = false);
    blank
}

/// Removes an empty block.
pub fn without_blank<B: Block>(block: &mut Option<Box<B>>) {
    block.take_if(|block| is_blank(&**block));
}

/// Whether an attribute has this value.
pub fn is<T: AttrType + PartialEq>(attr: &Option<Attr<T>>, value: &T) -> bool {
    attr.as_ref().and_then(Attr::get).as_ref() == Some(value)
}

/// Whether an attribute is this text.
pub fn is_text(attr: &Option<Attr<String>>, text: &str) -> bool {
    attr.as_ref().and_then(Attr::as_str) == Some(text)
}
