//! Compiling: from a decision of a pack and a day to the diagrams that settle it.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::pack::model::{Condition, Pack};

use super::decision::{CompiledConclusion, CompiledCondition, CompiledDecision, CompiledRule, FindingPlan};
use super::diagram::Diagram;
use super::error::CompileError;
use super::forest::{LEAF, MOST_NODES};
use super::json::Fragments;
use super::order::better_order;
use super::scope::{RuleAt, Scope, text_on};
use super::set::QuestionSet;
use super::verdict::{self, Verdict};
use super::vocabulary::Vocabulary;
use super::weave::Weaver;

/// The most values that the conclusions of one decision have in all.
const MOST_VALUES: usize = 64;

/// Compiles the decision at this place as it stands on a day; where an earlier era is much `like` it, that one's order of variables is kept.
pub(super) fn compile(
    pack: &Arc<Pack>,
    place: usize,
    on: NaiveDate,
    like: Option<&CompiledDecision>,
) -> Result<CompiledDecision, CompileError> {
    let decision = &pack.decisions[place];
    let text = text_on(pack, decision, on).ok_or_else(|| CompileError::NoText { decision: decision.id.clone(), on })?;
    let scope = Scope { pack, decision, text: &text.id, on };
    let rules = scope.rules();
    check_size(&scope, &rules)?;
    let vocabulary = Vocabulary::read(&scope, &conditions(&scope, &rules))?;
    let law_order: Vec<_> = (0..vocabulary.variables.len()).collect();
    let (order, woven) = match like.filter(|like| like.order.len() == law_order.len()) {
        Some(like) => (like.order.clone(), weave(&scope, &vocabulary, &rules, &like.order)?),
        None => {
            let first = weave(&scope, &vocabulary, &rules, &law_order)?;
            let order = better_order(&first.weaver.forest, first.finals, &law_order);
            let woven = weave(&scope, &vocabulary, &rules, &order)?;
            (order, woven)
        }
    };
    let parts = woven.flat(&vocabulary, &rules);
    let mut compiled = CompiledDecision {
        pack: Arc::clone(pack),
        place,
        text: text.id.clone(),
        from: on,
        order,
        vocabulary,
        finals: parts.finals,
        conclusions: parts.conclusions,
        rules: parts.rules,
        conflicts: parts.conflicts,
        verdicts: parts.verdicts,
        findings: parts.findings,
        fragments: Fragments::default(),
    };
    compiled.fragments = Fragments::of(&compiled);
    Ok(compiled)
}

fn check_size(scope: &Scope<'_>, rules: &[RuleAt<'_>]) -> Result<(), CompileError> {
    let values = scope.decision.conclusions.iter().map(|conclusion| conclusion.values.len());
    let questions = scope.decision.questions.len();
    if values.sum::<usize>() > MOST_VALUES || (!rules.is_empty() && questions > QuestionSet::CAPACITY) {
        return Err(CompileError::TooLarge { decision: scope.decision.id.clone(), limit: MOST_NODES });
    }
    Ok(())
}

/// Returns every condition, with words that name where it stands.
fn conditions<'a>(scope: &Scope<'a>, rules: &[RuleAt<'a>]) -> Vec<(String, &'a Condition)> {
    let of_rules = rules.iter().map(|at| (format!("rule `{}`", at.rule.id), &at.rule.when));
    let of_conflicts = scope.decision.conflicts.iter();
    let of_conflicts = of_conflicts.map(|conflict| ("a conflict".to_owned(), &conflict.when));
    of_rules.chain(of_conflicts).collect()
}

/// Everything woven, with the roots that matter.
struct Weave<'a> {
    weaver: Weaver<'a>,
    finals: u32,
    conclusions: Vec<(u32, u32, u32, bool)>,
    rules: Vec<CompiledCondition>,
    conflicts: Vec<usize>,
}

