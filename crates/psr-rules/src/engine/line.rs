//! Lines: the sums that remain possible when one of two connected sums is known.
//!
//! With one sum fixed, each limit on the other turns at one whole number of pence. So the line falls into stretches, and on each stretch every
//! limit holds throughout or fails throughout: the stretch has one *pattern*.

use super::limit::{Limit, ceiling, floor};

/// Which limits hold, one bit for each.
pub(super) type Pattern = u32;

/// The most limits on connected sums.
pub(super) const MOST_LIMITS: usize = 16;

/// Where a limit turns on a line: at and after `from` it holds (or, `above` being false, no longer holds).
#[derive(Debug, Clone, Copy)]
struct Turn {
    from: i128,
    above: bool,
}

/// A stretch of a line on which one pattern holds, with its first and last sums where it has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stretch {
    pub pattern: Pattern,
    pub first: Option<i128>,
    pub last: Option<i128>,
}

impl Stretch {
    /// Returns a sum on the stretch.
    pub fn sample(&self) -> i128 {
        self.first.or(self.last).unwrap_or(0)
    }
}

/// Gives the stretches of the line on which the first sum varies and the second is fixed, lowest first.
///
/// The varying sum is zero or more unless it is `signed`. Swap the limits to vary the second sum.
pub(super) fn stretches(limits: impl Iterator<Item = Limit>, fixed: i128, signed: bool, mut each: impl FnMut(Stretch)) {
    let mut turns = [Turn { from: i128::MIN, above: false }; MOST_LIMITS];
    let mut count = 0;
    for (slot, limit) in turns.iter_mut().zip(limits) {
        *slot = turn(limit, fixed);
        count += 1;
    }
    let turns = &turns[..count];
    let mut first = if signed { None } else { Some(0) };
    loop {
        let next = turns.iter().map(|turn| turn.from).filter(|from| *from > first.unwrap_or(i128::MIN)).min();
        let last = next.map(|next| next - 1);
        let sample = first.or(last).unwrap_or(0);
        each(Stretch { pattern: pattern(turns, sample), first, last });
        if next.is_none() {
            return;
        }
        first = next;
    }
}

fn turn(limit: Limit, fixed: i128) -> Turn {
    let rest = limit.at_least.saturating_sub(limit.second.saturating_mul(fixed));
    match limit.first {
        0 => Turn { from: i128::MIN, above: rest <= 0 },
        up if up > 0 => Turn { from: ceiling(rest, up), above: true },
        down => Turn { from: floor(-rest, -down) + 1, above: false },
    }
}

fn pattern(turns: &[Turn], sum: i128) -> Pattern {
    turns.iter().enumerate().map(|(place, turn)| Pattern::from((sum >= turn.from) == turn.above) << place).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_falls_into_stretches() {
        let limits = [(4, -5, 0), (1, -1, 50)].map(|(first, second, at_least)| Limit { first, second, at_least });
        let mut found = Vec::new();
        stretches(limits.into_iter(), 100, false, |stretch| {
            found.push((stretch.pattern, stretch.first, stretch.last));
        });
        assert_eq!(found, [(0b00, Some(0), Some(124)), (0b01, Some(125), Some(149)), (0b11, Some(150), None)]);
    }

    #[test]
    fn a_signed_line_has_no_first_sum() {
        let limit = Limit { first: 2, second: 0, at_least: 3 };
        let mut found = Vec::new();
        stretches([limit].into_iter(), 0, true, |stretch| found.push(stretch));
        assert_eq!((found[0].first, found[0].last), (None, Some(1)));
        assert_eq!((found[1].first, found[1].last), (Some(2), None));
    }
}
