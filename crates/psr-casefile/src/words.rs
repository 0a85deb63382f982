//! How dates, lists and counts are said.

use chrono::NaiveDate;

/// Returns a date as English writes it: `6 December 2023`.
pub fn day(date: NaiveDate) -> String {
    date.format("%-d %B %Y").to_string()
}

/// Joins words as English does: `a, b and c`.
pub fn and(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [only] => only.clone(),
        [before @ .., last] => format!("{} and {last}", before.join(", ")),
    }
}

/// Says how many there are of something: `1 entry`, `3 entries`.
pub fn count(number: usize, one: &str, many: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {many}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_read_as_english() {
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        for (given, read) in [("", ""), ("a", "a"), ("a b", "a and b"), ("a b c", "a, b and c")] {
            assert_eq!(and(&words(given)), read);
        }
        assert_eq!(
            (count(1, "entry", "entries"), count(0, "entry", "entries")),
            ("1 entry".into(), "0 entries".into())
        );
    }
}
