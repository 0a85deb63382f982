//! Cosignatures of witnesses (C2SP tlog-cosignature, `cosignature/v1`): at this time, this was the largest consistent tree I had seen.

use chrono::{DateTime, Utc};

use crate::key::{SignatureType, SigningKey, VerifierKey};
use crate::note::{NoteSignature, SignedNote};

/// One witness's word for a checkpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cosigned {
    /// The witness's name, as its key says it.
    pub witness: String,
    /// When the witness saw the checkpoint, by its own clock.
    pub at: DateTime<Utc>,
}

/// Splits a cosignature into its time, in seconds since 1970, and the signature proper.
pub(crate) fn time_of(signature: &[u8]) -> Option<(u64, &[u8])> {
    let (time, rest) = signature.split_first_chunk::<8>()?;
    let time = u64::from_be_bytes(*time);
    i64::try_from(time).is_ok().then_some((time, rest))
}

/// Returns the bytes a witness signs.
pub(crate) fn message(time: u64, text: &[u8]) -> Vec<u8> {
    [format!("cosignature/v1\ntime {time}\n").as_bytes(), text].concat()
}

impl SignedNote {
    /// Adds a witness's cosignature, made at a time in seconds since 1970; what a witness does.
    pub fn cosign(&self, name: &str, key: &SigningKey, time: u64) -> NoteSignature {
        let signature = key.sign(&message(time, self.text.as_bytes()));
        let key_id = key.cosigner(name).key_id();
        NoteSignature { name: name.to_owned(), key_id, signature: [time.to_be_bytes().as_slice(), &signature].concat() }
    }

    /// Returns when a witness cosigned this checkpoint: the latest time, where it did so more than once. Nothing when it did not, or when
    /// a line names its key and is not its cosignature.
    pub fn cosigned_by(&self, witness: &VerifierKey) -> Option<Cosigned> {
        if witness.kind() != SignatureType::Cosignature || !self.is_signed_by(witness) {
            return None;
        }
        let times = self.lines_of(witness).filter_map(|line| time_of(&line.signature));
        let latest = i64::try_from(times.map(|(time, _)| time).max()?).ok()?;
        Some(Cosigned { witness: witness.name().to_owned(), at: DateTime::from_timestamp(latest, 0)? })
    }
}
