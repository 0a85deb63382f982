//! Counting what happened in a case.

use psr_rules::pack::model::{EventCount, EventKind, Told};

use super::found::{Counted, NotCounted, Outcome, Source};
use super::shown::{Looking, Stands};
use super::within::Times;
use super::{Asking, Found};
use crate::casebook::Case;
use crate::event::Happened;
use crate::record::in_the_packs_words;
use crate::state::Recorded;
use crate::time::london_day;

/// The items under which an event could not be placed.
#[derive(Debug, Default)]
struct Unplaced {
    /// Whether some item counts it.
    counted: bool,
    /// The items for which the lots of the case come to different things.
    mixed: Vec<String>,
    /// The items for which it is open, and why.
    open: Vec<(String, String)>,
}

impl Unplaced {
    /// Returns why the event is listed and under which items, if it is; what one item counts is not also open for the others.
    fn told(mut self, must: bool) -> Option<(String, Vec<String>)> {
        if self.counted {
            self.open.clear();
        }
        let because = match (self.mixed.is_empty(), self.open.first()) {
            (false, _) => "the lots of the case come to different things".to_owned(),
            (true, Some((_, because))) => because.clone(),
            (true, None) if must && !self.counted => "the report has no number for it, as its case stands".to_owned(),
            (true, None) => return None,
        };
        self.mixed.extend(self.open.into_iter().map(|(item, _)| item));
        Some((because, self.mixed))
    }
}

/// A case whose events are counted.
pub(super) struct Counting<'c> {
    case: &'c Case,
    looking: &'c Looking<'c>,
    times: Times<'c>,
    asking: Asking<'c>,
}

impl<'c> Counting<'c> {
    /// Begins to count the events of a case.
    pub fn of(case: &'c Case, looking: &'c Looking<'c>, asking: Asking<'c>) -> Self {
        Self { case, looking, times: Times::of(case), asking }
    }

    /// Counts each event under every item that it belongs to; one that may or must belong to an item and is not counted by it is listed.
    pub fn count(&self, found: &mut Found) {
        for happened in &self.case.state.happened {
            let mut unplaced = Unplaced::default();
            for (place, item) in self.asking.items() {
                let Told::Events(ways) = &item.tells else { continue };
                match self.by_any(ways, happened) {
                    (Stands::So, Some(way)) => {
                        found.items[place].push(self.counted(happened, way));
                        unplaced.counted = true;
                    }
                    (Stands::Mixed, _) => unplaced.mixed.push(item.id.to_string()),
                    (Stands::Open(because), _) => unplaced.open.push((item.id.to_string(), because)),
                    _ => {}
                }
            }
            found.not_counted.extend(self.not_counted(happened, unplaced));
        }
        found.not_counted.extend(self.hidden());
    }

    /// Returns the first way that counts an event, or else why it cannot be told whether one does.
    fn by_any<'w>(&self, ways: &'w [EventCount], happened: &Recorded<Happened>) -> (Stands, Option<&'w EventCount>) {
        let mut stands = Stands::NotSo;
        for way in ways.iter().filter(|way| way.events.contains(&happened.what.event)) {
            match self.by(way, happened) {
                Stands::So => return (Stands::So, Some(way)),
                Stands::NotSo => {}
                open => stands = open,
            }
        }
        (stands, None)
    }

    fn by(&self, way: &EventCount, happened: &Recorded<Happened>) -> Stands {
        let in_time = match &way.within {
            Some(within) => self.times.place(within, happened, self.asking.period),
            None if self.asking.period.has(happened.what.on) => Stands::So,
            None => Stands::NotSo,
        };
        match in_time {
            Stands::NotSo => Stands::NotSo,
            _ if self.looking.any(&way.unless) => Stands::NotSo,
            Stands::So => self.looking.all(&way.only_where),
            open => open,
        }
    }

    fn counted(&self, happened: &Recorded<Happened>, way: &EventCount) -> Counted {
        let outcome: Vec<Outcome> = self.outcome(happened, way);
        Counted {
            what: self.title(&happened.what),
            on: Some(happened.what.on),
            details: self.details(&happened.what, &way.tells),
            outcome,
            sources: vec![Source::of_case(self.case, vec![happened.seq])],
            ..Counted::default()
        }
    }

    /// Returns what came of an event: what is named as its outcome and happened on its day or later.
    fn outcome(&self, happened: &Recorded<Happened>, way: &EventCount) -> Vec<Outcome> {
        let later = self.case.state.happened.iter().filter(|later| later.what.on >= happened.what.on);
        let outcome = |later: &Recorded<Happened>| {
            let (_, tells) = way.outcome.iter().find(|(event, _)| *event == later.what.event)?;
            let details = self.details(&later.what, tells);
            Some(Outcome { what: self.title(&later.what), on: later.what.on, details, entry: later.seq })
        };
        later.filter_map(outcome).collect()
    }

    fn kind(&self, what: &Happened) -> Option<&EventKind> {
        let packs = [self.case.rulebook.pack(), self.asking.pack];
        packs.into_iter().flat_map(|pack| &pack.events).find(|kind| kind.id == what.event)
    }

    fn title(&self, what: &Happened) -> String {
        self.kind(what).map_or_else(|| what.event.to_string(), |kind| kind.title.clone())
    }

    fn details(&self, what: &Happened, tells: &[psr_rules::id::QuestionId]) -> Vec<(String, String)> {
        let told = |field: &&(String, String)| tells.iter().any(|told| told.as_str() == field.0);
        let kind = self.kind(what);
        what.details.iter().filter(told).map(|field| in_the_packs_words(kind, field)).collect()
    }

    /// Lists an event that an item may have to count, or that some item must count.
    fn not_counted(&self, happened: &Recorded<Happened>, unplaced: Unplaced) -> Option<NotCounted> {
        let what = &happened.what;
        let must = self.asking.report.accounts_for.contains(&what.event) && self.asking.period.has(what.on);
        let (because, items) = unplaced.told(must)?;
        Some(NotCounted {
            what: self.title(what),
            on: Some(what.on),
            because,
            items,
            sources: vec![Source::of_case(self.case, vec![happened.seq])],
        })
    }

    /// Lists the entries of events of which too much is withheld or erased; none can have happened before it was put on record and in the period, unless it was recorded in it or later.
    fn hidden(&self) -> Option<NotCounted> {
        let is_hidden = |entry: &&crate::state::CaseEntry| {
            entry.event.is_none()
                && entry.typ.starts_with("psr.event/")
                && london_day(entry.at) >= self.asking.period.from
        };
        let entries: Vec<u64> = self.case.entries.iter().filter(is_hidden).map(|entry| entry.seq).collect();
        let because = "what happened is withheld or erased".to_owned();
        let source = Source::of_case(self.case, entries.clone());
        (!entries.is_empty()).then(|| NotCounted::whole("Something that happened", because, source, self.asking.report))
    }
}
