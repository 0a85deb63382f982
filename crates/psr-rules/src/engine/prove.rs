//! Proofs about a decision, over every complete set of answers there is.

use crate::id::{ConclusionId, Provision, QuestionId, RuleId, ValueId};
use crate::pack::model::{Condition, Test};

use super::CompiledDecision;
use super::compile::inner;
use super::decision::CompiledConclusion;
use super::determination::Ground;
use super::diagram::Diagram;
use super::error::CompileError;
use super::forest::{FALSE, Ref, TRUE};
use super::proof::{CompulsoryPair, ConditionAt, Proof, Size};
use super::scope::Scope;
use super::set::QuestionSet;
use super::tested::each_question;
use super::verdict::{Joined, Verdict};
use super::weave::Weaver;
use super::witness::{OTHER, WANTED, witness};

impl CompiledDecision {
    /// Proves what can be proved of the decision, exactly.
    pub fn prove(&self) -> Proof {
        Proof {
            without_one_value: self.without_one_value(),
            unreached: self.unreached(),
            without_lawful_route: self.without_lawful_route(),
            compulsory_pairs: self.compulsory_pairs(),
            size: self.sizes(),
            never_apply: self.never_apply(),
            constant: self.constant(),
            idle: self.idle().unwrap_or_default(),
            idle_questions: self.idle_questions(),
        }
    }

    /// Looks at every leaf of the diagram of each conclusion: exactly one of its bits must be set.
    fn without_one_value(&self) -> Vec<ConclusionId> {
        let conclusions = self.decision().conclusions.iter().zip(&self.conclusions);
        let is_odd =
            |known: &CompiledConclusion| known.diagram.leaves().any(|word| (word & known.bits()).count_ones() != 1);
        conclusions.filter(|(_, known)| is_odd(known)).map(|(conclusion, _)| conclusion.id.clone()).collect()
    }

    fn unreached(&self) -> Vec<(ConclusionId, ValueId)> {
        let mut found = Vec::new();
        for (conclusion, known) in self.decision().conclusions.iter().zip(&self.conclusions) {
            let reached = known.diagram.leaves().fold(0, |all, word| all | word);
            let values = conclusion.values.iter().enumerate();
            let missing = values.filter(|(place, _)| reached & (1 << (known.first_bit as usize + place)) == 0);
            found.extend(missing.map(|(_, value)| (conclusion.id.clone(), value.id.clone())));
        }
        found
    }

    fn without_lawful_route(&self) -> Option<Vec<Ground>> {
        let routes = self.decision().routes.as_ref()?;
        let lawful = routes.conclusions.iter().map(|route| self.bits_of(route, &routes.lawful));
        let lawful = lawful.fold(0, |all, bits| all | bits);
        self.witness(|word| word & lawful == 0)
    }

    fn compulsory_pairs(&self) -> Vec<CompulsoryPair> {
        let Some(routes) = &self.decision().routes else {
            return Vec::new();
        };
        let compulsory = |route| self.bits_of(route, &routes.compulsory);
        let mut found = Vec::new();
        for (place, one) in routes.conclusions.iter().enumerate() {
            for other in &routes.conclusions[place + 1..] {
                let (first, second) = (compulsory(one), compulsory(other));
                let both = self.witness(|word| word & first != 0 && word & second != 0);
                found.extend(both.map(|whenever| CompulsoryPair { one: one.clone(), other: other.clone(), whenever }));
            }
        }
        found
    }

    /// Returns the bits of some values of a conclusion.
    fn bits_of(&self, conclusion: &ConclusionId, values: &[ValueId]) -> u64 {
        let mut declared = self.decision().conclusions.iter().zip(&self.conclusions);
        let Some((declared, known)) = declared.find(|(declared, _)| declared.id == *conclusion) else {
            return 0;
        };
        let places = declared.values.iter().enumerate();
        let places = places.filter(|(_, value)| values.contains(&value.id));
        places.map(|(place, _)| 1 << (known.first_bit as usize + place)).sum()
    }

    /// Returns answers that force every leaf to be of a kind, none of which can be spared; nothing where there is no such leaf.
    fn witness(&self, is_wanted: impl Fn(u64) -> bool) -> Option<Vec<Ground>> {
        let diagram = self.finals.mapped(|word| if is_wanted(word) { WANTED } else { OTHER });
        let (facts, because) = witness(&diagram, &self.vocabulary.variables, self.decision().questions.len())?;
        Some(self.grounds(&facts, because))
    }

    fn sizes(&self) -> Size {
        let conditions = self.verdicts.iter().map(|verdict| match verdict {
            Verdict::Always(_) => 0,
            Verdict::Diagram(diagram) | Verdict::Joined(Joined { diagram: Some(diagram), .. }) => diagram.nodes.len(),
            _ => 1,
        });
        Size {
            variables: self.vocabulary.variables.len(),
            nodes: self.finals.nodes.len(),
            largest_condition: conditions.max().unwrap_or(0),
        }
    }

    fn never_apply(&self) -> Vec<RuleId> {
        let never = |verdict: usize| matches!(self.verdicts[verdict], Verdict::Always(false));
        let rules = self.rules.iter().filter(|compiled| never(compiled.root.verdict));
        rules.map(|compiled| self.rule(compiled).id.clone()).collect()
    }

