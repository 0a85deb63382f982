//! What the answers lead to: each conclusion, why, and what would change it; each rule limb by limb.

use axum::extract::{Path, State};
use axum::response::Response;
use minijinja::context;

use super::open;
use crate::people::Who;
use crate::problem::Problem;
use crate::site::Site;
use crate::view::data;

pub async fn show(State(site): State<Site>, who: Who, Path(id): Path<String>) -> Result<Response, Problem> {
    let case = open::case(&site, &who, &id).await?;
    let record = open::record(&case)?;
    let frame = open::frame(&case, "What the answers lead to");
    let sections: Vec<_> = record.sections.iter().filter(|section| !section.collects).collect();
    let context = context! { case => data(&record.case), law => data(&record.law), address => open::address(&case), sections => data(sections), cautions => data(&record.cautions) };
    site.views().show("conclusions.html.j2", &frame, &who, context)
}
