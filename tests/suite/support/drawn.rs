//! Values that strategies make, the same at each run; of those that fail, the smallest is shown.

use std::error::Error;

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngSeed, TestCaseError, TestRunner};

use super::Tested;

/// Smaller values that fail are looked for so often, and for so many milliseconds.
const SHRINKING: (u32, u32) = (100_000, 60_000);

/// A runner that draws the values of a seed. It writes no file of what failed: the next run draws the same.
pub fn runner(seed: u64) -> TestRunner {
    TestRunner::new(config(seed))
}

fn config(seed: u64) -> Config {
    Config {
        failure_persistence: None,
        max_shrink_iters: SHRINKING.0,
        max_shrink_time: SHRINKING.1,
        rng_seed: RngSeed::Fixed(seed),
        ..Config::default()
    }
}

fn failed(why: Box<dyn Error>) -> TestCaseError {
    TestCaseError::fail(why.to_string())
}

/// The next value of a strategy, and what smaller ones are made of.
pub fn drawn<S: Strategy>(strategy: &S, runner: &mut TestRunner) -> S::Tree {
    strategy.new_tree(runner).expect("a strategy that has a value")
}

/// Judges so many values, each by itself.
pub fn each<S: Strategy>(seed: u64, count: u32, strategy: &S, judge: impl Fn(S::Value) -> Tested) {
    let mut runner = TestRunner::new(Config { cases: count, ..config(seed) });
    let judged = runner.run(strategy, |value| judge(value).map_err(failed));
    if let Err(smallest) = judged {
        panic!("{smallest}");
    }
}

/// Judges values at once, where one question for all of them costs little more than one for each. Of values that fail, the
/// first that fails alone is found by halves.
pub fn together<T: ValueTree>(
    runner: &mut TestRunner,
    mut trees: Vec<T>,
    judge: impl Fn(&[T::Value]) -> Tested,
) {
    let values = |trees: &[T]| trees.iter().map(T::current).collect::<Vec<_>>();
    let Err(mut wrong) = judge(&values(&trees)) else { return };
    while trees.len() > 1 {
        let back = trees.split_off(trees.len() / 2);
        if let Err(said) = judge(&values(&trees)) {
            wrong = said;
        } else if let Err(said) = judge(&values(&back)) {
            (trees, wrong) = (back, said);
        } else {
            trees.extend(back);
            panic!("only together: {wrong}\n{:#?}", values(&trees));
        }
    }
    for tree in trees {
        let judged = runner.run_one(tree, |value| judge(&[value]).map_err(failed));
        if let Err(smallest) = judged {
            panic!("{smallest}");
        }
    }
    panic!("only at first: {wrong}");
}
