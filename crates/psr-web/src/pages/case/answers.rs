//! Check answers: everything that was answered, with a way to change it, and what is still open.

use axum::extract::{Path, State};
use axum::response::Response;
use minijinja::context;

use super::open;
use crate::people::{Act, Who};
use crate::problem::Problem;
use crate::site::Site;
use crate::view::data;

pub async fn show(State(site): State<Site>, who: Who, Path(id): Path<String>) -> Result<Response, Problem> {
    let case = open::case(&site, &who, &id).await?;
    let record = open::record(&case)?;
    let frame = open::frame(&case, "Check answers");
    let lots = &case.state.opened.what.lots;
    let sections: Vec<_> = record
        .sections
        .iter()
        .map(|section| {
            let lot =
                section.lot.as_ref().and_then(|lot| lots.iter().position(|known| known == lot)).map(|place| place + 1);
            context! { section => data(section), lot_query => lot.map(|lot| format!("?lot={lot}")).unwrap_or_default() }
        })
        .collect();
    let may = |act: Act| who.person().is_some_and(|person| person.may(act));
    let (may_decide, may_read_privileged) = (may(Act::Decide) && !record.case.closed, may(Act::ReadPrivileged));
    let context = context! { case => data(&record.case), address => open::address(&case), sections, may_decide, may_read_privileged };
    site.views().show("answers.html.j2", &frame, &who, context)
}
