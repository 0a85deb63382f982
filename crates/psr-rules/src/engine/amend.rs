//! Amending: everything that stands on a date is listed and compared: texts of the law, provisions, rules, questions, figures; and each decision is
//! compared by what it concludes, exactly ([`CompiledDecision::differences`]).

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::id::{ConclusionId, DecisionId, ParameterId, TextId};
use crate::pack::model::{Decision, LawText, Pack, Question, Rule, SelectedBy};

use super::amendment::{Amendment, ChangedFigure, DecisionOutcome, DecisionsCompared, LawAt, Listed, Lists, TextAt};
use super::decision::CompiledDecision;
use super::determination::PackName;
use super::error::DecisionError;
use super::rulebook::Rulebook;
use super::scope::{figure_on, text_on};

/// Compares the law of one date with that of another, by the same pack or by two.
///
/// # Errors
/// When a date is before the regime began.
pub fn amendment(before: (&Rulebook, NaiveDate), after: (&Rulebook, NaiveDate)) -> Result<Amendment, DecisionError> {
    let sides = [before, after].map(|(rulebook, on)| At { rulebook, pack: rulebook.pack(), on });
    for at in &sides {
        let begins = at.pack.about.begins;
        if at.on < begins {
            return Err(DecisionError::TooEarly { on: at.on, begins });
        }
    }
    Ok(Amendment {
        before: sides[0].law(),
        after: sides[1].law(),
        provisions: listed(&sides, provisions),
        rules: listed(&sides, rules),
        questions: listed(&sides, questions),
        figures: figures(&sides),
        decisions: decisions(&sides),
    })
}

/// A pack on a date.
struct At<'a> {
    rulebook: &'a Rulebook,
    pack: &'a Pack,
    on: NaiveDate,
}

impl<'a> At<'a> {
    fn law(&self) -> LawAt {
        let about = &self.pack.about;
        let digest = self.pack.digest.to_string();
        let pack = PackName { id: about.id.clone(), version: about.version.clone(), digest };
        LawAt { pack, on: self.on, texts: self.texts() }
    }

    fn texts(&self) -> Vec<TextAt> {
        let of_its_own = |selected_by| {
            let texts = self.pack.texts.iter().filter(|text| text.from <= self.on);
            let governs =
                |text: &&LawText| text.selected_by == SelectedBy::Commencement || text.selected_by == selected_by;
            let latest = texts.filter(governs).max_by_key(|text| text.from);
            latest.filter(|text| text.selected_by == selected_by)
        };
        let texts = [SelectedBy::Commencement, SelectedBy::Termination].into_iter().filter_map(of_its_own);
        let at = |text: &LawText| TextAt {
            text: text.id.clone(),
            selected_by: text.selected_by,
            source: text.source.clone(),
        };
        texts.map(at).collect()
    }

    fn decision(&self, id: &DecisionId) -> Option<&'a Decision> {
        self.pack.decisions.iter().find(|decision| decision.id == *id)
    }

    fn compiled(&self, id: &DecisionId) -> Option<&'a CompiledDecision> {
        self.rulebook.decision(id, self.on).ok()
    }

    /// Answers whether a rule stands in the text that governs its decision.
    fn stands(&self, rule: &Rule) -> bool {
        let text = self.decision(&rule.decision).and_then(|decision| text_on(self.pack, decision, self.on));
        rule.texts.is_empty() || text.is_some_and(|text| rule.texts.contains(&text.id))
    }
}

/// Lists what one side has and the other has not, and what differs; each is given by its name, a value to compare by, and how it is listed.
fn listed<'a, V: PartialEq>(sides: &[At<'a>; 2], list: impl Fn(&At<'a>) -> Vec<(V, Listed)>) -> Lists {
    let [before, after] = [list(&sides[0]), list(&sides[1])];
    let find = |list: &'_ [(V, Listed)], id: &str| list.iter().position(|(_, listed)| listed.id == id);
    let only = |these: &[(V, Listed)], those: &[(V, Listed)]| -> Vec<Listed> {
        let alone = these.iter().filter(|(_, listed)| find(those, &listed.id).is_none());
        alone.map(|(_, listed)| listed.clone()).collect()
    };
    let changed =
        after.iter().filter(|(value, listed)| find(&before, &listed.id).is_some_and(|place| before[place].0 != *value));
    Lists {
        come: only(&after, &before),
        go: only(&before, &after),
        changed: changed.map(|(_, listed)| listed.clone()).collect(),
    }
}

