//! One line of a batch: read, determined, written, with everything reused from line to line.

use psr_rules::engine::{CompiledDecision, Facts, Rulebook, Scratch};
use psr_rules::facts::{Line, LineReader};
use serde::Serialize;

use crate::json::SCHEMA;

/// Determines lines one after another.
pub struct LineWorker<'p> {
    rulebook: &'p Rulebook,
    reader: &'p LineReader<'p>,
    line: Line,
    scratch: Scratch,
    /// The facts of each decision met so far, cleared for every line.
    facts: Vec<(&'p CompiledDecision, Facts)>,
}

/// What stands in the place of a line that cannot be determined.
#[derive(Serialize)]
struct Refused<'e> {
    schema: u32,
    error: &'e str,
    line: u64,
}

impl<'p> LineWorker<'p> {
    /// Prepares to determine lines.
    pub fn new(rulebook: &'p Rulebook, reader: &'p LineReader<'p>) -> Self {
        Self { rulebook, reader, line: Line::default(), scratch: Scratch::default(), facts: Vec::new() }
    }

    /// Determines a line and appends what it leads to, or why it cannot be determined; answers whether it could be.
    pub fn determine(&mut self, bytes: &[u8], number: u64, out: &mut Vec<u8>) -> bool {
        let done = self.reader.read(bytes, &mut self.line).and_then(|()| self.write(out));
        if let Err(error) = &done {
            let refused = Refused { schema: SCHEMA, error, line: number };
            let text = serde_json::to_vec(&refused).expect("numbers and texts always serialise");
            out.extend_from_slice(&text);
        }
        out.push(b'\n');
        done.is_ok()
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
