//! What leaves and what stays, field by field: the digests that a bundle leaves out, each with the reason.

use std::collections::BTreeMap;

use psr_recorder::Digest;
use psr_recorder::bundle::{Selection, Withheld};
use psr_rules::facts::Choice;

use super::Disclosing;
use super::carried::Carried;
use super::decide::{Decided, DecidedPart};
use crate::event::Withholding;

/// What leaves and what stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selected {
    /// What the bundle leaves out.
    pub selection: Selection,
    /// The places that are given, such as `12` or `15 value/3`.
    pub given: Vec<String>,
    /// The places that are withheld, by the reason.
    pub withheld: Vec<Withholding>,
}

/// Tells for every field of a case whether it leaves.
pub fn select(disclosing: &Disclosing<'_>, decided: &Decided) -> Selected {
    let mut selected = Selected { selection: Selection::default(), given: Vec::new(), withheld: Vec::new() };
    let mut reasons: BTreeMap<(String, String, Option<String>), Vec<String>> = BTreeMap::new();
    for carried in &decided.carried {
        let Some(parts) = decided.parts.get(&carried.entry) else {
            let outside = outside(disclosing);
            let digests = carried.parts.iter().flat_map(|part| &part.digests);
            digests.for_each(|digest| drop(selected.selection.withheld.insert(*digest, outside.clone())));
            continue;
        };
        let marks: Vec<Digest> =
            carried.parts.iter().filter(|part| part.name.is_none()).flat_map(|part| part.digests.clone()).collect();
        let whole = parts.iter().all(|part| part.choice == parts[0].choice);
        for part in parts {
            let place = place(carried, part, whole);
            match &part.choice {
                Choice::Give if selected.given.last() != Some(&place) => selected.given.push(place),
                Choice::Give => {}
                Choice::Withhold { on, explanation, balance } => {
                    let places = reasons.entry((on.to_string(), explanation.clone(), balance.clone())).or_default();
                    if places.last() != Some(&place) {
                        places.push(place);
                    }
                }
            }
            withhold(&mut selected.selection, disclosing, carried, part, &part.part.digests);
        }
        // The marks say nothing of anybody; they go with the first part, and stay where none is given.
        if let Some(first) = parts.first().filter(|_| parts.iter().all(|part| part.choice != Choice::Give)) {
            withhold(&mut selected.selection, disclosing, carried, first, &marks);
        }
    }
    let reason = |((on, explanation, balance), places)| Withholding { on, explanation, balance, places };
    selected.withheld = reasons.into_iter().map(reason).collect();
    selected
}

fn place(carried: &Carried, part: &DecidedPart, whole: bool) -> String {
    match &part.part.name {
        Some(name) if !whole => format!("{} {name}", carried.entry),
        _ => carried.entry.to_string(),
    }
}

fn outside(disclosing: &Disclosing<'_>) -> Withheld {
    let outside = &disclosing.disclosures.outside;
    let note = format!("It is left out because {}.", outside.says);
    Withheld { bar: outside.id.to_string(), note, ..Withheld::default() }
}

/// Notes the fields of a part as left out, with the reason that was decided.
fn withhold(
    selection: &mut Selection,
    disclosing: &Disclosing<'_>,
    carried: &Carried,
    part: &DecidedPart,
    digests: &[Digest],
) {
    let Choice::Withhold { on, explanation, balance } = &part.choice else { return };
    let provisions = carried.items.iter().map(|place| disclosing.kind.items[*place].provision.to_string());
    let label = provisions.collect::<Vec<_>>().join(", ");
    let withheld = match disclosing.kind.withholding(on.as_str()) {
        Some((ground, is_bar)) => {
            let words = format!("{}: {}", ground.source, ground.says);
            let (bar, ground) = if is_bar { (words, String::new()) } else { (String::new(), words) };
            let weighed =
                balance.as_ref().map(|balance| format!(" The public interest: {balance}")).unwrap_or_default();
            Withheld { bar, ground, label, note: format!("{explanation}{weighed}") }
        }
        None => Withheld { label, note: explanation.clone(), ..outside(disclosing) },
    };
    digests.iter().for_each(|digest| drop(selection.withheld.insert(*digest, withheld.clone())));
}
