//! What a document lacks, each with its provision and with where to put it on record.

use minijinja::{Value, context};
use psr_casefile::casebook::Case;
use psr_casefile::notice::{Lack, Missing, Supplies};
use psr_renderer::error::gap_in_words;

use super::super::open;

/// Returns what a page shows of what is missing.
pub fn shown(case: &Case, lacks: &[Lack]) -> Vec<Value> {
    let lack = |lack: &Lack| {
        let ways = lack.ways.iter().map(|way| way.iter().map(|one| supply(case, lack, one)).collect::<Vec<_>>());
        context! { says => gap_in_words(&lack.gap), ways => ways.collect::<Vec<_>>() }
    };
    lacks.iter().map(lack).collect()
}

/// Tells whether a planned day is all that is missing.
pub fn need_only_a_day(lacks: &[Lack]) -> bool {
    let planned = |way: &Vec<Supplies>| way.iter().all(|one| one.may_be_planned);
    !lacks.is_empty() && lacks.iter().all(|lack| lack.ways.iter().any(planned))
}

fn supply(case: &Case, lack: &Lack, supplies: &Supplies) -> Value {
    let Missing { says, decision, question, event } = &supplies.missing;
    let address = open::address(case);
    let href = match (decision, question, event) {
        (Some(decision), Some(question), _) => {
            Some(format!("{address}/questions/{decision}/{question}{}", lot_query(case, lack)))
        }
        (_, _, Some(event)) => Some(format!("{address}/events/new?event={event}")),
        _ => None,
    };
    context! { says, href, may_be_planned => supplies.may_be_planned }
}

/// Leads to the question of the lot, where it is missing for one lot alone.
fn lot_query(case: &Case, lack: &Lack) -> String {
    let [only] = lack.gap.lots.as_slice() else { return String::new() };
    let place = case.state.opened.what.lots.iter().position(|lot| lot == only);
    place.map(|place| format!("?lot={}", place + 1)).unwrap_or_default()
}
