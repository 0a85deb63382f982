//! Reads conditions over a published notice.

use super::Reading;
use crate::id::{DutyId, FindingId, MomentId, ParameterId};
use crate::pack::cursor::Cursor;
use crate::pack::fields::Fields;
use crate::pack::model::{CodeState, DeadlineState, FieldForm, NoticeDay, NoticeField, NoticeTest, WrittenFault};
use crate::pack::node::Value;
use crate::pack::read::index::Unit;

const TESTS: [&str; 17] = [
    "all",
    "any",
    "not",
    "kind",
    "says",
    "given",
    "among",
    "deadline",
    "earlier",
    "later",
    "late",
    "wrong",
    "codes",
    "weights-other-than",
    "criteria",
    "longer-than",
    "below",
];
const DEADLINES: [(&str, DeadlineState); 8] = [
    ("none", DeadlineState::None),
    ("count-only", DeadlineState::CountOnly),
    ("impossible", DeadlineState::Impossible),
    ("ambiguous-time", DeadlineState::AmbiguousTime),
    ("earlier-time", DeadlineState::EarlierTime),
    ("short", DeadlineState::Short),
    ("long", DeadlineState::Long),
    ("right", DeadlineState::Right),
];
const CODES: [(&str, CodeState); 4] = [
    ("listed", CodeState::Listed),
    ("limited", CodeState::Limited),
    ("outside", CodeState::Outside),
    ("broad", CodeState::Broad),
];
const DATES: [(&str, WrittenFault); 2] =
    [("impossible", WrittenFault::Impossible), ("wrong-weekday", WrittenFault::WrongWeekday)];

/// Reads a condition and those inside it.
pub(super) fn condition(at: Cursor<'_>, reading: &mut Reading<'_, '_>) -> Option<NoticeTest> {
    let mut fields = at.fields()?;
    let dates = fields.optional("dates");
    let found: Vec<_> = TESTS.iter().filter_map(|key| fields.optional(key).map(|at| (*key, at))).collect();
    let whole = fields.is_whole();
    fields.finish();
    match (dates, found.as_slice()) {
        (Some(at), []) => at.one_of(&DATES).map(NoticeTest::Dates),
        (None, [(key, at)]) => test(key, *at, reading),
        (None, []) => {
            if whole {
                at.error("the condition tests nothing", format!("add one of: {}, dates", TESTS.join(", ")));
            }
            None
        }
        (_, [(_, second), ..]) => {
            second.error("two tests stand in one condition", "join them under `all:` or `any:`");
            None
        }
    }
}

fn test(key: &str, at: Cursor<'_>, reading: &mut Reading<'_, '_>) -> Option<NoticeTest> {
    Some(match key {
        "all" => NoticeTest::All(parts(at, reading)?),
        "any" => NoticeTest::Any(parts(at, reading)?),
        "not" => NoticeTest::Not(Box::new(condition(at, reading)?)),
        "kind" => NoticeTest::Kind(whole(at, |item| reading.names.kind(item))?),
        "says" => NoticeTest::Says(reading.names.phrase_list(at)?),
        "given" => NoticeTest::Given(field_named(at, None)?),
        "deadline" => NoticeTest::Deadline(whole(at, |item| item.one_of(&DEADLINES))?),
        "codes" => NoticeTest::Codes(whole(at, |item| item.one_of(&CODES))?),
        "criteria" => at.one_of(&[("missing", ())]).map(|()| NoticeTest::CriteriaMissing)?,
        "weights-other-than" => NoticeTest::WeightsOtherThan(reading.names.figure(at)?),
        "longer-than" => NoticeTest::LongerThan(reading.names.figure(at)?),
        "earlier" => pair(at, reading).map(|(this, than)| NoticeTest::Earlier(this, than))?,
        "later" => pair(at, reading).map(|(this, than)| NoticeTest::Later(this, than))?,
        _ => return of_the_pack(key, at, reading),
    })
}

fn of_the_pack(key: &str, at: Cursor<'_>, reading: &mut Reading<'_, '_>) -> Option<NoticeTest> {
    match key {
        "among" => among(at),
        "late" => late(at, reading),
        "wrong" => wrong(at, reading),
        _ => below(at, reading),
    }
}

fn parts(at: Cursor<'_>, reading: &mut Reading<'_, '_>) -> Option<Vec<NoticeTest>> {
    whole(at, |item| condition(item, reading))
}

/// Takes a list of which every item must be good.
fn whole<'a, T>(at: Cursor<'a>, each: impl FnMut(Cursor<'a>) -> Option<T>) -> Option<Vec<T>> {
    let read: Vec<Option<T>> = at.some_items()?.into_iter().map(each).collect();
    read.into_iter().collect()
}

/// Takes the name of a field, of one form where one is needed.
pub(super) fn field_named(at: Cursor<'_>, form: Option<FieldForm>) -> Option<NoticeField> {
    let name = at.text()?;
    let fits = |field: &NoticeField| form.is_none_or(|form| field.kind == form);
    let found = NoticeField::named(name).filter(fits);
    if found.is_none() {
        let known = NoticeField::ALL.into_iter().filter(fits).map(|field| field.name);
        let message = format!("{} names `{}`, which no notice gives here", at.name, crate::pack::node::shortened(name));
        at.error(message, at.source.hint(name, known));
    }
    found
}

