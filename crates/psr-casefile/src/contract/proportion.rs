//! How large a change is beside a value, exactly.

use std::fmt;

use psr_rules::money::Pence;

/// A share in hundredths of one per cent, rounded towards zero, so that what is shown never reaches a limit that the sums do not reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Proportion(pub i128);

impl Proportion {
    /// Returns how many per cent one sum is of another; none of nothing.
    ///
    /// ```
    /// use psr_casefile::contract::Proportion;
    /// use psr_rules::money::Pence;
    /// let of = |change, value| Proportion::of(Pence(change), Pence(value)).map(|share| share.to_string());
    /// assert_eq!(of(50_000_000, 200_000_000), Some("25.00".to_owned()));
    /// assert_eq!(of(50_000_000, 200_000_100), Some("24.99".to_owned()));
    /// assert_eq!(of(-1, 300), Some("-0.33".to_owned()));
    /// assert_eq!(of(1, 0), None);
    /// ```
    pub fn of(change: Pence, value: Pence) -> Option<Self> {
        change.0.checked_mul(10_000)?.checked_div(value.0).map(Self)
    }
}

impl fmt::Display for Proportion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, size) = (if self.0 < 0 { "-" } else { "" }, self.0.unsigned_abs());
        write!(f, "{sign}{}.{:02}", size / 100, size % 100)
    }
}
