//! A decision as a picture: which questions its rules test, which rules build on others, and what follows.
//!
//! ```text
//! pack → graph → layout → SVG
//!              → Mermaid, Graphviz
//! ```

mod layout;
mod ordering;
mod svg;
mod text;
mod words;

use crate::id::{ConclusionId, QuestionId, RuleId, ValueId};
use crate::pack::model::{Condition, Decision, Pack, Question, Rule, Test};

pub use svg::{is_tall, svg};
pub use text::{dot, mermaid};

/// A decision as boxes and arrows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Graph {
    /// The decision's id.
    pub id: String,
    /// The decision's title.
    pub title: String,
    /// What it settles.
    pub about: String,
    /// The boxes: questions, then rules in the order of the instrument, then conclusions.
    pub boxes: Vec<GraphBox>,
    /// The arrows.
    pub arrows: Vec<Arrow>,
}

/// A box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GraphBox {
    /// What it stands for.
    pub of: Of,
    /// The provision, where it is a rule.
    pub cites: Option<String>,
    /// What it says.
    pub words: String,
}

/// What a box stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Of {
    /// A question.
    Question(QuestionId),
    /// A rule.
    Rule(RuleId),
    /// A conclusion with a value.
    Conclusion(ConclusionId, ValueId),
}

/// An arrow from one box to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrow {
    /// The place of the box it leaves.
    pub from: usize,
    /// The place of the box it reaches.
    pub to: usize,
    /// Whether only the contrary counts: the answer no, or a rule that is not met.
    pub contrary: bool,
}

/// Draws up a decision, with the rules that are given, such as those in force on a day.
pub fn graph(pack: &Pack, decision: &Decision, stands: impl Fn(&Rule) -> bool) -> Graph {
    let rules = pack.regulations.iter().flat_map(|file| &file.rules);
    let rules: Vec<&Rule> = rules.filter(|rule| rule.decision == decision.id && stands(rule)).collect();
    let mut graph = Graph {
        id: decision.id.to_string(),
        title: decision.title.clone(),
        about: decision.about.clone(),
        boxes: Vec::new(),
        arrows: Vec::new(),
    };
    for question in decision.questions.iter().filter_map(|id| pack.questions.get(id)) {
        graph.add(Of::Question(question.id.clone()), None, in_short(question));
    }
    for rule in &rules {
        graph.add(Of::Rule(rule.id.clone()), Some(rule.provision.to_string()), rule.title.clone());
    }
    for rule in &rules {
        let to = graph.place(&Of::Rule(rule.id.clone()));
        graph.tested(&rule.when, to, false);
        for (conclusion, value) in &rule.then {
            let follows = graph.conclusion(decision, conclusion, value);
            graph.arrow(to, follows, false);
        }
    }
    graph.boxes_in_use();
    graph
}

impl Graph {
    fn add(&mut self, of: Of, cites: Option<String>, words: String) -> usize {
        self.boxes.push(GraphBox { of, cites, words });
        self.boxes.len() - 1
    }

    fn place(&self, of: &Of) -> Option<usize> {
        self.boxes.iter().position(|known| known.of == *of)
    }

    fn conclusion(&mut self, decision: &Decision, conclusion: &ConclusionId, value: &ValueId) -> Option<usize> {
        let of = Of::Conclusion(conclusion.clone(), value.clone());
        let declared = decision.conclusions.iter().find(|known| known.id == *conclusion)?;
        let says = declared.values.iter().find(|known| known.id == *value)?.says.clone();
        Some(self.place(&of).unwrap_or_else(|| self.add(of, None, says)))
    }

    fn arrow(&mut self, from: Option<usize>, to: Option<usize>, contrary: bool) {
        let (Some(from), Some(to)) = (from, to) else { return };
        match self.arrows.iter_mut().find(|known| (known.from, known.to) == (from, to)) {
            Some(known) => known.contrary &= contrary,
            None => self.arrows.push(Arrow { from, to, contrary }),
        }
    }

    /// Draws an arrow from everything that a condition tests.
    fn tested(&mut self, condition: &Condition, to: Option<usize>, contrary: bool) {
        let question = |id: &QuestionId| Of::Question(id.clone());
        match &condition.test {
            Test::All(parts) | Test::Any(parts) => parts.iter().for_each(|part| self.tested(part, to, contrary)),
            Test::Not(part) => self.tested(part, to, !contrary),
            Test::Rule(rule) => self.arrow(self.place(&Of::Rule(rule.clone())), to, contrary),
            Test::Yes(id) | Test::Among(id, _) => self.arrow(self.place(&question(id)), to, contrary),
            Test::No(id) => self.arrow(self.place(&question(id)), to, !contrary),
            Test::Compare(comparison) => {
                for id in comparison.questions() {
                    self.arrow(self.place(&question(id)), to, false);
                }
            }
        }
    }

    /// Leaves out questions that no rule of the drawing tests.
    fn boxes_in_use(&mut self) {
        let used: Vec<bool> = (0..self.boxes.len())
            .map(|place| {
                !matches!(self.boxes[place].of, Of::Question(_)) || self.arrows.iter().any(|arrow| arrow.from == place)
            })
            .collect();
        let moved: Vec<usize> =
            (0..used.len()).map(|place| used[..place].iter().filter(|used| **used).count()).collect();
        let mut keep = used.iter();
        self.boxes.retain(|_| keep.next() == Some(&true));
        self.arrows.iter_mut().for_each(|arrow| (arrow.from, arrow.to) = (moved[arrow.from], moved[arrow.to]));
    }
}

/// Returns what a question is about, in short: the clause for a yes, or else the question itself.
fn in_short(question: &Question) -> String {
    let words = question.says.yes.as_ref().unwrap_or(&question.ask);
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
