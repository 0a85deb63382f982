//! Sufficient answers: which of the given ones force what a diagram leads to.

use super::diagram::Diagram;
use super::facts::Facts;
use super::set::QuestionSet;
use super::variable::Variable;

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
    let nodes = diagram.nodes.len();
    // The leaves stand after the nodes, so that every edge leads to a place in the one list.
    needed.clear();
    needed.resize(nodes, 0);
    needed.extend(diagram.leaves().map(|word| if word & !wanted == 0 { 0 } else { NEVER }));
    let mut found = QuestionSet::default();
    loop {
        match least(diagram, facts, variables, found, needed) {
            0 | NEVER => return found,
            count => found.insert(usize::from(count) - 1),
        }
    }
}

/// Returns the least number of first questions whose answers, with those of the questions in `kept`, are enough.
fn least(diagram: &Diagram, facts: &Facts, variables: &[Variable], kept: QuestionSet, needed: &mut [u8]) -> u8 {
    for place in (0..diagram.nodes.len()).rev() {
        let node = &diagram.nodes[place];
        let options = &facts.options[node.variable as usize];
        needed[place] = match node.question {
            Some(question) => of_question(diagram, place, usize::from(question), options[1], facts.given, kept, needed),
            None => of_pair(diagram, place, &variables[node.variable as usize], options, facts.given, kept, needed),
        };
    }
    needed[diagram.root_slot()]
}

/// At a node on one question.
#[inline]
fn of_question(
    diagram: &Diagram,
    place: usize,
    question: usize,
    as_given: u64,
    given: QuestionSet,
    kept: QuestionSet,
    needed: &[u8],
) -> u8 {
    let (mut known, mut worst) = (0, 0);
    for edge in diagram.edges(&diagram.nodes[place]) {
        let child = needed[edge.slot as usize];
        worst = worst.max(child);
        if edge.cells & as_given != 0 {
            known = known.max(child);
        }
    }
    if kept.contains(question) {
        known
    } else if given.contains(question) {
        worst.min(known.max(question as u8 + 1))
    } else {
        worst
    }
}

/// At a node on two connected sums: neither, the earlier, and then both of them known.
fn of_pair(
    diagram: &Diagram,
    place: usize,
    variable: &Variable,
    options: &[u64; 4],
    given: QuestionSet,
    kept: QuestionSet,
    needed: &[u8],
) -> u8 {
    let worst = |code: usize| {
        let edges = diagram.edges(&diagram.nodes[place]).iter();
        let open = edges.filter(|edge| edge.cells & options[code] != 0);
        open.map(|edge| needed[edge.slot as usize]).max().unwrap_or(0)
    };
    let mut code = variable.code(kept);
    let mut least = worst(code);
    for (bit, question) in variable.questions.iter().enumerate() {
        if least > 0 && given.without(kept).contains(*question) {
            code |= 1 << bit;
            least = least.min(worst(code).max(*question as u8 + 1));
        }
    }
    least
}