/// Returns the provisions that stand in a text in force.
fn provisions<'a>(at: &At<'a>) -> Vec<(&'a str, Listed)> {
    let texts = at.texts();
    let stands = |known: &[TextId]| known.is_empty() || texts.iter().any(|text| known.contains(&text.text));
    let standing = at.pack.provisions.iter().filter(|entry| stands(&entry.texts));
    let listed = |id: String, says: &str| Listed { id, provision: None, says: says.to_owned() };
    standing.map(|entry| (entry.says.as_str(), listed(entry.id.to_string(), &entry.says))).collect()
}

/// Returns the rules that stand in the text that governs their decision; in which other texts they stand is no part of what they say on that date.
fn rules(at: &At<'_>) -> Vec<(Rule, Listed)> {
    let rules = at.pack.regulations.iter().flat_map(|file| &file.rules).filter(|rule| at.stands(rule));
    let listed = |rule: &Rule| Listed {
        id: rule.id.to_string(),
        provision: Some(rule.provision.clone()),
        says: rule.title.clone(),
    };
    rules.map(|rule| (Rule { texts: Vec::new(), ..rule.clone() }, listed(rule))).collect()
}

fn questions<'a>(at: &At<'a>) -> Vec<(&'a Question, Listed)> {
    let listed = |question: &Question| Listed {
        id: question.id.to_string(),
        provision: question.provisions.first().cloned(),
        says: question.ask.clone(),
    };
    at.pack.questions.values().map(|question| (question, listed(question))).collect()
}

fn figures(sides: &[At<'_>; 2]) -> Vec<ChangedFigure> {
    let names: BTreeSet<&ParameterId> = sides.iter().flat_map(|at| at.pack.parameters.keys()).collect();
    let changed = names.into_iter().filter_map(|parameter| {
        let [before, after] = [0, 1].map(|side: usize| figure_on(sides[side].pack, parameter, sides[side].on));
        let known = sides.iter().rev().find_map(|at| at.pack.parameters.get(parameter))?;
        let (parameter, meaning) = (parameter.clone(), known.meaning.clone());
        (before != after).then_some(ChangedFigure { parameter, meaning, before, after })
    });
    changed.collect()
}

/// Compares every decision of either side, in the order of the pack after and then of the one before.
fn decisions(sides: &[At<'_>; 2]) -> Vec<DecisionsCompared> {
    let mut found: Vec<DecisionsCompared> = Vec::new();
    for decision in sides.iter().rev().flat_map(|at| &at.pack.decisions) {
        if found.iter().all(|known| known.decision != decision.id) {
            found.push(compared(decision, sides.each_ref().map(|at| at.compiled(&decision.id))));
        }
    }
    found
}

fn compared(decision: &Decision, sides: [Option<&CompiledDecision>; 2]) -> DecisionsCompared {
    let result = match sides {
        [Some(before), Some(after)] => before.differences(after).map_err(|error| error.to_string()),
        _ => Ok(Vec::new()),
    };
    let outcome = match (&sides, &result) {
        ([None, _], _) => DecisionOutcome::Comes,
        ([_, None], _) => DecisionOutcome::Goes,
        (_, Err(_)) => DecisionOutcome::NotCompared,
        (_, Ok(found)) if found.is_empty() => DecisionOutcome::Same,
        _ => DecisionOutcome::Different,
    };
    let [law_before, law_after] = sides.map(|side| side.map(|side| side.law().clone()));
    DecisionsCompared {
        decision: decision.id.clone(),
        title: decision.title.clone(),
        law_before,
        law_after,
        conclusions_come: only(sides[1], sides[0]),
        conclusions_go: only(sides[0], sides[1]),
        reads_otherwise: matches!(sides, [Some(before), Some(after)] if before.decision() != after.decision()),
        outcome,
        reason: result.as_ref().err().cloned(),
        differences: result.unwrap_or_default(),
    }
}

/// Returns the conclusions of one decision that the other does not have.
fn only(one: Option<&CompiledDecision>, other: Option<&CompiledDecision>) -> Vec<ConclusionId> {
    let (Some(one), Some(other)) = (one, other) else { return Vec::new() };
    let known = &other.decision().conclusions;
    let alone = one.decision().conclusions.iter().filter(|found| known.iter().all(|known| known.id != found.id));
    alone.map(|conclusion| conclusion.id.clone()).collect()
}
