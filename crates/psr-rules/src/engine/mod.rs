//! The engine: from answers to determinations, exactly.
//!
//! A [`Rulebook`] compiles each decision of a pack into decision diagrams, once. A [`CompiledDecision`] then takes [`Facts`], complete or not, and says
//! what they lead to: a conclusion is undetermined only if two ways of answering the unanswered questions really lead to different values, and a
//! question is relevant only if its answer alone can still change a final conclusion.
//!
//! ```text
//! pack → vocabulary → forest → diagrams          once
//! answers → facts → settled → determination      for each case
//! ```
//!
//! The order in which a diagram asks is chosen for its size and never shows in any result.

mod amend;
mod amendment;
mod arithmetic;
mod change;
mod clause;
mod compare;
mod compile;
mod decision;
mod determination;
mod diagram;
mod difference;
mod error;
mod explain;
mod facts;
mod forest;
mod horizon;
mod joint;
mod json;
mod limit;
mod line;
mod next;
mod order;
mod proof;
mod prove;
mod reasoning;
mod relevance;
mod rulebook;
mod scope;
mod set;
mod settle;
mod sufficient;
mod sums;
mod survey;
mod tested;
mod variable;
mod verdict;
mod vocabulary;
mod weave;
mod witness;

pub use amend::amendment;
pub use amendment::{Amendment, ChangedFigure, DecisionOutcome, DecisionsCompared, LawAt, Listed, Lists, TextAt};
pub use arithmetic::{ArithmeticShown, shown as figure_in_words};
pub use change::{Change, ChangedAnswer, LimitChange, NewAnswer, Reach};
pub use decision::CompiledDecision;
pub use determination::{Concluded, ConflictFound, Determination, Finding, Ground, PackName, SCHEMA, UNDETERMINED};
pub use difference::{Difference, Incomparable};
pub use error::{CompileError, DecisionError};
pub use explain::Explanation;
pub use facts::Facts;
pub use horizon::{FindingSpread, Horizon, Spread, YearRange};
pub use proof::{CompulsoryPair, ConditionAt, Proof, Size};
pub use reasoning::{ConditionFinding, Joins, RuleFinding};
pub use rulebook::Rulebook;
pub use set::QuestionSet;
pub use settle::{Scratch, Settled};
pub use verdict::Status;
