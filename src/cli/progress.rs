//! A progress bar, shown only to people who wait at a terminal.

use std::io::{self, IsTerminal};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// What is done sooner shows no bar.
const PATIENCE: Duration = Duration::from_millis(200);

/// The bar and the numbers.
const TEMPLATE: &str = "[{bar:30}] {pos}/{len} {msg}";

/// The progress through so many things. Threads share it; when it is dropped, its line is cleared.
pub struct Progress {
    bar: ProgressBar,
    start: Instant,
    /// Whether the bar is to be shown, and is not yet.
    waits: AtomicBool,
}

impl Progress {
    /// Nothing is done yet.
    pub fn of(total: usize, things: &'static str) -> Self {
        let bar = ProgressBar::with_draw_target(Some(total as u64), ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template(TEMPLATE) {
            bar.set_style(style.progress_chars("=>-"));
        }
        bar.set_message(things);
        Self { bar, start: Instant::now(), waits: AtomicBool::new(somebody_waits()) }
    }

    /// One more is done.
    pub fn tick(&self) {
        self.bar.inc(1);
        let late = self.waits.load(Ordering::Relaxed) && self.start.elapsed() > PATIENCE;
        if late && self.waits.swap(false, Ordering::Relaxed) {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

/// Whether stderr is a terminal that can draw. What runs in CI is read later, whatever it looks like to a program.
pub fn somebody_waits() -> bool {
    let dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb");
    io::stderr().is_terminal() && !dumb && std::env::var_os("CI").is_none()
}
