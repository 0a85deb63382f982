//! Changes: the fewest given answers that would have to be others for another conclusion to come within reach.

use serde::Serialize;

use crate::id::{ChoiceId, Provision, QuestionId, ValueId};
use crate::money::Pence;
use crate::pack::model::Comparison;

use super::CompiledDecision;
use super::diagram::Diagram;
use super::facts::Facts;
use super::forest::{LEAF, Ref};
use super::set::{QuestionSet, bits};
use super::sums::Sums;
use super::variable::{Cells, Variable};
use super::verdict::Status;

/// The fewest given answers that would have to be others, and what they would have to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What the answers would have to be instead, in the decision's order.
    pub answers: Vec<ChangedAnswer>,
    /// The values that would then be possible, the strongest first.
    pub reaches: Vec<ValueId>,
    /// Whether another value would then be certain or only possible.
    pub reach: Reach,
}

/// Whether something would be so, or only could.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reach {
    /// The other value would be certain.
    Certain,
    /// The other value would be possible; it depends on unanswered questions too.
    Possible,
}

/// An answer that would have to be another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedAnswer {
    /// The question.
    pub question: QuestionId,
    /// What the answer would have to be.
    pub to: NewAnswer,
}

/// What an answer would have to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NewAnswer {
    /// Yes or no.
    YesNo(bool),
    /// Any one of these choices.
    Choice(Vec<ChoiceId>),
    /// Another sum.
    Sum {
        /// The least that would do, where the other sum it is compared with is known and there is a least.
        at_least: Option<Pence>,
        /// The most that would do, where the other sum it is compared with is known and there is a most.
        at_most: Option<Pence>,
        /// Whether that is said of its size, whatever its sign.
        size_only: bool,
        /// The limits that would come out otherwise.
        limits: Vec<LimitChange>,
    },
}

/// A limit that would come out otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LimitChange {
    /// The comparison, as the pack first makes it.
    pub comparison: Comparison,
    /// The provision that it encodes.
    pub provision: Option<Provision>,
    /// How it would come out.
    pub status: Status,
}

/// Says that no change is enough.
const NEVER: u8 = u8::MAX;

impl CompiledDecision {
    /// Returns the smallest change of given answers that makes one of the wanted values of a conclusion possible.
    ///
    /// Among equally small ones it takes the one that changes the earliest questions of the decision.
    pub(super) fn smallest_change(&self, facts: &Facts, conclusion: usize, wanted: u64) -> Option<Change> {
        let diagram = &self.conclusions[conclusion].diagram;
        let changed = self.fewest_changed(diagram, wanted, facts)?;
        let mut allowed = facts.allowed.clone();
        let places = changed.iter().filter_map(|place| self.vocabulary.of_question[place]);
        let mut places: Vec<_> = places.collect();
        places.dedup();
        for place in &places {
            allowed[*place] = self.released(facts, *place, changed);
        }
        let mut reached = Vec::new();
        for place in places {
            let variable = &self.vocabulary.variables[place];
            let mut choices = choices(variable, facts, allowed[place], changed);
            choices.sort_by_key(|cells| (apart(variable, facts.allowed[place], *cells), *cells));
            for cells in choices {
                let before = std::mem::replace(&mut allowed[place], cells);
                if diagram.spread(&allowed, &mut reached) & wanted != 0 {
                    break;
                }
                allowed[place] = before;
            }
        }
        let reaches = diagram.spread(&allowed, &mut reached);
        Some(Change {
            answers: changed.iter().filter_map(|question| self.changed(facts, question, &allowed, changed)).collect(),
            reaches: self.values_of(conclusion, reaches),
            reach: if reaches.count_ones() == 1 { Reach::Certain } else { Reach::Possible },
        })
    }

    /// Returns the cells that remain for a variable when some answers are taken back.
    fn released(&self, facts: &Facts, place: usize, released: QuestionSet) -> u64 {
        let code = self.vocabulary.variables[place].code(facts.given.without(released));
        facts.options[place][code]
    }

    /// Returns the fewest answers to take back so that a wanted leaf can be reached: of equally few, the earliest.
    fn fewest_changed(&self, diagram: &Diagram, wanted: u64, facts: &Facts) -> Option<QuestionSet> {
        let mut released = QuestionSet::default();
        let mut left = self.fewest(diagram, wanted, facts, released);
        if left == NEVER {
            return None;
        }
        for place in facts.given.iter() {
            if left == 0 {
                break;
            }
            let with = released.union(QuestionSet::of(place));
            let fewest = self.fewest(diagram, wanted, facts, with);
            if fewest < left {
                (released, left) = (with, fewest);
            }
        }
        Some(released)
    }

    /// Returns how many answers, besides those taken back already, must be others for a wanted leaf to be reached.
    fn fewest(&self, diagram: &Diagram, wanted: u64, facts: &Facts, released: QuestionSet) -> u8 {
        let mut of_node = vec![NEVER; diagram.nodes.len()];
        let of = |child: Ref, of_node: &[u8]| match child {
            leaf if leaf & LEAF == 0 => of_node[leaf as usize],
            leaf if diagram.word(leaf) & wanted != 0 => 0,
            _ => NEVER,
        };
        for (place, node) in diagram.nodes.iter().enumerate().rev() {
            let variable = node.variable as usize;
            let code = self.vocabulary.variables[variable].code(facts.given.without(released));
            let edges = diagram.edges(node).iter();
            let costs = edges.map(|edge| {
                let step = changes(&facts.options[variable], code, edge.cells);
                step.saturating_add(of(edge.child, &of_node))
            });
            of_node[place] = costs.min().unwrap_or(NEVER);
        }
        of(diagram.root(), &of_node)
    }

