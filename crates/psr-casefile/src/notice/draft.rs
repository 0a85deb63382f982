//! A notice drawn up from the record: its items lot by lot, the days it states, and everything that stands in its way.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use psr_rules::pack::model::{Notice, NoticeKind, Pack, ToEach};
use serde::Serialize;

use super::addressee::{self, addressed};
use super::clock::{self, Clock};
use super::{Due, Item, Missing, Supplied, belongs, notice_items};
use crate::casebook::Case;
use crate::decision_record::{AnsweredQuestion, CaseSummary, LawReference, RecordReference};
use crate::error::Result;
use crate::record;

/// What is asked for when a notice is drawn up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// The day on which publication is planned, for a notice that states days which run from it.
    pub publication: Option<NaiveDate>,
    /// To whom it goes, for a letter of which there is one for each of several readers.
    pub to: Option<String>,
}

/// A notice as the record supplies it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Draft {
    /// Its id.
    pub notice: String,
    /// Its title in words.
    pub title: String,
    /// What it is: `notice`, `letter` or `invitation`.
    pub kind: &'static str,
    /// The schedule or regulation that lists its content.
    pub provision: String,
    /// The provisions that require it.
    pub required_by: Vec<String>,
    /// Which case it is of.
    pub case: CaseSummary,
    /// Under which law.
    pub law: LawReference,
    /// The state of the record it was drawn from.
    pub record: RecordReference,
    /// To whom it goes, where there is one for each of several readers.
    pub to: Option<String>,
    /// What it contains. Lots for which it says the same stand together.
    pub parts: Vec<Part>,
    /// The answers it is made of, by the ids of their questions: those of the first lot where lots differ.
    pub answers: BTreeMap<String, AnsweredQuestion>,
    /// The days it states.
    pub clock: Option<Clock>,
    /// What the law requires in it and the record does not supply.
    pub gaps: Vec<Gap>,
    /// What whoever publishes it must look at first.
    pub cautions: Vec<String>,
}

/// What a notice says for some lots, or for the whole case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Part {
    /// The lots; none where the case has none.
    pub lots: Vec<String>,
    /// What is said for them.
    pub items: Vec<Item>,
}

/// Something that a notice must contain and that the record does not supply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Gap {
    /// The provision that asks for it.
    pub provision: String,
    /// What it is, in plain words.
    pub says: String,
    /// The lots for which it is missing; none where the case has none.
    pub lots: Vec<String>,
    /// What to put on record.
    pub missing: Vec<Missing>,
}

/// Draws up a notice of a case.
///
/// # Errors
/// When no law of the pack governs the case's date, or a count needs a year of which the calendar holds no bank holidays.
pub fn draft(case: &Case, notice: &Notice, wanted: &Wanted) -> Result<Draft> {
    let to_each = notice.to_each.as_ref();
    let mut parts = parts(case, notice)?;
    let letters = to_each.map(|to_each| addressed(to_each, &mut parts, wanted.to.as_deref()));
    let clock = clock::of(case, notice, wanted.publication)?;
    let mut gaps: Vec<Gap> = out_of_place(case, notice)?.into_iter().collect();
    gaps.extend(items_missing(&parts));
    gaps.extend(clock::gap(case.rulebook.pack(), notice, clock.as_ref()));
    gaps.extend(letters.iter().filter_map(|letters| addressee::gap(notice, letters, wanted.to.as_deref())));
    let answers = answers(&parts);
    Ok(Draft {
        notice: notice.id.to_string(),
        title: notice.title.clone(),
        kind: kind(notice.kind),
        provision: notice.provision.to_string(),
        required_by: notice.required_by.iter().map(ToString::to_string).collect(),
        case: record::summary(case),
        law: record::law(case)?,
        record: record::reference(case),
        to: wanted.to.clone().filter(|_| to_each.is_some()),
        cautions: cautions(&parts, clock.as_ref(), to_each),
        parts,
        answers,
        clock,
        gaps,
    })
}

/// Draws up a notice, or a letter once for each of the readers on record.
///
/// # Errors
/// As for [`draft`].
pub fn drafts(case: &Case, notice: &Notice, publication: Option<NaiveDate>) -> Result<Vec<(Option<String>, Draft)>> {
    let each = match notice.to_each {
        Some(_) => addressee::addressees(case, notice)?.into_iter().map(Some).collect(),
        None => vec![None],
    };
    let drawn = |to: Option<String>| Ok((to.clone(), draft(case, notice, &Wanted { publication, to })?));
    each.into_iter().map(drawn).collect()
}

fn kind(kind: NoticeKind) -> &'static str {
    match kind {
        NoticeKind::Notice => "notice",
        NoticeKind::Letter => "letter",
        NoticeKind::Invitation => "invitation",
    }
}

