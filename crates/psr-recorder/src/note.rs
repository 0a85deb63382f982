//! Signed notes (C2SP signed-note): a text and the signatures under it.
//!
//! ```text
//! text, each line ended
//!
//! — name base64(key id || signature)
//! ```

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::key::{SigningKey, VerifierKey};

const DASH: &str = "\u{2014} ";
/// How many signatures a note may carry.
const MOST_SIGNATURES: usize = 100;

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
    sign_by(text, &[(name, key)])
}

/// Signs a text that ends with a line end, by several keys, each under its name.
pub fn sign_by(text: &str, signers: &[(&str, &SigningKey)]) -> String {
    let signature = |(name, key): &(&str, &SigningKey)| NoteSignature {
        name: (*name).to_owned(),
        key_id: key.verifier(name).key_id(),
        signature: key.sign(text.as_bytes()).to_vec(),
    };
    SignedNote { text: text.to_owned(), signatures: signers.iter().map(signature).collect() }.to_string()
}

/// Splits a note into its text and signatures, or returns nothing when it has not the form of a note.
pub fn open(note: &str) -> Option<SignedNote> {
    let split = note.rfind("\n\n")?;
    let (text, lines) = (&note[..=split], &note[split + 2..]);
    // A stray control character could make two readers see two texts.
    let strange = text.chars().any(|character| character.is_control() && character != '\n');
    let signatures = signature_lines(lines)?;
    (!strange).then_some(SignedNote { text: text.to_owned(), signatures })
}

/// Reads one or more signature lines, or returns nothing when they have not that form.
pub fn signature_lines(lines: &str) -> Option<Vec<NoteSignature>> {
    let lines: Vec<&str> = lines.strip_suffix('\n')?.split('\n').collect();
    if lines.len() > MOST_SIGNATURES {
        return None;
    }
    lines.into_iter().map(signature).collect()
}

fn signature(line: &str) -> Option<NoteSignature> {
    let (name, encoded) = line.strip_prefix(DASH)?.split_once(' ')?;
    let misfit = |character: char| character.is_whitespace() || character.is_control() || character == '+';
    let bytes = STANDARD.decode(encoded).ok().filter(|_| !name.is_empty() && !name.contains(misfit))?;
    let (key_id, signature) = bytes.split_first_chunk::<4>()?;
    Some(NoteSignature { name: name.to_owned(), key_id: *key_id, signature: signature.to_vec() })
}

impl fmt::Display for NoteSignature {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let encoded = STANDARD.encode([self.key_id.as_slice(), &self.signature].concat());
        writeln!(formatter, "{DASH}{} {encoded}", self.name)
    }
}

impl fmt::Display for SignedNote {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "{}", self.text)?;
        self.signatures.iter().try_for_each(|signature| signature.fmt(formatter))
    }
}

impl NoteSignature {
    /// Tells whether the line names this key, whether or not the signature is its.
    pub fn is_of(&self, key: &VerifierKey) -> bool {
        self.name == key.name() && self.key_id == key.key_id()
    }
}

impl SignedNote {
    /// Returns the signatures whose lines name this key, whether or not they are its.
    pub fn lines_of<'n>(&'n self, key: &'n VerifierKey) -> impl Iterator<Item = &'n NoteSignature> {
        self.signatures.iter().filter(move |signature| signature.is_of(key))
    }

    /// Tells whether a line names this key, but is not its signature over the text.
    pub fn is_missigned(&self, key: &VerifierKey) -> bool {
        self.lines_of(key).any(|line| !key.verify(self.text.as_bytes(), &line.signature))
    }

    /// Tells whether this key signed the text, by the strict rules of Ed25519. Where several lines name the key, each must be its.
    pub fn is_signed_by(&self, key: &VerifierKey) -> bool {
        self.lines_of(key).next().is_some() && !self.is_missigned(key)
    }
}
