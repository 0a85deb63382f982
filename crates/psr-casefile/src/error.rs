//! What can go wrong with a case, said so that a reader knows what, where, why it matters and what to do next.

use psr_rules::answer::AnswerError;
use psr_rules::pack::Diagnostics;

/// The result of an operation on a case.
pub type Result<T> = std::result::Result<T, Error>;

/// Says why an operation on a case failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The register refused.
    #[error(transparent)]
    Register(#[from] psr_recorder::Error),
    /// The pack does not load.
    #[error("the rule pack does not load, so nothing can be decided with it:\n{0}")]
    Pack(Diagnostics),
    /// The pack loads but cannot be compiled.
    #[error("the rule pack cannot be compiled, so nothing can be decided with it: {0}")]
    Compile(String),
    /// A case names a pack by something that is no digest.
    #[error("`{0}` is not the digest of a pack: run `psr verify` to see what happened to the case")]
    NoPack(String),
    /// There is no such case.
    #[error(
        "there is no case `{0}` in this register: give its id, the start of its id, or its reference; `psr case list` shows them"
    )]
    NoSuchCase(String),
    /// Several cases are meant.
    #[error("`{given}` could be any of {}: give more of the id", .ids.join(", "))]
    ManyCases {
        /// What was given.
        given: String,
        /// The ids that fit.
        ids: Vec<String>,
    },
    /// A case with that reference is there already.
    #[error(
        "a case with the reference `{0}` is already in this register: choose another reference, or go on with that case"
    )]
    ReferenceTaken(String),
    /// What was given when the case was opened cannot stand.
    #[error("{0}")]
    Opening(String),
    /// The case is closed.
    #[error(
        "case {reference} is closed (entry {entry}), so nothing more can be recorded in it: open a new case if the matter goes on"
    )]
    Closed {
        /// The case's reference.
        reference: String,
        /// The entry that closed it.
        entry: u64,
    },
    /// There is no such contract.
    #[error(
        "there is no contract `{0}` in this register: give its reference, its id or the start of its id; `psr contract list` shows them"
    )]
    NoSuchContract(String),
    /// A contract with that reference is there already.
    #[error(
        "a contract with the reference `{0}` is already in this register: choose another reference, or enter its changes"
    )]
    ContractTaken(String),
    /// The contract is closed.
    #[error(
        "contract {reference} is closed (entry {entry}), so nothing more can be recorded in it: look at it with `psr contract show`"
    )]
    ContractClosed {
        /// The contract's reference.
        reference: String,
        /// The entry that closed it.
        entry: u64,
    },
    /// A hold stands, so nothing of the case is erased.
    #[error(
        "case {reference} is held, so nothing of it is erased: {}",
        .holds.iter().map(|hold| format!("{} (entry {}, since {}); it ends {}", hold.why, hold.entry, hold.since, hold.ends)).collect::<Vec<_>>().join("; and ")
    )]
    Held {
        /// The case's reference.
        reference: String,
        /// The holds that stand.
        holds: Vec<crate::hold::StandingHold>,
    },
    /// The first entries of a case cannot be read.
    #[error("case {0} does not begin with an entry that opens it: run `psr verify` to see what happened to it")]
    NotACase(String),
    /// Several things are wrong with what was to be recorded; all of them are listed, and nothing was recorded.
    #[error("nothing was recorded:\n{}", .0.iter().map(|problem| format!("- {problem}")).collect::<Vec<_>>().join("\n"))]
    Refused(Vec<Refusal>),
    /// A worked case cannot be played.
    #[error("the worked case cannot be played: {0}")]
    Worked(String),
    /// A period ends before it begins.
    #[error("a period that begins on {from} cannot end on {to}: give its first day and then its last")]
    Period {
        /// Its first day.
        from: chrono::NaiveDate,
        /// Its last day.
        to: chrono::NaiveDate,
    },
    /// The date selects no law.
    #[error("{0}")]
    Law(String),
}

/// One reason why something was not recorded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The pack has no such question.
    #[error("there is no question `{given}`{}", .near.as_ref().map(|near| format!(": did you mean `{near}`?")).unwrap_or_default())]
    NoSuchQuestion {
        /// What was given.
        given: String,
        /// The nearest id there is.
        near: Option<String>,
    },
    /// Several decisions ask the question.
    #[error("`{question}` belongs to several decisions ({}): say which, as in `{}/{question}`", .decisions.join(", "), .decisions.first().map_or("", String::as_str))]
    ManyDecisions {
        /// The question.
        question: String,
        /// The decisions that ask it.
        decisions: Vec<String>,
    },
    /// The decision does not ask the question.
    #[error("decision `{decision}` does not ask `{question}`")]
    NotAsked {
        /// The decision.
        decision: String,
        /// The question.
        question: String,
    },
    /// The case has no such lot.
    #[error("there is no lot `{given}`: {}", if .lots.is_empty() { "this case has no lots".to_owned() } else { format!("its lots are {}", .lots.join(", ")) })]
    NoSuchLot {
        /// What was given.
        given: String,
        /// The lots there are.
        lots: Vec<String>,
    },
    /// The value is not an answer to the question.
    #[error("`{question}`: {error}")]
    Answer {
        /// The question.
        question: String,
        /// What is wrong.
        error: AnswerError,
    },
    /// A text cannot be recorded.
    #[error("the {what} for `{question}` is empty or holds control characters: write it in plain words")]
    Text {
        /// The question.
        question: String,
        /// Which text.
        what: &'static str,
    },
    /// There is no answer to take back.
    #[error("`{0}` has no answer that could be taken back")]
    NothingToWithdraw(String),
    /// A question is answered more than once in one act.
    #[error("`{0}` is answered more than once: keep the answer that should stand")]
    AnsweredTwice(String),
    /// The pack knows no such event.
    #[error("there is no event `{given}`: the pack knows {}", .known.join(", "))]
    NoSuchEvent {
        /// What was given.
        given: String,
        /// The events there are.
        known: Vec<String>,
    },
    /// What else was given of an event does not fit what the pack declares.
    #[error("{}", detail_message(.event, .error))]
    Detail {
        /// The event.
        event: String,
        /// What is wrong.
        error: AnswerError,
    },
    /// Something given cannot stand.
    #[error("{0}")]
    CannotStand(String),
}

/// Says what is wrong with a detail of an event, which is read as the one item of a list.
fn detail_message(event: &str, error: &AnswerError) -> String {
    match error {
        AnswerError::Missing { field, .. } => format!("`{event}` needs `{field}`: add it"),
        AnswerError::NoSuchField { given, fields, .. } => {
            let near = crate::nearest::among(given, fields.split(", "));
            let hint = near
                .map_or_else(|| format!("what can be recorded is {fields}"), |near| format!("did you mean `{near}`?"));
            format!("`{given}` is not recorded of `{event}`: {hint}")
        }
        AnswerError::Field { field, error, .. } => {
            format!("`{field}` of `{event}`: {}: {}", error.problem(), error.hint())
        }
        other => other.to_string(),
    }
}
