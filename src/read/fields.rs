//! The fields of a block that is being read from HCL.

use crate::jobspec::{Block, FieldItem, Locations, Value};

/// Sets a field: the only function that sets one that is neither a block nor a map while reading.
pub fn set(into: &mut dyn Block, field: usize, value: Value, locations: Locations) {
    into.set(field, value);
    into.locate(field, locations);
}

/// Whether a field is set.
pub fn is_set(block: &dyn Block, field: usize) -> bool {
    let mut set = false;
    block.visit(&mut |index, _| set |= index == field);
    set
}

/// The task's driver, if this is a task that names one.
pub fn driver(block: &dyn Block) -> Option<String> {
    let schema = block.schema();
    let (wanted, _) = schema.field("driver")?;
    let mut driver = None;
    block.visit(&mut |index, item| {
        if let (true, FieldItem::Attr(value)) = (index == wanted, item) {
            driver = value.as_str().map(str::to_owned);
        }
    });
    driver
}
