//! Surveys: every way in which one of two connected sums can lie, found exactly.
//!
//! Fix the second sum y and let the first vary: the line has certain patterns ([`line`](super::line)). Which ones depends only on the order in
//! which the limits turn. Two limits can change places only near the y at which their real lines cross, within a distance that follows from their
//! slopes and from rounding to whole pence; parallel limits repeat with the period of the rounding. So it is enough to look at every y near a
//! crossing, and at one whole period wherever nothing crosses.

use std::collections::{BTreeMap, BTreeSet};

use super::limit::{Limit, ceiling, floor, greatest_common_divisor};
use super::line::{Pattern, stretches};

/// The most sums that a survey looks at; whatever needs more is refused.
const MOST_POINTS: i128 = 1_000_000;

/// What a survey of the lines on which the first sum varies has found.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// The distinct lines: the patterns that occur together on one.
    pub lines: BTreeSet<Vec<Pattern>>,
    /// For each pattern, sums at which it occurs.
    pub samples: BTreeMap<Pattern, (i128, i128)>,
}

/// Says that limits stand in relations that would need too many sums to be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TooFine;

/// Finds every line on which the first sum varies; `signed` says which of the sums may be negative.
pub(super) fn survey(limits: &[Limit], signed: [bool; 2]) -> Result<Survey, TooFine> {
    let mut bounded = limits.to_vec();
    if !signed[0] {
        // That the first sum is zero or more turns like a limit of its own.
        bounded.push(Limit { first: 1, second: 0, at_least: 0 });
    }
    let places = places_to_look(&bounded, signed[1])?;
    let mut found = Survey::default();
    for second in places.into_iter().flat_map(|(from, to)| from..=to) {
        let mut line = Vec::new();
        stretches(limits.iter().copied(), second, signed[0], |stretch| {
            line.push(stretch.pattern);
            let sample = (stretch.sample(), second);
            found.samples.entry(stretch.pattern).or_insert(sample);
        });
        line.sort_unstable();
        found.lines.insert(line);
    }
    Ok(found)
}

/// Returns the second sums to look at, as ranges.
fn places_to_look(limits: &[Limit], signed: bool) -> Result<Vec<(i128, i128)>, TooFine> {
    let windows = merged(crossings(limits)?, signed);
    let period = period(limits)?;
    let mut places = Vec::new();
    let mut next = windows.first().map_or(0, |first| first.0 - period);
    if !signed {
        next = 0;
    }
    for (from, to) in windows {
        if next < from {
            places.push((next, (from - 1).min(next.saturating_add(period))));
        }
        places.push((from, to));
        next = to + 1;
    }
    places.push((next, next.saturating_add(period)));
    let points = places.iter().fold(0_i128, |sum, (from, to)| sum.saturating_add(to - from));
    if points > MOST_POINTS { Err(TooFine) } else { Ok(places) }
}

/// Returns the ranges in which two limits can change places, or a limit on the second sum alone turns.
fn crossings(limits: &[Limit]) -> Result<Vec<(i128, i128)>, TooFine> {
    let mut ranges = Vec::new();
    for (place, one) in limits.iter().enumerate() {
        if one.first == 0 {
            let turn = floor(one.at_least * one.second.signum(), one.second.abs());
            ranges.push((turn - 1, turn + 2));
        }
        for other in &limits[..place] {
            ranges.extend(crossing(one, other)?);
        }
    }
    Ok(ranges)
}

/// The turns of two limits lie (D·y - N) / (a·b) apart before rounding, which can add or take less than one: where that is more than one, their
/// order is settled.
fn crossing(one: &Limit, other: &Limit) -> Result<Option<(i128, i128)>, TooFine> {
    let slope = other.second * one.first - one.second * other.first;
    if one.first == 0 || other.first == 0 || slope == 0 {
        return Ok(None);
    }
    let product = |a: i128, b: i128| a.checked_mul(b).ok_or(TooFine);
    let offset = product(other.at_least, one.first)? - product(one.at_least, other.first)?;
    let (slope, offset) = (slope.abs(), offset * slope.signum());
    let reach = ceiling((one.first * other.first).abs(), slope) + 1;
    if reach > MOST_POINTS {
        return Err(TooFine);
    }
    let at = floor(offset, slope);
    Ok(Some((at - reach, at + 1 + reach)))
}

