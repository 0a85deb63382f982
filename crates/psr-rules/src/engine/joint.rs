//! A joint vocabulary: variables on which the diagrams of two compiled decisions can both be laid out, so that they can be compared exactly.
//!
//! The two may branch on different things: other limits on a sum, other classes of choices, a sum on its own here and compared with another there.
//! The cells of a joint variable are so fine that each lies within one cell of either decision. Answers that only one of them takes, such as a
//! choice that the other does not offer, are left aside: both are compared over the answers that both take.

mod limits;

use std::collections::BTreeMap;

use crate::id::{ChoiceId, QuestionId};
use crate::pack::model::Kind;

use super::decision::CompiledDecision;
use super::diagram::Diagram;
use super::difference::Incomparable;
use super::forest::{Forest, LEAF, Ref};
use super::set::QuestionSet;
use super::sums::MOST_CELLS;
use super::variable::{Cells, Variable, classes_by};

/// What two decisions branch on, together.
pub(super) struct Joint<'a> {
    /// Every question that a condition of either tests, in the order of the first and then of the second.
    pub questions: Vec<&'a QuestionId>,
    pub variables: Vec<Variable>,
    /// For each decision and each of its variables, the joint one, and which of its cells each joint cell lies in.
    places: [Vec<(usize, Vec<u64>)>; 2],
    order: Vec<usize>,
}

impl<'a> Joint<'a> {
    /// Finds the joint variables of two decisions.
    pub fn of(sides: [&'a CompiledDecision; 2]) -> Result<Self, Incomparable> {
        let questions = tested(sides);
        if questions.len() > QuestionSet::CAPACITY {
            return Err(Incomparable::TooLarge);
        }
        let pairs = pairs(sides, &questions)?;
        let mut variables = Vec::new();
        for (first, second) in pairs {
            variables.push(variable(sides, &questions, [first, second.unwrap_or(first)])?);
        }
        let places = sides.map(|side| places(side, &questions, &variables));
        let order = order(&places, [&sides[0].order, &sides[1].order]);
        Ok(Self { questions, variables, places, order })
    }

    /// Returns a forest over the joint variables.
    pub fn forest(&self) -> Forest {
        Forest::new(&self.order, &self.variables)
    }

    /// Lays out a diagram of one of the decisions in a forest over the joint variables; `leaf` says what the word of a leaf becomes.
    pub fn lay_out(&self, side: usize, diagram: &Diagram, leaf: impl Fn(u64) -> u64, forest: &mut Forest) -> Ref {
        let mut laid = vec![0; diagram.nodes.len()];
        for (place, node) in diagram.nodes.iter().enumerate().rev() {
            let (variable, cells) = &self.places[side][node.variable as usize];
            let edges: Vec<(u64, Ref)> = diagram
                .edges(node)
                .iter()
                .map(|edge| (within(cells, edge.cells), reference(edge.child, diagram, &leaf, &laid, forest)))
                .collect();
            let start = edges.first().map_or(LEAF, |edge| edge.1);
            laid[place] = edges.into_iter().fold(start, |found, (cells, child)| {
                let there = forest.among(*variable, cells);
                forest.choose(there, child, found)
            });
        }
        reference(diagram.root(), diagram, &leaf, &laid, forest)
    }
}

/// Returns where a child of a diagram was laid out.
fn reference(child: Ref, diagram: &Diagram, leaf: impl Fn(u64) -> u64, laid: &[Ref], forest: &mut Forest) -> Ref {
    if child & LEAF == 0 { laid[child as usize] } else { forest.leaf(leaf(diagram.word(child))) }
}

/// Returns the joint cells that lie within some cells of a decision's own variable.
fn within(own: &[u64], cells: u64) -> u64 {
    own.iter().enumerate().filter(|(_, own)| **own & cells != 0).map(|(cell, _)| 1 << cell).sum()
}

/// Returns the questions that a condition of either decision tests.
fn tested(sides: [&CompiledDecision; 2]) -> Vec<&QuestionId> {
    let mut found: Vec<&QuestionId> = Vec::new();
    for side in sides {
        let questions = side.decision().questions.iter().zip(&side.vocabulary.of_question);
        for (question, _) in questions.filter(|(_, variable)| variable.is_some()) {
            if !found.contains(&question) {
                found.push(question);
            }
        }
    }
    found
}

/// Pairs each question with the one it is connected with in either decision, if any; the earlier of two stands first.
fn pairs(
    sides: [&CompiledDecision; 2],
    questions: &[&QuestionId],
) -> Result<BTreeMap<usize, Option<usize>>, Incomparable> {
    let mut partner: BTreeMap<usize, Option<usize>> = (0..questions.len()).map(|place| (place, None)).collect();
    for side in sides {
        for variable in side.vocabulary.variables.iter().filter(|variable| variable.is_pair()) {
            let [one, other] = joint_places(side, variable, questions);
            for (one, other) in [(one, other), (other, one)] {
                if partner.insert(one, Some(other)).flatten().is_some_and(|known| known != other) {
                    return Err(Incomparable::Sums { question: questions[one].clone() });
                }
            }
        }
    }
    partner.retain(|place, other| other.is_none_or(|other| *place < other));
    Ok(partner)
}

/// Returns the joint places of a variable's questions.
fn joint_places(side: &CompiledDecision, variable: &Variable, questions: &[&QuestionId]) -> [usize; 2] {
    variable.questions.map(|own| {
        let place = questions.iter().position(|known| *known == side.question(own));
        place.expect("every question that a condition tests was gathered")
    })
}

/// Makes the joint variable of one question or two.
fn variable(
    sides: [&CompiledDecision; 2],
    names: &[&QuestionId],
    questions: [usize; 2],
) -> Result<Variable, Incomparable> {
    let question = names[questions[0]];
    let kinds: Vec<&Kind> = sides.iter().filter_map(|side| kind(side, question)).collect();
    let of_money = |kind: &&Kind| matches!(kind, Kind::Money { .. });
    match kinds.as_slice() {
        kinds if kinds.iter().all(|kind| **kind == Kind::YesNo) => {
            Ok(Variable { questions, cells: 2, cells_of: Cells::YesNo })
        }
        kinds if kinds.iter().all(|kind| matches!(kind, Kind::OneOf(_))) => {
            let classes = joint_classes(sides, question);
            if classes.is_empty() || classes.len() > MOST_CELLS {
                return Err(Incomparable::Choices { question: question.clone() });
            }
            Ok(Variable { questions, cells: classes.len(), cells_of: Cells::OneOf(classes) })
        }
        kinds if kinds.iter().all(of_money) => {
            let sums = limits::joint_sums(sides, names, questions)?;
            Ok(Variable { questions, cells: sums.patterns.len(), cells_of: Cells::Sums(Box::new(sums)) })
        }
        _ => Err(Incomparable::Kind { question: question.clone() }),
    }
}

/// Returns the kind of a question, where the decision asks it.
fn kind<'a>(side: &'a CompiledDecision, question: &QuestionId) -> Option<&'a Kind> {
    side.place(question.as_str())?;
    side.pack().questions.get(question).map(|question| &question.kind)
}

