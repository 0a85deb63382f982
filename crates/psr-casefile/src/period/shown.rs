//! What a case shows: whether something is concluded or answered so, for every lot alike.

use psr_rules::pack::model::{Presupposition, Shown};

use crate::arising::Arising;
use crate::casebook::Case;
use crate::event::AnswerKey;

/// How something stands in a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Stands {
    /// It is so, in every lot.
    So,
    /// It is not so, in any lot.
    NotSo,
    /// It is so in some of the lots and not in others.
    Mixed,
    /// It cannot be told; the end of a sentence after "because" says why.
    Open(String),
}

/// A case that is looked at; what it leads to is worked out once.
pub(super) struct Looking<'c> {
    case: &'c Case,
    arising: Arising<'c>,
}

impl<'c> Looking<'c> {
    /// Begins to look at a case.
    pub fn at(case: &'c Case) -> Self {
        Self { case, arising: Arising::new(&case.state, &case.rulebook) }
    }

    /// Returns how all of this stands in the case.
    pub fn all(&self, wanted: &[Shown]) -> Stands {
        let lots = self.case.state.lots();
        let standing: Vec<Option<bool>> = lots.iter().map(|lot| self.all_in(wanted, *lot)).collect();
        match standing.as_slice() {
            all if all.iter().all(|stands| *stands == Some(true)) => Stands::So,
            all if all.iter().all(|stands| *stands == Some(false)) => Stands::NotSo,
            all if all.contains(&None) => Stands::Open(self.open(wanted)),
            _ => Stands::Mixed,
        }
    }

    /// Answers whether any of this is so in every lot.
    pub fn any(&self, wanted: &[Shown]) -> bool {
        wanted.iter().any(|one| self.all(std::slice::from_ref(one)) == Stands::So)
    }

    fn all_in(&self, wanted: &[Shown], lot: Option<usize>) -> Option<bool> {
        let stands: Vec<Option<bool>> = wanted.iter().map(|one| self.one(one, lot)).collect();
        match () {
            () if stands.contains(&Some(false)) => Some(false),
            () if stands.contains(&None) => None,
            () => Some(true),
        }
    }

    fn one(&self, wanted: &Shown, lot: Option<usize>) -> Option<bool> {
        match wanted {
            Shown::Conclusion(decision, conclusion, values) => {
                let (decision, conclusion, values) = (decision.clone(), conclusion.clone(), values.clone());
                self.arising.concluded(&Presupposition { decision, conclusion, values }, lot)
            }
            Shown::YesNo(_, _, yes) => self.answer(wanted, lot).map(|given| given == if *yes { "yes" } else { "no" }),
            Shown::Choice(_, _, choices) => {
                self.answer(wanted, lot).map(|given| choices.iter().any(|choice| choice.as_str() == given))
            }
        }
    }

    fn answer(&self, wanted: &Shown, lot: Option<usize>) -> Option<String> {
        let (Shown::YesNo(decision, question, _) | Shown::Choice(decision, question, _)) = wanted else { return None };
        let key = AnswerKey { decision: decision.clone(), lot, question: question.clone() };
        Some(self.case.state.governing(&key)?.what.answer.as_ref()?.plain())
    }

    /// Says what is open.
    fn open(&self, wanted: &[Shown]) -> String {
        let lots = self.case.state.lots();
        let open = wanted.iter().find(|one| lots.iter().any(|lot| self.one(one, *lot).is_none()));
        let pack = self.case.rulebook.pack();
        let decision = open.and_then(|one| pack.decisions.iter().find(|known| known.id == *one.decision()));
        decision.map_or_else(
            || "what it turns on is not known to the pack of the case".to_owned(),
            |decision| format!("“{}” is not settled in the case", decision.title),
        )
    }
}
