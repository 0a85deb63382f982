//! Who acts, when, and with which randomness: what the surfaces hand down.

use chrono::{DateTime, Utc};
use psr_recorder::Randomness;

/// The circumstances of an act: nothing below the surfaces reads a clock, draws at random or asks who is there.
pub struct Acting<'r> {
    /// The name of whoever acts, as it will be recorded.
    pub actor: String,
    /// The instant.
    pub now: DateTime<Utc>,
    /// The program that acts, with its version.
    pub program: String,
    /// Where bytes drawn at random come from.
    pub randomness: &'r mut Randomness<'r>,
}
