//! An answer beside the one it replaced: field by field, and word by word where a text changed.

use minijinja::{Value, context};
use psr_casefile::casebook::Case;
use psr_casefile::event::{Answered, CaseEvent};
use psr_casefile::record::in_words;
use psr_rules::answer::Answer;

/// A piece of a text, and whether the other text has it too.
type Pieces = Vec<(String, bool)>;
/// Above this many comparisons, two texts are shown as wholly different.
const MOST: usize = 1_000_000;

/// Returns the difference to the answer that an entry replaced; nothing where it replaced none.
pub fn of(case: &Case, seq: u64) -> Option<Value> {
    let now = answered(case, seq)?;
    let before = answered(case, now.supersedes?)?;
    let entry = now.supersedes;
    if now.privileged || before.privileged {
        return Some(context! { entry, withheld => true });
    }
    let rows: Vec<Value> = rows(case, before, now).into_iter().map(row).collect();
    Some(context! { entry, withheld => false, rows })
}

fn answered(case: &Case, seq: u64) -> Option<&Answered> {
    let entry = case.entries.iter().find(|entry| entry.seq == seq)?;
    match entry.event.as_ref()? {
        CaseEvent::Answered(answered) => Some(answered),
        _ => None,
    }
}

/// What is compared: its name, and both texts; what neither has is left out.
fn rows(case: &Case, before: &Answered, now: &Answered) -> Vec<(String, String, String)> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let day = |answered: &Answered| answered.concerns.map(psr_casefile::words::day).unwrap_or_default();
    let mut rows = vec![("Answer".to_owned(), said(case, before), said(case, now))];
    rows.extend(items(before, now));
    rows.push(("Reasons".to_owned(), text(&before.reason), text(&now.reason)));
    rows.push(("View of".to_owned(), text(&before.view_of), text(&now.view_of)));
    rows.push(("Evidence".to_owned(), evidence(before), evidence(now)));
    rows.push(("The day it concerns".to_owned(), day(before), day(now)));
    rows.retain(|(_, before, now)| !before.is_empty() || !now.is_empty());
    rows
}

fn said(case: &Case, answered: &Answered) -> String {
    let question = case.rulebook.pack().questions.get(&answered.key.question);
    let words = question.zip(answered.answer.as_ref()).map(|(question, answer)| in_words(question, answer));
    words.or_else(|| answered.answer.as_ref().map(Answer::plain)).unwrap_or_else(|| "withheld or erased".to_owned())
}

fn items(before: &Answered, now: &Answered) -> Vec<(String, String, String)> {
    let lines = |answered: &Answered| match &answered.answer {
        Some(Answer::List(items)) => items
            .iter()
            .map(|item| item.iter().map(|(name, value)| format!("{name}: {value}")).collect::<Vec<_>>().join("; "))
            .collect(),
        _ => Vec::new(),
    };
    let (before, now): (Vec<String>, Vec<String>) = (lines(before), lines(now));
    let line = |lines: &[String], place: usize| lines.get(place).cloned().unwrap_or_default();
    let places = 0..before.len().max(now.len());
    places.map(|place| (format!("Item {}", place + 1), line(&before, place), line(&now, place))).collect()
}

fn evidence(answered: &Answered) -> String {
    answered.evidence.iter().map(|file| format!("{} ({})", file.name, file.digest)).collect::<Vec<_>>().join("; ")
}

fn row((name, before, now): (String, String, String)) -> Value {
    let changed = match (before.is_empty(), now.is_empty()) {
        _ if before == now => "Same",
        (true, _) => "Added",
        (_, true) => "Removed",
        _ => "Changed",
    };
    let (old, new) = compare(&before, &now);
    context! { name, changed, old => pieces(old), new => pieces(new) }
}

fn pieces(pieces: Pieces) -> Vec<Value> {
    pieces.into_iter().map(|(text, same)| context! { text, same }).collect()
}

/// Splits two texts into what both have, in one order, and what only one has.
fn compare(before: &str, now: &str) -> (Pieces, Pieces) {
    let (old, new) = (words(before), words(now));
    if old.len() * new.len() > MOST {
        return (vec![(before.to_owned(), false)], vec![(now.to_owned(), false)]);
    }
    let common = common(&old, &new);
    (joined(&old, common.iter().map(|pair| pair.0)), joined(&new, common.iter().map(|pair| pair.1)))
}

/// Splits a text into words, each with the space after it.
fn words(text: &str) -> Vec<&str> {
    text.split_inclusive(char::is_whitespace).collect()
}

/// Returns the places of the longest common sequence of words.
fn common(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
    let mut longest = vec![vec![0_u32; new.len() + 1]; old.len() + 1];
    let same = |i: usize, j: usize| old[i].trim_end() == new[j].trim_end();
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            longest[i][j] =
                if same(i, j) { longest[i + 1][j + 1] + 1 } else { longest[i + 1][j].max(longest[i][j + 1]) };
        }
    }
    let (mut i, mut j, mut found) = (0, 0, Vec::new());
    while i < old.len() && j < new.len() {
        if same(i, j) {
            found.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if longest[i + 1][j] >= longest[i][j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    found
}

/// Joins neighbouring words that are both in common or both not.
fn joined(words: &[&str], common: impl Iterator<Item = usize>) -> Pieces {
    let common: std::collections::BTreeSet<usize> = common.collect();
    let mut pieces: Pieces = Vec::new();
    for (place, word) in words.iter().enumerate() {
        let same = common.contains(&place);
        match pieces.last_mut() {
            Some((text, of)) if *of == same => text.push_str(word),
            _ => pieces.push(((*word).to_owned(), same)),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::compare;

    #[test]
    fn what_both_texts_have_is_told_apart_from_what_one_has() {
        let show = |pieces: Vec<(String, bool)>| {
            pieces.into_iter().map(|(text, same)| if same { text } else { format!("[{text}]") }).collect::<String>()
        };
        let cases = [
            ("a b c", "a x c", "a [b ]c", "a [x ]c"),
            ("", "a", "", "[a]"),
            ("a b", "a b", "a b", "a b"),
            ("one two", "three", "[one two]", "[three]"),
            ("a b", "a b c", "a b", "a b [c]"),
        ];
        for (before, now, old, new) in cases {
            let (left, right) = compare(before, now);
            assert_eq!((show(left), show(right)), (old.to_owned(), new.to_owned()));
        }
    }
}
