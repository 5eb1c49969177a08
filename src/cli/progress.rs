//! A bar that shows how far many things have come, on a terminal only.

use std::io::{self, IsTerminal};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::print;

/// Fewer things are done before anybody looks.
const MANY: usize = 100;

/// So long a picture stays.
const PAUSE: Duration = Duration::from_millis(50);

/// The cells of the bar.
const WIDTH: usize = 30;

/// The way through so many things. Threads share it; when it is dropped, its line is empty again.
pub struct Progress {
    total: usize,
    done: AtomicUsize,
    shown: Option<Mutex<Instant>>,
}

impl Progress {
    /// Nothing is done yet. The bar shows if there are many things and a terminal for it.
    pub fn of(total: usize) -> Self {
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let shown = total >= MANY && io::stderr().is_terminal() && !dumb;
        if shown {
            print::say(&bar(0, total));
        }
        Self { total, done: AtomicUsize::new(0), shown: shown.then(|| Mutex::new(Instant::now())) }
    }

    /// One more is done.
    pub fn tick(&self) {
        let Some(shown) = &self.shown else { return };
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        // Who finds another thread painting has nothing to add.
        let Ok(mut last) = shown.try_lock() else { return };
        if last.elapsed() >= PAUSE {
            print::say(&bar(done, self.total));
            *last = Instant::now();
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.shown.is_some() {
            print::say("\r\x1b[K");
        }
    }
}

/// The line's start, the bar, and the numbers.
fn bar(done: usize, total: usize) -> String {
    let full = (done * WIDTH).checked_div(total).unwrap_or(WIDTH).min(WIDTH);
    format!("\r[{:-<WIDTH$}] {done}/{total} files", "=".repeat(full))
}

#[cfg(test)]
mod tests {
    use super::bar;

    #[test]
    fn the_bar_grows() {
        assert_eq!(bar(0, 200), "\r[------------------------------] 0/200 files");
        assert_eq!(bar(100, 200), "\r[===============---------------] 100/200 files");
        assert_eq!(bar(200, 200), "\r[==============================] 200/200 files");
    }
}
