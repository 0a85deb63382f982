//! The contracts on record.

use axum::extract::State;
use axum::response::Response;
use minijinja::context;

use crate::people::{Act, Who};
use crate::problem::Problem;
use crate::site::Site;
use crate::view::{Frame, data};

pub async fn show(State(site): State<Site>, who: Who) -> Result<Response, Problem> {
    let contracts = site.books().read(|casebook| Ok(casebook.contracts()?)).await?;
    let may_enter = who.person().is_some_and(|person| person.may(Act::Decide));
    let context = context! { found => contracts.len(), contracts => data(contracts), may_enter };
    site.views().show("contracts.html.j2", &Frame::new("Contracts").part("/contracts").wide(), &who, context)
}
