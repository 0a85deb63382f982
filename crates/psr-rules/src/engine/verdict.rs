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
    /// Earlier verdicts: it is met when all are, or (`any`) when one is.
    Joined(Joined),
    /// Several variables together.
    Diagram(Diagram),
}

/// Verdicts joined by "all" or "any".
#[derive(Debug)]
pub(super) struct Joined {
    parts: Box<[Part]>,
    any: bool,
    /// What settles it where its parts share questions and cannot be judged each on its own.
    pub diagram: Option<Diagram>,
}

/// One of several verdicts.
#[derive(Debug)]
pub(super) struct Part {
    pub verdict: usize,
    /// The questions it depends on.
    pub asked: QuestionSet,
    /// Whether the other parts depend on none of them.
    apart: bool,
}

/// Takes the conditions out of the forest in which they were built.
pub(super) fn of_all(forest: &Forest, variables: &[Variable], woven: &[(Ref, Shape)]) -> Vec<Verdict> {
    let asked = |root: Ref| {
        let nodes = forest.under(root).into_iter().map(|node| &variables[forest.nodes[node as usize].0]);
        nodes.fold(QuestionSet::default(), |asked, variable| asked.union(variable.asked()))
    };
    let asked: Vec<_> = woven.iter().map(|(root, _)| asked(*root)).collect();
    woven.iter().map(|(root, shape)| of_one_root(forest, *root, shape, &asked)).collect()
}

fn of_one_root(forest: &Forest, root: Ref, shape: &Shape, asked: &[QuestionSet]) -> Verdict {
    match root {
        TRUE => return Verdict::Always(true),
        FALSE => return Verdict::Always(false),
        _ => {}
    }
    let diagram = Diagram::flat(forest, root, |word| if word == 1 { CAN_HOLD } else { CAN_FAIL });
    if let Some((variable, cells)) = diagram.single(CAN_HOLD) {
        return Verdict::Cells { variable, cells };
    }
    match shape {
        Shape::Not(verdict) => Verdict::Not(*verdict),
        Shape::All(verdicts) => Verdict::Joined(Joined::new(verdicts, false, diagram, asked)),
        Shape::Any(verdicts) => Verdict::Joined(Joined::new(verdicts, true, diagram, asked)),
        Shape::Other => Verdict::Diagram(diagram),
    }
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
            Self::Joined(joined) => joined.find(facts, variables, before, room),
            Self::Diagram(diagram) => by_diagram(diagram, facts, variables, room),
        }
    }
}

/// Settles a condition by its diagram.
fn by_diagram(diagram: &Diagram, facts: &Facts, variables: &[Variable], room: &mut Room<'_>) -> Found {
    let can = diagram.spread(&facts.allowed, room.reached);
    let status = match can {
        CAN_HOLD => Status::Met,
        CAN_FAIL => Status::NotMet,
        _ => return (Status::Undetermined, QuestionSet::default()),
    };
    (status, sufficient(diagram, can, facts, variables, room.needed))
}

/// Room to work in.
pub(super) struct Room<'a> {
    pub reached: &'a mut Vec<u64>,
    pub needed: &'a mut Vec<u8>,
}

impl Joined {
    fn new(verdicts: &[usize], any: bool, diagram: Diagram, asked: &[QuestionSet]) -> Self {
        let part = |(place, verdict): (usize, &usize)| {
            let others = verdicts.iter().enumerate().filter(|(other, _)| *other != place);
            let apart = others.into_iter().all(|(_, other)| asked[*other].shares_none(asked[*verdict]));
            Part { verdict: *verdict, asked: asked[*verdict], apart }
        };
        let parts: Box<[Part]> = verdicts.iter().enumerate().map(part).collect();
        let diagram = (!parts.iter().all(|part| part.apart)).then_some(diagram);
        Self { parts, any, diagram }
    }

    /// Returns its parts.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// Settles it from its parts as far as that is exact, and otherwise by its diagram.
    #[inline]
    fn find(&self, facts: &Facts, variables: &[Variable], before: &[Found], room: &mut Room<'_>) -> Found {
        let (deciding, other) = if self.any { (Status::Met, Status::NotMet) } else { (Status::NotMet, Status::Met) };
        let mut alone: Option<QuestionSet> = None;
        let mut together = QuestionSet::default();
        let (mut is_decided, mut is_open) = (false, false);
        for part in &self.parts {
            let (status, because) = before[part.verdict];
            together = together.union(because);
            is_open |= status == Status::Undetermined;
            if status == deciding {
                is_decided = true;
                // One answer cannot be spared; more cannot where no other part can do without some of them.
                if part.apart || because.len() == 1 {
                    alone = Some(alone.map_or(because, |known| known.min(because)));
                }
            }
        }
        match (alone, &self.diagram) {
            (Some(because), _) => (deciding, because),
            (None, Some(diagram)) if is_decided || is_open || !self.is_irreducible(together, before) => {
                by_diagram(diagram, facts, variables, room)
            }
            (None, None) if is_open => (Status::Undetermined, QuestionSet::default()),
            (None, _) => (other, together),
        }
    }

    /// Answers whether what the parts rest on together leaves each part only its own grounds: then none of these can be spared.
    fn is_irreducible(&self, together: QuestionSet, before: &[Found]) -> bool {
        let own = |part: &Part| together.both(part.asked).without(before[part.verdict].1).is_empty();
        self.parts.iter().all(own)
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
