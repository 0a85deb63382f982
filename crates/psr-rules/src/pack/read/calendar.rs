//! Reads `calendar/*.yaml`: which days are working days, as dated data.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, Weekday};
use chrono_tz::Tz;

use super::folder::{File, Folder};
use super::index::Index;
use crate::calendar::{Calendar, HolidayYear, NamedHoliday, Yearly};
use crate::id::CalendarId;
use crate::pack::cursor::Cursor;
use crate::pack::diagnostic::Findings;
use crate::pack::fields::Fields;
use crate::pack::model::TimetableRules;

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("monday", Weekday::Mon),
    ("tuesday", Weekday::Tue),
    ("wednesday", Weekday::Wed),
    ("thursday", Weekday::Thu),
    ("friday", Weekday::Fri),
    ("saturday", Weekday::Sat),
    ("sunday", Weekday::Sun),
];

/// Reads the calendars.
pub(crate) fn read(files: &[File], findings: &Findings, index: &Index) -> BTreeMap<CalendarId, Calendar> {
    let files = files.iter().filter(|file| file.folder == Folder::Calendar);
    let calendars = files.filter_map(|file| calendar(file, findings, index));
    calendars.map(|calendar| (calendar.id.clone(), calendar)).collect()
}

/// Notes calendars that no timetable counts by.
pub(crate) fn unused(files: &[File], findings: &Findings, timetable: Option<&TimetableRules>) {
    let named = |file: &&File| timetable.is_some_and(|timetable| timetable.calendar.as_str() == file.stem());
    let broken = timetable.is_none() && files.iter().any(|file| file.folder == Folder::Timetable);
    for file in files.iter().filter(|file| file.folder == Folder::Calendar && !broken && !named(file)) {
        let message = format!("calendar `{}` is not used", file.stem());
        findings.warning(
            &file.path,
            file.root.at,
            message,
            "name it under `calendar:` in timetable.yaml, or remove it",
        );
    }
}

fn calendar(file: &File, findings: &Findings, index: &Index) -> Option<Calendar> {
    let mut fields = file.cursor(findings).fields()?;
    let id = fields.required("id").and_then(|at| id(at, file));
    let name = fields.required("name").and_then(|c| c.words());
    let zone = fields.required("zone").and_then(zone);
    let provision = fields.required("provision").and_then(|c| index.provision(c));
    let not_working = fields.required("not-working").map(|c| c.list(|item| item.one_of(&WEEKDAYS)));
    let named = fields.optional("named").map(|c| c.list(named)).unwrap_or_default();
    let years = fields.required("years").map(years);
    fields.finish();
    let not_working = not_working?;
    if WEEKDAYS.iter().all(|(_, day)| not_working.contains(day)) {
        findings.error(&file.path, file.root.at, "this calendar has no working days", "leave a weekday to work on");
        return None;
    }
    Some(Calendar { id: id?, name: name?, zone: zone?, provision: provision?, not_working, named, years: years? })
}

fn id(at: Cursor<'_>, file: &File) -> Option<CalendarId> {
    let id = at.id(CalendarId::parse)?;
    if id.as_str() != file.stem() {
        at.error(format!("the id is `{id}`, and the file is called `{}.yaml`", file.stem()), "call both the same");
    }
    Some(id)
}

fn zone(at: Cursor<'_>) -> Option<Tz> {
    let text = at.text()?;
    let zone = text.parse().ok();
    if zone.is_none() {
        at.error(format!("there is no time zone `{text}`"), "name it as the tz database does, such as Europe/London");
    }
    zone
}

fn named(item: Cursor<'_>) -> Option<NamedHoliday> {
    let mut fields = item.fields()?;
    let name = fields.required("name").and_then(|c| c.words());
    let ways = [fields.optional("on"), fields.optional("days-before-easter"), fields.optional("days-after-easter")];
    let first = fields.optional("first");
    let month = if first.is_some() { fields.required("of-month") } else { None };
    fields.finish();
    let day = match (ways, first) {
        ([Some(on), None, None], None) => month_day(on),
        ([None, Some(days), None], None) => days.number(0, 300).map(Yearly::BeforeEaster),
        ([None, None, Some(days)], None) => days.number(0, 300).map(Yearly::AfterEaster),
        ([None, None, None], Some(weekday)) => first_of(weekday, month),
        _ => item.expected(
            "found in exactly one way",
            "write `on:`, `days-before-easter:`, `days-after-easter:` or `first:`",
        ),
    };
    Some(NamedHoliday { name: name?, day: day? })
}

fn first_of(weekday: Cursor<'_>, month: Option<Cursor<'_>>) -> Option<Yearly> {
    let weekday = weekday.one_of(&WEEKDAYS);
    let month = month.and_then(|month| month.number(1, 12));
    Some(Yearly::First { weekday: weekday?, month: month? })
}

/// Takes a month and a day, such as `12-25`.
fn month_day(at: Cursor<'_>) -> Option<Yearly> {
    let text = &at.scalar()?.text;
    let parts = text.split_once('-').and_then(|(month, day)| Some((month.parse().ok()?, day.parse().ok()?)));
    // In a leap year every day of a year that there can be has its place.
    match parts.filter(|(month, day)| text.len() == 5 && NaiveDate::from_ymd_opt(2000, *month, *day).is_some()) {
        Some((month, day)) => Some(Yearly::On { month, day }),
        None => at.expected("a month and a day", "write them as 12-25"),
    }
}

fn years(list: Cursor<'_>) -> BTreeMap<i32, HolidayYear> {
    let mut years = BTreeMap::new();
    for item in list.some_items().unwrap_or_default() {
        let Some((year, holidays)) = item.fields().and_then(year) else { continue };
        if years.insert(year, holidays).is_some() {
            item.error(format!("the year {year} is given twice"), "keep it once");
        }
    }
    years
}

fn year(mut fields: Fields<'_>) -> Option<(i32, HolidayYear)> {
    let year = fields.required("year").and_then(|c| c.number(1, 9999)).and_then(|year| i32::try_from(year).ok());
    let source = fields.required("source").and_then(|c| c.words());
    let list = fields.required("bank-holidays");
    fields.finish();
    let mut days = BTreeMap::new();
    for item in list.and_then(|list| list.items()).unwrap_or_default() {
        let Some((on, name)) = item.fields().and_then(holiday) else { continue };
        match year {
            Some(year) if on.year() != year => {
                item.error(format!("{on} is not a day of {year}"), "list it under its own year");
            }
            _ if days.insert(on, name).is_some() => item.error(format!("{on} is given twice"), "keep it once"),
            _ => {}
        }
    }
    Some((year?, HolidayYear { source: source?, days }))
}

fn holiday(mut fields: Fields<'_>) -> Option<(NaiveDate, String)> {
    let on = fields.required("on").and_then(|c| c.date());
    let name = fields.required("name").and_then(|c| c.words());
    fields.finish();
    Some((on?, name?))
}
