//! Verdicts: whether a condition is met, over every completion of the facts, and which answers make it so.

use serde::{Deserialize, Serialize};

use super::diagram::Diagram;
use super::facts::Facts;
use super::forest::{FALSE, Forest, LEAF, Ref, TRUE};
use super::set::QuestionSet;
use super::settle::Scratch;
use super::variable::Variable;

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
    /// Several variables.
    Diagram(Diagram),
}

impl Verdict {
    /// Takes a condition out of the forest in which it was built.
    pub fn of(forest: &Forest, root: Ref) -> Self {
        match root {
            TRUE => return Self::Always(true),
            FALSE => return Self::Always(false),
            _ => {}
        }
        let diagram = Diagram::flat(forest, root, |word| if word == 1 { CAN_HOLD } else { CAN_FAIL });
        match diagram.single(CAN_HOLD) {
            Some((variable, cells)) => Self::Cells { variable, cells },
            None => Self::Diagram(diagram),
        }
    }

    /// Says how the condition stands.
    #[inline]
    pub fn status(&self, allowed: &[u64], scratch: &mut Scratch) -> Status {
        let can = match self {
            Self::Always(true) => CAN_HOLD,
            Self::Always(false) => CAN_FAIL,
            Self::Cells { variable, cells } => {
                let left = allowed[*variable];
                u64::from(left & !cells != 0) | u64::from(left & cells != 0) << 1
            }
            Self::Diagram(diagram) => diagram.spread(allowed, &mut scratch.besides),
        };
        match can {
            CAN_HOLD => Status::Met,
            CAN_FAIL => Status::NotMet,
            _ => Status::Undetermined,
        }
    }

    /// Returns a sufficient set of the given answers, none of which can be spared, for a settled condition.
    #[inline]
    pub fn because(&self, status: Status, facts: &Facts, variables: &[Variable], needed: &mut Vec<u8>) -> QuestionSet {
        match (self, status) {
            (_, Status::Undetermined) | (Self::Always(_), _) => QuestionSet::default(),
            (Self::Cells { variable, cells }, _) => {
                let wanted = if status == Status::Met { *cells } else { !cells };
                of_one(&variables[*variable], &facts.options[*variable], wanted)
            }
            (Self::Diagram(diagram), Status::Met) => sufficient(diagram, CAN_HOLD, facts, variables, needed),
            (Self::Diagram(diagram), Status::NotMet) => sufficient(diagram, CAN_FAIL, facts, variables, needed),
        }
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

/// Says that no number of answers is enough.
const NEVER: u8 = u8::MAX;

/// Returns the answers that keep a diagram within the wanted leaves: sufficient, and none of them can be spared.
///
/// Of all such sets it is the one that does without the last questions of the decision, as far as that goes; so it never depends on how the diagram
/// is laid out. Each pass finds the last question that cannot be done without, given those found before.
pub(super) fn sufficient(
    diagram: &Diagram,
    wanted: u64,
    facts: &Facts,
    variables: &[Variable],
    needed: &mut Vec<u8>,
) -> QuestionSet {
    let mut found = QuestionSet::default();
    loop {
        match least(diagram, wanted, facts, variables, found, needed) {
            0 | NEVER => return found,
            count => found.insert(usize::from(count) - 1),
        }
    }
}

/// Returns the least number of first questions whose answers, with those of the questions in `kept`, are enough.
fn least(
    diagram: &Diagram,
    wanted: u64,
    facts: &Facts,
    variables: &[Variable],
    kept: QuestionSet,
    needed: &mut Vec<u8>,
) -> u8 {
    if needed.len() < diagram.nodes.len() {
        needed.resize(diagram.nodes.len(), 0);
    }
    let of = |child: Ref, needed: &[u8]| match child {
        leaf if leaf & LEAF != 0 => {
            if diagram.word(leaf) & !wanted == 0 {
                0
            } else {
                NEVER
            }
        }
        node => needed[node as usize],
    };
    for (place, node) in diagram.nodes.iter().enumerate().rev() {
        let variable = &variables[node.variable as usize];
        let options = &facts.options[node.variable as usize];
        let worst = |code: usize, needed: &[u8]| {
            let edges = diagram.edges(node).iter();
            let open = edges.filter(|edge| edge.cells & options[code] != 0);
            open.map(|edge| of(edge.child, needed)).max().unwrap_or(0)
        };
        let mut code = variable.code(kept);
        let mut least = worst(code, needed);
        let more = facts.given.without(kept);
        for (bit, question) in variable.questions.iter().enumerate().take(1 + usize::from(variable.is_pair())) {
            if least > 0 && more.contains(*question) {
                code |= 1 << bit;
                least = least.min(worst(code, needed).max(*question as u8 + 1));
            }
        }
        needed[place] = least;
    }
    of(diagram.root(), needed)
}

/// Returns the questions that a diagram branches on.
pub(super) fn questions_of(diagram: &Diagram, variables: &[Variable]) -> QuestionSet {
    let mut found = QuestionSet::default();
    for variable in diagram.variables() {
        found = found.union(variables[variable].asked());
    }
    found
}