/// Gathers the items for each lot that the notice may belong to; lots with the same items stand together.
pub(super) fn parts(case: &Case, notice: &Notice) -> Result<Vec<Part>> {
    let mut parts: Vec<Part> = Vec::new();
    let of_any = case.state.lots();
    let mut lots = Vec::new();
    for lot in of_any.iter().copied() {
        if belongs(case, notice, lot)? != Due::No {
            lots.push(lot);
        }
    }
    for lot in if lots.is_empty() { of_any } else { lots } {
        let items = unprivileged(notice_items(case, notice, lot)?);
        let name = lot.and_then(|lot| case.state.lot_name(lot)).map(str::to_owned);
        match parts.iter_mut().find(|part| part.items == items) {
            Some(part) => part.lots.extend(name),
            None => parts.push(Part { lots: name.into_iter().collect(), items }),
        }
    }
    Ok(parts)
}

/// What legal advice makes privileged leaves the authority in no notice: it counts as missing.
fn unprivileged(mut items: Vec<Item>) -> Vec<Item> {
    for item in &mut items {
        let is_privileged =
            |supplied: &Supplied| matches!(supplied, Supplied::Answer { answered, .. } if answered.privileged);
        let (privileged, rest): (Vec<_>, Vec<_>) = item.supplied_by.drain(..).partition(is_privileged);
        item.supplied_by = rest;
        item.missing.extend(privileged.iter().filter_map(withheld));
        if !privileged.is_empty() {
            item.statement = None;
        }
    }
    items
}

fn withheld(supplied: &Supplied) -> Option<Missing> {
    let Supplied::Answer { decision, answered } = supplied else { return None };
    let says = format!("{} The answer on record is privileged: give one that may be published", answered.ask);
    let (decision, question) = (Some(decision.clone()), Some(answered.question.clone()));
    Some(Missing { says, decision, question, event: None })
}

/// A notice of another process or decision is not written, whatever else is on record.
fn out_of_place(case: &Case, notice: &Notice) -> Result<Option<Gap>> {
    for lot in case.state.lots() {
        if belongs(case, notice, lot)? != Due::No {
            return Ok(None);
        }
    }
    let provision = notice.required_by.first().unwrap_or(&notice.provision);
    let says = "what would make it belong in this case: on what is recorded, it does not".to_owned();
    Ok(Some(Gap { provision: provision.to_string(), says, lots: Vec::new(), missing: Vec::new() }))
}

/// Returns what the law requires and the record does not supply; the same gap for several lots once.
fn items_missing(parts: &[Part]) -> Vec<Gap> {
    let mut gaps: Vec<Gap> = Vec::new();
    for part in parts {
        let required = part.items.iter().filter(|item| item.ground == "law" && item.due == Due::Yes);
        for item in required.filter(|item| !item.missing.is_empty()) {
            let gap = Gap {
                provision: item.provision.clone(),
                says: item.says.clone(),
                lots: part.lots.clone(),
                missing: item.missing.clone(),
            };
            let same = |other: &&mut Gap| (&other.says, &other.missing) == (&gap.says, &gap.missing);
            match gaps.iter_mut().find(same) {
                Some(other) => other.lots.extend(gap.lots),
                None => gaps.push(gap),
            }
        }
    }
    gaps
}

fn answers(parts: &[Part]) -> BTreeMap<String, AnsweredQuestion> {
    let mut answers = BTreeMap::new();
    for supplied in parts.iter().flat_map(|part| &part.items).flat_map(|item| &item.supplied_by) {
        if let Supplied::Answer { answered, .. } = supplied {
            answers.entry(answered.question.clone()).or_insert_with(|| answered.as_ref().clone());
        }
    }
    answers
}

fn cautions(parts: &[Part], clock: Option<&Clock>, to_each: Option<&ToEach>) -> Vec<String> {
    let mut cautions = Vec::new();
    cautions.extend(clock.into_iter().flat_map(Clock::cautions));
    cautions.extend(clock.zip(to_each).and_then(|(clock, to_each)| clock::told_otherwise(clock, to_each, parts)));
    cautions.extend(each_once(parts, left_open));
    cautions.extend(each_once(parts, left_out));
    cautions
}

fn each_once(parts: &[Part], says: fn(&Item) -> Option<String>) -> Vec<String> {
    let mut said: Vec<String> = Vec::new();
    for caution in parts.iter().flat_map(|part| &part.items).filter_map(says) {
        if !said.contains(&caution) {
            said.push(caution);
        }
    }
    said
}

fn left_open(item: &Item) -> Option<String> {
    let only_if = item.only_if.as_deref().filter(|_| item.due == Due::NotSettled)?;
    Some(format!("The record does not say whether {only_if}. If so, it must say {} ({}).", item.says, item.provision))
}

/// What the law does not require is left out where the record does not supply it, and whoever sends the document is told.
fn left_out(item: &Item) -> Option<String> {
    let is_left_out = item.ground != "law" && item.due == Due::Yes && !item.missing.is_empty();
    let why = if item.ground == "guidance" { "for which guidance asks" } else { "which is good practice" };
    is_left_out.then(|| format!("It does not say {}, {why}: that is not on record.", item.says))
}

/// Finds a notice of a pack by its id.
pub fn find<'p>(pack: &'p Pack, id: &str) -> Option<&'p Notice> {
    pack.notices.iter().find(|notice| notice.id.as_str() == id)
}