    /// Says what an answer would have to be, now that each variable has its cells.
    fn changed(&self, facts: &Facts, question: usize, allowed: &[u64], changed: QuestionSet) -> Option<ChangedAnswer> {
        let place = self.vocabulary.of_question[question]?;
        let variable = &self.vocabulary.variables[place];
        let cell = bits(allowed[place]).next()?;
        let to = match &variable.cells_of {
            Cells::YesNo => NewAnswer::YesNo(cell == 1),
            Cells::OneOf(classes) => NewAnswer::Choice(classes[cell].clone()),
            Cells::Sums(sums) => {
                let side = usize::from(variable.questions[0] != question);
                let only = changed.contains(variable.questions[0]) != changed.contains(variable.questions[1]);
                let range = (only || !variable.is_pair())
                    .then(|| self.range(facts, variable, sums, question, allowed[place]))
                    .flatten();
                NewAnswer::Sum {
                    at_least: range.and_then(|range| range.0),
                    at_most: range.and_then(|range| range.1),
                    size_only: sums.sizes[side],
                    limits: self.limit_changes(place, sums, facts.allowed[place], allowed[place]),
                }
            }
        };
        Some(ChangedAnswer { question: self.question(question).clone(), to })
    }

    /// Returns the least and the most that a changed sum may be, where the other is known.
    fn range(
        &self,
        facts: &Facts,
        variable: &Variable,
        sums: &Sums,
        question: usize,
        cells: u64,
    ) -> Option<(Option<Pence>, Option<Pence>)> {
        let known = variable.questions.map(|place| match facts.answers[place] {
            Some(super::variable::Given::Sum(Pence(sum))) if place != question => Some(sum),
            _ => None,
        });
        let other_is_known = !variable.is_pair() || known != [None, None];
        let range = other_is_known.then(|| sums.range(bits(cells).next()?, known[0], known[1])).flatten()?;
        Some((range.first.map(Pence), range.last.map(Pence)))
    }

    /// Returns the limits on a variable that come out otherwise.
    fn limit_changes(&self, place: usize, sums: &Sums, before: u64, after: u64) -> Vec<LimitChange> {
        let sources = self.vocabulary.sources.iter().filter(|source| source.variable == place);
        let change = |source: &super::vocabulary::LimitSource| {
            let holds = sums.cells_where(source.limit);
            let met = if source.met_when_holds { holds } else { !holds };
            let (was, is) = (status(before, met), status(after, met));
            (was != is).then(|| LimitChange {
                comparison: source.comparison.clone(),
                provision: source.provision.clone(),
                status: is,
            })
        };
        sources.filter_map(change).collect()
    }

    /// Returns the values of a conclusion that some bits stand for.
    pub(super) fn values_of(&self, conclusion: usize, possible: u64) -> Vec<ValueId> {
        let known = &self.conclusions[conclusion];
        let values = &self.decision().conclusions[conclusion].values;
        bits((possible & known.bits()) >> known.first_bit).map(|value| values[value].id.clone()).collect()
    }
}

/// Returns how many of the answers counted in `code` must be others for one of these cells to come true.
fn changes(options: &[u64; 4], code: usize, cells: u64) -> u8 {
    let ways = (0..4).filter(|kept| kept & !code == 0 && options[*kept] & cells != 0);
    let changes = ways.map(|kept| (code & !kept).count_ones() as u8);
    changes.min().unwrap_or(NEVER)
}

/// Returns the sets of cells that new answers to the changed questions of a variable could leave.
fn choices(variable: &Variable, facts: &Facts, released: u64, changed: QuestionSet) -> Vec<u64> {
    let one_by_one = || bits(released).map(|cell| 1 << cell).collect();
    let Cells::Sums(sums) = &variable.cells_of else {
        return one_by_one();
    };
    let known = variable.questions.map(|question| facts.given.contains(question));
    match (variable.is_pair(), known) {
        // The other sum is not known, so a new answer leaves a line of cells.
        (true, [true, false]) if changed.contains(variable.questions[0]) => sums.lines[0].clone(),
        (true, [false, true]) if changed.contains(variable.questions[1]) => sums.lines[1].clone(),
        _ => one_by_one(),
    }
}

/// Counts the limits that come out otherwise in one set of cells than in another.
fn apart(variable: &Variable, before: u64, after: u64) -> usize {
    match &variable.cells_of {
        Cells::Sums(sums) => {
            let limits = (0..sums.limits.len()).map(|limit| sums.cells_where(limit));
            limits.filter(|met| status(before, *met) != status(after, *met)).count()
        }
        _ => 0,
    }
}

fn status(cells: u64, met: u64) -> Status {
    match (cells & met != 0, cells & !met != 0) {
        (true, false) => Status::Met,
        (false, true) => Status::NotMet,
        _ => Status::Undetermined,
    }
}
