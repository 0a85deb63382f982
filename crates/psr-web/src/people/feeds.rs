//! Calendars that a program reads without signing in, each at an address that nobody can guess. The desk keeps the digest of the address alone, and whose it
//! is; what it shows is asked of that person's role and of the cases they may see at every reading.

use chrono::{DateTime, NaiveDate, Utc};
use psr_recorder::RecordId;
use serde::{Deserialize, Serialize};

use super::session::{Session, Who};
use super::{Act, Person, access, cookie};
use crate::books::blocking;
use crate::problem::Problem;
use crate::site::Site;

const KIND: &str = "feed";
/// Which address somebody has for what, so that they can see, renew and withdraw it.
const OF: &str = "feed-of";
/// After how many seconds in which its owner did not sign in an address gives nothing, since nobody said meanwhile that they still have a role.
const LAPSES: i64 = 90 * 24 * 60 * 60;

/// A calendar that somebody has an address for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feed {
    /// Who they are to whoever vouches for them.
    pub subject: String,
    /// The case whose days it holds; none for all open cases they may see.
    pub case: Option<String>,
    /// When the address was made.
    pub made: DateTime<Utc>,
    /// The last day on which it was read.
    pub read: Option<NaiveDate>,
}

/// Makes an address for a calendar in the place of the one somebody had for it, and returns the secret in it, which is kept nowhere.
pub(crate) async fn make(site: &Site, person: &Person, case: Option<RecordId>) -> Result<String, Problem> {
    withdraw(site, person, case).await?;
    let (secret, key) = (site.secret(), place(person, case));
    let case = case.map(|case| case.to_string());
    let feed = Feed { subject: person.subject.clone(), case, made: site.now(), read: None };
    let (digest, body, desk) = (cookie::digest(&secret), written(&feed)?, site.desk().clone());
    blocking(move || {
        desk.put(KIND, &digest, &body, None)?;
        Ok(desk.put(OF, &key, &digest, None)?)
    })
    .await?;
    Ok(secret)
}

/// Lets the address that somebody has for a calendar give nothing any more.
pub(crate) async fn withdraw(site: &Site, person: &Person, case: Option<RecordId>) -> Result<(), Problem> {
    let (key, desk, now) = (place(person, case), site.desk().clone(), site.now().timestamp());
    blocking(move || {
        if let Some(digest) = desk.take(OF, &key, now)? {
            desk.remove(KIND, &digest)?;
        }
        Ok(())
    })
    .await
}

/// Returns the calendars that somebody has addresses for.
pub(crate) async fn of(site: &Site, person: &Person) -> Result<Vec<Feed>, Problem> {
    let (start, desk, now) = (start(person), site.desk().clone(), site.now().timestamp());
    blocking(move || {
        let mut feeds = Vec::new();
        for (_, digest) in desk.under(OF, &start)? {
            let body = desk.get(KIND, &digest, now)?;
            feeds.extend(body.and_then(|body| serde_json::from_str::<Feed>(&body).ok()));
        }
        Ok(feeds)
    })
    .await
}

/// Returns whose calendar a secret is for, as if they asked for it themselves; to those who have no role any more, as to those who guess, there is none.
pub(crate) async fn whose(site: &Site, secret: &str) -> Result<(Who, Feed), Problem> {
    let (site, digest) = (site.clone(), cookie::digest(secret));
    blocking(move || {
        let (desk, now) = (site.desk(), site.now().timestamp());
        let feed = desk.get(KIND, &digest, now)?.and_then(|body| serde_json::from_str::<Feed>(&body).ok());
        let mut feed = feed.ok_or_else(|| none("calendar address"))?;
        let person = access::person(&site, &feed.subject)?.filter(|person| person.may(Act::Read));
        let person = person.ok_or_else(|| none("no role any more"))?;
        let seen = access::last_signed_in(&site, &feed.subject)?;
        if seen.is_none_or(|seen| now - seen > LAPSES) {
            return Err(none("not signed in for long"));
        }
        let today = Some(site.today());
        if feed.read != today {
            feed.read = today;
            desk.put(KIND, &digest, &written(&feed)?, None)?;
        }
        Ok((Who(Some(Session { person, csrf: String::new(), seen: now, begun: now })), feed))
    })
    .await
}

fn none(why: &'static str) -> Problem {
    Problem::not_found("There is no calendar at this address.").because(why)
}

fn start(person: &Person) -> String {
    format!("{}/", cookie::digest(&person.subject))
}

fn place(person: &Person, case: Option<RecordId>) -> String {
    let what = case.map_or("all".to_owned(), |case| case.to_string());
    format!("{}{what}", start(person))
}

fn written(feed: &Feed) -> Result<String, Problem> {
    serde_json::to_string(feed).map_err(|error| Problem::fault(error.to_string()))
}
