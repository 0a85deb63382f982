//! The register as a whole: its size, its root, its newest signed head to keep outside, and verification of all of it.

use axum::extract::State;
use axum::response::Response;
use minijinja::{Value, context};
use psr_recorder::{Checkpoint, Register, note as signed_note};
use psr_renderer::figure::code::Code;

use super::verify;
use crate::checks;
use crate::http::{Posted, download, shown};
use crate::people::{Act, Who};
use crate::problem::Problem;
use crate::site::Site;
use crate::view::Frame;

/// How many verifications are listed, newest first.
pub const LISTED: usize = 10;

/// The register's signed head, read.
struct Head {
    checkpoint: Checkpoint,
    signed: String,
    fingerprint: String,
    key: String,
}

pub async fn show(State(site): State<Site>, who: Who) -> Result<Response, Problem> {
    page(&site, &who, &Posted::default(), Vec::new()).await
}

/// Shows the register, with what was typed and what is wrong with it.
pub async fn page(site: &Site, who: &Who, posted: &Posted, errors: Vec<(String, String)>) -> Result<Response, Problem> {
    let read = site.books().read(|casebook| {
        let register = casebook.register();
        let kept = register.checkpoints()?;
        let kept: Vec<Value> =
            kept.iter().rev().map(|kept| context! { size => kept.size, at => kept.at.clone() }).collect();
        Ok((head(register)?, kept, register.anchors()?.len(), casebook.cases()?.len()))
    });
    let (head, kept, anchors, cases) = read.await?;
    let checks = checks::all(site).await?;
    let checks: Vec<Value> = checks
        .iter()
        .filter(|check| check.case.is_none())
        .take(LISTED)
        .map(|check| verify::line(site, check))
        .collect();
    let error = |field: &str| errors.iter().find(|(_, of)| of == field).map(|(message, _)| message.clone());
    let raw = |name: &str| posted.raw(name).unwrap_or_default().to_owned();
    let context = context! {
        origin => &head.checkpoint.origin, size => head.checkpoint.size, root => head.checkpoint.root.base64(), signed => &head.signed,
        fingerprint => &head.fingerprint, key => &head.key, kept_count => kept.len(), kept => kept.into_iter().take(10).collect::<Vec<_>>(),
        checks, may_import => who.person().is_some_and(|person| person.may(Act::Administer)), anchors, cases, prior => raw("prior"), verifier => raw("verifier"),
        errors => context! { prior => error("prior"), verifier => error("verifier") },
    };
    let frame = Frame::new("Audit").part("/audit").errors(errors);
    site.views().show("audit.html.j2", &frame, who, context)
}

/// Draws the signed head as a code that a telephone reads.
pub async fn code(State(site): State<Site>) -> Result<Response, Problem> {
    let head = site.books().read(|casebook| head(casebook.register())).await?;
    let code = Code::of(&head.signed)
        .ok_or_else(|| Problem::not_found("The signed head is too long for a code; take it as a file."))?;
    let Checkpoint { origin, size, root } = &head.checkpoint;
    let title = format!("Checkpoint of the register {origin} over {size} entries");
    let about = format!("A QR code that holds the signed note. Root {}, key {}.", root.base64(), head.fingerprint);
    Ok(shown(code.to_svg(&title, &about)))
}

/// Sends the signed head.
pub async fn note(State(site): State<Site>) -> Result<Response, Problem> {
    let head = site.books().read(|casebook| head(casebook.register())).await?;
    let size = head.checkpoint.size.to_string();
    Ok(download(&["checkpoint", &size], "note", "text/plain; charset=utf-8", head.signed.into_bytes()))
}

fn head(register: &Register) -> Result<Head, Problem> {
    let signed = register.signed_head()?;
    let read = signed_note::open(&signed).and_then(|note| Checkpoint::parse(&note.text));
    let checkpoint =
        read.ok_or_else(|| Problem::fault("The register's newest checkpoint cannot be read. Verify the register."))?;
    let keys = register.keys();
    let in_charge = keys.in_charge(checkpoint.size);
    Ok(Head { fingerprint: in_charge.fingerprint(), key: in_charge.to_string(), checkpoint, signed })
}
