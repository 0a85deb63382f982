//! What a pack encodes, provision by provision, and what its scenarios exercise.
//!
//! A provision is *encoded* where something of the pack cites it: a rule, a condition, a question, an event, an item of a notice, a check of readiness, a part of the timetable, an item or ground of a disclosure, an item of a report or a figure. One that is not
//! must have its own reason, under `no-rule:` in `provisions.yaml`; what the file of a regulation says there is a reason for the regulation as a whole, not for its parts. A provision with parts may stand by them: by one that is
//! encoded, or by all of them having a reason. Its parts are looked at on their own, so that none hides behind another.

mod cited;
mod exercise;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::engine::Rulebook;
use crate::id::{EventId, NoticeId, ParameterId, Provision, QuestionId, RuleId};
use crate::pack::model::Pack;

pub use exercise::{ExercisedRule, exercise};

/// What a pack holds for a provision.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Held {
    /// The rules that encode it or a condition of which does.
    pub rules: Vec<RuleId>,
    /// How many conditions encode it.
    pub conditions: usize,
    /// The questions that rest on it.
    pub questions: Vec<QuestionId>,
    /// How many of its conditions have clauses for the reasoning.
    pub clauses: usize,
    /// The scenarios in which one of its rules is settled, by their paths.
    pub scenarios: Vec<String>,
    /// What the timetable counts by it.
    pub timetable: Vec<String>,
    /// What the readiness of a case is checked against by it.
    pub readiness: Vec<String>,
    /// What is disclosed or withheld by it.
    pub disclosure: Vec<String>,
    /// What reports over a period tell by it.
    pub reports: Vec<String>,
    /// The notices of which an item rests on it, or that it requires.
    pub notices: Vec<NoticeId>,
    /// The events that put something of it on record.
    pub events: Vec<EventId>,
    /// The figures that it sets.
    pub figures: Vec<ParameterId>,
}

/// How a provision is covered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// Something of the pack cites it.
    Encoded,
    /// It stands by its parts.
    ByItsParts,
    /// Nothing encodes it, and the pack says why nothing need.
    Reasoned,
    /// Nothing encodes it, and nothing says why.
    Missing,
}

/// A provision with what a pack holds for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Covered {
    /// The provision.
    pub provision: Provision,
    /// What it says.
    pub says: String,
    /// How it is covered.
    pub standing: Standing,
    /// Why it needs no rule, where the pack says so.
    pub no_rule: Option<String>,
    /// Whether that reason stands beside something that encodes it.
    pub needless_reason: bool,
    /// What the pack holds for it.
    #[serde(flatten)]
    pub held: Held,
}

/// Looks at every provision of a pack, in the instrument's order.
pub fn coverage(rulebook: &Rulebook) -> Vec<Covered> {
    let pack = rulebook.pack();
    let held = cited::held(pack, &exercise(rulebook));
    let reasons = reasons(pack);
    let is_encoded = |provision: &Provision| held.contains_key(provision);
    let empty = Held::default();
    let covered = |place: usize| {
        let entry = &pack.provisions[place];
        let reason = reasons[place].clone();
        let parts: Vec<usize> =
            (0..pack.provisions.len()).filter(|part| pack.provisions[*part].id.is_within(&entry.id)).collect();
        let by_its_parts = parts.iter().any(|part| is_encoded(&pack.provisions[*part].id))
            || !parts.is_empty() && parts.iter().all(|part| reasons[*part].is_some());
        let standing = match () {
            () if is_encoded(&entry.id) => Standing::Encoded,
            () if by_its_parts => Standing::ByItsParts,
            () if reason.is_some() => Standing::Reasoned,
            () => Standing::Missing,
        };
        let held = held.get(&entry.id).unwrap_or(&empty).clone();
        Covered {
            provision: entry.id.clone(),
            says: entry.says.clone(),
            standing,
            needless_reason: entry.no_rule.is_some() && !held.rules.is_empty(),
            no_rule: reason,
            held,
        }
    };
    (0..pack.provisions.len()).map(covered).collect()
}

/// Returns for each provision why it needs no rule: its own reason or, for a whole regulation, that of its file, which does not speak for its parts.
fn reasons(pack: &Pack) -> Vec<Option<String>> {
    let of_files: BTreeMap<&Provision, &String> =
        pack.regulations.iter().filter_map(|file| Some((&file.provision, file.no_rule.as_ref()?))).collect();
    let of_file = |provision: &Provision| of_files.get(provision).map(|reason| (*reason).clone());
    pack.provisions.iter().map(|entry| entry.no_rule.clone().or_else(|| of_file(&entry.id))).collect()
}
