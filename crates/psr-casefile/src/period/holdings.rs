//! Which providers hold a contract, and from when until when: by the awards of cases, and by the contracts on record.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use psr_rules::answer::{self, Answer};
use psr_rules::id::{DecisionId, EventId, QuestionId};
use psr_rules::pack::model::{NamedBy, ProviderRules, Told};

use super::found::{RecordKind, Source};
use super::lasting::Until;
use super::shown::{Looking, Stands};
use super::{Asking, Found};
use crate::casebook::{Case, Casebook};
use crate::contract::ContractState;
use crate::error::Result;
use crate::event::{AnswerKey, Happened};
use crate::state::Recorded;
use crate::time::london_day;

/// That a provider holds a contract.
#[derive(Debug, Clone)]
pub(super) struct Holding {
    /// The provider, as it is named; none where that is not on record.
    pub provider: Option<String>,
    /// The day on which the contract was awarded or entered into.
    pub from: NaiveDate,
    /// Until when it lasts.
    pub until: Until,
    /// Where it stands.
    pub source: Source,
}

/// Everything on record of who holds a contract.
#[derive(Debug, Default)]
pub(super) struct Holdings {
    /// The contracts that are held.
    pub all: Vec<Holding>,
    /// The contracts on record that were entered into in the period.
    pub entered: Vec<Source>,
    /// Whether anything is on record of the time before the period.
    pub anything_before: bool,
    /// The days on which cases ended the contracts they are about.
    ends: BTreeMap<String, NaiveDate>,
}

impl<'a> Asking<'a> {
    /// Returns how providers are found, where an item counts them.
    pub fn providers(&self) -> Option<&'a ProviderRules> {
        let rules = self.pack.reports.as_ref()?.providers.as_ref()?;
        self.tells(|told| matches!(told, Told::Providers(_))).then_some(rules)
    }
}

impl Holdings {
    /// Takes what a case awarded, and the end of the contract it is about.
    pub fn take_case(&mut self, case: &Case, rules: &ProviderRules, looking: &Looking<'_>) {
        let awards = case.state.happened.iter().filter(|happened| rules.awarded_by.contains(&happened.what.event));
        let awards: Vec<&Recorded<Happened>> = awards.collect();
        if !awards.is_empty() {
            let until = until(case, rules, looking);
            self.all.extend(awards.into_iter().flat_map(|award| held(case, award, rules, until)));
        }
        let contract = case.state.opened.what.contract.as_ref();
        if let Some((contract, day)) = contract.zip(rules.ended_by.as_ref().and_then(|by| ended(case, by))) {
            self.ends.insert(contract.id.clone(), day);
        }
    }
}

/// Returns the day on which a case ended the contract it is about.
fn ended(case: &Case, (event, field): &(EventId, QuestionId)) -> Option<NaiveDate> {
    let last = case.state.happened.iter().rfind(|happened| happened.what.event == *event)?;
    answer::date(detail(&last.what, field)?).ok()
}

fn detail<'h>(happened: &'h Happened, field: &QuestionId) -> Option<&'h str> {
    let found = happened.details.iter().find(|(name, _)| name == field.as_str());
    found.map(|(_, value)| value.as_str()).filter(|value| !value.trim().is_empty())
}

/// Returns until when the contracts of a case last: the last day answered for any lot, where it is answered for all of them.
fn until(case: &Case, rules: &ProviderRules, looking: &Looking<'_>) -> Until {
    if !rules.open_ended.is_empty() && looking.all(&rules.open_ended) == Stands::So {
        return Until::Ended;
    }
    let of_lot = |lot: &Option<usize>| rules.until.iter().find_map(|asked| day(case, asked, *lot));
    let days: Option<Vec<NaiveDate>> = case.state.lots().iter().map(of_lot).collect();
    days.and_then(|days| days.into_iter().max()).map_or(Until::Unknown, Until::Day)
}

fn day(case: &Case, asked: &(DecisionId, QuestionId), lot: Option<usize>) -> Option<NaiveDate> {
    match answered(case, asked, lot)? {
        Answer::Date(day) => Some(*day),
        _ => None,
    }
}

