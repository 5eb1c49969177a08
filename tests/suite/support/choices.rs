//! Choices of a generator that makes its value step by step: drawn at once, so that a value is made smaller by fewer and
//! smaller numbers.

use std::fmt;

use proptest::collection::vec;
use proptest::prelude::any;
use proptest::strategy::Strategy;

/// What is chosen, one after the other. A generator puts first what is smallest: that is chosen where there are no more.
#[derive(Clone)]
pub struct Choices {
    numbers: std::vec::IntoIter<u32>,
}

/// The numbers say nothing to people; what is made of them does.
impl fmt::Debug for Choices {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "of {} choices", self.numbers.len())
    }
}

/// Up to so many choices, and at least half as many.
pub fn choices(most: usize) -> impl Strategy<Value = Choices, Tree: Clone> {
    vec(any::<u32>(), most / 2..=most).prop_map(|numbers| Choices { numbers: numbers.into_iter() })
}

impl Choices {
    /// A number below `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        let number = u64::from(self.numbers.next().unwrap_or(0));
        ((number * limit as u64) >> 32) as usize
    }

    /// Whether what happens once in so many times does.
    pub fn one_in(&mut self, times: usize) -> bool {
        self.below(times) + 1 == times
    }

    /// One of several.
    pub fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }
}
