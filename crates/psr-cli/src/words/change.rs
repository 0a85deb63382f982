//! What an act has changed: which conclusions stand differently from before.

use std::collections::BTreeMap;

use psr_casefile::casebook::Case;
use psr_casefile::determine;
use psr_rules::engine::UNDETERMINED;

use crate::failure::Stop;
use crate::terminal::page::{Ink, Page};

/// Where a conclusion stands in a case: the place of its decision in the pack, its lot, and its own place in the decision.
type Place = (usize, Option<usize>, usize);

/// The conclusions of a case as they stand, in the pack's order.
#[derive(Debug, Default)]
pub struct Standing(BTreeMap<Place, Concluded>);

#[derive(Debug, PartialEq, Eq)]
struct Concluded {
    lot: Option<String>,
    value: String,
    says: String,
    lawful: bool,
}

impl Standing {
    /// Returns how the conclusions of a case stand.
    pub fn of(case: &Case) -> Result<Self, Stop> {
        let mut standing = BTreeMap::new();
        let decisions = case.rulebook.pack().decisions.iter().enumerate();
        for (place, decision) in decisions.filter(|(_, decision)| !decision.conclusions.is_empty()) {
            for lot in case.state.lots() {
                let found = determine::determine(&case.state, &case.rulebook, decision, lot)?.determination;
                for (order, conclusion) in decision.conclusions.iter().enumerate() {
                    let value = found.value(conclusion.id.as_str());
                    let says = conclusion.values.iter().find(|known| Some(&known.id) == value);
                    let routes = decision.routes.as_ref().filter(|routes| routes.conclusions.contains(&conclusion.id));
                    let concluded = Concluded {
                        lot: lot.and_then(|lot| case.state.lot_name(lot)).map(str::to_owned),
                        value: value.map_or(UNDETERMINED, |value| value.as_str()).to_owned(),
                        says: says
                            .map_or_else(|| format!("{}: not settled.", conclusion.name), |known| known.says.clone()),
                        lawful: routes.is_some_and(|routes| value.is_some_and(|value| routes.lawful.contains(value))),
                    };
                    standing.insert((place, lot, order), concluded);
                }
            }
        }
        Ok(Self(standing))
    }
}

/// Adds what an act settled, altered or opened again.
pub fn settled(page: &mut Page, before: &Standing, after: &Standing) {
    let changed = after.0.iter().filter(|(place, now)| before.0.get(place).is_none_or(|then| then.value != now.value));
    let mut changed = changed.map(|(_, now)| now).peekable();
    if changed.peek().is_none() {
        return;
    }
    page.line("This settles:");
    for now in changed {
        let lot = now.lot.as_ref().map(|lot| format!("{lot}: ")).unwrap_or_default();
        let (mark, ink) = match (now.value.as_str(), now.lawful) {
            (UNDETERMINED, _) => ("? ", Ink::Open),
            (_, true) => ("> ", Ink::Good),
            _ => ("- ", Ink::Faint),
        };
        page.inked_item(2, mark, ink, &format!("{lot}{}", now.says));
    }
}