/// Returns how often the order of parallel limits repeats, with their rounding.
fn period(limits: &[Limit]) -> Result<i128, TooFine> {
    let parallel =
        |one: &Limit, other: &Limit| other.first != 0 && one.first * other.second == one.second * other.first;
    let mut period: i128 = 1;
    for (place, one) in limits.iter().enumerate().filter(|(_, one)| one.first != 0) {
        let others = limits.iter().enumerate().filter(|(other, _)| *other != place);
        if others.into_iter().any(|(_, other)| parallel(one, other)) {
            let step = one.first.abs() / greatest_common_divisor(period, one.first);
            period = period.checked_mul(step).filter(|p| *p <= MOST_POINTS).ok_or(TooFine)?;
        }
    }
    Ok(period)
}

/// Sorts and joins ranges, leaving out what is below zero unless the sum is signed.
fn merged(mut ranges: Vec<(i128, i128)>, signed: bool) -> Vec<(i128, i128)> {
    ranges.sort_unstable();
    let mut merged: Vec<(i128, i128)> = Vec::new();
    for (from, to) in ranges {
        let from = if signed { from } else { from.max(0) };
        match merged.last_mut() {
            _ if to < from => {}
            Some(last) if from <= last.1 + 1 => last.1 = last.1.max(to),
            _ => merged.push((from, to)),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits(coefficients: &[(i128, i128, i128)]) -> Vec<Limit> {
        let limit = |&(first, second, at_least)| Limit { first, second, at_least };
        coefficients.iter().map(limit).collect()
    }

    /// Looks at every second sum within a range that is far wider than any crossing.
    fn dense(limits: &[Limit], signed: [bool; 2]) -> BTreeSet<Vec<Pattern>> {
        let from = if signed[1] { -400 } else { 0 };
        let mut lines = BTreeSet::new();
        for second in from..=400 {
            let mut line = Vec::new();
            stretches(limits.iter().copied(), second, signed[0], |stretch| {
                line.push(stretch.pattern);
            });
            line.sort_unstable();
            lines.insert(line);
        }
        lines
    }

    #[test]
    fn a_survey_finds_what_looking_everywhere_finds() {
        let bounds = [-7, 0, 1, 6, 13];
        let slopes: [(i128, i128); 12] =
            [(1, 0), (0, 1), (1, 1), (1, -1), (2, -3), (3, -2), (4, -5), (4, 5), (5, -7), (3, 1), (1, -4), (7, -2)];
        for (i, &(a, b)) in slopes.iter().enumerate() {
            for (j, &(c, d)) in slopes.iter().enumerate() {
                for (k, bound) in bounds.iter().enumerate() {
                    let other = bounds[(i + j + k) % 5];
                    let three = limits(&[(a, b, *bound), (c, d, other), (1, -1, bounds[(j + k) % 5])]);
                    for signed in [[false, false], [true, false], [false, true], [true, true]] {
                        let found = survey(&three, signed).map(|survey| survey.lines);
                        assert_eq!(found, Ok(dense(&three, signed)), "{three:?} {signed:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn every_sample_has_its_pattern() {
        let three = limits(&[(4, -5, 0), (1, -1, 50_000_000), (1, 0, 3)]);
        let survey = survey(&three, [false, false]).unwrap_or_default();
        for (pattern, (x, y)) in survey.samples {
            for (place, limit) in three.iter().enumerate() {
                assert_eq!(limit.holds(x, y), pattern >> place & 1 == 1);
            }
        }
    }

    #[test]
    fn what_is_too_fine_is_refused() {
        let fine = limits(&[(1_000_000, -1_234_567, 0), (999_983, -1_234_547, 5)]);
        assert!(survey(&fine, [false, false]).is_err());
    }
}
