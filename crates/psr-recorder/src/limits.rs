//! The sizes the format allows, checked before anything is parsed.

/// How deep lists and maps may nest.
pub const MAX_DEPTH: usize = 16;
/// The largest integer that every JSON reader holds exactly, 2^53 - 1.
pub const MAX_INTEGER: i64 = 9_007_199_254_740_991;
/// How many bytes an event's line may have.
pub const MAX_LINE: usize = 64 * 1024;
/// How many bytes the JSON of one disclosed field may have.
pub const MAX_FIELD: usize = 256 * 1024;
/// How many characters the base64url text of one disclosed field may have.
pub const MAX_BODY: usize = MAX_FIELD.div_ceil(3) * 4;
/// How many fields one event may have.
pub const MAX_FIELDS: usize = 512;
/// How many bytes a field's path may have.
pub const MAX_PATH: usize = 512;
/// How many bytes one evidence file may have.
pub const MAX_EVIDENCE: u64 = 1 << 30;
/// How many bytes of randomness a salt has at least.
pub const MIN_SALT: usize = 16;
