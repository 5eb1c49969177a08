//! How often something must be said to be shared.

/// In how many of so many files a block or a text must stand to be shared: in three, or one of fifty.
pub fn files(all: usize) -> usize {
    3.max(all / 50)
}
