//! Connected sums: one sum, or two that are compared with each other, and the cells into which the limits divide them.
//!
//! A *cell* is a pattern of limits that whole pence can show. Limits on the same sums are not independent of each other, so a decision never
//! weighs them one by one: it weighs the cells.

use std::collections::BTreeSet;

use super::limit::Limit;
use super::line::{MOST_LIMITS, Pattern, Stretch, stretches};
use super::survey::survey;

/// The most cells of one variable.
pub(super) const MOST_CELLS: usize = 64;

/// Why connected sums cannot be settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SumsError {
    TooManyLimits,
    TooFine,
}

/// One sum or two connected ones, with their limits and cells.
#[derive(Debug, Clone)]
pub(super) struct Sums {
    pub limits: Vec<Limit>,
    /// Whether each sum may be negative; where only the size of a change counts, it may not.
    pub signed: [bool; 2],
    /// Whether only the size of each sum counts.
    pub sizes: [bool; 2],
    /// The pattern of each cell, in ascending order.
    pub patterns: Vec<Pattern>,
    /// For each cell, sums that lie in it.
    pub samples: Vec<(i128, i128)>,
    /// For each sum, the distinct sets of cells that remain once it alone is known.
    pub lines: [Vec<u64>; 2],
    /// For each sum and each cell, the cells that can differ from it by that sum alone.
    pub apart: [Vec<u64>; 2],
}

impl Sums {
    /// Finds the cells of connected sums.
    pub fn new(limits: Vec<Limit>, signed: [bool; 2], sizes: [bool; 2]) -> Result<Self, SumsError> {
        if limits.len() > MOST_LIMITS {
            return Err(SumsError::TooManyLimits);
        }
        let swapped: Vec<_> = limits.iter().map(|limit| limit.swapped()).collect();
        let across = survey(&limits, signed).map_err(|_| SumsError::TooFine)?;
        let along = survey(&swapped, [signed[1], signed[0]]).map_err(|_| SumsError::TooFine)?;
        let patterns: Vec<_> = across.samples.keys().copied().collect();
        if patterns.len() > MOST_CELLS {
            return Err(SumsError::TooManyLimits);
        }
        let masks =
            |lines: BTreeSet<Vec<Pattern>>| -> Vec<u64> { lines.iter().map(|line| cells(&patterns, line)).collect() };
        let lines = [masks(along.lines), masks(across.lines)];
        let apart = [&lines[1], &lines[0]].map(|lines| together(patterns.len(), lines));
        Ok(Self { samples: across.samples.into_values().collect(), limits, signed, sizes, patterns, lines, apart })
    }

    /// Returns the cells that remain when the sums are known so far.
    pub fn allowed(&self, first: Option<i128>, second: Option<i128>) -> u64 {
        match (self.read(0, first), self.read(1, second)) {
            (None, None) => all(self.patterns.len()),
            (Some(x), Some(y)) => self.cell(self.pattern(x, y)),
            (x, y) => {
                let mut allowed = 0;
                self.line(x, y, |stretch| allowed |= self.cell(stretch.pattern));
                allowed
            }
        }
    }

    /// Returns the range of the one sum that is not known, within a cell: its first and last sums where it has them.
    pub fn range(&self, cell: usize, first: Option<i128>, second: Option<i128>) -> Option<Stretch> {
        let mut found = None;
        self.line(self.read(0, first), self.read(1, second), |stretch| {
            if self.patterns.get(cell) == Some(&stretch.pattern) {
                found = Some(stretch);
            }
        });
        found
    }

    /// Takes a given sum as the limits see it: its size where only that counts.
    fn read(&self, side: usize, sum: Option<i128>) -> Option<i128> {
        let far = 10_i128.pow(24);
        sum.map(|sum| sum.clamp(-far, far)).map(|sum| if self.sizes[side] { sum.abs() } else { sum })
    }

    fn line(&self, x: Option<i128>, y: Option<i128>, each: impl FnMut(Stretch)) {
        match (x, y) {
            (Some(x), _) => {
                let swapped = self.limits.iter().map(|limit| limit.swapped());
                stretches(swapped, x, self.signed[1], each);
            }
            (None, y) => {
                let limits = self.limits.iter().copied();
                stretches(limits, y.unwrap_or(0), self.signed[0], each);
            }
        }
    }

    fn pattern(&self, x: i128, y: i128) -> Pattern {
        let limits = self.limits.iter().enumerate();
        limits.map(|(place, limit)| Pattern::from(limit.holds(x, y)) << place).sum()
    }

    fn cell(&self, pattern: Pattern) -> u64 {
        match self.patterns.binary_search(&pattern) {
            Ok(cell) => 1 << cell,
            Err(_) => 0,
        }
    }

    /// Returns the cells in which the limit holds.
    pub fn cells_where(&self, limit: usize) -> u64 {
        let cells = self.patterns.iter().enumerate();
        cells.filter(|(_, pattern)| *pattern >> limit & 1 == 1).map(|(cell, _)| 1 << cell).sum()
    }
}

/// Returns the set of the first so many cells.
pub(super) fn all(count: usize) -> u64 {
    if count >= MOST_CELLS { u64::MAX } else { (1 << count) - 1 }
}

fn cells(patterns: &[Pattern], line: &[Pattern]) -> u64 {
    let cell = |pattern| patterns.binary_search(pattern).ok();
    line.iter().filter_map(cell).fold(0, |cells, cell| cells | 1 << cell)
}

/// For each cell, every cell that shares a line with it.
fn together(count: usize, lines: &[u64]) -> Vec<u64> {
    let sharing = |cell: usize| lines.iter().filter(move |line| **line >> cell & 1 == 1);
    (0..count).map(|cell| sharing(cell).fold(0, |all, line| all | line)).collect()
}
