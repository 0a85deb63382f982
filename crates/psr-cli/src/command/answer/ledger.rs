//! An answer from the ledger of the case's contract.

use psr_casefile::casebook::{AnswerGiven, Case, Casebook, Given};
use psr_rules::answer::Answer;
use psr_rules::money::Pence;

use crate::failure::{Problem, Stop};

/// Answers with what the ledger says, and adds to the reasons where it is taken from.
pub fn fill(given: &mut AnswerGiven, plus: Option<Pence>, casebook: &Casebook, case: &Case) -> Result<(), Stop> {
    let offers = casebook.offers(case)?;
    let meant = |key: &psr_casefile::event::AnswerKey| {
        key.question.as_str() == given.question
            && given.decision.as_ref().is_none_or(|decision| key.decision.as_str() == decision)
    };
    let Some(offer) = offers.iter().find(|offer| meant(&offer.key)) else {
        let known: Vec<&str> = offers.iter().map(|offer| offer.key.question.as_str()).collect();
        let hint = if known.is_empty() {
            "open the case with --contract to say which contract on record it is about".to_owned()
        } else {
            format!("it answers {}", known.join(" and "))
        };
        let what = format!("no ledger says anything about `{}` in this case", given.question);
        return Err(Problem::new(what, hint).into());
    };
    if offer.adds_change != plus.is_some() {
        let (what, hint) = if offer.adds_change {
            (
                "the ledger holds earlier changes only, and the question counts this one too",
                "add it with --plus SUM, 0 if the value stays",
            )
        } else {
            ("nothing is added to the value when the contract was entered into", "leave --plus out")
        };
        return Err(Problem::new(what, hint).into());
    }
    let (sum, from) = offer.answer(plus.unwrap_or_default());
    given.decision = Some(offer.key.decision.to_string());
    given.given = Given::Answer(Answer::Money(sum));
    given.reason = Some(given.reason.as_ref().map_or(from.clone(), |reason| format!("{reason} {from}")));
    Ok(())
}
