//! Taking everything from one case.

use psr_rules::pack::model::Told;

use super::events::Counting;
use super::found::{NotCounted, Source};
use super::shown::Looking;
use super::{Asking, Found, findings};
use crate::casebook::Case;

/// Takes what happened in a case, whom it made hold a contract, and what is wrong with it.
pub(super) fn take(case: &Case, asking: Asking<'_>, found: &mut Found) {
    let looking = Looking::at(case);
    if asking.tells(|told| matches!(told, Told::Events(_))) {
        Counting::of(case, &looking, asking).count(found);
    }
    if let Some(rules) = asking.providers() {
        found.holdings.take_case(case, rules, &looking);
    }
    if asking.tells(|told| matches!(told, Told::Findings(..)))
        && let Err(error) = findings::find(case, asking, found)
    {
        let because = format!("the case cannot be looked through: {error}");
        let source = Source::of_case(case, Vec::new());
        found.not_counted.push(NotCounted::whole("The case as a whole", because, source, asking.report));
    }
}
