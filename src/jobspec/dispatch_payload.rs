//! `dispatch_payload`: where a dispatched job's payload is written.

use super::{Attr, Base, Block, IntoAttr, Location, written_at};

/// Writes the payload of a dispatched job into a file of the task.
///
/// ```hcl
/// dispatch_payload {
///   file = "request.json"
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::DispatchPayload;
/// let payload = DispatchPayload::to("request.json");
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "dispatch_payload", go = "DispatchPayloadConfig", constructor)]
pub struct DispatchPayload {
    /// The file, below `local/`.
    #[field(zero, required)]
    pub file: Option<Attr<String>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}

impl DispatchPayload {
    /// Into a file below `local/`.
    #[must_use]
    #[track_caller]
    pub fn to(file: impl IntoAttr<String>) -> Self {
        let payload = Self::blank().file(file);
        written_at(payload, Location::here())
    }
}
