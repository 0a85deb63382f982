//! The typed model of a pack: what the loader makes of its files, and all that the engine and the documents know of the law.
//!
//! Everything here was checked when the pack was loaded: every id that is named exists, every citation stands in the list of provisions, no
//! condition holds a bare figure. So the rest of the crate may trust it. The order of every list is the pack's own, which is the instrument's.

mod cases;
mod circumstances;
mod decisions;
mod disclosure;
mod law;
mod ledger;
mod notice_check;
mod notices;
mod questions;
mod readiness;
mod reports;
mod rules;
mod tasks;
mod timetable;

use std::collections::BTreeMap;
use std::fmt;

use chrono::NaiveDate;

use crate::calendar::Calendar;
use crate::id::{CalendarId, DecisionId, ParameterId, Provision, QuestionId};

pub use cases::{EventKind, Expected, GateKind, Scenario};
pub use circumstances::{Asked, Circumstance, Day, DutyState, FieldTest, Figured, ItemSource, Matching, Selection};
pub use decisions::{Conclusion, ConclusionValue, Conflict, Decision, Presupposition, Routes};
pub use disclosure::{
    Carriers, DisclosureItem, DisclosureKind, Disclosures, EntryKind, OutsideTheRequest, ProviderName, Withholding,
};
pub use law::{DatedFigure, Figure, LawText, Parameter, ProvisionEntry, SelectedBy};
pub use ledger::{ContractLedger, LedgerLimit, StaleAnswer};
pub use notice_check::{
    CodeList, CodeState, DeadlineState, DeadlineWords, FieldForm, Found, GAP as PHRASE_GAP, ItemPart, KeyCriterion,
    NoticeCheck, NoticeChecks, NoticeDay, NoticeField, NoticeFigure, NoticeTest, Phrase, PhraseList, PhrasePart,
    PublishedKind, Remark, RequiredItem, RequiredItems, WordShape, WrittenFault,
};
pub use notices::{ItemGround, Notice, NoticeItem, NoticeKind, OnlyIf, Shown, Supply, ToEach};
pub use questions::{Choice, Field, FieldKind, Kind, Question, Says};
pub use readiness::{Check, Ground, GroundKind, Limb, PracticeFigure, Readiness, Severity, Stage, Standing, WordList};
pub use reports::{
    CountedWithin, EventCount, FindingsTold, NamedBy, ProviderRules, ProvidersTold, Report, ReportItem, Reports, Told,
};
pub use rules::{Amount, Clause, Comparison, Condition, Regulation, Relation, Review, Rule, Test};
pub use tasks::TaskStage;
pub use timetable::{
    Applies, Bound, CaseProcess, DutyRule, Expectation, FindingRule, Floor, GivenEvent, Moment, Named, Output, Process,
    Reckoning, RecordedAs, Round, TimetableRules, TimetableScenario,
};

/// A whole pack, loaded and checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pack {
    /// The pack's own name and origin.
    pub about: About,
    /// The digest of the pack's files.
    pub digest: PackDigest,
    /// What documents cite for what every record holds, such as its reasons, by the name that templates use.
    pub cites: BTreeMap<String, Provision>,
    /// The texts of the law that were in force one after another, oldest first.
    pub texts: Vec<LawText>,
    /// Every provision of the instrument, in its order.
    pub provisions: Vec<ProvisionEntry>,
    /// The dated figures.
    pub parameters: BTreeMap<ParameterId, Parameter>,
    /// The questions.
    pub questions: BTreeMap<QuestionId, Question>,
    /// The decisions, in the order in which an interview takes them.
    pub decisions: Vec<Decision>,
    /// The regulations and schedules with their rules, in the instrument's order.
    pub regulations: Vec<Regulation>,
    /// What can happen in a case, in the pack's order.
    pub events: Vec<EventKind>,
    /// The gates that events pass, in the pack's order.
    pub gates: Vec<GateKind>,
    /// The notices, letters and invitations, in the instrument's order.
    pub notices: Vec<Notice>,
    /// What a published notice is looked through for, where the pack says so.
    pub notice_checks: Option<NoticeChecks>,
    /// How the pack uses the ledgers of contracts, if it does.
    pub ledger: Option<ContractLedger>,
    /// What is given to somebody who asks for information, where the pack says so.
    pub disclosures: Option<Disclosures>,
    /// What is told of all cases and contracts over a period, where the pack says so.
    pub reports: Option<Reports>,
    /// The calendars of working days.
    pub calendars: BTreeMap<CalendarId, Calendar>,
    /// What falls due when, where the pack says so.
    pub timetable: Option<TimetableRules>,
    /// The worked cases that the pack must get right.
    pub scenarios: Vec<Scenario>,
    /// The worked cases that the timetable must get right.
    pub timetable_scenarios: Vec<TimetableScenario>,
    /// What a case is looked through for before it goes on.
    pub readiness: Readiness,
    /// The stages of the work on a case, in their order; none where the pack names none.
    pub tasks: Vec<TaskStage>,
}

impl Pack {
    /// Returns the text of the law that governs a decision for a date; none before the first.
    pub fn text_for(&self, decision: &DecisionId, on: NaiveDate) -> Option<&LawText> {
        let decision = self.decisions.iter().find(|known| known.id == *decision);
        let selected_by = decision.map_or(SelectedBy::Commencement, |decision| decision.selected_by);
        let governs = |text: &&LawText| {
            text.from <= on && (text.selected_by == selected_by || text.selected_by == SelectedBy::Commencement)
        };
        self.texts.iter().rfind(governs)
    }

    /// Answers whether a rule stands in the text that governs its decision for a date.
    pub fn stands(&self, rule: &Rule, on: NaiveDate) -> bool {
        rule.texts.is_empty() || self.text_for(&rule.decision, on).is_some_and(|text| rule.texts.contains(&text.id))
    }
}

/// What a pack says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// The pack's id, such as `psr-england`.
    pub id: String,
    /// Its title in words.
    pub title: String,
    /// Its version.
    pub version: String,
    /// The instrument it encodes, as it is cited.
    pub instrument: String,
    /// The day the regime began; no procedure commenced before it is determined.
    pub begins: NaiveDate,
    /// The decision that is meant when none is named.
    pub default_decision: DecisionId,
}

/// The RFC 6962 root over a pack's files: each leaf is the path, a NUL and the bytes, in order of path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PackDigest(pub [u8; 32]);

impl fmt::Display for PackDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("sha256:")?;
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}
