//! The typed model of a pack: what the loader makes of its files, and all that the engine and the documents know of the law.
//!
//! Everything here was checked when the pack was loaded: every id that is named exists, every citation stands in the list of provisions, no
//! condition holds a bare figure. So the rest of the crate may trust it. The order of every list is the pack's own, which is the instrument's.

use std::collections::BTreeMap;
use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::id::{
    ChoiceId, ConclusionId, DecisionId, EventId, ParameterId, Provision, QuestionId, RuleId, TextId, ValueId,
};

/// A whole pack, loaded and checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pack {
    /// The pack's own name and origin.
    pub about: About,
    /// The digest of the pack's files.
    pub digest: PackDigest,
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
    /// The worked cases that the pack must get right.
    pub scenarios: Vec<Scenario>,
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

/// One text of the law, in force from a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LawText {
    /// Its name, such as `V2`.
    pub id: TextId,
    /// The day from which it governs.
    pub from: NaiveDate,
    /// What a date must be the date of for this text to be selected.
    pub selected_by: SelectedBy,
    /// Which instrument made it so.
    pub source: String,
}

/// Which date selects the text in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SelectedBy {
    /// The date on which the procedure commenced.
    Commencement,
    /// The date of the termination of a contract.
    Termination,
}

/// A provision of the instrument, with what it says in our own plain words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProvisionEntry {
    /// Its citation.
    pub id: Provision,
    /// What it says, in plain words of our own.
    pub says: String,
    /// The texts in which it stands; empty means all.
    pub texts: Vec<TextId>,
}

/// A figure of the law, with its values over time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// Its id.
    pub id: ParameterId,
    /// What it is, in words.
    pub meaning: String,
    /// Its values, oldest first; their dates do not overlap.
    pub values: Vec<DatedFigure>,
}

/// A figure that holds from a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatedFigure {
    /// The first day it holds.
    pub from: NaiveDate,
    /// The figure.
    pub figure: Figure,
    /// The provision that sets it.
    pub source: Provision,
}

/// A figure with its unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figure {
    /// A sum, in pence.
    Money(crate::money::Pence),
    /// A percentage, in ten-thousandths of one per cent: 25 % is 250,000.
    Percent(i64),
    /// A number of days.
    Days(u32),
}

/// A question, with everything that is said around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Its id.
    pub id: QuestionId,
    /// What kind of answer it takes.
    pub kind: Kind,
    /// The provisions that make it necessary; at least one.
    pub provisions: Vec<Provision>,
    /// The question itself.
    pub ask: String,
    /// Help with answering.
    pub hint: Option<String>,
    /// Why it is asked, in plain words.
    pub why: String,
    /// What an answer says, as a clause: for explanations and reasons.
    pub says: Says,
    /// When the law asks for a view of the authority: the verb, such as `is satisfied`.
    pub view: Option<String>,
    /// How dear it is to answer, from 1 (known at once) to 5 (needs an assessment); cheap ones are asked first.
    pub effort: u8,
    /// An address where guidance on it is published.
    pub guidance: Option<String>,
}

/// The clauses that state an answer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Says {
    /// For a yes.
    pub yes: Option<String>,
    /// For a no.
    pub no: Option<String>,
    /// For any other kind, with `{answer}` where the answer goes.
    pub answer: Option<String>,
}

/// The kinds of answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// Yes or no.
    YesNo,
    /// A sum of money; with any sign only where a change is asked for.
    Money {
        /// Whether the sum may be negative.
        any_sign: bool,
    },
    /// A civil date.
    Date,
    /// One of some choices.
    OneOf(Vec<Choice>),
    /// Words.
    Text,
    /// Several items, each with these fields.
    List(Vec<Field>),
}

/// A choice of a one-of question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Its id.
    pub id: ChoiceId,
    /// What people read.
    pub label: String,
    /// A name it shares with other choices, so that a condition can name them together.
    pub group: Option<ChoiceId>,
    /// More about it, such as a qualification that binds.
    pub note: Option<String>,
}

/// A field of the items of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its id.
    pub id: QuestionId,
    /// What is asked for.
    pub ask: String,
    /// Whether an item may leave it out.
    pub optional: bool,
}

/// A decision: the questions it needs and the conclusions it reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Its id.
    pub id: DecisionId,
    /// Its title.
    pub title: String,
    /// What it settles, in plain words.
    pub about: String,
    /// The provision it rests on.
    pub provision: Provision,
    /// Its questions, in the order in which lists of them are given.
    pub questions: Vec<QuestionId>,
    /// Its conclusions; none where it only collects what must be on file.
    pub conclusions: Vec<Conclusion>,
    /// Where its conclusions are routes: which values make a route lawful and which compulsory.
    pub routes: Option<Routes>,
    /// Combinations that cannot both be obeyed.
    pub conflicts: Vec<Conflict>,
    /// What must already be concluded for it to arise.
    pub presupposes: Vec<Presupposition>,
    /// Which date selects the text of the law.
    pub selected_by: SelectedBy,
}

/// A conclusion and the values it can have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conclusion {
    /// Its id.
    pub id: ConclusionId,
    /// Its name in words.
    pub name: String,
    /// Its values, strongest first. Where rules set several, the strongest stands; where none sets any, the last does.
    pub values: Vec<ConclusionValue>,
    /// Whether it is reported but makes no question relevant by itself.
    pub intermediate: bool,
}

/// A value of a conclusion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConclusionValue {
    /// Its id.
    pub id: ValueId,
    /// What it means, as a sentence.
    pub says: String,
}

