//! Reads the lines of a batch: one JSON object each.

use chrono::NaiveDate;

use super::file::{FactsFile, read_json};
use super::key_table::KeyTable;
use super::short_path;
use crate::answer::Answer;
use crate::id::DecisionId;
use crate::pack::diagnostic::{Diagnostic, Diagnostics};
use crate::pack::model::{Kind, Pack};

/// What a line says, in places that stay allocated from line to line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line {
    /// The place of the decision among those of the pack.
    pub decision: usize,
    /// When the procedure commenced.
    pub commenced: NaiveDate,
    /// The answers, each with the place of its question among those of the decision.
    pub answers: Vec<(usize, Answer)>,
}

/// Reads lines against a pack, with everything prepared that is the same for all.
#[derive(Debug)]
pub struct LineReader<'p> {
    pack: &'p Pack,
    chosen: Option<&'p DecisionId>,
    /// The place of the decision that was chosen, else of the pack's default.
    meant: Option<usize>,
    pub(super) begins: NaiveDate,
    pub(super) names: KeyTable,
    pub(super) decisions: Vec<Questions<'p>>,
}

/// The questions of a decision, found by name.
#[derive(Debug)]
pub(super) struct Questions<'p> {
    pub names: KeyTable,
    pub kinds: Vec<&'p Kind>,
}

impl<'p> LineReader<'p> {
    /// Prepares to read lines. A decision that is chosen stands before the one a line names.
    pub fn new(pack: &'p Pack, chosen: Option<&'p DecisionId>) -> Self {
        let meant = chosen.unwrap_or(&pack.about.default_decision);
        Self {
            pack,
            chosen,
            meant: pack.decisions.iter().position(|decision| decision.id == *meant),
            begins: pack.about.begins,
            names: KeyTable::new(pack.decisions.iter().map(|decision| decision.id.as_str())),
            decisions: pack.decisions.iter().map(|decision| questions(decision, pack)).collect(),
        }
    }

    /// Reads a line, replacing what `line` held.
    ///
    /// # Errors
    /// When anything is wrong: everything, in one sentence after another, naming the keys.
    pub fn read(&self, bytes: &[u8], line: &mut Line) -> Result<(), String> {
        match short_path::read(bytes, self, line) {
            Some(()) => Ok(()),
            None => read_json(bytes, self.pack, self.chosen).map(|facts| self.fill(&facts, line)).map_err(in_one_line),
        }
    }

    /// Returns the place of the decision that holds where a line names this one, or none.
    pub(super) fn decision(&self, named: Option<usize>) -> Option<usize> {
        if self.chosen.is_some() { self.meant } else { named.or(self.meant) }
    }

    fn fill(&self, facts: &FactsFile, line: &mut Line) {
        let place = self.names.get(facts.decision.as_str().as_bytes());
        let place = place.expect("a decision that was read is one of the pack's");
        let names = &self.decisions[place].names;
        let answers = facts.answers.iter();
        line.decision = place;
        line.commenced = facts.commenced;
        line.answers.clear();
        line.answers
            .extend(answers.filter_map(|(id, answer)| Some((names.get(id.as_str().as_bytes())?, answer.clone()))));
    }
}

fn questions<'p>(decision: &'p crate::pack::model::Decision, pack: &'p Pack) -> Questions<'p> {
    let ids = || decision.questions.iter();
    Questions {
        names: KeyTable::new(ids().map(|id| id.as_str())),
        kinds: ids().map(|id| &pack.questions[id].kind).collect(),
    }
}

/// Says everything on one line, with the columns.
pub(crate) fn in_one_line(found: Diagnostics) -> String {
    let sentence = |found: &Diagnostic| {
        let place = if found.column > 0 { format!("column {}: ", found.column) } else { String::new() };
        let hint = found.hint.as_ref().map(|hint| format!(" ({hint})")).unwrap_or_default();
        format!("{place}{}{hint}", found.message)
    };
    found.all().iter().map(sentence).collect::<Vec<_>>().join("; ")
}
