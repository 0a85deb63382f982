//! Withholding what legal advice makes privileged.
//!
//! It is done to the decision record, before any template sees it, so that no template can show by a slip what the case file marks as privileged.
//! An answer keeps its question, its entry, who entered it and who formed the view; what it says, and every sentence made from it, is emptied.
//! A template that prints an emptied text without asking first fails, since blank text is refused.

use std::collections::BTreeSet;

use psr_casefile::decision_record::{AnsweredQuestion, ConditionFinding, DecisionRecord, SmallestChange, Statement};

/// What becomes of privileged answers in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Privilege {
    /// They are withheld.
    #[default]
    Withheld,
    /// They are shown, for readers who share the privilege.
    Shown,
}

/// Returns the decision record without what privileged answers say.
pub fn withhold(record: &DecisionRecord) -> DecisionRecord {
    let mut record = record.clone();
    let privileged = privileged_entries(&record);
    for section in &mut record.sections {
        section.answers.iter_mut().for_each(withhold_answer);
        section.route.iter_mut().for_each(|route| withhold_answer(&mut route.answer));
        section.rules.iter_mut().for_each(|rule| withhold_condition(&mut rule.condition, &privileged));
        withhold_statements(&mut section.conflicts, &privileged);
        for conclusion in &mut section.conclusions {
            withhold_statements(&mut conclusion.because, &privileged);
            conclusion
                .would_change
                .iter_mut()
                .for_each(|change: &mut SmallestChange| withhold_statements(&mut change.answers, &privileged));
        }
    }
    withhold_statements(&mut record.cautions, &privileged);
    record
}

fn privileged_entries(record: &DecisionRecord) -> BTreeSet<u64> {
    let answers = record
        .sections
        .iter()
        .flat_map(|section| section.answers.iter().chain(section.route.iter().map(|route| &route.answer)));
    answers.filter(|answer| answer.privileged).map(|answer| answer.entry).collect()
}

fn withhold_answer(answer: &mut AnsweredQuestion) {
    if !answer.privileged {
        return;
    }
    answer.answer.clear();
    answer.plain.clear();
    answer.clause = None;
    answer.items.clear();
    answer.plain_items.clear();
    answer.by_field.clear();
    answer.reason = None;
    answer.evidence.clear();
}

fn withhold_condition(condition: &mut ConditionFinding, privileged: &BTreeSet<u64>) {
    let tests_privileged = condition.answers.iter().any(|answer| answer.privileged);
    // A condition on another rule says no more than how that rule came out.
    let on_answers = condition.parts.is_empty() && condition.rule.is_none();
    if tests_privileged || on_answers && condition.entries.iter().any(|entry| privileged.contains(entry)) {
        condition.clause = condition.clause.as_ref().map(|_| String::new());
        condition.arithmetic = None;
    }
    condition.answers.iter_mut().for_each(withhold_answer);
    condition.parts.iter_mut().for_each(|part| withhold_condition(part, privileged));
}

fn withhold_statements(statements: &mut [Statement], privileged: &BTreeSet<u64>) {
    for statement in statements
        .iter_mut()
        .filter(|statement| statement.grounds.entries.iter().any(|entry| privileged.contains(entry)))
    {
        statement.text.clear();
    }
}