/// Which values of a decision's conclusions mean that a route is lawful, or compulsory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Routes {
    /// The conclusions that are routes.
    pub conclusions: Vec<ConclusionId>,
    /// The values under which a route may be taken.
    pub lawful: Vec<ValueId>,
    /// The values under which a route must be taken.
    pub compulsory: Vec<ValueId>,
    /// The collecting question that records which route was taken, if the pack has one.
    pub followed: Option<QuestionId>,
}

/// A combination of rules that cannot both be obeyed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// What is wrong, as a sentence.
    pub message: String,
    /// The provisions that pull apart.
    pub provisions: Vec<Provision>,
    /// When it arises.
    pub when: Condition,
}

/// What must be concluded elsewhere for a decision to arise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Presupposition {
    /// The other decision.
    pub decision: DecisionId,
    /// Its conclusion.
    pub conclusion: ConclusionId,
    /// The value it must have.
    pub value: ValueId,
}

/// A regulation or schedule: one file of the pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Regulation {
    /// Its citation, such as `reg 6`.
    pub provision: Provision,
    /// Its heading.
    pub heading: String,
    /// Why it needs no rule, where it has none.
    pub no_rule: Option<String>,
    /// Who reviewed it, against which text, and when.
    pub reviews: Vec<Review>,
    /// Its rules, in the order of its paragraphs.
    pub rules: Vec<Rule>,
}

/// A review of a rule file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// Who reviewed it.
    pub by: String,
    /// Against which text.
    pub against: String,
    /// On which day.
    pub on: NaiveDate,
}

/// A rule: when its condition is met, its conclusions follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Its id.
    pub id: RuleId,
    /// The provision it encodes.
    pub provision: Provision,
    /// Its title: what it says when it applies.
    pub title: String,
    /// The decision it belongs to.
    pub decision: DecisionId,
    /// The texts of the law in which it stands; empty means all.
    pub texts: Vec<TextId>,
    /// Its condition.
    pub when: Condition,
    /// What follows; empty for a rule that others build on.
    pub then: Vec<(ConclusionId, ValueId)>,
    /// A note on a reading that the text does not spell out, or on a slip in it.
    pub note: Option<String>,
}

/// A condition, with its provision and the clauses that will stand in the reasoning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// The provision it encodes; a condition that only groups others has none.
    pub provision: Option<Provision>,
    /// How the reasoning says it.
    pub clause: Option<Clause>,
    /// What is tested.
    pub test: Test,
}

/// The clauses of a condition, for each way it can come out.
///
/// `{question-id}` stands for a given sum, date or choice; `{parameter-id}` for a figure in force; in a comparison `{difference}` and
/// `{percentage}` stand for the left sum less the right question's sum, and that difference as a percentage of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// When it is met.
    pub met: String,
    /// When it is not met.
    pub not_met: String,
    /// When it is not settled yet.
    pub open: String,
}

/// What a condition tests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// Every one of these is met.
    All(Vec<Condition>),
    /// At least one of these is met.
    Any(Vec<Condition>),
    /// This is not met.
    Not(Box<Condition>),
    /// The condition of that rule is met.
    Rule(RuleId),
    /// The yes-no question is answered yes.
    Yes(QuestionId),
    /// The yes-no question is answered no.
    No(QuestionId),
    /// The one-of question is answered with one of these choices (groups are already resolved).
    Among(QuestionId, Vec<ChoiceId>),
    /// One sum stands in a relation to an amount.
    Compare(Comparison),
}

/// A comparison of a sum with an amount.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// The sum on the left.
    pub sum: QuestionId,
    /// Whether only its size counts, not its sign.
    pub size_only: bool,
    /// The relation.
    pub relation: Relation,
    /// The amount on the right.
    pub amount: Amount,
}

/// How a sum stands to an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// At least as much.
    AtLeast,
    /// More.
    MoreThan,
    /// At most as much.
    AtMost,
    /// Less.
    Below,
}

/// An amount that a sum is compared with; figures come from parameters only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Amount {
    /// A figure of money.
    Figure(ParameterId),
    /// Another sum.
    Sum(QuestionId),
    /// Another sum and a figure of money on top.
    SumPlus(QuestionId, ParameterId),
    /// Another sum and a percentage of it on top.
    SumPlusPercent(QuestionId, ParameterId),
    /// A percentage of another sum.
    PercentOf(ParameterId, QuestionId),
}

/// Something that can happen in a case and is put on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventKind {
    /// Its id.
    pub id: EventId,
    /// Its name in words.
    pub title: String,
    /// The provision behind it.
    pub provision: Provision,
    /// Whether the procedure commences with it.
    pub commences: bool,
}

/// A worked case that the pack must get right: a test in data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scenario {
    /// The file it stands in.
    pub path: String,
    /// Its name, as a sentence.
    pub name: String,
    /// When the procedure commenced.
    pub date: NaiveDate,
    /// The decision.
    pub decision: DecisionId,
    /// The answers.
    pub answers: crate::answer::Answers,
    /// What must be concluded; `undetermined` where nothing may be. Conclusions not named are not looked at.
    pub concludes: BTreeMap<ConclusionId, Expected>,
    /// Which unanswered questions must be relevant, exactly; not looked at where absent.
    pub relevant: Option<Vec<QuestionId>>,
    /// How many conflicts must be reported.
    pub conflicts: usize,
}

/// What a scenario expects of a conclusion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// This value.
    Value(ValueId),
    /// That it is open.
    Undetermined,
}
