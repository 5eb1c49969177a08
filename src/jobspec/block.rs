//! What every block has in common, and the two walks over its fields.

use std::any::Any;

use super::{Base, Free, Location, Locations, Map, Schema, Value};

/// A block of the jobspec. Implemented by `#[derive(Block)]` only.
///
/// Everything that handles all blocks alike (templates, reader, comparison, API JSON, lint) builds
/// on `visit`, which shows each field that is set, in the order of the schema, and on `set` and
/// `child`, which fill them in.
pub trait Block: std::fmt::Debug {
    /// What the jobspec says of this block.
    fn schema(&self) -> &'static Schema;

    /// The block as what it is, for who knows its type.
    fn as_any(&self) -> &(dyn Any + 'static);

    /// The block with nothing in it, not even its labels: for the reader, which fills it in.
    #[doc(hidden)]
    fn blank() -> Self
    where
        Self: Sized;

    /// The same, boxed, as a block that may appear only once is held.
    #[doc(hidden)]
    fn boxed() -> Box<Self>
    where
        Self: Sized,
    {
        Box::new(Self::blank())
    }

    /// What the block carries besides its fields.
    fn base(&self) -> &Base;

    /// The same, to change it.
    fn base_mut(&mut self) -> &mut Base;

    /// Shows every field that is set, with its index in the schema.
    fn visit<'a>(&'a self, see: &mut dyn FnMut(usize, FieldItem<'a>));

    /// Sets a label or an attribute. The value has the field's type.
    fn set(&mut self, field: usize, value: Value);

    /// Where an attribute was set, value by value; nothing where it is not set, and for other fields.
    fn locations(&self, field: usize) -> Option<&Locations>;

    /// Says where an attribute was set.
    #[doc(hidden)]
    fn locate(&mut self, field: usize, locations: Locations);

    /// The inner block, map or configuration of a field, made where it was not there yet; one more where it repeats.
    fn child(&mut self, field: usize) -> Option<Child<'_>>;

    /// Shows the blocks in this one, to change them; not a driver's configuration.
    #[doc(hidden)]
    fn inner_mut(&mut self, see: &mut dyn FnMut(&mut dyn Block));
}

/// What can be given for a block: one, or what becomes one, such as a house's shape for `Resources`.
#[diagnostic::on_unimplemented(
    message = "cannot make a `{B}` block from `{Self}`",
    label = "expected `{B}`",
    note = "use one of the constructors of the block, which an editor lists after `::`, as in \
        `Check::http(\"/health\")`"
)]
pub trait IntoBlock<B> {
    /// The block.
    #[doc(hidden)]
    fn into_block(self) -> B;
}

#[diagnostic::do_not_recommend]
impl<B: Block, T: Into<B>> IntoBlock<B> for T {
    #[track_caller]
    fn into_block(self) -> B {
        self.into()
    }
}

/// A field that is set.
#[derive(Clone, Copy, Debug)]
pub enum FieldItem<'a> {
    /// A label.
    Label(&'a str),
    /// An attribute.
    Attr(&'a Value),
    /// An inner block.
    Block(&'a dyn Block),
    /// A block of free names.
    Map(&'a Map),
    /// A free-form block.
    Free(&'a Free),
}

/// A field to fill in.
#[derive(Debug)]
pub enum Child<'a> {
    /// An inner block.
    Block(&'a mut dyn Block),
    /// A block of free names.
    Map(&'a mut Map),
    /// A free-form block.
    Free(&'a mut Free),
    /// A driver configuration, whose type depends on the driver.
    Config(&'a mut dyn DriverConfig),
}

/// Where a task keeps what its driver is told: typed for the drivers that the model knows, free-form for any other.
pub trait DriverConfig: std::fmt::Debug {
    /// An empty configuration for a driver in place of what is there: a block if the model knows the driver.
    fn start(&mut self, driver: Option<&str>) -> Result<&mut dyn Block, &mut Free>;
}

/// Gives a block and its attributes this location where they have none.
pub(crate) fn written_at<B: Block>(mut block: B, location: Location) -> B {
    for field in 0..block.schema().fields.len() {
        if let Some(locations) = block.locations(field) {
            block.locate(field, locations.clone().or(location));
        }
    }
    let base = block.base_mut();
    base.location = base.location.or(location);
    block
}
