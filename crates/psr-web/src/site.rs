//! What every page has at hand: the register, the desk, the clock, who may do what, and the templates.

use std::sync::{Arc, Mutex};

use chrono::{DateTime, NaiveDate, Utc};
use psr_casefile::acting::Acting;

use crate::books::Books;
use crate::desk::Desk;
use crate::http::{Counts, Figures, Log, Rate};
use crate::people::SignIn;
use crate::view::Views;

/// Fills bytes at random.
pub type Randomness = Box<dyn FnMut(&mut [u8]) + Send>;

/// What a site is made of; whoever serves it finds all of this around it and hands it down.
pub struct SiteParts {
    /// The register.
    pub books: Books,
    /// Where sessions and drafts are kept.
    pub desk: Box<dyn Desk>,
    /// The clock.
    pub clock: Box<dyn Fn() -> DateTime<Utc> + Send + Sync>,
    /// Randomness for what goes on record.
    pub randomness: Randomness,
    /// Randomness for sessions, drawn apart so that what is recorded does not depend on who looks at pages.
    pub session_randomness: Randomness,
    /// How people sign in.
    pub sign_in: SignIn,
    /// The rest.
    pub settings: Settings,
}

/// Settings, each with a usual value.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The program with its version, as it is recorded.
    pub program: String,
    /// Whether pages are reached by HTTPS, through a proxy: cookies are then kept to it.
    pub secure: bool,
    /// After how many seconds without a request a session ends.
    pub session_seconds: i64,
    /// How many bytes one request may bring with evidence.
    pub upload_limit: usize,
    /// How often is often enough.
    pub rate: Rate,
    /// Where the log goes.
    pub log: Log,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            program: format!("psr {}", env!("CARGO_PKG_VERSION")),
            secure: false,
            session_seconds: 8 * 60 * 60,
            upload_limit: 100 * 1024 * 1024,
            rate: Rate::default(),
            log: Log::default(),
        }
    }
}

/// The site, shared by all requests.
#[derive(Clone)]
pub struct Site(Arc<Inner>);

struct Inner {
    books: Arc<Books>,
    desk: Arc<dyn Desk>,
    clock: Box<dyn Fn() -> DateTime<Utc> + Send + Sync>,
    randomness: Mutex<Randomness>,
    session_randomness: Mutex<Randomness>,
    sign_in: SignIn,
    settings: Settings,
    views: Views,
    figures: Figures,
    counts: Counts,
}

impl Site {
    /// Puts a site together.
    pub fn new(parts: SiteParts) -> Self {
        Self(Arc::new(Inner {
            books: Arc::new(parts.books),
            desk: Arc::from(parts.desk),
            clock: parts.clock,
            randomness: Mutex::new(parts.randomness),
            session_randomness: Mutex::new(parts.session_randomness),
            sign_in: parts.sign_in,
            settings: parts.settings,
            views: Views::built_in(),
            figures: Figures::default(),
            counts: Counts::default(),
        }))
    }

    /// Returns the register.
    pub fn books(&self) -> &Arc<Books> {
        &self.0.books
    }

    /// Returns where sessions and drafts are kept.
    pub fn desk(&self) -> &Arc<dyn Desk> {
        &self.0.desk
    }

    /// Returns how people sign in.
    pub fn sign_in(&self) -> &SignIn {
        &self.0.sign_in
    }

    /// Returns the settings.
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    pub(crate) fn views(&self) -> &Views {
        &self.0.views
    }

    pub(crate) fn figures(&self) -> &Figures {
        &self.0.figures
    }

    pub(crate) fn counts(&self) -> &Counts {
        &self.0.counts
    }

    /// Returns the instant.
    pub fn now(&self) -> DateTime<Utc> {
        (self.0.clock)()
    }

    /// Returns the day in England.
    pub fn today(&self) -> NaiveDate {
        psr_casefile::time::london_day(self.now())
    }

    /// Draws a secret of 32 bytes, as text.
    pub fn secret(&self) -> String {
        use base64::Engine as _;
        let mut bytes = [0; 32];
        let mut draw = self.0.session_randomness.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        draw(&mut bytes);
        base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Hands an act its circumstances: who acts, the instant, randomness.
    pub(crate) fn acting<T>(&self, actor: &str, act: impl FnOnce(&mut Acting<'_>) -> T) -> T {
        let mut draw = self.0.randomness.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut randomness = |bytes: &mut [u8]| draw(bytes);
        let program = self.settings().program.clone();
        act(&mut Acting { actor: actor.to_owned(), now: self.now(), program, randomness: &mut randomness })
    }
}
