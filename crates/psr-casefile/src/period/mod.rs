//! Reports on a period: what a pack has an authority tell of all its cases and contracts, each number with the list of what is behind it.
//!
//! Each case is read once and asked for everything. Nothing is guessed: what cannot be counted, because something it turns on is not on record, is listed
//! as such and stands in no number.
//!
//! ```text
//! cases and contracts → what each holds → items with their lists → report
//! ```

mod case;
mod days;
mod events;
mod findings;
mod found;
mod holdings;
mod lasting;
mod providers;
mod shown;
mod within;

use chrono::NaiveDate;
use psr_rules::pack::model::{Pack, Report, ReportItem, Told};

use crate::casebook::{CaseListing, Casebook};
use crate::error::Result;

pub use days::Period;
pub use found::{
    Counted, ItemFound, NotCounted, Outcome, PackOfReport, PeriodOfReport, PeriodReport, RecordKind, RegisterOfReport,
    Source,
};

use found::{ground, kind};
use holdings::Holdings;

/// What is asked of every case.
#[derive(Debug, Clone, Copy)]
struct Asking<'a> {
    pack: &'a Pack,
    report: &'a Report,
    period: Period,
    /// The time before the period.
    before: Period,
    /// The day as on which cases are read: the last of the period, or today where that is earlier.
    as_on: NaiveDate,
}

/// What was found so far.
#[derive(Debug, Default)]
struct Found {
    /// What each item counts, in the order of the report.
    items: Vec<Vec<Counted>>,
    not_counted: Vec<NotCounted>,
    holdings: Holdings,
}

impl Casebook {
    /// Draws up a report of the pack on a period, from every case and contract of the register as it stands today.
    ///
    /// `progress` is told how many cases are done, and of how many. What is wrong with one case is said beside it.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn period_report(
        &self,
        (pack, report): (&Pack, &Report),
        period: Period,
        today: NaiveDate,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<PeriodReport> {
        let before = period.before(report.months_before);
        let asking = Asking { pack, report, period, before, as_on: today.min(period.to) };
        let register = self.register();
        let (entries, root) = (register.size()?, register.root()?.to_string());
        let register = RegisterOfReport { name: register.origin().to_owned(), entries, root };
        let listings = self.cases()?;
        let mut found = Found { items: vec![Vec::new(); report.items.len()], ..Found::default() };
        for (listing, done) in listings.iter().zip(1..) {
            self.take(listing, asking, &mut found);
            progress(done, listings.len() as u64);
        }
        let contracts = self.take_contracts(asking, &mut found)?;
        providers::count(asking, &mut found);
        Ok(asking.report(found, register, (listings.len(), contracts), today))
    }

    /// Reads a case and takes everything from it; one that cannot be read is listed.
    fn take(&self, listing: &CaseListing, asking: Asking<'_>, found: &mut Found) {
        let read = listing.id.parse().map_err(|_| crate::Error::NoSuchCase(listing.id.clone()));
        if let Err(error) = read.and_then(|id| self.case_by_id(id)).map(|case| case::take(&case, asking, found)) {
            let source = Source::of_listing(listing);
            let because = format!("the case cannot be read: {error}");
            found.not_counted.push(NotCounted::whole("The case as a whole", because, source, asking.report));
        }
    }
}

impl Asking<'_> {
    /// Returns the items with their places.
    fn items(&self) -> impl Iterator<Item = (usize, &ReportItem)> {
        self.report.items.iter().enumerate()
    }

    /// Answers whether some item tells what the question is about.
    fn tells(&self, is: impl Fn(&Told) -> bool) -> bool {
        self.report.items.iter().any(|item| is(&item.tells))
    }

    /// Puts the report together.
    fn report(
        &self,
        found: Found,
        register: RegisterOfReport,
        (cases, contracts): (usize, usize),
        today: NaiveDate,
    ) -> PeriodReport {
        let Period { from, to } = self.period;
        let (report, about) = (self.report, &self.pack.about);
        let items = report.items.iter().zip(found.items).map(|(item, counted)| item_found(item, counted));
        let accounts_for_contracts = self.tells(|told| matches!(told, Told::Providers(_)));
        PeriodReport {
            id: report.id.to_string(),
            title: report.title.clone(),
            provision: report.provision.to_string(),
            about: report.about.clone(),
            instrument: about.instrument.clone(),
            pack: PackOfReport {
                id: about.id.clone(),
                version: about.version.clone(),
                digest: self.pack.digest.to_string(),
            },
            register,
            period: PeriodOfReport { from, to, before: self.before, over: to < today, chosen: report.period.clone() },
            drawn_on: today,
            read_as_on: self.as_on,
            cases,
            contracts,
            items: items.collect(),
            not_counted: found.not_counted,
            contracts_entered: if accounts_for_contracts { found.holdings.entered } else { Vec::new() },
            nothing_before: accounts_for_contracts && !found.holdings.anything_before,
            notes: report.notes.clone(),
        }
    }
}

fn item_found(item: &ReportItem, counted: Vec<Counted>) -> ItemFound {
    ItemFound {
        item: item.id.to_string(),
        provision: item.provision.to_string(),
        says: item.says.clone(),
        kind: kind(&item.tells).to_owned(),
        ground: ground(item.ground).to_owned(),
        source: item.source.clone(),
        number: counted.len(),
        counted,
    }
}