fn pair(at: Cursor<'_>, reading: &mut Reading<'_, '_>) -> Option<(NoticeDay, NoticeDay)> {
    let mut fields = at.fields()?;
    let (this, than) = (fields.required("this"), fields.required("than"));
    fields.finish();
    let (this, than) = (day(this?, reading), day(than?, reading));
    Some((this?, than?))
}

/// Takes a day: the name of a field, or a mapping that names a field or a moment, perhaps with a figure of days on top.
fn day(at: Cursor<'_>, reading: &mut Reading<'_, '_>) -> Option<NoticeDay> {
    if matches!(at.node.value, Value::Scalar(_)) {
        return field_named(at, Some(FieldForm::Day)).map(NoticeDay::Field);
    }
    let mut fields = at.fields()?;
    let (field_at, moment_at, plus_at) = (fields.optional("field"), fields.optional("moment"), fields.optional("plus"));
    fields.finish();
    let base = match (field_at, moment_at) {
        (Some(field), None) => NoticeDay::Field(field_named(field, Some(FieldForm::Day))?),
        (None, Some(moment)) => NoticeDay::Moment(known_moment(moment, reading)?),
        _ => {
            at.error("the day is not named, or named twice", "write `field:` or `moment:`");
            return None;
        }
    };
    match plus_at {
        None => Some(base),
        Some(plus) => Some(NoticeDay::Plus(Box::new(base), days_of(plus, reading)?)),
    }
}

/// Takes the name of a parameter of so many days, or of a figure of the file.
fn days_of(at: Cursor<'_>, reading: &mut Reading<'_, '_>) -> Option<ParameterId> {
    if !reading.around.index.parameters.contains_key(at.text()?) {
        return reading.names.figure(at);
    }
    let parameter = reading.around.index.parameter(at, Some(Unit::Days))?;
    reading.uses.parameters.insert(parameter.clone());
    Some(parameter)
}

fn known_moment(at: Cursor<'_>, reading: &Reading<'_, '_>) -> Option<MomentId> {
    let id = at.id(MomentId::parse)?;
    let known =
        || reading.around.timetable.into_iter().flat_map(|rules| &rules.moments).map(|moment| moment.id.as_str());
    if !known().any(|moment| moment == id.as_str()) {
        at.error(format!("the timetable has no moment `{id}`"), at.source.hint(id.as_str(), known()));
        return None;
    }
    Some(id)
}

fn among(at: Cursor<'_>) -> Option<NoticeTest> {
    let mut fields = at.fields()?;
    let (field_at, values_at) = (fields.required("field"), fields.required("values"));
    fields.finish();
    let field = field_named(field_at?, Some(FieldForm::Words));
    let values = whole(values_at?, |item| item.words());
    Some(NoticeTest::Among(field?, values?))
}

fn late(at: Cursor<'_>, reading: &mut Reading<'_, '_>) -> Option<NoticeTest> {
    let mut fields = at.fields()?;
    let (duty_at, by_at) = (fields.required("duty"), fields.optional("by-more-than"));
    fields.finish();
    let duty_at = duty_at?;
    let duty = duty_at.id(DutyId::parse)?;
    let known = || reading.around.timetable.into_iter().flat_map(|rules| &rules.duties).map(|duty| duty.id.as_str());
    if !known().any(|id| id == duty.as_str()) {
        duty_at.error(format!("the timetable has no duty `{duty}`"), at.source.hint(duty.as_str(), known()));
        return None;
    }
    match by_at {
        None => Some(NoticeTest::Late(duty, None)),
        Some(by) => reading.names.figure(by).map(|figure| NoticeTest::Late(duty, Some(figure))),
    }
}

fn wrong(at: Cursor<'_>, reading: &Reading<'_, '_>) -> Option<NoticeTest> {
    let id = at.id(FindingId::parse)?;
    let known =
        || reading.around.timetable.into_iter().flat_map(|rules| &rules.findings).map(|found| found.id.as_str());
    if !known().any(|finding| finding == id.as_str()) {
        at.error(format!("the timetable has no finding `{id}`"), at.source.hint(id.as_str(), known()));
        return None;
    }
    Some(NoticeTest::Wrong(id))
}

fn below(at: Cursor<'_>, reading: &mut Reading<'_, '_>) -> Option<NoticeTest> {
    let mut fields: Fields<'_> = at.fields()?;
    let (field_at, parameter_at) = (fields.required("field"), fields.required("parameter"));
    fields.finish();
    let field = field_named(field_at?, Some(FieldForm::Sum));
    let parameter = reading.around.index.parameter(parameter_at?, Some(Unit::Money))?;
    reading.uses.parameters.insert(parameter.clone());
    Some(NoticeTest::Below(field?, parameter))
}