fn weave<'a>(
    scope: &'a Scope<'a>,
    vocabulary: &'a Vocabulary,
    rules: &'a [RuleAt<'a>],
    order: &[usize],
) -> Result<Weave<'a>, CompileError> {
    let mut weaver = Weaver::new(scope, vocabulary, rules, order);
    let conditions = (0..rules.len()).map(|place| weaver.rule(place).map(|woven| woven.1));
    let conditions = conditions.collect::<Result<Vec<_>, _>>()?;
    let mut conflicts = Vec::new();
    for conflict in &scope.decision.conflicts {
        conflicts.push(weaver.condition(&conflict.when)?.1.verdict);
    }
    let mut finals = weaver.forest.leaf(0);
    let mut conclusions = Vec::new();
    let mut first_bit = 0;
    for (place, conclusion) in scope.decision.conclusions.iter().enumerate() {
        let root = weaver.conclusion(place, first_bit)?;
        if !conclusion.intermediate {
            finals = weaver.forest.join(finals, root);
        }
        let values = conclusion.values.len() as u32;
        conclusions.push((root, first_bit, values, conclusion.intermediate));
        first_bit += values;
    }
    if weaver.forest.is_full() {
        return Err(CompileError::TooLarge { decision: scope.decision.id.clone(), limit: MOST_NODES });
    }
    Ok(Weave { weaver, finals, conclusions, rules: conditions, conflicts })
}

/// What a compiled decision is made of.
struct Parts {
    finals: Diagram,
    conclusions: Vec<CompiledConclusion>,
    rules: Vec<CompiledRule>,
    conflicts: Vec<usize>,
    verdicts: Vec<Verdict>,
    findings: Vec<FindingPlan>,
}

impl Weave<'_> {
    fn flat(self, vocabulary: &Vocabulary, rules: &[RuleAt<'_>]) -> Parts {
        let forest = &self.weaver.forest;
        let conclusion = |&(root, first_bit, values, intermediate): &(u32, u32, u32, bool)| CompiledConclusion {
            first_bit,
            values,
            intermediate,
            diagram: Diagram::flat(forest, root, |word| word),
        };
        let mut findings = Vec::new();
        for (at, root) in rules.iter().zip(&self.rules) {
            plan(at, root, &mut findings);
        }
        let rules = rules.iter().zip(self.rules).map(|(at, root)| CompiledRule {
            regulation: at.regulation,
            place: at.place,
            root,
        });
        debug_assert!(self.finals & LEAF != 0 || !self.conclusions.is_empty());
        Parts {
            finals: Diagram::flat(forest, self.finals, |word| word),
            conclusions: self.conclusions.iter().map(conclusion).collect(),
            rules: rules.collect(),
            conflicts: self.conflicts,
            verdicts: verdict::of_all(forest, &vocabulary.variables, &self.weaver.verdicts),
            findings,
        }
    }
}

/// Plans a finding for the rule, and one for each of its conditions that has a provision of its own.
fn plan(at: &RuleAt<'_>, root: &CompiledCondition, findings: &mut Vec<FindingPlan>) {
    findings.push(FindingPlan {
        rule: at.rule.id.clone(),
        provision: at.rule.provision.clone(),
        verdict: root.verdict,
    });
    plan_within(at, &at.rule.when, root, true, findings);
}

fn plan_within(
    at: &RuleAt<'_>,
    condition: &Condition,
    compiled: &CompiledCondition,
    is_root: bool,
    findings: &mut Vec<FindingPlan>,
) {
    // A rule whose whole condition encodes the rule's own provision has said it already.
    let said = is_root && condition.provision.as_ref() == Some(&at.rule.provision);
    if let Some(provision) = condition.provision.as_ref().filter(|_| !said) {
        findings.push(FindingPlan {
            rule: at.rule.id.clone(),
            provision: provision.clone(),
            verdict: compiled.verdict,
        });
    }
    for (condition, compiled) in inner(condition).iter().zip(&compiled.inner) {
        plan_within(at, condition, compiled, false, findings);
    }
}

/// Returns the conditions directly within one.
pub(super) fn inner(condition: &Condition) -> &[Condition] {
    use crate::pack::model::Test;
    match &condition.test {
        Test::All(inner) | Test::Any(inner) => inner,
        Test::Not(inner) => std::slice::from_ref(inner),
        _ => &[],
    }
}
