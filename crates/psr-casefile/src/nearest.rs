//! Which known word somebody may have meant.

/// Returns how many letters must be added, removed or changed to make one word of another.
pub(crate) fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (line, letter) in one.chars().enumerate() {
        let mut corner = std::mem::replace(&mut row[0], line + 1);
        for place in 0..other.len() {
            let changed = corner + usize::from(other[place] != letter);
            corner = row[place + 1];
            row[place + 1] = changed.min(corner + 1).min(row[place] + 1);
        }
    }
    row[other.len()]
}

/// Returns the known word that was most likely meant, if any is close.
pub fn among<'w>(given: &str, known: impl Iterator<Item = &'w str>) -> Option<&'w str> {
    let near = known.map(|word| (distance(word, given), word)).min()?;
    (near.0 <= given.len().div_ceil(3)).then_some(near.1)
}

#[cfg(test)]
mod tests {
    use super::distance;

    #[test]
    fn words_differ_by_their_edits() {
        for (one, other, edits) in [("", "", 0), ("abc", "", 3), ("kitten", "sitting", 3), ("flaw", "lawn", 2)] {
            assert_eq!(distance(one, other), edits);
        }
    }
}
