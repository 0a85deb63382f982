//! When things were recorded: each entry of a case, and each answer, score and reason in it, told apart by what it precedes and follows.
//!
//! What it is told apart by are the gates of a case: approvals, which are the record's own, and the events that its pack calls gates. The order is that
//! of the record and never that of a clock. The day on which something happened is a claim, made when it was recorded; where an event was recorded after
//! an answer and is dated before it, the answer counts as given after it, which is the reading that favours nobody who answered.
//!
//! Nothing here repeats what an answer says: entries are named by their numbers, so what is withheld stays withheld.

mod answers;
mod bounds;
mod gates;
mod history;
mod items;
mod label;
mod words;

use chrono::{DateTime, NaiveDate, Utc};
use psr_recorder::register::KeptCheckpoint;
use serde::{Deserialize, Serialize};

use crate::casebook::Case;
use crate::event::AnswerKey;

/// When everything in a case was recorded.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contemporaneity {
    /// Whether the whole case was decided before it was entered.
    pub retrospective: bool,
    /// The gates, in order of record.
    pub gates: Vec<Gate>,
    /// Each entry with its label, in order.
    pub entries: Vec<EntryLabel>,
    /// Each answer that stands, with since when it, its reasons and its items do.
    pub answers: Vec<AnswerLabel>,
    /// What these labels rest on and what they do not show, as sentences.
    pub caution: String,
}

/// Something by which entries are told apart as coming before or after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gate {
    /// Which gate of the pack, or `approval`.
    pub kind: String,
    /// Its name in words, with its article.
    pub name: String,
    /// What happened, in words.
    pub title: String,
    /// The entry that records it.
    pub entry: u64,
    /// The day on which it was recorded, by the recorder's clock.
    pub recorded: NaiveDate,
    /// The day on which it is said to have happened; none for an approval, which happens by being recorded.
    pub on: Option<NaiveDate>,
}

/// How it is known on which side of a gate an entry lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Order {
    /// By the order of the record.
    Recorded,
    /// The gate was recorded after the entry, and is dated before the day of the entry.
    Dated,
    /// The gate was recorded after the entry, and is dated the day of the entry: only the record says which came first.
    SameDay,
}

/// A gate as one entry sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// The gate.
    #[serde(flatten)]
    pub gate: Gate,
    /// How the order is known.
    pub order: Order,
}

/// The label of one entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryLabel {
    /// The entry.
    pub entry: u64,
    /// The day on which it was recorded, by the recorder's clock.
    pub recorded: NaiveDate,
    /// `before-decision` where it follows no gate, else `after-` and the gate that weighs most: the last of the pack's, and an approval only where there is
    /// no other.
    pub verdict: String,
    /// The gate that the verdict names.
    pub verdict_gate: Option<u64>,
    /// The gates it follows: of each kind the last.
    pub follows: Vec<Seen>,
    /// The gates it precedes: of each kind the first.
    pub precedes: Vec<Seen>,
    /// The day it concerns, where it says one.
    pub concerns: Option<NaiveDate>,
    /// How many days after that day it was entered.
    pub days_later: Option<i64>,
    /// What it replaces, and what of it is different.
    pub replaces: Option<Replaced>,
    /// The kept checkpoints between which it was recorded.
    pub bounds: Option<Bounds>,
    /// The same in a few words, but for what it replaces; empty where the case has no gate and the entry concerns no other day.
    pub says: String,
}

/// What an entry replaces.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replaced {
    /// The entry that stood before.
    pub entry: u64,
    /// The gates that were recorded between the two.
    pub across: Vec<u64>,
    /// What became of the answer.
    pub answer: Change,
    /// What became of the reasons.
    pub reason: Change,
    /// Which items of a list are different, where it is told.
    pub items: Vec<ItemChange>,
    /// How many items of the earlier list are gone.
    pub items_gone: usize,
    /// What is different, in a few words.
    pub says: String,
}

/// What became of an answer or of its reasons when it was replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// It is the same.
    Same,
    /// It is another.
    Changed,
    /// There was none before.
    Added,
    /// There is none any more.
    Removed,
    /// One of the two is withheld or erased.
    Unknown,
}

/// An item of a list that is not as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemChange {
    /// Its place in the list, from 1.
    pub item: usize,
    /// The place of the item it replaces; none where it is new.
    pub was: Option<usize>,
    /// The fields that are different; none where it is new.
    pub fields: Vec<String>,
}

/// The kept checkpoints around an entry.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bounds {
    /// The last one that does not cover it.
    pub after: Option<Kept>,
    /// The first one that covers it.
    pub by: Option<Kept>,
}

/// A checkpoint that the register kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// How many events it covers.
    pub size: u64,
    /// When it was kept, by the recorder's clock.
    pub at: DateTime<Utc>,
}

/// Since when an answer that stands, its reasons and its items do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerLabel {
    /// The decision.
    pub decision: String,
    /// The question.
    pub question: String,
    /// The lot, by name.
    pub lot: Option<String>,
    /// The entry it stands in.
    pub entry: u64,
    /// Since when the answer is this one; none where it is withheld.
    pub answer: Option<Since>,
    /// Since when the reasons are these; none where there are none.
    pub reason: Option<Since>,
    /// Since when each item of a list is as it is, in the order of the list.
    pub items: Vec<Since>,
}

/// The entry since which something is as it is, with its verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Since {
    /// The entry.
    pub entry: u64,
    /// The verdict of that entry.
    pub verdict: String,
}

/// Tells when everything in a case was recorded. The checkpoints are those that its register kept; without them nothing is said of bounds.
pub fn of(case: &Case, checkpoints: &[KeptCheckpoint]) -> Contemporaneity {
    let gates = gates::of(case);
    let replaced = history::replaced(case, &gates);
    let entries: Vec<EntryLabel> = case
        .entries
        .iter()
        .map(|entry| label::of(entry, &gates, replaced.get(&entry.seq).cloned(), bounds::of(entry, checkpoints)))
        .collect();
    let answers = answers::of(case, &entries);
    let retrospective = case.state.opened.what.retrospective;
    Contemporaneity { retrospective, gates, entries, answers, caution: words::caution(!checkpoints.is_empty()) }
}

impl Contemporaneity {
    /// Returns the label of an entry.
    pub fn entry(&self, entry: u64) -> Option<&EntryLabel> {
        labelled(&self.entries, entry)
    }

    /// Returns the label of the answer that stands for a key, whose lot is named by the case.
    pub fn answer(&self, key: &AnswerKey, lot: Option<&str>) -> Option<&AnswerLabel> {
        let meant = |label: &&AnswerLabel| {
            label.decision == key.decision.as_str()
                && label.question == key.question.as_str()
                && label.lot.as_deref() == lot
        };
        self.answers.iter().find(meant)
    }
}

/// Returns the label of an entry; they stand in the order of the entries.
fn labelled(labels: &[EntryLabel], entry: u64) -> Option<&EntryLabel> {
    labels.binary_search_by_key(&entry, |label| label.entry).ok().map(|place| &labels[place])
}

impl EntryLabel {
    /// Tells whether the entry follows a gate.
    pub fn is_late(&self) -> bool {
        self.verdict_gate.is_some()
    }

    /// Returns the label with what the entry replaces, in a few words.
    pub fn in_full(&self) -> String {
        let replaced =
            self.replaces.as_ref().map(|replaced| format!("in place of entry {}: {}", replaced.entry, replaced.says));
        let says = Some(self.says.clone()).filter(|says| !says.is_empty());
        says.into_iter().chain(replaced).collect::<Vec<_>>().join("; ")
    }
}