    fn constant(&self) -> Vec<ConditionAt> {
        let mut found = Vec::new();
        for compiled in &self.rules {
            let rule = self.rule(compiled);
            let mut open = vec![(&rule.when, &compiled.root, &rule.provision)];
            while let Some((condition, compiled, around)) = open.pop() {
                let provision = condition.provision.as_ref().unwrap_or(around);
                if let Verdict::Always(always) = self.verdicts[compiled.verdict] {
                    found.push(condition_at(&rule.id, provision, condition, Some(always)));
                }
                let within = inner(condition).iter().zip(&compiled.inner);
                open.extend(within.rev().map(|(condition, compiled)| (condition, compiled, provision)));
            }
        }
        found
    }

    /// Weaves each rule anew with one condition taken as met, and as not met; where that is the same rule, the condition is idle.
    fn idle(&self) -> Result<Vec<ConditionAt>, CompileError> {
        let scope = Scope { pack: &self.pack, decision: self.decision(), text: &self.text, on: self.from };
        let rules = scope.rules();
        let order: Vec<_> = (0..self.vocabulary.variables.len()).collect();
        let mut weaver = Weaver::new(&scope, &self.vocabulary, &rules, &order);
        let mut found = Vec::new();
        for at in &rules {
            let mut open = vec![(&at.rule.when, &at.rule.provision)];
            while let Some((condition, around)) = open.pop() {
                let provision = condition.provision.as_ref().unwrap_or(around);
                let met = with(&mut weaver, &at.rule.when, condition, TRUE)?;
                if met == with(&mut weaver, &at.rule.when, condition, FALSE)? {
                    found.push(condition_at(&at.rule.id, provision, condition, None));
                    continue;
                }
                open.extend(inner(condition).iter().rev().map(|within| (within, provision)));
            }
        }
        Ok(found)
    }

    fn idle_questions(&self) -> Vec<QuestionId> {
        let mut live = QuestionSet::default();
        for known in &self.conclusions {
            live = live.union(self.asked_by_diagram(&known.diagram));
        }
        for conflict in &self.conflicts {
            live = live.union(self.asked_by(*conflict));
        }
        let tested = self.tested();
        let questions = self.decision().questions.iter().enumerate();
        let idle = questions.filter(|(place, _)| tested.contains(*place) && !live.contains(*place));
        idle.map(|(_, question)| question.clone()).collect()
    }

    /// Returns the questions that a rule standing in this text, or a conflict, tests; the rest belong to other texts of the law.
    fn tested(&self) -> QuestionSet {
        let scope = Scope { pack: &self.pack, decision: self.decision(), text: &self.text, on: self.from };
        let of_rules = scope.rules().into_iter().map(|at| &at.rule.when);
        let of_conflicts = self.decision().conflicts.iter().map(|conflict| &conflict.when);
        let mut tested = QuestionSet::default();
        for condition in of_rules.chain(of_conflicts) {
            each_question(condition, &mut |question| {
                if let Some(place) = scope.place(question.as_str()) {
                    tested.insert(place);
                }
            });
        }
        tested
    }

    /// Returns the questions that a verdict depends on.
    fn asked_by(&self, verdict: usize) -> QuestionSet {
        match &self.verdicts[verdict] {
            Verdict::Always(_) => QuestionSet::default(),
            Verdict::Cells { variable, .. } => self.vocabulary.variables[*variable].asked(),
            Verdict::Not(verdict) => self.asked_by(*verdict),
            Verdict::Joined(joined) => {
                joined.parts().iter().fold(QuestionSet::default(), |all, part| all.union(part.asked))
            }
            Verdict::Diagram(diagram) => self.asked_by_diagram(diagram),
        }
    }

    fn asked_by_diagram(&self, diagram: &Diagram) -> QuestionSet {
        let variables = diagram.variables().map(|variable| &self.vocabulary.variables[variable]);
        variables.fold(QuestionSet::default(), |all, variable| all.union(variable.asked()))
    }
}

/// Weaves a condition in which one part is replaced.
fn with(weaver: &mut Weaver<'_>, condition: &Condition, part: &Condition, by: Ref) -> Result<Ref, CompileError> {
    if std::ptr::eq(condition, part) {
        return Ok(by);
    }
    let mut roots = Vec::new();
    for within in inner(condition) {
        roots.push(with(weaver, within, part, by)?);
    }
    let forest = &mut weaver.forest;
    Ok(match (&condition.test, roots.as_slice()) {
        (Test::All(_), roots) => roots.iter().fold(TRUE, |all, root| forest.choose(all, *root, FALSE)),
        (Test::Any(_), roots) => roots.iter().fold(FALSE, |any, root| forest.choose(any, TRUE, *root)),
        (Test::Not(_), [root]) => forest.not(*root),
        _ => weaver.condition(condition)?.0,
    })
}

fn condition_at(rule: &RuleId, provision: &Provision, condition: &Condition, always: Option<bool>) -> ConditionAt {
    ConditionAt {
        rule: rule.clone(),
        provision: provision.clone(),
        clause: condition.clause.as_ref().map(|clause| clause.met.clone()),
        always,
    }
}
