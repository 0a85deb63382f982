//! Limits: what a comparison of sums comes down to, in whole pence.
//!
//! A limit on the two sums x and y says that ax + by is at least some number of pence. As sums are whole pence, every comparison is such a limit or
//! the contrary of one, and two comparisons that say the same become the same limit.

/// Says that `first · x + second · y ≥ at_least`, with whole numbers that have no common factor, the leading one positive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Limit {
    pub first: i128,
    pub second: i128,
    pub at_least: i128,
}

/// What a comparison comes down to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Normal {
    /// It holds, or does not, whatever the sums are.
    Always(bool),
    /// It holds exactly when this limit does, or exactly when it does not.
    When(Limit, bool),
}

impl Limit {
    /// Brings `first · x + second · y ≥ at_least` into the one form that all equal comparisons share.
    pub fn normal(first: i128, second: i128, at_least: i128) -> Normal {
        let leading = if first == 0 { second } else { first };
        if leading == 0 {
            return Normal::Always(at_least <= 0);
        }
        if leading < 0 {
            // In whole numbers, s ≥ n is the contrary of -s ≥ 1 - n.
            return match Self::normal(-first, -second, 1 - at_least) {
                Normal::When(limit, holds) => Normal::When(limit, !holds),
                always @ Normal::Always(_) => always,
            };
        }
        let common = greatest_common_divisor(first, second);
        let limit = Self { first: first / common, second: second / common, at_least: ceiling(at_least, common) };
        Normal::When(limit, true)
    }

    /// Answers whether the limit holds at these sums.
    pub fn holds(&self, x: i128, y: i128) -> bool {
        let sum = self.first.saturating_mul(x).saturating_add(self.second.saturating_mul(y));
        sum >= self.at_least
    }

    /// Returns the coefficients with the sums in the other order.
    pub fn swapped(self) -> Self {
        Self { first: self.second, second: self.first, ..self }
    }
}

/// Divides and rounds down; the divisor is positive.
pub(super) fn floor(number: i128, divisor: i128) -> i128 {
    number.div_euclid(divisor)
}

/// Divides and rounds up; the divisor is positive.
pub(super) fn ceiling(number: i128, divisor: i128) -> i128 {
    -(-number).div_euclid(divisor)
}

/// Returns the greatest whole number that divides both; one of them is not zero.
pub(super) fn greatest_common_divisor(a: i128, b: i128) -> i128 {
    let (mut a, mut b) = (a.abs(), b.abs());
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_comparisons_share_one_limit() {
        // x ≥ 1.25 y, and its contrary x < 1.25 y written from the other side.
        let quarter_more = Limit::normal(1_000_000, -1_250_000, 0);
        let less = Limit::normal(-4, 5, 1);
        let limit = Limit { first: 4, second: -5, at_least: 0 };
        assert_eq!(quarter_more, Normal::When(limit, true));
        assert_eq!(less, Normal::When(limit, false));
    }

    #[test]
    fn a_common_factor_rounds_the_bound_up() {
        let limit = Limit { first: 1, second: 0, at_least: 4 };
        assert_eq!(Limit::normal(3, 0, 10), Normal::When(limit, true));
        assert_eq!(Limit::normal(0, 0, 1), Normal::Always(false));
    }
}
