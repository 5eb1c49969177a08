//! How often something must be repeated to be shared.

/// The number of files, of `all`, that must have a block or a string for it to be shared: three, or
/// one in fifty.
pub fn files(all: usize) -> usize {
    3.max(all / 50)
}
