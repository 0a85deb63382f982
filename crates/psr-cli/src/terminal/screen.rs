//! What is said beside the result, on standard error: what is wrong, notes, warnings.

use super::page::{Ink, Page};
use super::plain;
use crate::failure::{Failure, Problem};
use crate::world::Output;

/// A way to say something beside the result. That it cannot be said is no reason to stop.
pub struct Screen<'o, 'w>(&'o mut Output<'w>);

impl<'o, 'w> Screen<'o, 'w> {
    /// Speaks to this output.
    pub fn new(output: &'o mut Output<'w>) -> Self {
        Self(output)
    }

    /// Says everything that is wrong.
    pub fn failure(&mut self, failure: &Failure) {
        let text: Vec<String> = failure.problems.iter().map(|problem| self.problem(problem)).collect();
        self.say(&format!("{}\n", text.join("\n")));
    }

    /// Says something worth knowing.
    pub fn note(&mut self, text: &str) {
        let note = self.page().paint(Ink::Bold, "note:");
        self.say(&format!("{note} {}\n", plain(text)));
    }

    /// Says that something is odd.
    pub fn warning(&mut self, text: &str) {
        let warning = self.page().paint(Ink::Open, "warning:");
        self.say(&format!("{warning} {}\n", plain(text)));
    }

    /// Says something as it is.
    pub fn say(&mut self, text: &str) {
        let _ = self.0.print(text);
    }

    fn problem(&self, problem: &Problem) -> String {
        let shown = plain(&problem.to_string());
        match shown.strip_prefix("error:") {
            Some(rest) => format!("{}{rest}", self.page().paint(Ink::Bad, "error:")),
            None => shown,
        }
    }

    fn page(&self) -> Page {
        Page::new(self.0.colour)
    }
}
