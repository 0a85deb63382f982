//! A list as it is put together: items are added, taken out and pasted on the desk, and recorded as one answer when all are there.

use std::collections::BTreeMap;

use psr_casefile::casebook::Case;
use psr_rules::answer::{self, Answer, forgiving};
use psr_rules::facts::read_items;
use psr_rules::pack::model::{Field, FieldKind, Kind};

use super::form::{Filled, Items, in_form, typed_field};
use super::{Asked, at_desk};
use crate::http::Posted;
use crate::people::Who;
use crate::problem::Problem;
use crate::site::Site;
use crate::view::words::sentence;

const KIND: &str = "draft";
/// For how long an unfinished list is kept, in seconds: 30 days.
const FOR: i64 = 30 * 24 * 60 * 60;

/// What is wrong with what was typed: messages, each with its field.
type Wrong = Vec<(String, String)>;

/// Returns the list that somebody has not recorded yet.
pub async fn draft(site: &Site, who: &Who, case: &Case, asked: &Asked) -> Result<Option<Items>, Problem> {
    if !matches!(asked.question.kind, Kind::List(_)) {
        return Ok(None);
    }
    let (key, now) = (key(who, case, asked), site.now().timestamp());
    let body = at_desk(site, move |desk| desk.get(KIND, &key, now)).await?;
    Ok(body.and_then(|body| serde_json::from_str(&body).ok()))
}

/// Returns the list as it is now: the unfinished one, or else what is on record.
pub async fn now(site: &Site, who: &Who, case: &Case, asked: &Asked) -> Result<Items, Problem> {
    Ok(draft(site, who, case, asked).await?.unwrap_or_else(|| Filled::of_standing(case, asked).items))
}

/// Forgets an unfinished list.
pub async fn forget(site: &Site, who: &Who, case: &Case, asked: &Asked) -> Result<(), Problem> {
    let key = key(who, case, asked);
    at_desk(site, move |desk| desk.remove(KIND, &key)).await
}

/// Changes the unfinished list as a button of the form says.
pub async fn change(
    site: &Site,
    who: &Who,
    case: &Case,
    asked: &Asked,
    fields: &[Field],
    posted: &Posted,
    action: &str,
) -> Result<Result<(), Wrong>, Problem> {
    let mut items = now(site, who, case, asked).await?;
    let changed = match (action, action.strip_prefix("remove-").and_then(|place| place.parse::<usize>().ok())) {
        ("add", _) => item(fields, posted).map(|item| items.push(item)),
        ("paste", _) => pasted(asked, posted).map(|more| items.extend(more)),
        // What is on record comes first, then what is not there yet of what was put together here.
        ("merge", _) => {
            let mut all = Filled::of_standing(case, asked).items;
            let own: Items = items.into_iter().filter(|item| !all.contains(item)).collect();
            all.extend(own);
            items = all;
            Ok(())
        }
        ("discard", _) => return forget(site, who, case, asked).await.map(Ok),
        (_, Some(place)) if (1..=items.len()).contains(&place) => {
            items.remove(place - 1);
            Ok(())
        }
        (other, _) => return Err(Problem::refused(format!("This list knows no `{other}`."))),
    };
    if let Err(wrong) = changed {
        return Ok(Err(wrong));
    }
    let (key, until) = (key(who, case, asked), site.now().timestamp() + FOR);
    let body = serde_json::to_string(&items).map_err(|error| Problem::fault(error.to_string()))?;
    at_desk(site, move |desk| desk.put(KIND, &key, &body, Some(until))).await?;
    Ok(Ok(()))
}

/// Reads the item that was typed.
pub fn item(fields: &[Field], posted: &Posted) -> Result<BTreeMap<String, String>, Wrong> {
    let (mut item, mut wrong) = (BTreeMap::new(), Vec::new());
    for field in fields {
        let typed = typed_field(posted, field.id.as_str());
        let (typed, place) = (typed.trim(), place(field));
        if typed.is_empty() {
            if !field.optional {
                wrong.push((format!("{}: enter an answer", field.ask), place));
            }
            continue;
        }
        match answer::parse_field(&field.kind, &forgiving(&like(&field.kind), typed)) {
            Ok(text) => drop(item.insert(field.id.to_string(), text)),
            Err(error) => wrong.push((format!("{}: {}", field.ask, in_form(&error)), place)),
        }
    }
    if wrong.is_empty() { Ok(item) } else { Err(wrong) }
}

/// Returns the id of the field on the page.
fn place(field: &Field) -> String {
    match field.kind {
        FieldKind::Date => format!("item-{}-day", field.id),
        _ => format!("item-{}", field.id),
    }
}

/// Returns the kind of question that takes what a field takes.
fn like(kind: &FieldKind) -> Kind {
    match kind {
        FieldKind::YesNo => Kind::YesNo,
        FieldKind::Money { any_sign } => Kind::Money { any_sign: *any_sign },
        FieldKind::Date => Kind::Date,
        FieldKind::Number | FieldKind::OneOf(_) | FieldKind::Text => Kind::Text,
    }
}

/// Reads items that were pasted from a spreadsheet, as CSV or with tabs, the names of the fields in the first row.
fn pasted(asked: &Asked, posted: &Posted) -> Result<Items, Wrong> {
    let text = posted.raw("pasted").unwrap_or_default().trim();
    let wrong = |message: String| vec![(message, "pasted".to_owned())];
    if text.is_empty() {
        return Err(wrong("Paste the rows, with the names of the fields in the first".to_owned()));
    }
    let text =
        if text.lines().next().is_some_and(|first| first.contains('\t')) { from_tabs(text) } else { text.to_owned() };
    match read_items("what was pasted.csv", text.as_bytes(), &asked.question) {
        Ok(Answer::List(items)) => Ok(items),
        Ok(_) => Err(wrong("This is no list".to_owned())),
        Err(found) => {
            Err(found.all().iter().map(|found| (sentence(&found.to_string()), "pasted".to_owned())).collect())
        }
    }
}

/// Turns rows with tabs, as spreadsheets copy them, into CSV.
fn from_tabs(text: &str) -> String {
    let cell = |cell: &str| format!("\"{}\"", cell.replace('"', "\"\""));
    let row = |row: &str| row.split('\t').map(cell).collect::<Vec<_>>().join(",");
    text.lines().map(row).collect::<Vec<_>>().join("\n")
}

fn key(who: &Who, case: &Case, asked: &Asked) -> String {
    format!("{}/{}/{}", case.id, asked.key.prefix(), who.person().map_or("", |person| &person.subject))
}
