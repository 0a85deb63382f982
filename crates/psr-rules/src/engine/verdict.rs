//! Verdicts: whether a condition is met, over every completion of the facts, and which answers make it so.

use serde::{Deserialize, Serialize};

use super::diagram::Diagram;
use super::facts::Facts;
use super::forest::{FALSE, Forest, Ref, TRUE};
use super::set::QuestionSet;
use super::sufficient::sufficient;
use super::variable::Variable;
use super::weave::Shape;

/// How a condition stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// It is met, whatever the unanswered questions are answered.
    Met,
    /// It is not met, whatever the unanswered questions are answered.
    NotMet,
    /// That depends on the unanswered questions.
    Undetermined,
}

impl Status {
    /// Returns how the contrary stands.
    #[must_use]
    pub fn contrary(self) -> Self {
        match self {
            Self::Met => Self::NotMet,
            Self::NotMet => Self::Met,
            Self::Undetermined => Self::Undetermined,
        }
    }
}

/// A status, with given answers that make it so.
pub(super) type Found = (Status, QuestionSet);

/// The bit of a condition that can be found not met.
const CAN_FAIL: u64 = 1;
/// The bit of a condition that can be found met.
const CAN_HOLD: u64 = 2;

/// What decides whether a condition is met.
#[derive(Debug)]
pub(super) enum Verdict {
    /// Nothing: it always is, or never.
    Always(bool),
    /// The cells of one variable.
    Cells { variable: usize, cells: u64 },
    /// An earlier verdict, of which it is the contrary.
    Not(usize),
    /// Earlier verdicts that share no variable, so that each can be judged on its own: it is met when all are, or (`any`) when one is.
    Several { verdicts: Box<[usize]>, any: bool },
    /// Several variables together.
    Diagram(Diagram),
}

/// Takes the conditions out of the forest in which they were built.
pub(super) fn of_all(forest: &Forest, woven: &[(Ref, Shape)]) -> Vec<Verdict> {
    let variables = |root: Ref| {
        let nodes = forest.under(root).into_iter();
        let mut variables: Vec<_> = nodes.map(|node| forest.nodes[node as usize].0).collect();
        variables.dedup();
        variables
    };
    let supports: Vec<_> = woven.iter().map(|(root, _)| variables(*root)).collect();
    let disjoint = |verdicts: &[usize]| {
        let mut seen = std::collections::HashSet::new();
        let mut all = verdicts.iter().flat_map(|verdict| &supports[*verdict]);
        all.all(|variable| seen.insert(*variable))
    };
    let verdict = |(root, shape): &(Ref, Shape)| {
        match *root {
            TRUE => return Verdict::Always(true),
            FALSE => return Verdict::Always(false),
            _ => {}
        }
        let diagram = Diagram::flat(forest, *root, |word| if word == 1 { CAN_HOLD } else { CAN_FAIL });
        if let Some((variable, cells)) = diagram.single(CAN_HOLD) {
            return Verdict::Cells { variable, cells };
        }
        match shape {
            Shape::Not(verdict) => Verdict::Not(*verdict),
            Shape::All(verdicts) | Shape::Any(verdicts) if disjoint(verdicts) => {
                Verdict::Several { verdicts: verdicts.as_slice().into(), any: matches!(shape, Shape::Any(_)) }
            }
            _ => Verdict::Diagram(diagram),
        }
    };
    woven.iter().map(verdict).collect()
}

impl Verdict {
    /// Says how the condition stands, and for a settled one which given answers make it so: sufficient ones, none of which can be spared.
    ///
    /// `before` holds what the earlier verdicts came to.
    #[inline]
    pub fn find(&self, facts: &Facts, variables: &[Variable], before: &[Found], room: &mut Room<'_>) -> Found {
        let nothing = QuestionSet::default();
        match self {
            Self::Always(true) => (Status::Met, nothing),
            Self::Always(false) => (Status::NotMet, nothing),
            Self::Cells { variable, cells } => {
                let left = facts.allowed[*variable];
                let (status, wanted) = match (left & cells != 0, left & !cells != 0) {
                    (true, false) => (Status::Met, *cells),
                    (false, true) => (Status::NotMet, !cells),
                    _ => return (Status::Undetermined, nothing),
                };
                (status, of_one(&variables[*variable], &facts.options[*variable], wanted))
            }
            Self::Not(verdict) => {
                let (status, because) = before[*verdict];
                (status.contrary(), because)
            }
            Self::Several { verdicts, any } => several(verdicts, *any, before),
            Self::Diagram(diagram) => {
                let can = diagram.spread(&facts.allowed, room.reached);
                let status = match can {
                    CAN_HOLD => Status::Met,
                    CAN_FAIL => Status::NotMet,
                    _ => return (Status::Undetermined, nothing),
                };
                (status, sufficient(diagram, can, facts, variables, room.needed))
            }
        }
    }
}

/// Room to work in.
pub(super) struct Room<'a> {
    pub reached: &'a mut Vec<u64>,
    pub needed: &'a mut Vec<u8>,
}

/// Joins verdicts that share no variable. One that decides alone is enough; of several such, the one that rests on the earliest questions.
#[inline]
fn several(verdicts: &[usize], any: bool, before: &[Found]) -> Found {
    let (deciding, other) = if any { (Status::Met, Status::NotMet) } else { (Status::NotMet, Status::Met) };
    let mut alone: Option<QuestionSet> = None;
    let mut together = QuestionSet::default();
    let mut is_open = false;
    for verdict in verdicts {
        let (status, because) = before[*verdict];
        if status == deciding {
            alone = Some(alone.map_or(because, |known| known.min(because)));
        }
        is_open |= status == Status::Undetermined;
        together = together.union(because);
    }
    match alone {
        Some(because) => (deciding, because),
        None if is_open => (Status::Undetermined, QuestionSet::default()),
        None => (other, together),
    }
}

/// Returns the questions of one variable that keep it within the wanted cells.
#[inline]
fn of_one(variable: &Variable, options: &[u64; 4], wanted: u64) -> QuestionSet {
    let [first, second] = variable.questions.map(QuestionSet::of);
    let enough = |code: usize| options[code] & !wanted == 0;
    if enough(1) {
        first
    } else if variable.is_pair() && enough(2) {
        second
    } else {
        first.union(second)
    }
}
