//! Signed notes (C2SP signed-note): a text and the signatures under it.
//!
//! ```text
//! text, each line ended
//!
//! — name base64(key id || signature)
//! ```

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::key::{SigningKey, VerifierKey};

const DASH: &str = "\u{2014} ";

/// A text with the signature lines under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedNote {
    /// The text, which ends with a line end.
    pub text: String,
    /// Each signature: the signer's name, the key id, and the signature's bytes.
    pub signatures: Vec<NoteSignature>,
}

/// One signature under a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteSignature {
    /// The signer's name.
    pub name: String,
    /// Four bytes that tell the signer's keys apart.
    pub key_id: [u8; 4],
    /// The signature.
    pub signature: Vec<u8>,
}

/// Signs a text that ends with a line end.
pub fn sign(text: &str, name: &str, key: &SigningKey) -> String {
    let verifier = key.verifier(name);
    let signature = [verifier.key_id().as_slice(), &key.sign(text.as_bytes())].concat();
    format!("{text}\n{DASH}{name} {}\n", STANDARD.encode(signature))
}

/// Splits a note into its text and signatures, or returns nothing when it has not the form of a note.
pub fn open(note: &str) -> Option<SignedNote> {
    let split = note.rfind("\n\n")?;
    let (text, lines) = (&note[..=split], &note[split + 2..]);
    // A stray control character could make two readers see two texts.
    let strange = text.chars().any(|character| character.is_control() && character != '\n');
    let signatures: Option<Vec<_>> = lines.strip_suffix('\n')?.split('\n').map(signature).collect();
    (!strange).then_some(SignedNote { text: text.to_owned(), signatures: signatures? })
}

fn signature(line: &str) -> Option<NoteSignature> {
    let (name, encoded) = line.strip_prefix(DASH)?.split_once(' ')?;
    let bytes = STANDARD.decode(encoded).ok()?;
    let (key_id, signature) = bytes.split_first_chunk::<4>()?;
    Some(NoteSignature { name: name.to_owned(), key_id: *key_id, signature: signature.to_vec() })
}

impl SignedNote {
    /// Tells whether this key signed the text, by the strict rules of Ed25519.
    pub fn is_signed_by(&self, key: &VerifierKey) -> bool {
        let of_key = |signature: &&NoteSignature| signature.name == key.name() && signature.key_id == key.key_id();
        let mut signatures = self.signatures.iter().filter(of_key).peekable();
        signatures.peek().is_some()
            && signatures.all(|signature| key.verify(self.text.as_bytes(), &signature.signature))
    }
}
