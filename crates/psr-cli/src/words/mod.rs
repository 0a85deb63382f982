//! What commands say in common: dates, grounds, and the sections of a decision record in plain text.

pub mod answers;
pub mod change;
pub mod field;
pub mod section;

use chrono::{DateTime, Utc};
use psr_casefile::decision_record::Grounds;

use crate::terminal::list::and;

pub use psr_casefile::words::day;

/// Returns an instant to the minute.
pub fn minute(instant: DateTime<Utc>) -> String {
    instant.format("%Y-%m-%d %H:%M UTC").to_string()
}

/// Returns what a statement rests on, in brackets; nothing where it rests on nothing.
pub fn grounds(grounds: &Grounds) -> String {
    let entries: Vec<String> = grounds.entries.iter().map(ToString::to_string).collect();
    let entries = match entries.as_slice() {
        [] => None,
        [one] => Some(format!("entry {one}")),
        many => Some(format!("entries {}", and(many))),
    };
    let provisions = (!grounds.provisions.is_empty()).then(|| grounds.provisions.join(", "));
    let parts: Vec<String> = provisions.into_iter().chain(entries).collect();
    if parts.is_empty() { String::new() } else { format!(" [{}]", parts.join("; ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grounds_stand_in_brackets() {
        let of = |provisions: &[&str], entries: &[u64]| Grounds {
            provisions: provisions.iter().map(|provision| (*provision).to_owned()).collect(),
            entries: entries.to_vec(),
        };
        let cases = [
            (of(&[], &[]), ""),
            (of(&["reg 6(3)"], &[4]), " [reg 6(3); entry 4]"),
            (of(&[], &[4, 5, 7]), " [entries 4, 5 and 7]"),
        ];
        for (given, shown) in cases {
            assert_eq!(grounds(&given), shown);
        }
    }
}
