//! Disclosure: what of a case was given to whom, and giving parts of it to somebody who asks.

mod give;
mod list;
mod offer;
mod plan;

use axum::extract::{Path, Query, State};
use axum::response::Response;
use minijinja::{Value, context};
use psr_casefile::disclosure::name_on_record;
use serde::{Deserialize, Serialize};

use super::open;
use crate::people::{Act, Who};
use crate::problem::Problem;
use crate::routes::Route;
use crate::site::Site;
use crate::view::data;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/cases/{id}/disclosures", Act::Read, list::show),
        Route::get("/cases/{id}/disclosures/new", Act::Disclose, begin),
        Route::get("/cases/{id}/disclosures/plan", Act::Disclose, offer::show),
        Route::post("/cases/{id}/disclosures/plan", Act::Disclose, give::give),
    ]
}

/// Who asks, for what.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
pub struct Asked {
    /// The kind of disclosure.
    #[serde(default)]
    pub kind: String,
    /// To whom.
    #[serde(default)]
    pub to: String,
    /// The request.
    #[serde(default)]
    pub request: String,
}

impl Asked {
    /// Returns to whom, as it can be recorded.
    pub fn to(&self) -> Result<String, (String, String)> {
        let wrong = "Enter to whom it is given, as it should stand on record, in at most 200 characters";
        name_on_record(&self.to).ok_or_else(|| (wrong.to_owned(), "to".to_owned()))
    }

    /// Returns the request, as it can be recorded.
    pub fn request(&self) -> Result<Option<String>, (String, String)> {
        if self.request.trim().is_empty() {
            return Ok(None);
        }
        let wrong = "Enter the reference of the request in at most 200 plain characters";
        name_on_record(&self.request).map(Some).ok_or_else(|| (wrong.to_owned(), "request".to_owned()))
    }
}

async fn begin(State(site): State<Site>, who: Who, Path(id): Path<String>) -> Result<Response, Problem> {
    begin_page(&site, &who, &id, &Asked::default(), Vec::new()).await
}

/// Asks who is given something, and on which basis.
async fn begin_page(
    site: &Site,
    who: &Who,
    id: &str,
    asked: &Asked,
    errors: Vec<(String, String)>,
) -> Result<Response, Problem> {
    let case = open::case(site, who, id).await?;
    let disclosures = case.rulebook.pack().disclosures.as_ref();
    let kinds = disclosures.into_iter().flat_map(|disclosures| &disclosures.kinds).enumerate();
    let kind = |(place, kind): (usize, &psr_rules::pack::model::DisclosureKind)| {
        let checked = if asked.kind.is_empty() { place == 0 } else { kind.id.as_str() == asked.kind };
        context! { value => kind.id.to_string(), text => format!("{} ({})", kind.title, kind.provision), hint => &kind.about, checked }
    };
    let kinds: Vec<Value> = kinds.map(kind).collect();
    let list = format!("{}/disclosures", open::address(&case));
    let frame = open::frame(&case, "Give part of the case").step("Disclosures", &list).errors(errors.clone());
    let error = |field: &str| errors.iter().find(|(_, of)| of == field).map(|(message, _)| message.clone());
    let context = context! {
        case => data(open::record(&case)?.case), action => format!("{list}/plan"), kinds, asked => data(asked),
        to_error => error("to"), request_error => error("request"),
    };
    site.views().show("new-disclosure.html.j2", &frame, who, context)
}

type Wanted = Query<Asked>;
