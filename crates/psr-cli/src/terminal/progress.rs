//! Progress of anything that takes a while: on standard error, and only where somebody is watching.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::world::World;

/// How long something may take in silence.
const PATIENCE: Duration = Duration::from_secs(1);

/// Shows how far something has come, once it has taken more than a second.
pub struct Progress {
    bar: ProgressBar,
    shown: bool,
}

impl Progress {
    /// Begins; says nothing on anything but a terminal.
    pub fn new(world: &World<'_>, what: &str) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        let form = "{msg} [{bar:30}] {percent}%, about {eta} left";
        if let Ok(style) = ProgressStyle::with_template(form) {
            bar.set_style(style.progress_chars("=> "));
        }
        bar.set_message(what.to_owned());
        Self { bar, shown: !world.stderr.is_terminal }
    }

    /// Says how much is done, and of how much.
    pub fn at(&mut self, done: u64, of: u64) {
        self.bar.set_length(of);
        self.bar.set_position(done);
        if !self.shown && self.bar.elapsed() > PATIENCE {
            self.bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(10));
            self.shown = true;
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
