//! Many cases for runs under load: the worked cases of the built-in fixtures over and over, each under a reference of its own.
//!
//! Each worked case is played once through the same code as a person's acts; what came on record is then recorded again under other
//! references, event by event through the register, so that a register which was seeded is like one that was used and verifies like one.

mod copies;
mod played;

use std::path::PathBuf;

use chrono::{DateTime, Duration, Utc};
use psr_casefile::casebook::Casebook;
use psr_recorder::{Place, Randomness, Register, SigningKey};

/// A line is said after so many cases.
const SAID_EVERY: usize = 1_000;

/// What to sow.
#[derive(Debug, Clone)]
pub struct Seeds {
    place: Place,
    key: PathBuf,
    cases: usize,
}

/// What was sown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figures {
    /// How many cases.
    pub cases: usize,
    /// How many events the register has now.
    pub events: u64,
}

impl Seeds {
    /// Reads what to sow from the words of a command: the register, its key, how many cases.
    ///
    /// # Errors
    /// When a word is missing or cannot be read.
    pub fn read(words: &[String]) -> Result<Self, String> {
        let [register, key, cases] = words else { return Err("three words are needed".to_owned()) };
        let place = Place::parse(register).map_err(|error| error.to_string())?;
        let cases = cases.parse().map_err(|_| format!("`{cases}` is no number of cases"))?;
        Ok(Self { place, key: key.into(), cases })
    }
}

/// What is sown, and with what.
struct Sowing<'s> {
    cases: usize,
    now: DateTime<Utc>,
    draw: &'s mut Randomness<'s>,
}

impl Sowing<'_> {
    /// Cases come a second apart, the last of them now.
    fn instant(&self, number: usize) -> DateTime<Utc> {
        self.now - Duration::seconds(i64::try_from(self.cases - number).unwrap_or_default())
    }
}

/// Sows cases, and says now and then how many there are.
///
/// # Errors
/// When the register cannot be written to, or a worked case cannot be played.
pub fn sow(seeds: &Seeds, now: DateTime<Utc>, say: &mut dyn FnMut(usize)) -> Result<Figures, String> {
    let key = SigningKey::read_file(&seeds.key).map_err(|error| error.to_string())?;
    let register = Register::open_write(seeds.place.clone(), &key).map_err(|error| error.to_string())?;
    let mut draw = drawing();
    let mut sowing = Sowing { cases: seeds.cases, now, draw: &mut draw };
    let mut casebook = Casebook::new(register);
    let played = played::play(&mut casebook, &mut sowing)?;
    copies::sow(&played, casebook.register_mut(), &mut sowing, say)?;
    let events = casebook.register().size().map_err(|error| error.to_string())?;
    Ok(Figures { cases: seeds.cases, events })
}

/// The reference of a case that is sown.
fn reference(number: usize) -> String {
    format!("SEED-{number:06}")
}

/// Fills bytes that look drawn and are the same at each start.
fn drawing() -> impl FnMut(&mut [u8]) {
    let mut state = 1u64;
    move |bytes| {
        for byte in bytes {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            *byte = u8::try_from(state >> 56).unwrap_or_default();
        }
    }
}
