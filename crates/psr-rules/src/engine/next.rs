//! The next question: an order of the relevant questions that keeps the interview short.

use crate::id::QuestionId;

use super::CompiledDecision;
use super::facts::Facts;
use super::settle::Scratch;

impl CompiledDecision {
    /// Returns the relevant questions, and only those, the one to ask next first.
    pub fn next_questions(&self, facts: &Facts) -> Vec<QuestionId> {
        let settled = self.settle(facts, &mut Scratch::default());
        let mut places: Vec<_> = settled.relevant.iter().collect();
        places.sort_by_key(|place| self.effort(*place));
        places.into_iter().map(|place| self.question(place).clone()).collect()
    }

    fn effort(&self, place: usize) -> u64 {
        let question = self.pack.questions.get(self.question(place));
        question.map_or(1, |question| u64::from(question.effort.max(1)))
    }
}
