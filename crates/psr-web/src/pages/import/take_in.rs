//! Taking in the case of a bundle that was looked at. It is verified again, and nothing is recorded unless it is sound.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use psr_recorder::bundle::{self, Imported};
use psr_recorder::{Error, OperationId};

use super::{kept, preview};
use crate::http::Posted;
use crate::people::Who;
use crate::problem::Problem;
use crate::site::Site;
use crate::view::words;

pub async fn send(
    State(site): State<Site>,
    who: Who,
    Path(key): Path<String>,
    posted: Posted,
) -> Result<Response, Problem> {
    if posted.text("action") == Some("discard") {
        kept::forget(&site, &who, &key).await?;
        return Ok(Redirect::to("/import").into_response());
    }
    let kept = kept::find(&site, &who, &key).await?;
    let (options, path) = (kept.options()?, kept.path().to_owned());
    let (name, acting) = (who.name()?, site.clone());
    let imported = site.books().write(move |casebook| {
        let register = casebook.register_mut();
        let imported = acting.acting(&name, |acting| {
            let act = (OperationId::draw(acting.randomness), acting.now);
            bundle::import(register, &path, &options, act, acting.randomness)
        });
        match imported {
            Ok(imported) => Ok(Ok(imported)),
            Err(error @ (Error::CannotImport { .. } | Error::RecordDiffers { .. } | Error::OperationReused { .. })) => {
                Ok(Err(words::sentence(&error.to_string())))
            }
            Err(error) => Err(error.into()),
        }
    });
    match imported.await? {
        Ok(Imported { rec, adopted, .. }) => {
            kept::forget(&site, &who, &key).await?;
            Ok(Redirect::to(&format!("/import?done={rec}&added={}", adopted.added)).into_response())
        }
        Err(refused) => {
            let page = preview::page(&site, &who, &key, kept, vec![refused]).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}