fn answered<'c>(
    case: &'c Case,
    (decision, question): &(DecisionId, QuestionId),
    lot: Option<usize>,
) -> Option<&'c Answer> {
    let key = AnswerKey { decision: decision.clone(), lot, question: question.clone() };
    case.state.governing(&key)?.what.answer.as_ref()
}

/// Returns one holding for each provider that an award names, or one without a provider where it names none.
fn held(case: &Case, award: &Recorded<Happened>, rules: &ProviderRules, until: Until) -> Vec<Holding> {
    let named = rules.named_by.iter().map(|by| names(case, award, by)).find(|(names, _)| !names.is_empty());
    let (names, entries) = named.unwrap_or_default();
    let source = Source::of_case(case, std::iter::once(award.seq).chain(entries).collect());
    let holding = |provider: Option<String>| Holding { provider, from: award.what.on, until, source: source.clone() };
    if names.is_empty() { vec![holding(None)] } else { names.into_iter().map(|name| holding(Some(name))).collect() }
}

/// Returns the names that stand in a place, with the entries they stand in beside that of the award.
fn names(case: &Case, award: &Recorded<Happened>, by: &NamedBy) -> (Vec<String>, Vec<u64>) {
    let (mut names, mut entries) = (Vec::new(), Vec::new());
    match by {
        NamedBy::Event(field) => names.extend(detail(&award.what, field).map(str::to_owned)),
        NamedBy::Answer(decision, question, field) => {
            for lot in case.state.lots() {
                let key = AnswerKey { decision: decision.clone(), lot, question: question.clone() };
                // A report is published, so what is privileged names nobody in it.
                let Some(given) = case.state.governing(&key).filter(|given| !given.what.privileged) else { continue };
                names.extend(given.what.answer.iter().flat_map(|answer| names_in(answer, field.as_ref())));
                entries.push(given.seq);
            }
        }
    }
    let mut seen = BTreeSet::new();
    names.retain(|name| !name.trim().is_empty() && seen.insert(name.clone()));
    entries.dedup();
    (names, entries)
}

fn names_in(answer: &Answer, field: Option<&QuestionId>) -> Vec<String> {
    match (answer, field) {
        (Answer::List(items), Some(field)) => {
            items.iter().filter_map(|item| item.get(field.as_str()).cloned()).collect()
        }
        (answer, _) => vec![answer.plain()],
    }
}

impl Casebook {
    /// Takes the contracts on record, and returns how many there are.
    pub(super) fn take_contracts(&self, asking: Asking<'_>, found: &mut Found) -> Result<usize> {
        let listings = self.contracts()?;
        if asking.providers().is_none() {
            return Ok(listings.len());
        }
        for listing in &listings {
            let Ok(id) = listing.id.parse() else { continue };
            let entries = self.register().events(id)?;
            let Some(state) = ContractState::fold(&entries) else { continue };
            let closed = state.closed.and_then(|seq| entries.iter().find(|entry| entry.header.seq == seq));
            let closed = closed.map(|entry| london_day(entry.header.at));
            found.holdings.take_contract(&listing.id, &state, closed, asking);
        }
        Ok(listings.len())
    }
}

impl Holdings {
    fn take_contract(&mut self, id: &str, state: &ContractState, closed: Option<NaiveDate>, asking: Asking<'_>) {
        let contract = &state.entered.what;
        let source = Source {
            kind: RecordKind::Contract,
            id: id.to_owned(),
            reference: contract.reference.clone(),
            title: contract.title.clone(),
            entries: vec![state.entered.seq],
            lots: 0,
        };
        if asking.period.has(contract.entered_into) {
            self.entered.push(source.clone());
        }
        if !contract.framework {
            let ends = [closed, self.ends.get(id).copied()];
            let until = ends.into_iter().flatten().fold(lasts(state), Until::no_later_than);
            let provider = Some(contract.provider.clone());
            self.all.push(Holding { provider, from: contract.entered_into, until, source });
        }
    }
}

/// Returns until when a contract lasts by its term, or by its last change where that is later.
fn lasts(state: &ContractState) -> Until {
    let changed = state.modifications.iter().map(|change| change.what.on).max();
    state.entered.what.term_end.map_or(Until::Ended, |end| Until::Day(changed.map_or(end, |changed| end.max(changed))))
}