/// Returns a decision's own variable for a question.
fn own<'a>(side: &'a CompiledDecision, question: &QuestionId) -> Option<&'a Variable> {
    let place = side.vocabulary.of_question[side.place(question.as_str())?];
    place.map(|place| &side.vocabulary.variables[place])
}

/// Puts the choices that both offer into classes that neither tells apart.
fn joint_classes(sides: [&CompiledDecision; 2], question: &QuestionId) -> Vec<Vec<ChoiceId>> {
    let offered = |side: &CompiledDecision| match kind(side, question) {
        Some(Kind::OneOf(choices)) => Some(choices.iter().map(|choice| choice.id.clone()).collect::<Vec<_>>()),
        _ => None,
    };
    let mut lists = sides.into_iter().filter_map(offered);
    let first = lists.next().unwrap_or_default();
    let others: Vec<Vec<ChoiceId>> = lists.collect();
    let both = first.into_iter().filter(|choice| others.iter().all(|list| list.contains(choice)));
    let signature = |choice: &ChoiceId| sides.map(|side| own(side, question).and_then(|own| class(own, choice)));
    classes_by(both, signature)
}

fn class(variable: &Variable, choice: &ChoiceId) -> Option<usize> {
    match &variable.cells_of {
        Cells::OneOf(classes) => classes.iter().position(|class| class.contains(choice)),
        _ => None,
    }
}

/// Finds, for each variable of a decision, the joint one and the own cell that each joint cell lies in.
fn places(side: &CompiledDecision, questions: &[&QuestionId], joint: &[Variable]) -> Vec<(usize, Vec<u64>)> {
    let place = |own: &Variable| {
        let asked = joint_places(side, own, questions);
        let is_it = |joint: &&Variable| joint.questions.contains(&asked[0]);
        let found = joint.iter().position(|joint| is_it(&joint)).expect("every question tested has a joint variable");
        let cells = (0..joint[found].cells).map(|cell| own_cell(own, asked, &joint[found], cell));
        (found, cells.collect())
    };
    side.vocabulary.variables.iter().map(place).collect()
}

/// Returns the own cell that a joint cell lies in, as a set: where one example of it lies, as no own cell divides a joint one.
fn own_cell(own: &Variable, asked: [usize; 2], joint: &Variable, cell: usize) -> u64 {
    let example = joint.example(cell);
    let given = asked.map(|place| {
        let answer = example.iter().find(|(known, _)| *known == place);
        answer.and_then(|(_, answer)| own.given(answer))
    });
    own.options([given[0].as_ref(), given[1].as_ref()])[if own.is_pair() { 3 } else { 1 }]
}

/// Returns the order of the first decision, with what only the second branches on behind it.
fn order(places: &[Vec<(usize, Vec<u64>)>; 2], orders: [&[usize]; 2]) -> Vec<usize> {
    let mut found = Vec::new();
    for (places, order) in places.iter().zip(orders) {
        for variable in order.iter().map(|own| places[*own].0) {
            if !found.contains(&variable) {
                found.push(variable);
            }
        }
    }
    found
}
