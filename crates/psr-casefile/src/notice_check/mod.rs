//! What is missing, impossible or inconsistent in a published notice: against its schedule, its dates and its own words.
//!
//! The pack says what is looked for and what is said of it (`notice-check.yaml`); this module only reads, counts and compares.
//!
//! ```text
//! published notice → kind, days, deadline, codes, weights → findings
//! ```

mod codes;
mod deadline;
mod evaluate;
mod message;
mod phrases;
mod required;
mod text;
mod view;
mod weights;

use chrono::NaiveDate;
use psr_rules::facts::{GivenValue, PublishedNotice};
use psr_rules::id::Provision;
use psr_rules::pack::model::{DutyRule, Found, GroundKind, Notice, NoticeCheck, NoticeChecks, Pack};
use serde::Serialize;

use view::View;

/// What was found in a published notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NoticeReport {
    /// Where the notice stands in what was given; empty where there is nothing else.
    pub place: String,
    /// Its kind, as the pack calls it; none where it was not recognised.
    pub kind: Option<String>,
    /// What it is, in words.
    pub title: Option<String>,
    /// The day of publication.
    pub published: Option<NaiveDate>,
    /// Whether nothing in it is against the law, as far as was looked.
    pub sound: bool,
    /// What was found, the worst first.
    pub findings: Vec<NoticeFinding>,
    /// What could not be looked at, as sentences.
    pub not_checked: Vec<String>,
}

/// Something that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NoticeFinding {
    /// What was looked for, as the pack calls it.
    pub id: String,
    /// How bad it is.
    pub severity: Found,
    /// On what ground.
    pub ground: GroundKind,
    /// Where the ground comes from in words, where it is not the law.
    pub source: Option<String>,
    /// The provisions it rests on, or that it is near to.
    pub provisions: Vec<String>,
    /// What was found, as a sentence.
    pub says: String,
    /// The words of the notice.
    pub quote: Option<String>,
    /// Where in the notice they stand.
    pub place: Option<String>,
    /// What to do next.
    pub next: String,
}

/// Words of a notice with where they stand.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Evidence {
    quote: String,
    place: String,
    /// What was found, by the names that a message may have for it.
    named: Vec<(&'static str, String)>,
}

impl Evidence {
    /// Quotes a value.
    fn of(given: &GivenValue) -> Self {
        Self { quote: given.words.clone(), place: given.place.clone(), named: Vec::new() }
    }

    /// Adds a name for what was found.
    fn naming(mut self, name: &'static str, words: impl Into<String>) -> Self {
        self.named.push((name, words.into()));
        self
    }
}

/// Looks a published notice through.
pub fn check(pack: &Pack, checks: &NoticeChecks, notice: &PublishedNotice) -> NoticeReport {
    let view = View::of(pack, checks, notice);
    let found = checks.checks.iter().filter_map(|check| finding(check, &view));
    let mut findings: Vec<NoticeFinding> = required::findings(&view).into_iter().chain(found).collect();
    findings.sort_by_key(|finding| finding.severity);
    NoticeReport {
        place: notice.place.clone(),
        kind: view.kind.map(|kind| kind.id.to_string()),
        title: view.kind.map(|kind| kind.title.clone()),
        published: view.published,
        sound: findings.iter().all(|finding| finding.severity != Found::Defect),
        findings,
        not_checked: view.not_checked.clone(),
    }
}

fn finding(check: &NoticeCheck, view: &View<'_>) -> Option<NoticeFinding> {
    let hidden = |part| view.notice.extract && !view.notice.seen.contains(part);
    if !view.stands(&check.texts) || check.absent_from.as_ref().is_some_and(hidden) {
        return None;
    }
    let grounds = evaluate::holds(&check.when, view)?;
    let named: Vec<(&str, &str)> =
        grounds.iter().flat_map(|ground| &ground.named).map(|(name, words)| (*name, words.as_str())).collect();
    let (says, next) = (&check.remark.says, &check.remark.next);
    let (says, next) = (message::fill(says, &named, view), message::fill(next, &named, view));
    let (quote, place) = grounds.into_iter().next().map(|ground| (ground.quote, ground.place)).unzip();
    Some(NoticeFinding {
        id: check.id.to_string(),
        severity: check.severity,
        ground: check.ground.kind,
        source: check.ground.source.clone(),
        provisions: provisions(check, view),
        says,
        quote: quote.filter(|quote| !quote.is_empty()),
        place,
        next,
    })
}

/// Returns the provisions of a check that concern this notice: not the items of other notices, nor the duties of other processes.
fn provisions(check: &NoticeCheck, view: &View<'_>) -> Vec<String> {
    let own = view.kind.and_then(|kind| kind.notice.as_ref());
    let asks = |notice: &Notice, provision: &Provision| notice.items.iter().any(|item| item.provision == *provision);
    let of_another = |provision: &&Provision| {
        let mut asking = view.pack.notices.iter().filter(|notice| asks(notice, provision)).peekable();
        asking.peek().is_some() && own.is_some() && asking.all(|notice| own != Some(&notice.id))
    };
    let process = view.kind.and_then(|kind| kind.process.as_ref());
    let rules = view.pack.timetable.as_ref();
    let place = rules.zip(process).and_then(|(rules, process)| rules.process(process.as_str()));
    let of_another_process = |provision: &&Provision| {
        let duties = rules.into_iter().flat_map(|rules| &rules.duties);
        let mut owed = duties.filter(|duty| duty.provision == **provision).peekable();
        let applies = |duty: &DutyRule| place.is_none_or(|place| duty.applies.processes.contains(&place));
        owed.peek().is_some() && !owed.any(applies)
    };
    let cited = check.ground.provisions.iter();
    let kept = cited.filter(|provision| !of_another(provision) && !of_another_process(provision));
    kept.map(ToString::to_string).collect()
}
