//! Choices of a generator that makes its value step by step: drawn at once, so that a value is made smaller by fewer and
//! smaller numbers.

use proptest::collection::vec;
use proptest::prelude::any;
use proptest::strategy::Strategy;

/// What is chosen, one after the other. A generator puts first what is smallest: that is chosen where there are no more.
#[derive(Clone, Debug)]
pub struct Choices {
    numbers: std::vec::IntoIter<u32>,
}

/// Up to so many choices.
pub fn choices(most: usize) -> impl Strategy<Value = Choices> {
    vec(any::<u32>(), 0..=most).prop_map(|numbers| Choices { numbers: numbers.into_iter() })
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
