//! What a layer above the model found wrong in what it was asked to build.

use super::Location;

/// Something wrong in what a layer above the model was asked to build.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What was found and what was expected.
    pub message: String,
    /// What to do.
    pub help: &'static str,
    /// Where it was written.
    pub location: Location,
    /// Where the first word on the same thing was written, if this is the second.
    pub earlier: Location,
}

impl Problem {
    /// A problem at a location.
    #[must_use]
    pub fn new(message: impl Into<String>, help: &'static str, location: Location) -> Self {
        Self { message: message.into(), help, location, earlier: Location::default() }
    }

    /// The same, with the place of the first word on it.
    #[must_use]
    pub fn after(self, earlier: Location) -> Self {
        Self { earlier, ..self }
    }
}
