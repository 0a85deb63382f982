//! The schedule of items: what is given and what is withheld, item by item, for whoever asked.
//!
//! Of what is withheld it says no more than the pack's own words for that kind of thing: nothing that somebody typed.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use psr_rules::facts::Choice;
use serde::Serialize;

use super::Disclosing;
use super::carried::Carried;
use super::decide::{Decided, DecidedPart};
use crate::contemporaneity::{self, Contemporaneity};

/// The schedule of items.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Schedule {
    /// The kind of disclosure, in words.
    pub title: String,
    /// The provision that makes it due.
    pub provision: String,
    /// What is due.
    pub about: String,
    /// How far withholding goes.
    pub limits: String,
    /// To whom it is made.
    pub to: String,
    /// The request.
    pub request: Option<String>,
    /// The case's reference.
    pub reference: String,
    /// The register's name.
    pub register: String,
    /// The day of the disclosure.
    pub on: NaiveDate,
    /// The head of the case that is disclosed, written `sha256:…`.
    pub head: String,
    /// Its position.
    pub basis: u64,
    /// When the last entry was written.
    pub as_at: DateTime<Utc>,
    /// The items, in the order of the law.
    pub items: Vec<ScheduleItem>,
    /// What is told by when entries were recorded, and what is not; nothing where nothing of it is told.
    pub timing: Option<String>,
    /// How many entries are no part of what was asked for.
    pub outside: usize,
    /// Why those are left out.
    pub outside_says: String,
    /// How many parts are given.
    pub parts_given: usize,
    /// How many are withheld.
    pub parts_withheld: usize,
}

/// One item of the schedule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ScheduleItem {
    /// What it is.
    pub title: String,
    /// Where the law asks for it.
    pub provision: String,
    /// What is given of it.
    pub given: Vec<GivenRow>,
    /// What is withheld of it.
    pub withheld: Vec<WithheldRow>,
}

/// Something that is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GivenRow {
    /// The entry.
    pub entry: u64,
    /// What kind of thing it says.
    pub what: String,
    /// How many of its parts are given.
    pub given: usize,
    /// How many it has.
    pub of: usize,
    /// The day on which it was recorded.
    pub recorded: NaiveDate,
    /// What it came before and after, where that is told.
    pub timing: Option<String>,
}

/// Something that is withheld.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WithheldRow {
    /// The entry.
    pub entry: u64,
    /// What kind of thing it says.
    pub what: String,
    /// How many of its parts are withheld for this reason.
    pub parts: usize,
    /// The provision that grants it, or the law that bars it.
    pub source: String,
    /// Why, as the end of a sentence after "because".
    pub because: String,
    /// Whether other law bars it, which is no ground of the provision.
    pub is_bar: bool,
    /// Whether it is no part of what was asked for.
    pub is_outside: bool,
    /// What giving it would do, and to whom.
    pub explanation: String,
    /// How the public interest was weighed.
    pub balance: Option<String>,
}

/// Draws up the schedule.
pub fn schedule(disclosing: &Disclosing<'_>, decided: &Decided, register: &str, on: NaiveDate) -> Schedule {
    let (case, kind) = (disclosing.case, disclosing.kind);
    let outside: BTreeSet<u64> = decided
        .carried
        .iter()
        .map(|carried| carried.entry)
        .filter(|entry| !decided.parts.contains_key(entry))
        .collect();
    let labels = contemporaneity::of(case, &[]);
    let (given, withheld): (Vec<_>, Vec<_>) =
        decided.parts.values().flatten().partition(|decided| decided.choice == Choice::Give);
    Schedule {
        title: kind.title.clone(),
        provision: kind.provision.to_string(),
        about: kind.about.clone(),
        limits: kind.limits.clone(),
        to: decided.to.clone(),
        request: decided.request.clone(),
        reference: case.state.opened.what.reference.clone(),
        register: register.to_owned(),
        on,
        head: case.state.head_leaf.to_string(),
        basis: case.state.head,
        as_at: case.state.as_at,
        timing: labels.gates.first().map(|_| labels.caution.clone()),
        items: (0..kind.items.len()).map(|place| item(disclosing, decided, &labels, place)).collect(),
        outside: outside.len(),
        outside_says: disclosing.disclosures.outside.says.clone(),
        parts_given: given.len(),
        parts_withheld: withheld.len(),
    }
}

fn item(disclosing: &Disclosing<'_>, decided: &Decided, labels: &Contemporaneity, place: usize) -> ScheduleItem {
    let item = &disclosing.kind.items[place];
    let carrying = decided.carried.iter().filter(|carried| carried.items.contains(&place));
    let (mut given, mut withheld) = (Vec::new(), Vec::new());
    for (carried, parts) in carrying.filter_map(|carried| Some((carried, decided.parts.get(&carried.entry)?))) {
        given.extend(given_row(disclosing, carried, labels, parts));
        withheld.extend(withheld_rows(disclosing, carried, parts));
    }
    ScheduleItem { title: item.title.clone(), provision: item.provision.to_string(), given, withheld }
}

fn given_row(
    disclosing: &Disclosing<'_>,
    carried: &Carried,
    labels: &Contemporaneity,
    parts: &[DecidedPart],
) -> Option<GivenRow> {
    let given = parts.iter().filter(|part| part.choice == Choice::Give).count();
    let at = disclosing.case.entries.iter().find(|entry| entry.seq == carried.entry)?.at;
    (given > 0).then(|| GivenRow {
        entry: carried.entry,
        what: carried.what.clone(),
        given,
        of: parts.len(),
        recorded: crate::time::london_day(at),
        timing: labels.entry(carried.entry).map(|label| label.says.clone()).filter(|says| !says.is_empty()),
    })
}

/// Returns a row for each reason for which parts of an entry are withheld.
fn withheld_rows(disclosing: &Disclosing<'_>, carried: &Carried, parts: &[DecidedPart]) -> Vec<WithheldRow> {
    let mut rows: Vec<(&Choice, WithheldRow)> = Vec::new();
    for part in parts {
        let Choice::Withhold { on, explanation, balance } = &part.choice else { continue };
        if let Some((_, row)) = rows.iter_mut().find(|(choice, _)| **choice == part.choice) {
            row.parts += 1;
            continue;
        }
        let known = disclosing.kind.withholding(on.as_str());
        let row = WithheldRow {
            entry: carried.entry,
            what: carried.what.clone(),
            parts: 1,
            source: known.map(|(known, _)| known.source.clone()).unwrap_or_default(),
            because: known.map_or_else(|| disclosing.disclosures.outside.says.clone(), |(known, _)| known.says.clone()),
            is_bar: known.is_some_and(|(_, is_bar)| is_bar),
            is_outside: known.is_none(),
            explanation: explanation.clone(),
            balance: balance.clone(),
        };
        rows.push((&part.choice, row));
    }
    rows.into_iter().map(|(_, row)| row).collect()
}
