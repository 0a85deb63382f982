//! Counting providers: which of them are new, which no longer hold a contract, and which hold one.

use std::collections::BTreeMap;

use psr_rules::pack::model::{ProvidersTold, Told};
use psr_rules::readiness::folded;

use super::found::{Counted, NotCounted};
use super::holdings::Holding;
use super::lasting::lies_in;
use super::{Asking, Found, Period};

/// The contracts of each provider, by its name without what does not tell names apart.
type ByProvider<'h> = BTreeMap<String, Vec<&'h Holding>>;

/// Counts the providers under every item that tells them.
pub(super) fn count(asking: Asking<'_>, found: &mut Found) {
    if asking.providers().is_none() {
        return;
    }
    let holdings = std::mem::take(&mut found.holdings.all);
    found.holdings.anything_before = holdings.iter().any(|held| held.from < asking.period.from);
    let mut by_provider = ByProvider::new();
    for held in &holdings {
        if let Some(name) = &held.provider {
            by_provider.entry(folded(name)).or_default().push(held);
        }
    }
    let mut open: Vec<NotCounted> = Vec::new();
    for (place, item) in asking.items() {
        let Told::Providers(which) = item.tells else { continue };
        for held in by_provider.values() {
            match is_told(which, held, asking) {
                Some(true) => found.items[place].push(counted(held, which, asking)),
                Some(false) => {}
                None => note(&mut open, not_counted(held, item.id.as_str())),
            }
        }
        for held in holdings.iter().filter(|held| held.provider.is_none() && may_count(which, held, asking)) {
            note(&mut open, nameless(held, item.id.as_str()));
        }
    }
    found.not_counted.extend(open);
}

/// Answers whether a provider is one of those that are told; nothing where that cannot be told.
fn is_told(which: ProvidersTold, held: &[&Holding], asking: Asking<'_>) -> Option<bool> {
    let (now, before) = (holds(held, asking.period), holds(held, asking.before));
    match which {
        ProvidersTold::Holding => now,
        ProvidersTold::New => {
            let awarded = held.iter().any(|held| asking.period.has(held.from));
            both(Some(awarded), before.map(|before| !before))
        }
        ProvidersTold::Former => both(before, now.map(|now| !now)),
    }
}

/// Answers whether somebody holds any of these contracts in a period.
fn holds(held: &[&Holding], period: Period) -> Option<bool> {
    let each: Vec<Option<bool>> = held.iter().map(|held| lies_in(held.from, held.until, period)).collect();
    match () {
        () if each.contains(&Some(true)) => Some(true),
        () if each.contains(&None) => None,
        () => Some(false),
    }
}

fn both(one: Option<bool>, other: Option<bool>) -> Option<bool> {
    match (one, other) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

fn counted(held: &[&Holding], which: ProvidersTold, asking: Asking<'_>) -> Counted {
    let behind = |held: &&&Holding| match which {
        ProvidersTold::New => asking.period.has(held.from),
        ProvidersTold::Former => lies_in(held.from, held.until, asking.before) == Some(true),
        ProvidersTold::Holding => lies_in(held.from, held.until, asking.period) == Some(true),
    };
    let behind: Vec<&&Holding> = held.iter().filter(behind).collect();
    let first = behind.iter().map(|held| held.from).min().filter(|_| which == ProvidersTold::New);
    Counted {
        what: behind.first().and_then(|held| held.provider.clone()).unwrap_or_default(),
        on: first,
        sources: behind.iter().map(|held| held.source.clone()).collect(),
        ..Counted::default()
    }
}

fn not_counted(held: &[&Holding], item: &str) -> NotCounted {
    NotCounted {
        what: held.first().and_then(|held| held.provider.clone()).unwrap_or_default(),
        on: None,
        because: "the day on which its contract ends is not on record".to_owned(),
        items: vec![item.to_owned()],
        sources: held.iter().map(|held| held.source.clone()).collect(),
    }
}

/// Answers whether an award that names no provider could count.
fn may_count(which: ProvidersTold, held: &Holding, asking: Asking<'_>) -> bool {
    let lies = |period: Period| lies_in(held.from, held.until, period) != Some(false);
    match which {
        ProvidersTold::New => asking.period.has(held.from),
        ProvidersTold::Former => lies(asking.before),
        ProvidersTold::Holding => lies(asking.period),
    }
}

fn nameless(held: &Holding, item: &str) -> NotCounted {
    NotCounted {
        what: "A provider that was awarded a contract".to_owned(),
        on: Some(held.from),
        because: "its name is not on record, or is privileged".to_owned(),
        items: vec![item.to_owned()],
        sources: vec![held.source.clone()],
    }
}

/// Adds what could not be counted; the same thing under several items once.
fn note(open: &mut Vec<NotCounted>, one: NotCounted) {
    let same = |other: &&mut NotCounted| (&other.what, &other.sources) == (&one.what, &one.sources);
    match open.iter_mut().find(same) {
        Some(other) => other.items.extend(one.items),
        None => open.push(one),
    }
}
