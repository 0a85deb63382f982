//! The cases of the register: how far each has come, what is due next, what is overdue; with search and pages.

use axum::extract::{Query, State};
use axum::response::Response;
use minijinja::{Value, context};

use super::ahead;
use crate::index::{Sought, Summary};
use crate::people::{Act, Who, access};
use crate::problem::Problem;
use crate::site::Site;
use crate::view::filters::in_address;
use crate::view::{Frame, data, words};

pub async fn show(State(site): State<Site>, who: Who, Query(sought): Query<Sought>) -> Result<Response, Problem> {
    let today = site.today();
    let kept_from = access::kept_from(&site, &who).await?;
    let index = site.index().await?;
    let may_see = |case: &Summary| !kept_from.contains(&case.id);
    let (found, spans) = (index.find(&sought, today, may_see), index.ahead(today, may_see));
    let frame = Frame::new("Cases").part("/").wide();
    let may = |act: Act| who.person().is_some_and(|person| person.may(act));
    let (may_open, may_administer) = (may(Act::Decide), may(Act::Administer));
    let rows: Vec<Value> = found.cases.iter().map(|case| row(case, today)).collect();
    let context = context! {
        ahead => ahead::told(&spans), rows, fitting => found.fitting, all => found.all, open => found.open, overdue => found.overdue, soon => found.soon,
        routes => found.routes, waiting => found.waiting, number => found.page, pages => found.pages, sought => data(&sought), may_open, may_administer,
        previous => (found.page > 1).then(|| address(&sought, found.page - 1)),
        next => (found.page < found.pages).then(|| address(&sought, found.page + 1)),
    };
    site.views().show("cases.html.j2", &frame, &who, context)
}

fn row(case: &Summary, today: chrono::NaiveDate) -> Value {
    let next = case.next().map(|duty| {
        context! {
            title => &duty.title, provision => &duty.provision, due => words::day(duty.due),
            away => words::away(duty.due, today), overdue => duty.due < today,
        }
    });
    context! { case => data(case), next }
}

fn address(sought: &Sought, page: usize) -> String {
    let of = |text: &str| in_address(text);
    let (q, state, route, order) = (of(&sought.q), of(&sought.state), of(&sought.route), of(&sought.order));
    format!("/?q={q}&state={state}&route={route}&order={order}&page={page}")
}
