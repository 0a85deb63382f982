//! What somebody said is not known yet: set aside for them on the desk, never recorded as an answer.

use std::collections::BTreeSet;

use psr_casefile::casebook::Case;
use psr_casefile::event::AnswerKey;

use super::at_desk;
use crate::people::Who;
use crate::problem::Problem;
use crate::site::Site;

const KIND: &str = "aside";
/// For how long something stays set aside, in seconds: a day, after which it is asked again.
const FOR: i64 = 24 * 60 * 60;

/// Returns what somebody set aside in a case.
pub async fn of(site: &Site, who: &Who, case: &Case) -> Result<BTreeSet<AnswerKey>, Problem> {
    let (key, now) = (key(who, case), site.now().timestamp());
    let body = at_desk(site, move |desk| desk.get(KIND, &key, now)).await?;
    Ok(body.unwrap_or_default().lines().filter_map(AnswerKey::from_path).collect())
}

/// Sets a question aside.
pub async fn set(site: &Site, who: &Who, case: &Case, question: &AnswerKey) -> Result<(), Problem> {
    let mut set = of(site, who, case).await?;
    set.insert(question.clone());
    let body = set.iter().map(AnswerKey::prefix).collect::<Vec<_>>().join("\n");
    let (key, until) = (key(who, case), site.now().timestamp() + FOR);
    at_desk(site, move |desk| desk.put(KIND, &key, &body, Some(until))).await
}

fn key(who: &Who, case: &Case) -> String {
    format!("{}/{}", case.id, who.person().map_or("", |person| &person.subject))
}
