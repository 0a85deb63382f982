//! Reads how days are found from others: `{ day-after: … }`, `{ days: …, after: … }` and the like.

use super::Around;
use super::names::Names;
use crate::id::ParameterId;
use crate::pack::cursor::Cursor;
use crate::pack::fields::Fields;
use crate::pack::model::{Bound, Named, Reckoning};
use crate::pack::read::index::Unit;
use crate::pack::read::uses::Uses;

const WAYS: &str = "write `same-as`, `day-after`, `days` with `after` or `beginning-with`, `working-days` with `after`, `earliest-of`, `latest-of`, \
                    `each-of`, or `those-of` with bounds";

/// Reads a reckoning.
pub(super) fn read(at: Cursor<'_>, names: &Names, around: &Around<'_>, uses: &mut Uses) -> Option<Reckoning> {
    let mut fields = at.fields()?;
    let keys: Vec<&str> = fields.entries().map(|(key, _)| key.text.as_str()).collect();
    let has = |key: &str| keys.contains(&key);
    let read = match () {
        () if has("same-as") => one(&mut fields, "same-as", names).map(Reckoning::SameAs),
        () if has("day-after") => one(&mut fields, "day-after", names).map(Reckoning::DayAfter),
        () if has("days") => days(&mut fields, has("beginning-with"), names, around, uses),
        () if has("working-days") => {
            let count = figure(&mut fields, "working-days", Unit::WorkingDays, around, uses);
            let after = one(&mut fields, "after", names);
            Some(Reckoning::WorkingDaysAfter(count?, after?))
        }
        () if has("earliest-of") => several(&mut fields, "earliest-of", names).map(Reckoning::EarliestOf),
        () if has("latest-of") => several(&mut fields, "latest-of", names).map(Reckoning::LatestOf),
        () if has("each-of") => several(&mut fields, "each-of", names).map(Reckoning::EachOf),
        () if has("those-of") => those_of(&mut fields, names),
        () => return at.expected("a way to find a day", WAYS),
    };
    fields.finish();
    read
}

fn days(
    fields: &mut Fields<'_>,
    including: bool,
    names: &Names,
    around: &Around<'_>,
    uses: &mut Uses,
) -> Option<Reckoning> {
    let count = figure(fields, "days", Unit::Days, around, uses);
    if including {
        let from = one(fields, "beginning-with", names);
        return Some(Reckoning::DaysBeginningWith(count?, from?));
    }
    let after = one(fields, "after", names);
    Some(Reckoning::DaysAfter(count?, after?))
}

fn figure(
    fields: &mut Fields<'_>,
    key: &'static str,
    unit: Unit,
    around: &Around<'_>,
    uses: &mut Uses,
) -> Option<ParameterId> {
    let id = fields.required(key).and_then(|at| around.index.parameter(at, Some(unit)))?;
    uses.parameters.insert(id.clone());
    Some(id)
}

fn one(fields: &mut Fields<'_>, key: &'static str, names: &Names) -> Option<Named> {
    fields.required(key).and_then(|at| names.named(at))
}

fn several(fields: &mut Fields<'_>, key: &'static str, names: &Names) -> Option<Vec<Named>> {
    fields.required(key).map(|list| list.list(|item| names.named(item)))
}

fn those_of(fields: &mut Fields<'_>, names: &Names) -> Option<Reckoning> {
    let days = one(fields, "those-of", names);
    let lower = bound(fields, "from", "after", names);
    let upper = bound(fields, "to", "before", names);
    if lower.is_none() && upper.is_none() && fields.is_whole() {
        let hint = "add `from:` or `after:`, and `to:` or `before:`; without bounds write `same-as:`";
        fields.whole().error(format!("{} has no bounds", fields.whole().name), hint);
    }
    Some(Reckoning::ThoseOf { days: days?, lower: lower.unwrap_or(None), upper: upper.unwrap_or(None) })
}

/// Takes a bound that includes its day or one that does not; the outer option tells whether one was written.
fn bound(
    fields: &mut Fields<'_>,
    included: &'static str,
    excluded: &'static str,
    names: &Names,
) -> Option<Option<Bound>> {
    let (within, beyond) = (fields.optional(included), fields.optional(excluded));
    if let (Some(_), Some(beyond)) = (within, beyond) {
        beyond.error(format!("`{included}` and `{excluded}` are both given"), "keep one of them");
    }
    let at = within.or(beyond)?;
    Some(names.named(at).map(|moment| Bound { moment, included: within.is_some() }))
}
