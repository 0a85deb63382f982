//! Approval: who must approve a case, what was put before them, which approvals stand, and what each person can do about it.

mod form;
mod given;
mod kind;
mod page;

use axum::extract::{Path, Query, State};

use crate::http::Posted;
use crate::people::{Act, Who};
use crate::routes::Route;
use crate::site::Site;
use kind::Kind;

pub(crate) fn routes() -> Vec<Route> {
    let mut routes = vec![Route::get("/cases/{id}/approval", Act::Read, page::show)];
    for kind in Kind::ALL {
        let show = move |State(site): State<Site>, who: Who, Path(id): Path<String>| form::show(kind, site, who, id);
        let send = move |State(site): State<Site>, who: Who, Path(id): Path<String>, posted: Posted| {
            form::send(kind, site, who, id, posted)
        };
        routes.push(Route::get(kind.path(), kind.act(), show));
        routes.push(Route::post(kind.path(), kind.act(), send));
    }
    routes
}

/// What an address says besides.
#[derive(Debug, Default, serde::Deserialize)]
pub struct Beside {
    /// What was just done.
    done: Option<String>,
}

type Besides = Query<Beside>;
