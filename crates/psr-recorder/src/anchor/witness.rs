//! The client's side of the witness protocol (C2SP tlog-witness): a checkpoint and a consistency proof go out, cosignatures come back.
//!
//! ```text
//! old 12                      ← how many events the witness knows of
//! qg3…                        ← the consistency proof, a hash a line
//!
//! register.example.org/psr    ← the checkpoint
//! …
//! ```

use crate::digest::Digest;
use crate::key::{SignatureType, VerifierKey};
use crate::merkle::consistency_proof;
use crate::note::{NoteSignature, SignedNote, signature_lines};

/// The most hashes a proof may have.
const LONGEST_PROOF: usize = 63;
/// The largest reply that is read, in bytes.
pub const LARGEST_REPLY: usize = 64 * 1024;

/// What came back from a witness.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// The body.
    pub body: String,
}

/// Sends one request body to the witness, and returns what came back or why nothing did.
pub type Send<'s> = dyn FnMut(&str) -> Result<Reply, String> + 's;

/// Writes a request's body, or nothing where the witness claims to know more events than there are.
pub fn request(old: u64, leaves: &[Digest], note: &str) -> Option<String> {
    let proof = consistency_proof(leaves, usize::try_from(old).ok()?).filter(|proof| proof.len() <= LONGEST_PROOF)?;
    let lines: String = proof.iter().map(|hash| format!("{}\n", hash.base64())).collect();
    Some(format!("old {old}\n{lines}\n{note}"))
}

/// Asks a witness to cosign a checkpoint over these leaves, and returns its lines, checked where its key is known.
///
/// `known` is the size of the last checkpoint this witness is known to have cosigned. Where that is wrong, the witness says what it
/// knows, and is asked once more.
pub fn ask(
    note: &SignedNote,
    leaves: &[Digest],
    known: u64,
    key: Option<&VerifierKey>,
    send: &mut Send<'_>,
) -> Result<Vec<NoteSignature>, String> {
    let size = leaves.len() as u64;
    let body = |old| request(old, leaves, &note.to_string()).ok_or_else(|| ahead(old, size));
    let mut reply = send(&body(known)?)?;
    if reply.status == 409 {
        let old = size_in(&reply.body).ok_or("the witness knows another size, and does not say which")?;
        if old == known {
            let reason =
                "the witness cosigned another checkpoint of this size: one of the two is a fork of the register";
            return Err(reason.to_owned());
        }
        reply = send(&body(old)?)?;
    }
    let lines = cosignatures(&reply)?;
    checked(note, lines, key)
}

fn ahead(old: u64, size: u64) -> String {
    format!(
        "the witness cosigned a checkpoint of {old} events, and this one has {size}: the register was put back, or forked"
    )
}

fn size_in(body: &str) -> Option<u64> {
    let digits = body.strip_suffix('\n')?;
    digits.parse().ok().filter(|size: &u64| size.to_string() == digits)
}

/// Reads the lines of a reply that grants them, or says what the witness refused.
fn cosignatures(reply: &Reply) -> Result<Vec<NoteSignature>, String> {
    let refused = match reply.status {
        200 => {
            return signature_lines(&reply.body)
                .ok_or_else(|| "the witness did not answer with signature lines".to_owned());
        }
        400 => "the witness did not understand the request",
        403 => "the witness does not know the key that signed the checkpoint: give it the register's verifier key",
        404 => "the witness does not know this register, or this is not its address",
        409 => "the witness moved on meanwhile: ask again",
        422 => "the witness found that the register is not the one it cosigned before: it was forked or rewritten",
        _ => "the witness refused",
    };
    Err(format!("{refused} (HTTP {})", reply.status))
}

/// Leaves the lines that are to be kept: those of the key that was given, which must be right; or else every one.
fn checked(
    note: &SignedNote,
    lines: Vec<NoteSignature>,
    key: Option<&VerifierKey>,
) -> Result<Vec<NoteSignature>, String> {
    let Some(key) = key else { return Ok(lines) };
    if key.kind() != SignatureType::Cosignature {
        return Err(format!("{key} is not the key of a witness, which has type 0x04"));
    }
    let lines: Vec<_> = lines.into_iter().filter(|line| line.is_of(key)).collect();
    let cosigned = SignedNote { text: note.text.clone(), signatures: lines };
    match cosigned.cosigned_by(key) {
        Some(_) => Ok(cosigned.signatures),
        None => Err(format!("the witness answered, but not with a cosignature of {key} over this checkpoint")),
    }
}
