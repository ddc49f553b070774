//! How far a command is: a bar on a terminal, else a plain line every few seconds, always on standard error.

use std::{
    io::{IsTerminal as _, stderr},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use feed::{Progress, import::Stage};
use indicatif::{ProgressBar, ProgressStyle};

use super::output;

const LINE_EVERY: Duration = Duration::from_secs(5);

/// Shows progress. Clones show the same one.
#[derive(Clone)]
pub(super) struct Shown(Arc<Mutex<State>>);

struct State {
    terminal: bool,
    bar: ProgressBar,
    stage: Stage,
    total: Option<u64>,
    done: u64,
    began: Instant,
    told: Instant,
}

impl Shown {
    pub(super) fn new() -> Self {
        let now = Instant::now();
        let bar = ProgressBar::hidden();
        let (terminal, stage) = (stderr().is_terminal(), Stage::Reading);
        Self(Arc::new(Mutex::new(State {
            terminal,
            bar,
            stage,
            total: None,
            done: 0,
            began: now,
            told: now,
        })))
    }

    /// Takes the bar away, so that what is said next stands on a line of its own.
    pub(super) fn finish(&self) {
        self.state().bar.finish_and_clear();
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Progress for Shown {
    fn begin(&self, stage: Stage, total: Option<u64>) {
        let mut state = self.state();
        state.bar.finish_and_clear();
        let now = Instant::now();
        let bar = if state.terminal {
            bar(stage, total)
        } else {
            ProgressBar::hidden()
        };
        *state = State {
            terminal: state.terminal,
            bar,
            stage,
            total,
            done: 0,
            began: now,
            told: now,
        };
    }

    fn advance(&self, by: u64) {
        let mut state = self.state();
        state.done += by;
        if state.terminal {
            state.bar.inc(by);
        } else if state.told.elapsed() >= LINE_EVERY {
            state.told = Instant::now();
            output::say(&line(
                state.stage,
                state.total,
                state.done,
                state.began.elapsed(),
            ));
        }
    }
}

fn bar(stage: Stage, total: Option<u64>) -> ProgressBar {
    let amount = match stage {
        Stage::Reading => "{bytes} of {total_bytes}, {bytes_per_sec}",
        Stage::Applying | Stage::Exporting => "{human_pos} of {human_len} records, {per_sec:0}",
    };
    let template = match total {
        Some(_) => format!("{{msg:10}} {{bar:30}} {{percent:>3}} %  {amount}, {{eta}} left"),
        None => format!(
            "{{msg:10}} {{spinner}} {}",
            amount
                .replace(" of {total_bytes}", "")
                .replace(" of {human_len}", "")
        ),
    };
    let style = ProgressStyle::with_template(&template).expect("the template is right");
    let bar = match total {
        Some(total) => ProgressBar::new(total),
        None => ProgressBar::new_spinner(),
    };
    bar.with_style(style).with_message(name(stage))
}

fn name(stage: Stage) -> &'static str {
    match stage {
        Stage::Reading => "Reading",
        Stage::Applying => "Applying",
        Stage::Exporting => "Exporting",
    }
}

fn line(stage: Stage, total: Option<u64>, done: u64, took: Duration) -> String {
    let seconds = took.as_secs().max(1);
    let (unit, scale) = match stage {
        Stage::Reading => (" MB", 1_000_000),
        Stage::Applying | Stage::Exporting => (" records", 1),
    };
    let of = match total.filter(|total| *total > 0) {
        Some(total) => format!(
            " of {}{unit} ({} %)",
            total / scale,
            u128::from(done) * 100 / u128::from(total)
        ),
        None => String::from(unit),
    };
    format!(
        "{}: {}{of}, {}{unit} a second",
        name(stage),
        done / scale,
        done / scale / seconds
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_line_tells_how_much_of_how_much() {
        let took = Duration::from_secs(10);
        assert_eq!(
            line(Stage::Applying, Some(40_000), 30_000, took),
            "Applying: 30000 of 40000 records (75 %), 3000 records a second"
        );
        assert_eq!(
            line(Stage::Reading, None, 50_000_000, took),
            "Reading: 50 MB, 5 MB a second"
        );
    }

    #[test]
    fn every_bar_has_a_template_that_can_be_read() {
        for stage in [Stage::Reading, Stage::Applying, Stage::Exporting] {
            bar(stage, Some(10));
            bar(stage, None);
        }
    }
}
