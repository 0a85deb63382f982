//! The calendar at an address that was made for somebody.

use axum::extract::{Path, State};
use axum::response::Response;

use crate::pages::case::calendar;
use crate::people::feeds;
use crate::problem::Problem;
use crate::site::Site;

pub async fn read(State(site): State<Site>, Path(token): Path<String>) -> Result<Response, Problem> {
    let (who, feed) = feeds::whose(&site, &token).await?;
    match feed.case {
        Some(case) => calendar::one(&site, &who, &case).await,
        None => calendar::all(&site, &who).await,
    }
}
