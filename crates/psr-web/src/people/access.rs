//! Who may see a case. Everybody with a role may, unless an administrator keeps it to named people; to anybody else it is then as if it were not there.

use std::collections::{BTreeMap, BTreeSet};

use psr_recorder::RecordId;
use serde::{Deserialize, Serialize};

use super::{Person, Who};
use crate::books::blocking;
use crate::problem::Problem;
use crate::site::Site;

const KIND: &str = "access";
const PERSON: &str = "person";
const SIGNED_IN: &str = "signed-in";

/// The people to whom a case is kept: their names, by what they are to whoever vouches for them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Access {
    /// The people.
    pub people: BTreeMap<String, String>,
}

impl Access {
    fn admits(&self, who: &Who) -> bool {
        who.person().is_some_and(|person| self.people.contains_key(&person.subject))
    }
}

/// Returns to whom a case is kept; nothing where it is open to everybody with a role.
pub(crate) async fn of(site: &Site, case: RecordId) -> Result<Option<Access>, Problem> {
    let (desk, now) = (site.desk().clone(), site.now().timestamp());
    let body = blocking(move || Ok(desk.get(KIND, &case.to_string(), now)?)).await?;
    body.map(|body| read(&body)).transpose()
}

/// Tells whether somebody may see a case.
pub(crate) async fn admits(site: &Site, who: &Who, case: RecordId) -> Result<bool, Problem> {
    Ok(of(site, case).await?.is_none_or(|access| access.admits(who)))
}

/// Returns the cases that are kept from somebody, by id, so that lists leave them out.
pub(crate) async fn kept_from(site: &Site, who: &Who) -> Result<BTreeSet<String>, Problem> {
    let kept = restricted(site).await?;
    Ok(kept.into_iter().filter(|(_, access)| !access.admits(who)).map(|(case, _)| case).collect())
}

/// Returns every case that is kept to named people, by id.
pub(crate) async fn restricted(site: &Site) -> Result<BTreeMap<String, Access>, Problem> {
    let desk = site.desk().clone();
    let all = blocking(move || Ok(desk.all(KIND)?)).await?;
    all.into_iter().map(|(case, body)| Ok((case, read(&body)?))).collect()
}

/// Keeps a case to named people, or opens it to everybody with a role again.
pub(crate) async fn set(site: &Site, case: RecordId, access: Option<Access>) -> Result<(), Problem> {
    let desk = site.desk().clone();
    let key = case.to_string();
    let done = move || match access {
        Some(access) => Ok(desk.put(KIND, &key, &written(&access)?, None)?),
        None => Ok(desk.remove(KIND, &key)?),
    };
    blocking(done).await
}

/// Remembers somebody who signed in, so that an administrator can name them, and when they did. May block.
pub(super) fn remember(site: &Site, person: &Person) -> Result<(), Problem> {
    site.desk().put(PERSON, &person.subject, &written(person)?, None)?;
    Ok(site.desk().put(SIGNED_IN, &person.subject, &site.now().timestamp().to_string(), None)?)
}

/// Remembers that somebody who signed in earlier has no role any more.
pub(crate) async fn has_no_role(site: &Site, person: &Person) -> Result<(), Problem> {
    let (site, person) = (site.clone(), person.clone());
    blocking(move || match self::person(&site, &person.subject)? {
        Some(_) => Ok(site.desk().put(PERSON, &person.subject, &written(&person)?, None)?),
        None => Ok(()),
    })
    .await
}

/// Returns somebody who signed in at some time, with the roles they had when they last tried. May block.
pub(super) fn person(site: &Site, subject: &str) -> Result<Option<Person>, Problem> {
    let body = site.desk().get(PERSON, subject, site.now().timestamp())?;
    Ok(body.and_then(|body| serde_json::from_str(&body).ok()))
}

/// Returns when somebody last signed in, in seconds since 1970. May block.
pub(super) fn last_signed_in(site: &Site, subject: &str) -> Result<Option<i64>, Problem> {
    let body = site.desk().get(SIGNED_IN, subject, site.now().timestamp())?;
    Ok(body.and_then(|body| body.parse().ok()))
}

/// Returns everybody who ever signed in, by name.
pub(crate) async fn people(site: &Site) -> Result<Vec<Person>, Problem> {
    let desk = site.desk().clone();
    let all = blocking(move || Ok(desk.all(PERSON)?)).await?;
    let mut people: Vec<Person> = all.iter().filter_map(|(_, body)| serde_json::from_str(body).ok()).collect();
    people.sort_by(|one, other| (&one.name, &one.subject).cmp(&(&other.name, &other.subject)));
    Ok(people)
}

/// What cannot be read is not taken to be open: nobody sees the case until it can.
fn read(body: &str) -> Result<Access, Problem> {
    serde_json::from_str(body).map_err(|error| Problem::fault(format!("who may see a case cannot be read: {error}")))
}

fn written(value: &impl Serialize) -> Result<String, Problem> {
    serde_json::to_string(value).map_err(|error| Problem::fault(error.to_string()))
}
