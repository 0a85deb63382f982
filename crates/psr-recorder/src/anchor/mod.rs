//! Anchors: proofs from outside that a checkpoint was there at a time, and how they are asked for and checked.
//!
//! A time stamp (RFC 3161) is an authority's signature over a checkpoint and the time; a cosignature (C2SP tlog-witness) is a
//! witness's. Both are kept as they came, beside the checkpoint they are for. This module turns texts into bytes and back; what
//! sends them is the surface's.

mod algorithm;
mod authority;
mod certificate;
mod der;
mod request;
mod token;
pub mod witness;

use chrono::{DateTime, Utc};

pub use authority::Authorities;
pub use request::TimeStampRequest;
pub use token::LARGEST_REPLY;

use crate::key::VerifierKey;
use crate::note::{self, SignedNote};
use token::Token;

/// The kind of an anchor that is a time-stamp reply.
pub const TIME_STAMP: &str = "rfc3161";
/// The kind of an anchor that is a witness's signature line, or several.
pub const COSIGNATURE: &str = "cosignature";

/// Whom a verifier believes about time.
#[derive(Debug, Clone, Default)]
pub struct Trusted {
    /// The certificates of time-stamp authorities.
    pub authorities: Option<Authorities>,
    /// The keys of witnesses.
    pub witnesses: Vec<VerifierKey>,
}

/// What an anchor shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnchorFinding {
    /// When the checkpoint was there, by the word of whoever made the anchor; nothing where that cannot be told.
    pub at: Option<DateTime<Utc>>,
    /// Who made it, by the name that stands in it.
    pub by: String,
    /// What was not shown about whoever made it; nothing when a trusted one did.
    pub unproved: Option<String>,
}

/// Checks an anchor against the note of the checkpoint it is kept for. An anchor that is not what it should be is an error; one that
/// only its maker vouches for is a finding that says so.
pub fn check(kind: &str, body: &[u8], note: &str, trusted: &Trusted) -> Result<AnchorFinding, String> {
    match kind {
        TIME_STAMP => check_time_stamp(body, note, None, trusted.authorities.as_ref()),
        COSIGNATURE => check_cosignature(body, note, &trusted.witnesses),
        other => Ok(AnchorFinding {
            at: None,
            by: "an unknown kind of proof".to_owned(),
            unproved: Some(format!("the kind `{other}` is not one that this program checks")),
        }),
    }
}

/// Checks a time-stamp reply against the note it is to be for, and against its request where that is known.
pub fn check_time_stamp(
    reply: &[u8],
    note: &str,
    request: Option<&TimeStampRequest>,
    authorities: Option<&Authorities>,
) -> Result<AnchorFinding, String> {
    let token = Token::open(reply)?;
    if token.hash.digest(note.as_bytes()) != token.imprint {
        return Err("the time stamp is over something else than this checkpoint".to_owned());
    }
    if request.is_some_and(|request| token.nonce != Some(request.nonce_der().as_slice())) {
        return Err("the time stamp is the answer to another request: its nonce is another".to_owned());
    }
    let by = token.signer.name();
    let unproved = match authorities {
        Some(authorities) => authorities.check(&token).map(|()| None)?,
        None => Some(format!("that “{by}” is an authority to be believed: give its certificate")),
    };
    Ok(AnchorFinding { at: Some(token.at), by, unproved })
}

/// Checks the lines of a witness against the note they are for.
fn check_cosignature(body: &[u8], note: &str, witnesses: &[VerifierKey]) -> Result<AnchorFinding, String> {
    let note = note::open(note).ok_or("the checkpoint is not a signed note")?;
    let lines = std::str::from_utf8(body).ok().and_then(note::signature_lines);
    let lines = lines.ok_or("it is not one or more signature lines")?;
    let by = lines.first().map(|line| line.name.clone()).unwrap_or_default();
    let cosigned = SignedNote { text: note.text, signatures: lines };
    if let Some(witness) = witnesses.iter().find(|witness| cosigned.is_missigned(witness)) {
        return Err(format!("the cosignature is not the one of {witness} over this checkpoint"));
    }
    let newest =
        witnesses.iter().filter_map(|witness| cosigned.cosigned_by(witness)).max_by_key(|cosigned| cosigned.at);
    Ok(match newest {
        Some(cosigned) => AnchorFinding { at: Some(cosigned.at), by: cosigned.witness, unproved: None },
        None => {
            AnchorFinding { at: None, unproved: Some(format!("that “{by}” signed: give the witness's key")), by }
        }
    })
}
