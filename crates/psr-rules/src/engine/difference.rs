//! Differences between two compiled decisions, exactly: the same decision on two dates, or by two packs.
//!
//! Two decisions are equal when no complete set of answers leads to different conclusions. Their diagrams are laid out over one joint vocabulary
//! and joined; a leaf with two different values is a difference, and the way to it an example.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::id::{ConclusionId, QuestionId, ValueId};

use super::decision::CompiledDecision;
use super::determination::Ground;
use super::diagram::Diagram;
use super::joint::Joint;
use super::witness::{OTHER, WANTED, witness};

/// The most values of one conclusion that fit into one word beside those of another.
const MOST_VALUES: u32 = 32;

/// Answers that lead two decisions to different values of a conclusion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The conclusion.
    pub conclusion: ConclusionId,
    /// Its value by the first decision.
    pub before: ValueId,
    /// Its value by the second.
    pub after: ValueId,
    /// Answers that force both, none of which can be spared; whatever the other answers are.
    pub whenever: Vec<Ground>,
}

/// Says why two decisions cannot be compared exactly.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Incomparable {
    /// A question is of different kinds.
    #[error("question `{question}` takes another kind of answer in each, so no answers are common to both")]
    Kind {
        /// The question.
        question: QuestionId,
    },
    /// A question has no choices, or too many classes of them, in common.
    #[error("question `{question}` has no choices in common, or conditions tell more than 64 classes of them apart")]
    Choices {
        /// The question.
        question: QuestionId,
    },
    /// Sums are compared with other sums, or too finely.
    #[error("the limits that both put on `{question}` are too many, too fine, or connect more than two sums")]
    Sums {
        /// The first of the sums.
        question: QuestionId,
    },
    /// Together they are too large.
    #[error("together the two are too large to be laid out side by side")]
    TooLarge,
}

impl CompiledDecision {
    /// Returns how the conclusions of another decision differ from those of this one, final and intermediate, over every complete set of answers that
    /// both take: each change of a value that some answers lead to, once, with an example.
    ///
    /// Conclusions that only one of them has are left aside, and so are conflicts and wording.
    ///
    /// # Errors
    /// When the two cannot be compared exactly.
    pub fn differences(&self, after: &Self) -> Result<Vec<Difference>, Incomparable> {
        if std::ptr::eq(self, after) {
            return Ok(Vec::new());
        }
        let joint = Joint::of([self, after])?;
        let mut found = Vec::new();
        for (place, conclusion) in self.decision().conclusions.iter().enumerate() {
            let other = after.decision().conclusions.iter().position(|known| known.id == conclusion.id);
            if let Some(other) = other {
                found.extend(of_conclusion(&joint, [(self, place), (after, other)])?);
            }
        }
        Ok(found)
    }
}

/// Returns how a conclusion, given by its place in either decision, differs.
fn of_conclusion(joint: &Joint<'_>, sides: [(&CompiledDecision, usize); 2]) -> Result<Vec<Difference>, Incomparable> {
    let mut forest = joint.forest();
    let mut laid = [0; 2];
    for (side, (decision, place)) in sides.iter().enumerate() {
        let known = &decision.conclusions[*place];
        if known.values > MOST_VALUES {
            return Err(Incomparable::TooLarge);
        }
        let half = side as u32 * MOST_VALUES;
        laid[side] = joint.lay_out(side, &known.diagram, |word| word >> known.first_bit << half, &mut forest);
    }
    let joined = forest.join(laid[0], laid[1]);
    if forest.is_full() {
        return Err(Incomparable::TooLarge);
    }
    let words: BTreeSet<u64> = Diagram::flat(&forest, joined, |word| word).leaves().collect();
    let difference = |word: u64| {
        let [before, after] = values(sides, word);
        let diagram = Diagram::flat(&forest, joined, |leaf| if leaf == word { WANTED } else { OTHER });
        let whenever = if before == after { None } else { example(joint, &diagram) };
        let conclusion = sides[0].0.decision().conclusions[sides[0].1].id.clone();
        whenever.map(|whenever| Difference { conclusion, before: before.clone(), after: after.clone(), whenever })
    };
    Ok(words.into_iter().filter_map(difference).collect())
}

/// Returns the two values that the word of a joined leaf stands for.
fn values(sides: [(&CompiledDecision, usize); 2], word: u64) -> [&ValueId; 2] {
    let halves = [word & u64::from(u32::MAX), word >> MOST_VALUES];
    let value = |side: usize| {
        let (decision, place) = sides[side];
        &decision.decision().conclusions[place].values[halves[side].trailing_zeros() as usize].id
    };
    [value(0), value(1)]
}

/// Returns answers that lead to a wanted leaf, none of which can be spared.
fn example(joint: &Joint<'_>, diagram: &Diagram) -> Option<Vec<Ground>> {
    let (facts, because) = witness(diagram, &joint.variables, joint.questions.len())?;
    let ground = |place: usize| {
        let variable = joint.variables.iter().find(|variable| variable.questions.contains(&place))?;
        let answer = variable.answer(facts.answers.get(place)?.as_ref()?)?;
        Some(Ground { question: joint.questions[place].clone(), answer })
    };
    Some(because.iter().filter_map(ground).collect())
}
