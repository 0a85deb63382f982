//! Sections: one decision with its conclusions, for one lot or for the whole case.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{AnsweredQuestion, OpenQuestion, RuleFinding, Statement, Status};

/// One decision of the case, for one lot or for the whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// The decision's id.
    pub decision: String,
    /// Its title.
    pub title: String,
    /// What it settles.
    pub about: String,
    /// The provision it rests on.
    pub provision: String,
    /// The law that governs it, where that is not the text of the case or not selected by its date.
    #[serde(default)]
    pub own_law: Option<OwnLaw>,
    /// The lot, in a case with lots.
    pub lot: Option<String>,
    /// Whether it has conclusions or only collects what must be on file.
    pub collects: bool,
    /// Whether every final conclusion is settled.
    pub complete: bool,
    /// Its conclusions, in the pack's order.
    pub conclusions: Vec<Conclusion>,
    /// Its rules, in the law's order, limb by limb.
    pub rules: Vec<RuleFinding>,
    /// The answers given, in the pack's order.
    pub answers: Vec<AnsweredQuestion>,
    /// The questions not answered that still matter, in the order in which they are best asked.
    pub open: Vec<OpenQuestion>,
    /// Combinations that cannot both be obeyed.
    pub conflicts: Vec<Statement>,
    /// The route followed, where the decision's conclusions are routes and one was recorded.
    pub route: Option<RouteFollowed>,
}

/// The law that governs one decision, where it goes by a date of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnLaw {
    /// The text in force, such as `V3`.
    pub text: String,
    /// Which instrument made that text.
    pub text_source: String,
    /// The date that selected it.
    pub date: NaiveDate,
}

/// A conclusion with what forces it and what would change it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conclusion {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its value, or `undetermined`.
    pub value: String,
    /// The value as a sentence.
    pub says: String,
    /// Whether it is intermediate.
    pub intermediate: bool,
    /// Whether it is a route that may be followed.
    pub lawful_route: bool,
    /// Whether it is a route that must be followed.
    pub compulsory_route: bool,
    /// A minimal set of answers that forces it, in clauses.
    pub because: Vec<Statement>,
    /// The smallest change of answers that would alter it, in clauses.
    pub would_change: Option<SmallestChange>,
}

/// The smallest change of answers that would alter a conclusion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SmallestChange {
    /// What the conclusion would then be.
    pub to: String,
    /// Whether it would then certainly be so; otherwise it would only become possible.
    pub certain: bool,
    /// The answers as they would have to be, in clauses.
    pub answers: Vec<Statement>,
}

/// The route that was followed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RouteFollowed {
    /// The route's id.
    pub route: String,
    /// Its name.
    pub name: String,
    /// Whether it may be followed, as concluded.
    pub lawful: Status,
    /// Whether the authority had a choice.
    pub choice: bool,
    /// The answer that records it, with its reasons.
    pub answer: AnsweredQuestion,
}
