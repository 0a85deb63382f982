//! The list of cases, with search and pages.

use axum::extract::{Query, State};
use axum::response::Response;
use minijinja::context;
use serde::{Deserialize, Serialize};

use crate::people::{Act, Who, access};
use crate::problem::Problem;
use crate::site::Site;
use crate::view::filters::in_address;
use crate::view::{Frame, data};

/// How many cases stand on one page.
const PAGE: usize = 25;

/// What is looked for.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
pub struct Sought {
    /// Words of the title or the reference.
    #[serde(default)]
    q: String,
    /// `open`, `closed`, or all.
    #[serde(default)]
    state: String,
    /// Which page, from 1.
    #[serde(default)]
    page: Option<usize>,
}

pub async fn show(State(site): State<Site>, who: Who, Query(sought): Query<Sought>) -> Result<Response, Problem> {
    let mut cases = site.books().read(|casebook| Ok(casebook.cases()?)).await?;
    let kept_from = access::kept_from(&site, &who).await?;
    cases.retain(|case| !kept_from.contains(&case.id));
    cases.reverse();
    let words: Vec<String> = sought.q.split_whitespace().map(str::to_lowercase).collect();
    cases.retain(|case| {
        let text = format!("{} {}", case.title, case.reference).to_lowercase();
        let state = match sought.state.as_str() {
            "open" => !case.closed,
            "closed" => case.closed,
            _ => true,
        };
        state && words.iter().all(|word| text.contains(word))
    });
    let (found, pages) = (cases.len(), cases.len().div_ceil(PAGE).max(1));
    let page = sought.page.unwrap_or(1).clamp(1, pages);
    let shown: Vec<_> = cases.into_iter().skip((page - 1) * PAGE).take(PAGE).collect();
    let address =
        |page: usize| format!("/?q={}&state={}&page={page}", in_address(&sought.q), in_address(&sought.state));
    let frame = Frame::new("Cases").part("/").wide();
    let may = |act: Act| who.person().is_some_and(|person| person.may(act));
    let (may_open, may_administer) = (may(Act::Decide), may(Act::Administer));
    let context = context! {
        cases => data(shown), found, number => page, pages, sought => data(&sought), may_open, may_administer,
        previous => (page > 1).then(|| address(page - 1)),
        next => (page < pages).then(|| address(page + 1)),
    };
    site.views().show("cases.html.j2", &frame, &who, context)
}
