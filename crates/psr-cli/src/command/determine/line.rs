//! One line of a batch: read, determined, written, with everything reused from line to line.

use psr_rules::engine::{CompiledDecision, Facts, Rulebook, Scratch};
use psr_rules::facts::{Line, LineReader};

use crate::command::batch::LineWork;

/// Determines lines one after another.
pub struct LineWorker<'p> {
    rulebook: &'p Rulebook,
    reader: &'p LineReader<'p>,
    line: Line,
    scratch: Scratch,
    /// The facts of each decision met so far, cleared for every line.
    facts: Vec<(&'p CompiledDecision, Facts)>,
}

impl<'p> LineWorker<'p> {
    /// Prepares to determine lines.
    pub fn new(rulebook: &'p Rulebook, reader: &'p LineReader<'p>) -> Self {
        Self { rulebook, reader, line: Line::default(), scratch: Scratch::default(), facts: Vec::new() }
    }

    fn write(&mut self, out: &mut Vec<u8>) -> Result<(), String> {
        let id = &self.rulebook.pack().decisions[self.line.decision].id;
        let compiled = self.rulebook.decision(id, self.line.commenced).map_err(|error| error.to_string())?;
        let place = self.facts.iter().position(|(known, _)| std::ptr::eq(*known, compiled));
        let place = place.unwrap_or_else(|| {
            self.facts.push((compiled, compiled.nothing_known()));
            self.facts.len() - 1
        });
        let facts = &mut self.facts[place].1;
        compiled.clear(facts);
        for (question, answer) in &self.line.answers {
            compiled.answer(facts, *question, answer);
        }
        compiled.write_json(facts, &mut self.scratch, out);
        Ok(())
    }
}

impl LineWork for LineWorker<'_> {
    fn answer(&mut self, line: &[u8], out: &mut Vec<u8>) -> Result<(), String> {
        self.reader.read(line, &mut self.line).and_then(|()| self.write(out))
    }
}
