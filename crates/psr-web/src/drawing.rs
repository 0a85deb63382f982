//! Reports that are drawn up: on a thread of their own, one at a time, with how far each is. A page waits a moment for one and then says how far it is, so
//! that a register of any size can be reported on.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use psr_casefile::period::{Period, PeriodReport};
use psr_rules::pack::model::{Pack, Report};

use crate::problem::Problem;
use crate::site::Site;

/// How many reports are kept.
const KEPT: usize = 4;
/// How often it is looked whether a report is there.
const LOOK: Duration = Duration::from_millis(25);
/// How often it is looked before a page says how far a report is: for two seconds.
const LOOKS: u32 = 80;
/// A report is drawn anew when it is older than so many times what it took to draw, and the register has grown.
const LASTS: i32 = 10;

/// What is drawn up: a report of a pack on a period, as the cases stand on a day.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Order {
    pub pack: &'static Pack,
    pub report: &'static Report,
    pub period: Period,
    pub today: NaiveDate,
}

/// A report, or how far it is.
#[derive(Debug, Clone)]
pub(crate) enum Drawn {
    /// It is there.
    Ready(Arc<PeriodReport>),
    /// So many cases were read, of so many.
    Underway(u64, u64),
}

/// The reports that were asked for last, the newest at the end.
#[derive(Debug, Default)]
pub(crate) struct Drawings {
    drawings: Mutex<Vec<Drawing>>,
    at_work: Mutex<()>,
}

#[derive(Debug)]
struct Drawing {
    order: Order,
    begun: DateTime<Utc>,
    standing: Standing,
}

#[derive(Debug)]
enum Standing {
    Underway(u64, u64),
    Ready(Arc<PeriodReport>, DateTime<Utc>),
    Failed(Problem),
}

/// Returns a report, or how far it is when it takes longer than a page may.
pub(crate) async fn drawn(site: &Site, order: Order) -> Result<Drawn, Problem> {
    let size = site.books().read(|casebook| Ok(casebook.register().size()?)).await?;
    if site.drawings().begin(order, size, site.now()) {
        start(site, order)?;
    }
    for _ in 0..LOOKS {
        match site.drawings().look(order)? {
            Drawn::Underway(..) => tokio::time::sleep(LOOK).await,
            ready => return Ok(ready),
        }
    }
    site.drawings().look(order)
}

/// Draws a report up on a thread that ends with the program.
fn start(site: &Site, order: Order) -> Result<(), Problem> {
    let its_site = site.clone();
    let work = move || {
        let drawings = its_site.drawings();
        let _one_at_a_time = drawings.at_work.lock().unwrap_or_else(PoisonError::into_inner);
        let drawn = catch_unwind(AssertUnwindSafe(|| {
            its_site.books().read_here(|casebook| {
                let mut tell = |done, of| drawings.put(order, Standing::Underway(done, of));
                let Order { pack, report, period, today } = order;
                Ok(casebook.period_report((pack, report), period, today, &mut tell)?)
            })
        }));
        drawings.put(
            order,
            match drawn {
                Ok(Ok(report)) => Standing::Ready(Arc::new(report), its_site.now()),
                Ok(Err(problem)) => Standing::Failed(problem),
                Err(_) => Standing::Failed(Problem::fault("drawing up a report stopped unexpectedly")),
            },
        );
    };
    let started = std::thread::Builder::new().name("report".to_owned()).spawn(work);
    started.map(drop).map_err(|error| {
        site.drawings().forget(order);
        Problem::fault(format!("no thread for a report: {error}"))
    })
}

impl Drawings {
    /// Notes that a report is asked for; tells whether it is to be drawn.
    fn begin(&self, order: Order, size: u64, now: DateTime<Utc>) -> bool {
        let mut drawings = self.lock();
        if drawings.iter().any(|drawing| drawing.order == order && drawing.is_good(size, now)) {
            return false;
        }
        drawings.retain(|drawing| drawing.order != order);
        // One that is under way is not dropped, or it would be drawn twice.
        while drawings.len() >= KEPT
            && let Some(oldest) = drawings.iter().position(|drawing| !drawing.is_underway())
        {
            drawings.remove(oldest);
        }
        drawings.push(Drawing { order, begun: now, standing: Standing::Underway(0, 0) });
        true
    }

    /// Returns how far a report is; one that failed is told of once, and drawn anew when it is asked for again.
    fn look(&self, order: Order) -> Result<Drawn, Problem> {
        let mut drawings = self.lock();
        let drawing = drawings.iter().find(|drawing| drawing.order == order);
        match drawing.map(|drawing| &drawing.standing) {
            None => Ok(Drawn::Underway(0, 0)),
            Some(Standing::Underway(done, of)) => Ok(Drawn::Underway(*done, *of)),
            Some(Standing::Ready(report, _)) => Ok(Drawn::Ready(Arc::clone(report))),
            Some(Standing::Failed(problem)) => {
                let problem = problem.clone();
                drawings.retain(|drawing| drawing.order != order);
                Err(problem)
            }
        }
    }

