//! Looking for cases: words, state, what is due; and one page of what was found.

use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Summary;

/// How many cases stand on one page.
pub const PAGE: usize = 25;
/// What falls due within so many days is soon.
const SOON: i64 = 14;

/// What is looked for, as the address of the page says it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct Sought {
    /// Words of the title or the reference.
    #[serde(default)]
    pub q: String,
    /// `open`, `closed`, `overdue`, `soon`, or all.
    #[serde(default)]
    pub state: String,
    /// A route, by its name.
    #[serde(default)]
    pub route: String,
    /// `due` for what falls due soonest first; newest first otherwise.
    #[serde(default)]
    pub order: String,
    /// Which page, from 1.
    #[serde(default)]
    pub page: Option<usize>,
}

/// One page of what was found, and figures about all of it.
#[derive(Debug, Clone)]
pub struct Found {
    /// The cases on this page.
    pub cases: Vec<Arc<Summary>>,
    /// How many fit.
    pub fitting: usize,
    /// How many there are.
    pub all: usize,
    /// Of all, how many are open.
    pub open: usize,
    /// Of all, how many have something overdue.
    pub overdue: usize,
    /// Of all, how many have something that falls due soon.
    pub soon: usize,
    /// The routes that are followed anywhere, in the order of the alphabet.
    pub routes: Vec<Arc<str>>,
    /// How many records are still to be read.
    pub waiting: usize,
    /// Which page this is, from 1.
    pub page: usize,
    /// How many pages there are.
    pub pages: usize,
}

impl Sought {
    /// Looks among the cases, which come newest first.
    pub fn among<'c>(&self, cases: impl Iterator<Item = &'c Arc<Summary>>, today: NaiveDate, waiting: usize) -> Found {
        let words: Vec<String> = self.q.split_whitespace().map(str::to_lowercase).collect();
        let (mut all, mut open, mut overdue, mut soon) = (0, 0, 0, 0);
        let mut routes: Vec<&Arc<str>> = Vec::new();
        let mut fitting: Vec<&Arc<Summary>> = Vec::new();
        for case in cases {
            all += 1;
            open += usize::from(!case.closed);
            overdue += usize::from(case.is_overdue(today));
            soon += usize::from(is_soon(case, today));
            case.routes.iter().for_each(|route| note(&mut routes, route));
            if self.fits(case, &words, today) {
                fitting.push(case);
            }
        }
        if self.order == "due" {
            // What has no day comes last; among equals, the newest comes first, as before.
            fitting.sort_by_key(|case| case.next().map_or(NaiveDate::MAX, |duty| duty.due));
        }
        let pages = fitting.len().div_ceil(PAGE).max(1);
        let page = self.page.unwrap_or(1).clamp(1, pages);
        let shown = fitting.iter().skip((page - 1) * PAGE).take(PAGE).map(|case| Arc::clone(case)).collect();
        routes.sort();
        let routes = routes.into_iter().map(Arc::clone).collect();
        Found { cases: shown, fitting: fitting.len(), all, open, overdue, soon, routes, waiting, page, pages }
    }

    fn fits(&self, case: &Summary, words: &[String], today: NaiveDate) -> bool {
        let state = match self.state.as_str() {
            "open" => !case.closed,
            "closed" => case.closed,
            "overdue" => case.is_overdue(today),
            "soon" => is_soon(case, today),
            _ => true,
        };
        state && (self.route.is_empty() || case.routes.iter().any(|route| **route == *self.route)) && case.has(words)
    }
}

/// Notes a route that was not seen before; those of the index are one and the same where their words are.
fn note<'c>(routes: &mut Vec<&'c Arc<str>>, route: &'c Arc<str>) {
    if !routes.iter().any(|known| Arc::ptr_eq(known, route) || *known == route) {
        routes.push(route);
    }
}

fn is_soon(case: &Summary, today: NaiveDate) -> bool {
    case.next().is_some_and(|duty| (0..=SOON).contains(&(duty.due - today).num_days()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::NextDuty;
    use crate::index::words::Words;

    fn case(number: u32, due: Option<&str>, closed: bool) -> Arc<Summary> {
        let duty = |due: &str| NextDuty {
            due: due.parse().unwrap_or_default(),
            title: "A notice".into(),
            provision: "".into(),
        };
        let summary = Summary {
            id: number.to_string(),
            reference: format!("REF-{number}"),
            title: format!("Podiatry {number}"),
            opened: NaiveDate::default(),
            closed,
            entries: 1,
            stage: "".into(),
            routes: vec![format!("Route {}", number % 2).into()],
            duties: due.map(duty).into_iter().collect(),
            text: Box::default(),
        };
        summary.indexed(&mut Words::default())
    }

    #[test]
    fn cases_are_found_by_words_state_route_and_day() {
        let cases = [case(1, Some("2026-03-01"), false), case(2, Some("2026-03-20"), false), case(3, None, true)];
        let today: NaiveDate = "2026-03-10".parse().unwrap_or_default();
        let find = |q: &str, state: &str, route: &str, order: &str| {
            let sought =
                Sought { q: q.into(), state: state.into(), route: route.into(), order: order.into(), page: None };
            let found = sought.among(cases.iter(), today, 0);
            assert_eq!((found.all, found.open, found.overdue, found.soon), (3, 2, 1, 1));
            found.cases.iter().map(|case| case.id.clone()).collect::<String>()
        };
        assert_eq!(find("", "", "", ""), "123");
        assert_eq!(find("podiatry ref-2", "", "", ""), "2");
        assert_eq!(find("", "open", "", ""), "12");
        assert_eq!(find("", "closed", "", ""), "3");
        assert_eq!(find("", "overdue", "", ""), "1");
        assert_eq!(find("", "soon", "", ""), "2");
        assert_eq!(find("", "", "Route 1", ""), "13");
        assert_eq!(find("", "", "", "due"), "123");
        assert_eq!(find("elsewhere", "", "", ""), "");
    }

    #[test]
    fn a_page_beyond_the_last_is_the_last() {
        let cases: Vec<_> = (0..60).map(|number| case(number, None, false)).collect();
        let found = Sought { page: Some(9), ..Sought::default() }.among(cases.iter(), NaiveDate::default(), 0);
        assert_eq!((found.page, found.pages, found.cases.len()), (3, 3, 10));
    }
}
