//! What was given to whom.

use axum::extract::{Path, State};
use axum::response::Response;
use minijinja::{Value, context};
use psr_casefile::casebook::Case;
use psr_casefile::event::{Disclosed, Withholding};
use psr_casefile::state::Recorded;

use super::super::open;
use crate::people::{Act, Who};
use crate::problem::Problem;
use crate::site::Site;
use crate::view::data;

pub async fn show(State(site): State<Site>, who: Who, Path(id): Path<String>) -> Result<Response, Problem> {
    let case = open::case(&site, &who, &id).await?;
    let given: Vec<Value> = case.state.disclosures.iter().rev().map(|disclosed| shown(&case, disclosed)).collect();
    let may_disclose = who.person().is_some_and(|person| person.may(Act::Disclose));
    let knows = case.rulebook.pack().disclosures.is_some();
    let context = context! { case => data(open::record(&case)?.case), address => open::address(&case), given, may_disclose => may_disclose && knows };
    site.views().show("disclosures.html.j2", &open::frame(&case, "Disclosures").wide(), &who, context)
}

fn shown(case: &Case, disclosed: &Recorded<Disclosed>) -> Value {
    let what = &disclosed.what;
    let kinds = case.rulebook.pack().disclosures.as_ref();
    let kind = kinds.and_then(|disclosures| disclosures.kinds.iter().find(|kind| kind.id.as_str() == what.kind));
    let withheld = |withheld: &Withholding| {
        let known = kind.and_then(|kind| kind.withholding(&withheld.on)).map(|(known, _)| known);
        let outside = kinds.filter(|disclosures| disclosures.outside.id.as_str() == withheld.on);
        let says = known.map(|known| known.says.clone()).or(outside.map(|of| of.outside.says.clone()));
        context! {
            says => says.unwrap_or_else(|| withheld.on.clone()), source => known.map(|known| known.source.clone()),
            explanation => &withheld.explanation, balance => withheld.balance.clone(), parts => withheld.places.len(),
        }
    };
    context! {
        to => &what.to, title => kind.map_or_else(|| what.kind.clone(), |kind| kind.title.clone()), request => what.request.clone(),
        at => disclosed.at.to_rfc3339(), by => case.state.actor_name(&disclosed.act), entry => disclosed.seq, basis => what.basis,
        bundle => &what.bundle, parts => what.given.len(), withheld => what.withheld.iter().map(withheld).collect::<Vec<_>>(),
    }
}
