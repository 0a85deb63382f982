//! Everything the program finds around it: the clock, randomness, the environment, and where text comes from and goes to.

use std::collections::BTreeMap;
use std::io::{BufRead, Write};

use chrono::{DateTime, Utc};
use psr_recorder::ClockNotice;

use crate::failure::{Problem, Stop};

/// Where bytes drawn at random come from: fills what it is given.
pub type Randomness<'w> = Box<dyn FnMut(&mut [u8]) + 'w>;

/// What the program finds around it.
pub struct World<'w> {
    /// The clock.
    pub clock: Box<dyn Fn() -> DateTime<Utc> + 'w>,
    /// Whether the clock was seen to step back.
    pub clock_notice: ClockNotice,
    /// Where bytes drawn at random come from.
    pub randomness: Randomness<'w>,
    /// The environment's variables.
    pub environment: BTreeMap<String, String>,
    /// Standard input.
    pub stdin: Input<'w>,
    /// Standard output: results.
    pub stdout: Output<'w>,
    /// Standard error: everything else.
    pub stderr: Output<'w>,
}

/// Where text comes from.
pub struct Input<'w> {
    /// The text.
    pub reader: Box<dyn BufRead + Send + 'w>,
    /// Whether somebody types it.
    pub is_terminal: bool,
    /// How many bytes there are, where that is known beforehand.
    pub size: Option<u64>,
}

/// Where text goes.
pub struct Output<'w> {
    /// The way out.
    pub writer: Box<dyn Write + Send + 'w>,
    /// Whether somebody reads it as it appears.
    pub is_terminal: bool,
    /// Whether it is shown in colour.
    pub colour: bool,
}

impl World<'_> {
    /// Returns a variable of the environment, if it is set to something.
    pub fn variable(&self, name: &str) -> Option<&str> {
        self.environment.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }
}

impl<'w> Output<'w> {
    /// Takes a way out; colour is for a terminal, and only where `NO_COLOR` and a dumb terminal do not forbid it.
    pub fn new(writer: impl Write + Send + 'w, is_terminal: bool, environment: &BTreeMap<String, String>) -> Self {
        let set = |name: &str| environment.get(name).map(String::as_str).unwrap_or_default();
        let colour = is_terminal && set("NO_COLOR").is_empty() && set("TERM") != "dumb";
        Self { writer: Box::new(writer), is_terminal, colour }
    }

    /// Writes a text out at once.
    pub fn print(&mut self, text: &str) -> Result<(), Stop> {
        self.write(text.as_bytes())
    }

    /// Writes bytes out at once.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), Stop> {
        self.writer.write_all(bytes).and_then(|()| self.writer.flush()).map_err(unwritten)
    }
}

/// Tells an output that nobody reads any more from one that cannot be written.
pub fn unwritten(error: std::io::Error) -> Stop {
    match error.kind() {
        std::io::ErrorKind::BrokenPipe => Stop::PipeClosed,
        _ => Problem::new(format!("cannot write the result: {error}"), "see to the cause, then try again").into(),
    }
}
