//! Labels in a few words.

use chrono::NaiveDate;

use super::{Change, EntryLabel, Order, Replaced, Seen, gates::APPROVAL};

/// Puts a label into words: the gates that matter most on either side, and how much later the entry is than what it concerns.
pub(super) fn of(label: &EntryLabel) -> String {
    [follows(label), precedes(label), later(label)].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// The gate the verdict names and, beside it, the last approval.
fn follows(label: &EntryLabel) -> Option<String> {
    let deciding = label.follows.iter().find(|seen| Some(seen.gate.entry) == label.verdict_gate)?;
    let approval = label.follows.iter().rfind(|seen| seen.gate.kind == APPROVAL && seen != &deciding);
    let mut both: Vec<&Seen> = approval.into_iter().chain([deciding]).collect();
    both.sort_by_key(|seen| seen.gate.entry);
    Some(format!("after {}", both.into_iter().map(passed).collect::<Vec<_>>().join(" and ")))
}

fn passed(seen: &Seen) -> String {
    let (name, entry) = (&seen.gate.name, seen.gate.entry);
    match (seen.order, seen.gate.on) {
        (Order::Dated, Some(on)) => format!("{name} of {}, which was recorded only later (entry {entry})", day(on)),
        _ => format!("{name} (entry {entry})"),
    }
}

/// The next gate on record.
fn precedes(label: &EntryLabel) -> Option<String> {
    let next = label.precedes.iter().min_by_key(|seen| seen.gate.entry)?;
    let same_day = if next.order == Order::SameDay { " of the same day" } else { "" };
    Some(format!("before {}{same_day} (entry {})", next.gate.name, next.gate.entry))
}

fn later(label: &EntryLabel) -> Option<String> {
    let (concerns, days) = (label.concerns?, label.days_later?);
    Some(match days {
        0 => return None,
        1 => format!("one day after {}, which it concerns", day(concerns)),
        2.. => format!("{days} days after {}, which it concerns", day(concerns)),
        ..0 => format!("before {}, which it concerns", day(concerns)),
    })
}

/// Says what of an answer is different from the one it replaces.
pub(super) fn changed(replaced: &Replaced) -> String {
    match (replaced.answer, replaced.reason) {
        (Change::Removed, _) => "the answer was taken back".to_owned(),
        (Change::Added, _) => "the answer is given again".to_owned(),
        (Change::Unknown, _) => "whether the answer changed is not known, since it is withheld or erased".to_owned(),
        (Change::Same, Change::Same) => "neither the answer nor its reasons changed".to_owned(),
        (Change::Same, Change::Added) => "only reasons were added".to_owned(),
        (Change::Same, Change::Removed) => "only the reasons were left out".to_owned(),
        (Change::Same, Change::Changed) => "only the reasons changed".to_owned(),
        (Change::Same, Change::Unknown) => "the answer is the same; its reasons are withheld or erased".to_owned(),
        (Change::Changed, Change::Same) => format!("the answer changed{}, its reasons did not", items(replaced)),
        (Change::Changed, Change::Added) => format!("the answer changed{}, and reasons were added", items(replaced)),
        (Change::Changed, Change::Removed) => format!("the answer changed{}, and has no reasons now", items(replaced)),
        (Change::Changed, _) => format!("the answer changed{}, and so did its reasons", items(replaced)),
    }
}

/// Says which items of a list are different, by their places while they are few.
fn items(replaced: &Replaced) -> String {
    let places = |is_new: bool| {
        let items = replaced.items.iter().filter(|item| item.was.is_none() == is_new);
        items.map(|item| item.item).collect::<Vec<_>>()
    };
    let gone = (replaced.items_gone > 0).then(|| format!("{} gone", counted(replaced.items_gone)));
    let told = [(places(false), "changed"), (places(true), "new")].into_iter().filter(|(places, _)| !places.is_empty());
    let told: Vec<String> = told.map(|(places, what)| format!("{} {what}", named(&places))).chain(gone).collect();
    if told.is_empty() { String::new() } else { format!(" ({})", told.join(", ")) }
}

/// Names items by their places, or says how many they are.
fn named(places: &[usize]) -> String {
    let texts: Vec<String> = places.iter().map(ToString::to_string).collect();
    match texts.as_slice() {
        [one] => format!("item {one}"),
        [first @ .., last] if texts.len() <= 5 => format!("items {} and {last}", first.join(", ")),
        _ => counted(places.len()),
    }
}

fn counted(count: usize) -> String {
    format!("{count} {}", if count == 1 { "item" } else { "items" })
}

fn day(date: NaiveDate) -> String {
    date.format("%-d %B %Y").to_string()
}

/// Says what the labels rest on.
pub(super) fn caution(bounded: bool) -> String {
    let order = "The order is that of the record, which the chain of entries fixes. Days and times are those of the recorder's clock, and the day of an \
                 event is what was said of it when it was recorded.";
    let bounds = if bounded {
        " Each entry was recorded after the last checkpoint that does not cover it and before the first that does; of these, only a checkpoint that was \
         kept outside the register, on a known day, proves it."
    } else {
        " That an entry was there on a day is proved only by a checkpoint that covers it and was kept outside the register on that day."
    };
    format!("{order}{bounds}")
}
