//! Sums of money, exact to the penny.
//!
//! A sum is held as whole pence, never as a float. It is written as plain decimal digits, at most 18 before the point and at most two after:
//! `500000`, `1157738.50`. Signs are allowed only where a question asks for a change.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A sum in whole pence; negative only for a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Pence(pub i128);

/// Says why a text is no sum.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}: {}", self.problem(), self.hint())]
pub enum MoneyError {
    /// Something other than digits, one point and a leading minus stands in the text.
    NotASum(String),
    /// The sum is written with an exponent.
    Exponent(String),
    /// It is not a number, or infinite.
    NotFinite(String),
    /// There is a fraction of a penny.
    FractionOfAPenny(String),
    /// There are more than 18 digits before the point.
    TooLarge(String),
    /// A zero stands before the other digits, which some readers take for an octal number.
    LeadingZero(String),
}

impl MoneyError {
    /// Says what is wrong.
    pub fn problem(&self) -> String {
        match self {
            Self::NotASum(text) => format!("`{text}` is not a sum of money"),
            Self::Exponent(text) => format!("`{text}` is written with an exponent"),
            Self::NotFinite(text) => format!("`{text}` is no number"),
            Self::FractionOfAPenny(text) => format!("`{text}` has a fraction of a penny"),
            Self::TooLarge(text) => format!("`{text}` is too large"),
            Self::LeadingZero(text) => format!("`{text}` begins with a zero"),
        }
    }

    /// Says what to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::NotASum(_) => {
                "write plain digits, such as 500000 or 1157738.50, with no commas, spaces or currency sign"
            }
            Self::Exponent(_) => "write all its digits, such as 1000000",
            Self::NotFinite(_) => "write plain digits, or leave the sum out while it is not known",
            Self::FractionOfAPenny(_) => "give at most two digits after the point",
            Self::LeadingZero(_) => "write it without, such as 7 or 0.70",
            Self::TooLarge(_) => "at most 18 digits may stand before the point",
        }
    }

    /// Says why a text of which some parts are not digits is no sum.
    fn of(text: &str) -> Self {
        let size = text.trim_start_matches(['+', '-']).to_ascii_lowercase();
        let is_number =
            |part: &str| part.bytes().all(|b| b.is_ascii_digit() || b"+-.".contains(&b)) && !part.is_empty();
        match size.split_once('e') {
            Some((mantissa, exponent)) if is_number(mantissa) && is_number(exponent) => Self::Exponent(text.to_owned()),
            _ if matches!(size.trim_start_matches('.'), "nan" | "inf" | "infinity") => Self::NotFinite(text.to_owned()),
            _ => Self::NotASum(text.to_owned()),
        }
    }
}

impl Pence {
    /// Parses plain decimal digits in pounds, with an optional minus sign.
    ///
    /// # Errors
    /// When the text is not a sum, has a fraction of a penny, or is too large.
    ///
    /// ```
    /// use psr_rules::money::Pence;
    /// assert_eq!(Pence::parse("1157738.50"), Ok(Pence(115_773_850)));
    /// ```
    pub fn parse(text: &str) -> Result<Self, MoneyError> {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let (pounds, pence) = digits.split_once('.').unwrap_or((digits, "0"));
        let plain = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !plain(pounds) || !plain(pence) {
            return Err(MoneyError::of(text));
        }
        if pence.len() > 2 {
            return Err(MoneyError::FractionOfAPenny(text.to_owned()));
        }
        if pounds.len() > 18 {
            return Err(MoneyError::TooLarge(text.to_owned()));
        }
        if pounds.len() > 1 && pounds.starts_with('0') {
            return Err(MoneyError::LeadingZero(text.to_owned()));
        }
        let digits_to_number = |part: &str| part.bytes().fold(0_i128, |sum, b| sum * 10 + i128::from(b - b'0'));
        let size = digits_to_number(pounds) * 100 + digits_to_number(pence) * if pence.len() == 1 { 10 } else { 1 };
        Ok(Self(if digits.len() == text.len() { size } else { -size }))
    }

    /// Returns the sum as the contract writes it: plain digits, pence only where there are any.
    pub fn plain(self) -> String {
        let (sign, size) = (if self.0 < 0 { "-" } else { "" }, self.0.unsigned_abs());
        // Nearly every sum fits 64 bits, in which dividing and writing are much quicker.
        let (pounds, pence) = match u64::try_from(size) {
            Ok(size) => ((size / 100).to_string(), size % 100),
            Err(_) => ((size / 100).to_string(), (size % 100) as u64),
        };
        match pence {
            0 => format!("{sign}{pounds}"),
            pence => format!("{sign}{pounds}.{pence:02}"),
        }
    }
}

/// Shows the sum as people write it: `£1,157,738.50`.
impl fmt::Display for Pence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let size = self.0.unsigned_abs();
        let pounds = (size / 100).to_string();
        f.write_str(if self.0 < 0 { "-£" } else { "£" })?;
        for (position, digit) in pounds.char_indices() {
            if position > 0 && (pounds.len() - position).is_multiple_of(3) {
                f.write_str(",")?;
            }
            write!(f, "{digit}")?;
        }
        match size % 100 {
            0 => Ok(()),
            pence => write!(f, ".{pence:02}"),
        }
    }
}

impl Serialize for Pence {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.plain())
    }
}

impl<'de> Deserialize<'de> for Pence {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_read_exactly() {
        let cases = [
            ("0", 0),
            ("500000", 50_000_000),
            ("1157738.50", 115_773_850),
            ("0.5", 50),
            ("-400.05", -40_005),
            ("999999999999999999.99", 99_999_999_999_999_999_999),
        ];
        for (text, pence) in cases {
            assert_eq!(Pence::parse(text), Ok(Pence(pence)), "{text}");
        }
    }

    #[test]
    fn what_is_no_sum_is_refused() {
        for text in [
            "",
            "-",
            "1e6",
            "NaN",
            "1,000",
            "£5",
            "+5",
            ".5",
            "5.",
            "1.234",
            "1.2.3",
            " 1",
            "1000000000000000000",
            "--1",
            "007",
            "０",
        ] {
            assert!(Pence::parse(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn sums_read_as_people_and_programs_write_them() {
        let cases = [
            (0, "0", "£0"),
            (99_999, "999.99", "£999.99"),
            (100_000_000, "1000000", "£1,000,000"),
            (-115_773_850, "-1157738.50", "-£1,157,738.50"),
        ];
        for (pence, plain, shown) in cases {
            assert_eq!((Pence(pence).plain().as_str(), Pence(pence).to_string().as_str()), (plain, shown));
        }
    }
}
