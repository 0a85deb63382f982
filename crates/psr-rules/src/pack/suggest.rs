//! Finds the name that was probably meant.

/// Returns a hint that names the closest of the known names, or else the whole list where it is short.
pub(crate) fn hint<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let mut known: Vec<&str> = known.into_iter().collect();
    let mut seen = std::collections::BTreeSet::new();
    known.retain(|name| seen.insert(*name));
    match closest(given, &known) {
        Some(name) => format!("did you mean `{name}`?"),
        None if known.is_empty() => String::new(),
        None if known.len() <= 12 => format!("known here: {}", known.join(", ")),
        None => format!("known here: {}, and {} more", known[..8].join(", "), known.len() - 8),
    }
}

/// Returns the known name that is only a few letters away from the one given.
pub(crate) fn closest<'a>(given: &str, known: &[&'a str]) -> Option<&'a str> {
    if given.len() > 80 {
        return None;
    }
    let near = 1 + given.chars().count() / 4;
    known
        .iter()
        .filter(|name| name.len().abs_diff(given.len()) <= near)
        .map(|name| (distance(given, name), *name))
        .filter(|(steps, _)| *steps <= near)
        .min()
        .map(|(_, name)| name)
}

/// Returns how many letters must be put in, taken out or changed to get from one word to the other.
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (i, a) in from.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in to.iter().enumerate() {
            let changed = diagonal + usize::from(a != *b);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_pen_is_recognised() {
        let known = ["existing-provider", "existing-lifetime-value", "provision"];
        let cases = [
            ("exsting-provider", Some("existing-provider")),
            ("provisions", Some("provision")),
            ("something-else", None),
            ("", None),
        ];
        for (given, expected) in cases {
            assert_eq!(closest(given, &known), expected, "{given}");
        }
    }
}
