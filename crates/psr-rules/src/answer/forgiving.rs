//! What people write around a sum or a date and programs do not.

use chrono::NaiveDate;

use crate::pack::model::Kind;

/// Takes away what people write around a sum or a date and programs do not; what is meant stays the same.
pub fn forgiving(kind: &Kind, typed: &str) -> String {
    match kind {
        Kind::YesNo => match typed.to_lowercase().as_str() {
            "y" => "yes".to_owned(),
            "n" => "no".to_owned(),
            other => other.to_owned(),
        },
        Kind::Money { .. } => grouped(typed).unwrap_or_else(|| typed.to_owned()),
        Kind::Date => {
            let written = NaiveDate::parse_from_str(typed, "%d %B %Y").ok();
            written.map_or_else(|| typed.to_owned(), |date| date.format("%Y-%m-%d").to_string())
        }
        _ => typed.to_owned(),
    }
}

/// Returns a sum without pound sign and commas, where the commas stand between groups of three digits as they should.
fn grouped(typed: &str) -> Option<String> {
    let (sign, sum) = typed.strip_prefix('-').map_or(("", typed), |sum| ("-", sum));
    let sum = sum.strip_prefix('£').unwrap_or(sum);
    let (pounds, pence) = sum.split_once('.').map_or((sum, None), |(pounds, pence)| (pounds, Some(pence)));
    let mut groups = pounds.split(',');
    let first = groups.next().filter(|first| !first.is_empty())?;
    let well_grouped = !pounds.contains(',') || first.len() <= 3 && groups.all(|group| group.len() == 3);
    let pence = pence.map(|pence| format!(".{pence}")).unwrap_or_default();
    well_grouped.then(|| format!("{sign}{}{pence}", pounds.replace(',', "")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_write_sums_and_dates_in_their_own_way() {
        let money = Kind::Money { any_sign: true };
        let cases = [
            (&money, "£1,157,738.50", "1157738.50"),
            (&money, "-£1,000", "-1000"),
            (&money, "1,15", "1,15"),
            (&money, "12,345", "12345"),
            (&money, "1e6", "1e6"),
            (&Kind::Date, "1 April 2026", "2026-04-01"),
            (&Kind::Date, "31 February 2026", "31 February 2026"),
            (&Kind::YesNo, "Y", "yes"),
            (&Kind::YesNo, "NO", "no"),
        ];
        for (kind, typed, taken) in cases {
            assert_eq!(forgiving(kind, typed), taken);
        }
    }
}
