//! What every page has at hand: the register, the desk, the clock, who may do what, and the templates.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, NaiveDate, Utc};
use psr_casefile::acting::Acting;
use psr_recorder::Tiles;

use crate::books::Books;
use crate::checks::Running;
use crate::desk::Desk;
use crate::drawing::Drawings;
use crate::http::{Counts, Figures, Log, Rate, Style};
use crate::index::Index;
use crate::people::SignIn;
use crate::problem::Problem;
use crate::view::Views;

/// How many cases are summarised before the first list is shown.
const AT_FIRST: usize = 500;

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
    /// After how many seconds people sign in again, whatever they did; never where nobody vouches for them.
    pub longest_seconds: Option<i64>,
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
            longest_seconds: None,
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
    style: Style,
    index: Arc<Index>,
    index_begun: tokio::sync::OnceCell<()>,
    catching_up: Arc<Mutex<()>>,
    tiles: Arc<Mutex<Tiles>>,
    figures: Figures,
    counts: Counts,
    running: Running,
    drawings: Drawings,
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
            style: Style::built_in(),
            index: Arc::default(),
            index_begun: tokio::sync::OnceCell::new(),
            catching_up: Arc::default(),
            tiles: Arc::default(),
            figures: Figures::default(),
            counts: Counts::default(),
            running: Running::default(),
            drawings: Drawings::default(),
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

    /// Returns the style sheet, for a first page.
    pub(crate) fn style(&self) -> &Style {
        &self.0.style
    }

    pub(crate) fn figures(&self) -> &Figures {
        &self.0.figures
    }

    pub(crate) fn counts(&self) -> &Counts {
        &self.0.counts
    }

    pub(crate) fn drawings(&self) -> &Drawings {
        &self.0.drawings
    }

    pub(crate) fn running(&self) -> &Running {
        &self.0.running
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
        let mut draw = self.0.session_randomness.lock().unwrap_or_else(PoisonError::into_inner);
        draw(&mut bytes);
        base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Returns the index of cases, brought up to what is on record now.
    ///
    /// # Errors
    /// When the register or the desk fails.
    pub async fn index(&self) -> Result<Arc<Index>, Problem> {
        self.0.index_begun.get_or_try_init(|| self.begin_index()).await?;
        let (index, desk, catching_up) = (self.0.index.clone(), self.0.desk.clone(), self.0.catching_up.clone());
        let known = Arc::clone(&index);
        let caught_up = self.books().read(move |casebook| {
            let _one_at_a_time = catching_up.lock().unwrap_or_else(PoisonError::into_inner);
            Ok(known.catch_up(casebook, &*desk)?)
        });
        caught_up.await.map(|()| index)
    }

    /// Returns what proofs of inclusion are made with.
    pub(crate) fn tiles(&self) -> Arc<Mutex<Tiles>> {
        Arc::clone(&self.0.tiles)
    }

    /// Begins the index. A few cases are summarised at once; many are, while the site is in use already, one after another.
    async fn begin_index(&self) -> Result<(), Problem> {
        let (index, desk) = (self.0.index.clone(), self.0.desk.clone());
        let rest = self.books().read(move |casebook| {
            let changed = index.begin(casebook, &*desk)?;
            if changed.len() > AT_FIRST {
                return Ok(changed);
            }
            index.summarise(casebook, &*desk, &changed)?;
            index.complete(&*desk)?;
            Ok(Vec::new())
        });
        let rest = rest.await?;
        let (index, desk) = (self.0.index.clone(), self.0.desk.clone());
        let (books, tiles) = (Arc::clone(self.books()), self.tiles());
        tokio::spawn(async move {
            let read = books.read(move |casebook| {
                tiles.lock().unwrap_or_else(PoisonError::into_inner).catch_up(casebook.register())?;
                if !rest.is_empty() {
                    index.summarise(casebook, &*desk, &rest)?;
                    index.complete(&*desk)?;
                }
                Ok(())
            });
            // Where this fails, the list goes on with what it has, and says how much is missing; the next start tries again.
            drop(read.await);
        });
        Ok(())
    }

    /// Hands an act its circumstances: who acts, the instant, randomness.
    pub(crate) fn acting<T>(&self, actor: &str, act: impl FnOnce(&mut Acting<'_>) -> T) -> T {
        let mut draw = self.0.randomness.lock().unwrap_or_else(PoisonError::into_inner);
        let mut randomness = |bytes: &mut [u8]| draw(bytes);
        let program = self.settings().program.clone();
        act(&mut Acting { actor: actor.to_owned(), now: self.now(), program, randomness: &mut randomness })
    }
}
