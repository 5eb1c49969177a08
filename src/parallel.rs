//! The same work on many items, on all processors, with the results in order.

use std::num::NonZero;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// At most so many items are taken at a time: enough that taking them costs nothing.
const CHUNK: usize = 16;

/// At least so many times each worker takes items, if there are enough: so that none waits long for
/// the last one.
const TURNS: usize = 8;

/// Calls `work` on every item and returns the results in the order of the items.
pub fn map<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let processors = thread::available_parallelism().map_or(1, NonZero::get);
    let size = items.len().div_ceil(processors * TURNS).clamp(1, CHUNK);
    let workers = processors.min(items.len().div_ceil(size));
    if workers <= 1 {
        return items.iter().map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, Vec<R>)>> = Mutex::new(Vec::new());
    let run = || loop {
        let start = next.fetch_add(size, Ordering::Relaxed);
        let Some(chunk) =
            items.get(start..items.len().min(start + size)).filter(|chunk| !chunk.is_empty())
        else {
            return;
        };
        let results: Vec<R> = chunk.iter().map(&work).collect();
        done.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push((start, results));
    };
    on_all(workers, &run);
    let mut done = done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    done.sort_by_key(|(start, _)| *start);
    done.into_iter().flat_map(|(_, results)| results).collect()
}

/// The same for work that mostly waits: each item is taken by itself, by more workers than there
/// are processors.
pub fn each<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let workers = thread::available_parallelism().map_or(1, NonZero::get) * 4;
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, R)>> = Mutex::new(Vec::new());
    let run = || {
        while let Some((at, item)) = {
            let at = next.fetch_add(1, Ordering::Relaxed);
            items.get(at).map(|item| (at, item))
        } {
            let result = work(item);
            done.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push((at, result));
        }
    };
    on_all(workers.min(items.len()), &run);
    let mut done = done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

/// Runs `run` on so many threads, including this one. A panic of one of them is a panic here,
/// reported once.
fn on_all(workers: usize, run: &(impl Fn() + Sync)) {
    thread::scope(|scope| {
        let others: Vec<_> = (1..workers).map(|_| scope.spawn(run)).collect();
        run();
        if let Some(panicked) = others.into_iter().find_map(|other| other.join().err()) {
            std::panic::resume_unwind(panicked);
        }
    });
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::thread;
    use std::time::Duration;

    use super::map;

    #[test]
    fn a_panic_of_another_thread_is_passed_on() {
        let here = thread::current().id();
        let work = |_: &usize| {
            assert!(thread::current().id() == here, "somewhere else");
            thread::sleep(Duration::from_millis(1));
        };
        let items: Vec<usize> = (0..100).collect();
        let caught = catch_unwind(AssertUnwindSafe(|| map(&items, work)));
        let Err(said) = caught else {
            assert_eq!(thread::available_parallelism().map_or(1, usize::from), 1);
            return;
        };
        assert_eq!(said.downcast_ref::<&str>(), Some(&"somewhere else"));
    }

    #[test]
    fn results_keep_the_order() {
        for count in [0, 1, 16, 17, 1000] {
            let items: Vec<usize> = (0..count).collect();
            assert_eq!(
                map(&items, |item| item * 2),
                items.iter().map(|item| item * 2).collect::<Vec<_>>()
            );
        }
    }
}
