//! Finds rules, and decisions, that run in a circle.

use std::collections::{BTreeMap, BTreeSet};

use crate::pack::diagnostic::Findings;
use crate::pack::read::{Origin, Uses};

/// Notes rules that build on themselves, directly or through others.
pub(crate) fn rules(uses: &Uses, findings: &Findings) {
    let edges =
        uses.builds_on.iter().filter_map(|(from, to, origin)| Some((from.as_ref()?.as_str(), to.as_str(), origin)));
    report("rules", edges.collect(), "let one of them say its condition by itself", findings);
}

/// Notes decisions that arise only by themselves, directly or through others.
pub(crate) fn decisions(uses: &Uses, findings: &Findings) {
    let edges = uses.presupposes.iter().map(|(from, to, origin)| (from.as_str(), to.as_str(), origin));
    report(
        "decisions",
        edges.collect(),
        "take out one `presupposes:` or `only-where:`, so that a first decision can be taken",
        findings,
    );
}

/// Notes each circle once, where it is closed.
fn report(what: &str, edges: Vec<(&str, &str, &Origin)>, hint: &str, findings: &Findings) {
    let mut next: BTreeMap<&str, Vec<(&str, &Origin)>> = BTreeMap::new();
    for (from, to, origin) in edges {
        next.entry(from).or_default().push((to, origin));
    }
    let mut done = BTreeSet::new();
    for start in next.keys().copied() {
        for (circle, origin) in circles_from(start, &next, &mut done) {
            let message = format!("these {what} run in a circle: {circle}");
            findings.error(&origin.file, origin.at, message, hint);
        }
    }
}

/// Walks on from a name, without recursion, and returns every circle that is closed on the way.
fn circles_from<'a>(
    start: &'a str,
    next: &BTreeMap<&'a str, Vec<(&'a str, &'a Origin)>>,
    done: &mut BTreeSet<&'a str>,
) -> Vec<(String, &'a Origin)> {
    let mut circles = Vec::new();
    let mut path: Vec<(&str, usize)> = vec![(start, 0)];
    while let Some((name, taken)) = path.pop() {
        let step = next.get(name).and_then(|steps| steps.get(taken)).filter(|_| !done.contains(name));
        let Some((to, origin)) = step else {
            done.insert(name);
            continue;
        };
        path.push((name, taken + 1));
        match path.iter().position(|(on_path, _)| on_path == to) {
            Some(begin) => {
                let names = path[begin..].iter().map(|(name, _)| *name).chain([*to]);
                let circle = named(names, path.len() - begin);
                circles.push((circle, *origin));
            }
            None => path.push((to, 0)),
        }
    }
    circles
}

/// Names a circle of so many, leaving out the middle of a long one.
fn named<'a>(names: impl Iterator<Item = &'a str>, count: usize) -> String {
    let left_out = 6..count.saturating_sub(2).max(6);
    let names = names.enumerate().filter(|(place, _)| !left_out.contains(place) || *place == left_out.start);
    let names = names.map(|(place, name)| if left_out.contains(&place) { "…" } else { name });
    names.collect::<Vec<_>>().join(" → ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_circles_are_named_by_their_ends() {
        let cases = [
            (1, "a → a"),
            (8, "a → b → c → d → e → f → g → h → a"),
            (9, "a → b → c → d → e → f → … → h → i → a"),
            (20, "a → b → c → d → e → f → … → s → t → a"),
        ];
        let letters: Vec<String> = ('a'..='z').map(String::from).collect();
        for (count, expected) in cases {
            let names = letters[..count].iter().chain([&letters[0]]).map(String::as_str);
            assert_eq!(named(names, count), expected);
        }
    }
}
