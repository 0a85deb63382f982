//! The names that packs, answers and records use for things, as types.
//!
//! An id is parsed once, where it arrives, and trusted afterwards. All ids are short kebab-case words such as `existing-provider`;
//! a [`Provision`] is a citation such as `reg 6(5)(b)`.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// Says why a text is no id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not an id: use lower-case words joined by single hyphens, such as `existing-provider`")]
pub struct IdError {
    /// The text as it was given.
    pub text: String,
}

/// Answers whether a text is kebab-case: lower-case letters and digits in words joined by single hyphens.
pub fn is_kebab_case(text: &str) -> bool {
    !text.is_empty()
        && text
            .split('-')
            .all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()))
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Parses the id.
            ///
            /// # Errors
            /// When the text is not kebab-case.
            pub fn parse(text: &str) -> Result<Self, IdError> {
                if is_kebab_case(text) { Ok(Self(text.into())) } else { Err(IdError { text: text.to_owned() }) }
            }

            /// Returns the id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    )*};
}

ids! {
    /// Names a decision, such as the choice of process.
    DecisionId;
    /// Names a question.
    QuestionId;
    /// Names one of the choices of a one-of question, or a group of them.
    ChoiceId;
    /// Names a conclusion of a decision.
    ConclusionId;
    /// Names one of the values that a conclusion can have, such as `required`.
    ValueId;
    /// Names a rule.
    RuleId;
    /// Names a dated figure.
    ParameterId;
    /// Names something that happens in a case, such as the publication of a notice.
    EventId;
    /// Names a gate: a kind of moment by which it is told whether an answer came before or after.
    GateId;
    /// Names a notice, letter or invitation.
    NoticeId;
    /// Names a check of readiness.
    CheckId;
    /// Names a stage of a case, such as the time before a notice.
    StageId;
    /// Names a standing: a list of limbs shown one by one.
    StandingId;
    /// Names a list of words.
    WordsId;
    /// Names a calendar of working days.
    CalendarId;
    /// Names a process for which a timetable can be asked, or a group of them.
    ProcessId;
    /// Names a moment that a timetable finds, or a duty that it counts out.
    MomentId;
    /// Names something that must be done by a day.
    DutyId;
    /// Names something that a timetable finds wrong.
    FindingId;
    /// Names a kind of published notice, by which it is looked through.
    NoticeKindId;
    /// Names a part of a published notice, such as its reasons.
    PartId;
    /// Names a kind of disclosure, an item of one, or a ground on which something is withheld.
    DisclosureId;
    /// Names a report over a period, or an item of one.
    ReportId;
}

macro_rules! citations {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Takes the name as the pack writes it; the loader has checked that the pack knows it.
            pub fn new(text: &str) -> Self {
                Self(text.into())
            }

            /// Returns the name as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

citations! {
    /// Cites a provision as the instrument numbers it: `reg 6(5)(b)`, `Sch 3 para 2`.
    Provision;
    /// Names a text of the law as it stood from a date, such as `V2`.
    TextId;
}

impl Provision {
    /// Answers whether the provision is a part of the other: `reg 6(3)(a)` of `reg 6(3)` and of `reg 6`, not of `reg 60`.
    pub fn is_within(&self, other: &Self) -> bool {
        let rest = self.0.strip_prefix(&*other.0);
        rest.is_some_and(|rest| rest.starts_with(['(', ' ']))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_told_from_neighbours() {
        let within = |part: &str, whole: &str| Provision::new(part).is_within(&Provision::new(whole));
        assert!(
            within("reg 6(3)(a)", "reg 6(3)")
                && within("Sch 1 para 2", "Sch 1")
                && within("reg 2(1) \"CPV\"", "reg 2(1)")
        );
        assert!(!within("reg 20A", "reg 20") && !within("reg 6", "reg 6") && !within("Sch 16", "Sch 1"));
    }

    #[test]
    fn ids_are_kebab_case() {
        for good in ["existing-provider", "a", "v2-text"] {
            assert_eq!(QuestionId::parse(good).map(|id| id.to_string()), Ok(good.to_owned()));
        }
        for bad in ["", "-a", "a-", "a--b", "Existing", "a b", "é"] {
            assert!(QuestionId::parse(bad).is_err(), "{bad:?}");
        }
    }
}
