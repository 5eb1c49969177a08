//! Shapes: named amounts of CPU and memory.

use crate::jobspec::Resources;

/// An amount of CPU and memory. A site names the ones that it uses, so that jobs speak of `LARGE` and not of numbers.
///
/// ```
/// use jobwright::house::Shape;
/// const LARGE: Shape = Shape::equal(1024);
/// assert_eq!(LARGE, Shape::new(1024, 1024));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// CPU in MHz.
    pub cpu: u32,
    /// Memory in MB.
    pub memory: u32,
}

impl Shape {
    /// What a job gets that names no shape: 512 MHz and 512 MB.
    pub const DEFAULT: Self = Self::equal(512);

    /// So much CPU in MHz and memory in MB.
    #[must_use]
    pub const fn new(cpu: u32, memory: u32) -> Self {
        Self { cpu, memory }
    }

    /// As many MHz as MB.
    #[must_use]
    pub const fn equal(amount: u32) -> Self {
        Self::new(amount, amount)
    }
}

impl From<Shape> for Resources {
    #[track_caller]
    fn from(shape: Shape) -> Self {
        Self::new().cpu(i64::from(shape.cpu)).memory(i64::from(shape.memory))
    }
}
