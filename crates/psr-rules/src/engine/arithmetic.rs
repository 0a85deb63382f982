//! The arithmetic of a comparison, shown: both sums, how far apart they are, and the figure that decides.

use serde::Serialize;

use crate::answer::{Answer, Answers};
use crate::id::QuestionId;
use crate::money::Pence;
use crate::pack::model::{Amount, Comparison, Figure};

use super::compare::WHOLE;
use super::rulebook::figure;
use super::scope::{figure_on, sum_on_the_right};

/// A comparison whose sums are given, worked out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ArithmeticShown {
    /// The sum on the left; its size where only that counts.
    pub left: Pence,
    /// The sum on the right, where there is one.
    pub right: Option<Pence>,
    /// How much higher the left is than the right.
    pub difference: Option<Pence>,
    /// That difference as a percentage of the right, or, where a percentage of the right is what the left is compared with, the left as one.
    /// It is cut off, never rounded up, after as many decimals as tell it from the figure. There is none of nothing.
    pub percentage: Option<String>,
    /// The figure that the law sets.
    #[serde(skip)]
    pub figure: Option<Figure>,
}

impl super::CompiledDecision {
    /// Works out a comparison; nothing while one of its sums is not given.
    pub(super) fn arithmetic(&self, comparison: &Comparison, answers: &Answers) -> Option<ArithmeticShown> {
        let Pence(left) = sum(answers, &comparison.sum)?;
        let left = if comparison.size_only { left.abs() } else { left };
        let figure = figure(&comparison.amount).and_then(|id| figure_on(&self.pack, id, self.from));
        let Some(right) = sum_on_the_right(&comparison.amount) else {
            return Some(ArithmeticShown {
                left: Pence(left),
                right: None,
                difference: None,
                percentage: None,
                figure,
            });
        };
        let Pence(right) = sum(answers, right)?;
        let difference = left.checked_sub(right)?;
        let part = if matches!(comparison.amount, Amount::PercentOf(..)) { left } else { difference };
        Some(ArithmeticShown {
            left: Pence(left),
            right: Some(Pence(right)),
            difference: Some(Pence(difference)),
            percentage: percentage(part, right, figure),
            figure,
        })
    }
}

fn sum(answers: &Answers, question: &QuestionId) -> Option<Pence> {
    match answers.get(question) {
        Some(Answer::Money(sum)) => Some(*sum),
        _ => None,
    }
}

/// Returns a part of a whole as a percentage, with two decimals at most unless only more of them tell it from the figure.
fn percentage(part: i128, whole: i128, figure: Option<Figure>) -> Option<String> {
    if whole <= 0 {
        return None;
    }
    let limit = match figure {
        Some(Figure::Percent(percent)) => Some(i128::from(percent)),
        _ => None,
    };
    let sign = if part < 0 { "-" } else { "" };
    let (part, mut digits) = (part.checked_abs()?, 2);
    loop {
        let scale = 10_i128.pow(digits);
        let scaled = part.checked_mul(100)?.checked_mul(scale)?;
        let (shown, rest) = (scaled / whole, scaled % whole);
        let like_limit = limit.is_some_and(|limit| shown * (WHOLE / 100) == limit * scale);
        if rest == 0 || !like_limit || digits == 8 {
            let more = if rest != 0 && like_limit { "just over " } else { "" };
            return Some(format!("{more}{sign}{}%", decimal(shown, digits)));
        }
        digits += 1;
    }
}

/// Writes a number of the smallest decimal units plainly: 2500 hundredths are 25.
pub(super) fn decimal(units: i128, digits: u32) -> String {
    let scale = 10_i128.pow(digits);
    let fraction = format!("{:0width$}", units % scale, width = digits as usize);
    let fraction = fraction.trim_end_matches('0');
    if fraction.is_empty() { (units / scale).to_string() } else { format!("{}.{fraction}", units / scale) }
}

/// Writes a figure as people read it: £500,000, 25%, 14.
pub fn shown(figure: Figure) -> String {
    match figure {
        Figure::Money(sum) => sum.to_string(),
        Figure::Percent(percent) => format!("{}%", decimal(i128::from(percent), 4)),
        Figure::Days(days) | Figure::WorkingDays(days) => days.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentage_is_never_rounded_onto_the_limit() {
        let quarter = Some(Figure::Percent(250_000));
        let cases = [
            (25, 100, Some("25%")),
            (4, 3, Some("133.33%")),
            (49_999_999, 200_000_000, Some("24.99%")),
            (250_001, 1_000_000, Some("25.0001%")),
            (-1, 8, Some("-12.5%")),
            (1, 0, None),
        ];
        for (part, whole, expected) in cases {
            let found = percentage(part, whole, quarter);
            assert_eq!(found.as_deref(), expected, "{part} of {whole}");
        }
    }

    #[test]
    fn figures_read_as_people_write_them() {
        assert_eq!(shown(Figure::Percent(125_000)), "12.5%");
        assert_eq!(shown(Figure::Money(Pence(50_000_000))), "£500,000");
    }
}