    fn put(&self, order: Order, standing: Standing) {
        if let Some(drawing) = self.lock().iter_mut().find(|drawing| drawing.order == order) {
            drawing.standing = standing;
        }
    }

    fn forget(&self, order: Order) {
        self.lock().retain(|drawing| drawing.order != order);
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Drawing>> {
        self.drawings.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drawing {
    fn is_underway(&self) -> bool {
        matches!(self.standing, Standing::Underway(..))
    }

    /// Tells whether it need not be drawn anew for a register of some size.
    fn is_good(&self, size: u64, now: DateTime<Utc>) -> bool {
        match &self.standing {
            Standing::Underway(..) => true,
            Standing::Ready(report, ended) => {
                let took = *ended - self.begun;
                let lasts = took.checked_mul(LASTS).unwrap_or(TimeDelta::MAX);
                report.register.entries == size || now - *ended < lasts
            }
            Standing::Failed(_) => false,
        }
    }
}

impl PartialEq for Order {
    fn eq(&self, other: &Self) -> bool {
        let key = |order: &Self| (order.period.from, order.period.to, order.today);
        std::ptr::eq(self.report, other.report) && key(self) == key(other)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use super::*;

    fn order() -> Order {
        let loaded = psr_casefile::casebook::load_pack(&psr_casefile::built_in::files().into_iter().collect()).unwrap();
        let pack: &'static Pack = Box::leak(Box::new(loaded.pack().clone()));
        let report = pack.reports.as_ref().and_then(|reports| reports.reports.first()).unwrap();
        let day = |text: &str| text.parse().unwrap();
        let period = Period { from: day("2025-04-01"), to: day("2026-03-31") };
        Order { pack, report, period, today: day("2026-11-21") }
    }

    fn report(entries: u64) -> Arc<PeriodReport> {
        let day = "2026-03-31";
        let period = json!({"from": day, "to": day, "before": {"from": day, "to": day}, "over": true, "chosen": ""});
        let report = json!({
            "id": "", "title": "", "provision": "", "about": "", "instrument": "", "pack": {"id": "", "version": "", "digest": ""},
            "register": {"name": "", "entries": entries, "root": ""}, "period": period, "drawn_on": day, "read_as_on": day, "cases": 0, "contracts": 0,
            "items": [], "not_counted": [], "contracts_entered": [], "nothing_before": false, "notes": [],
        });
        Arc::new(serde_json::from_value(report).unwrap())
    }

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + second, 0).unwrap()
    }

    #[test]
    fn a_report_is_drawn_once_and_again_when_the_register_has_grown() {
        let (drawings, order) = (Drawings::default(), order());
        assert!(drawings.begin(order, 10, at(0)) && !drawings.begin(order, 11, at(1)));
        drawings.put(order, Standing::Underway(3, 7));
        assert!(matches!(drawings.look(order), Ok(Drawn::Underway(3, 7))));
        drawings.put(order, Standing::Ready(report(10), at(0)));
        assert!(matches!(drawings.look(order), Ok(Drawn::Ready(_))));
        assert!(!drawings.begin(order, 10, at(9)), "the register is as it was");
        assert!(drawings.begin(order, 11, at(9)), "the register has grown");
    }

    #[test]
    fn one_that_took_long_is_shown_for_ten_times_as_long() {
        let (drawings, order) = (Drawings::default(), order());
        assert!(drawings.begin(order, 10, at(0)));
        drawings.put(order, Standing::Ready(report(10), at(60)));
        assert!(!drawings.begin(order, 11, at(659)));
        assert!(drawings.begin(order, 11, at(660)));
    }

    #[test]
    fn a_failure_is_told_once_and_one_under_way_is_never_dropped() {
        let (drawings, order) = (Drawings::default(), order());
        assert!(drawings.begin(order, 10, at(0)));
        for days in 1..20 {
            let other = Order { today: order.today + TimeDelta::days(days), ..order };
            assert!(drawings.begin(other, 10, at(0)));
            drawings.put(other, Standing::Ready(report(10), at(0)));
        }
        assert!(drawings.lock().len() <= KEPT && !drawings.begin(order, 10, at(0)));
        drawings.put(order, Standing::Failed(Problem::fault("a test")));
        assert!(drawings.look(order).is_err());
        assert!(drawings.begin(order, 10, at(0)));
    }
}
