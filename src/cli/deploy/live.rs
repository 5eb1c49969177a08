//! What people see of a deployment while it runs.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};

use crate::cli::print;
use crate::cli::progress::somebody_waits;
use crate::deploy::{State, Watch};
use crate::visible::visible_line;

/// A line for each step that is being worked on, where a terminal can redraw it; and a line for each news elsewhere.
pub struct Live {
    names: Vec<String>,
    width: usize,
    start: Instant,
    bars: Option<MultiProgress>,
    lines: Mutex<BTreeMap<usize, Line>>,
}

struct Line {
    bar: Option<ProgressBar>,
    last: String,
    begun: Instant,
}

impl Live {
    pub fn of(names: Vec<String>) -> Self {
        let names: Vec<String> = names.iter().map(|name| visible_line(name).into_owned()).collect();
        let width = names.iter().map(|name| name.chars().count()).max().unwrap_or(0).min(30);
        Self {
            names,
            width,
            start: Instant::now(),
            bars: somebody_waits().then(MultiProgress::new),
            lines: Mutex::default(),
        }
    }

    fn is_shown(&self, step: usize) -> bool {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner).contains_key(&step)
    }

    /// A line that stays.
    fn say(&self, step: usize, words: &str) {
        let name = self.names.get(step).map(String::as_str).unwrap_or_default();
        let seconds = self.start.elapsed().as_secs();
        let line = format!("{seconds:>4} s  {name:width$}  {words}", width = self.width);
        match &self.bars {
            Some(bars) => bars.suspend(|| print::say(&(line + "\n"))),
            None => print::say(&(line + "\n")),
        }
    }
}

impl Watch for Live {
    fn see(&self, step: usize, state: &State) {
        // What was looked at, and needs nothing, is no news.
        if *state == State::NotBegun || *state == State::Unchanged && !self.is_shown(step) {
            return;
        }
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        let line = lines.entry(step).or_insert_with(|| Line {
            bar: self.bars.as_ref().map(|bars| {
                let bar = bars.add(ProgressBar::new_spinner());
                if let Ok(style) = ProgressStyle::with_template("{spinner} {prefix}  {wide_msg}") {
                    bar.set_style(style);
                }
                let name = self.names.get(step).map(String::as_str).unwrap_or_default();
                bar.set_prefix(format!("{name:width$}", width = self.width));
                bar.enable_steady_tick(Duration::from_millis(200));
                bar
            }),
            last: String::new(),
            begun: Instant::now(),
        });
        let words = match state {
            State::Working(words) => words.clone(),
            State::NotBegun | State::Unchanged => "unchanged".to_owned(),
            State::Done => format!("done after {} s", line.begun.elapsed().as_secs()),
            State::Promotable(command) => {
                format!("canaries are healthy; promote them: `{command}`")
            }
            State::Failed(words, _) => {
                format!("failed: {}", words.lines().next().unwrap_or_default())
            }
            State::Interrupted(words) => format!("interrupted: {words}"),
        };
        if words == line.last {
            return;
        }
        line.last.clone_from(&words);
        if let (State::Working(_), Some(bar)) = (state, &line.bar) {
            bar.set_message(visible_line(&words).into_owned());
            return;
        }
        if let Some(bar) = line.bar.take_if(|_| !matches!(state, State::Working(_))) {
            bar.finish_and_clear();
        }
        self.say(step, &words);
    }
}
