//! The items of a list, such as scores: which are as they were, and which are not.

use std::collections::BTreeMap;

use psr_rules::answer::Answer;

use super::ItemChange;

/// An item: names and values.
pub(super) type Item = BTreeMap<String, String>;

/// The most items that are held against each other one by one: of longer lists it is told which items are new, not what they replace.
const PAIRED: usize = 500;

/// Returns the items of an answer that is a list.
pub(super) fn list(answer: Option<&Answer>) -> Option<&Vec<Item>> {
    match answer? {
        Answer::List(items) => Some(items),
        _ => None,
    }
}

/// Returns the items of a list that the list before it did not have, and how many of the earlier list's are gone without a successor.
///
/// An item is taken to replace the one that differs from it in the fewest fields, and in no more than half of them.
pub(super) fn changes(before: &[Item], now: &[Item]) -> (Vec<ItemChange>, usize) {
    let mut gone = without(before, now);
    let fresh = without(now, before);
    let pair = gone.len() <= PAIRED && fresh.len() <= PAIRED;
    let mut changes = Vec::with_capacity(fresh.len());
    for place in fresh {
        let nearest = if pair { nearest(&now[place], before, &gone) } else { None };
        gone.retain(|old| nearest.as_ref().is_none_or(|(found, _)| old != found));
        let (was, fields) = nearest.map_or((None, Vec::new()), |(old, fields)| (Some(old + 1), fields));
        changes.push(ItemChange { item: place + 1, was, fields });
    }
    (changes, gone.len())
}

/// Returns the places of the items that the other list does not have; equal items count each for themselves.
fn without(list: &[Item], other: &[Item]) -> Vec<usize> {
    let mut there: BTreeMap<&Item, usize> = BTreeMap::new();
    other.iter().for_each(|item| *there.entry(item).or_default() += 1);
    let mut taken = |item: &Item| match there.get_mut(item) {
        Some(left) if *left > 0 => {
            *left -= 1;
            true
        }
        _ => false,
    };
    list.iter().enumerate().filter(|(_, item)| !taken(item)).map(|(place, _)| place).collect()
}

/// Returns the item among those gone that this one most likely replaces, and the fields that are different.
fn nearest(item: &Item, before: &[Item], gone: &[usize]) -> Option<(usize, Vec<String>)> {
    let near = gone.iter().map(|place| (*place, different(&before[*place], item)));
    near.filter(|(_, fields)| fields.len() * 2 <= item.len()).min_by_key(|(_, fields)| fields.len())
}

fn different(before: &Item, now: &Item) -> Vec<String> {
    let mut fields: Vec<&String> =
        before.keys().chain(now.keys()).filter(|name| before.get(*name) != now.get(*name)).collect();
    fields.sort_unstable();
    fields.dedup();
    fields.into_iter().cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::{Item, changes};

    fn item(fields: &[(&str, &str)]) -> Item {
        fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    fn score(of: &str, score: &str, reason: &str) -> Item {
        item(&[("of", of), ("score", score), ("reason", reason)])
    }

    /// Says what changed: each item as `place<-place: fields`, then how many are gone.
    fn told(before: &[Item], now: &[Item]) -> String {
        let (items, gone) = changes(before, now);
        let was = |was: Option<usize>| was.map_or_else(|| "new".to_owned(), |was| was.to_string());
        let items: Vec<String> =
            items.iter().map(|it| format!("{}<-{} {}", it.item, was(it.was), it.fields.join(","))).collect();
        format!("{} gone {gone}", items.join("; "))
    }

    #[test]
    fn items_are_held_against_those_they_replace() {
        let (a, b, c) = (score("a", "3", "Agreed."), score("b", "4", "Agreed."), score("c", "5", "Agreed."));
        let cases = [
            (vec![a.clone(), b.clone()], vec![b.clone(), a.clone()], " gone 0"),
            (vec![a.clone()], vec![a.clone(), a.clone()], "2<-new  gone 0"),
            (vec![a.clone(), a.clone()], vec![a.clone()], " gone 1"),
            (vec![a.clone(), b.clone()], vec![score("a", "3", "Why."), b.clone()], "1<-1 reason gone 0"),
            // An item of which more than half is different replaces none.
            (vec![a.clone()], vec![score("a", "2", "Why.")], "1<-new  gone 1"),
            (vec![a.clone(), b.clone(), c.clone()], vec![c, score("b", "1", "Agreed.")], "2<-2 score gone 1"),
            (vec![], vec![a], "1<-new  gone 0"),
        ];
        for (before, now, expected) in cases {
            assert_eq!(told(&before, &now), expected, "{before:?} {now:?}");
        }
    }
}
