//! The register behind the pages: handles for reading, as many as are in use at once, and one for writing.
//!
//! Stores are synchronous, so both are used on threads that may block. A handle that failed is not used again.

use std::sync::{Arc, Mutex, PoisonError};

use psr_casefile::Error;
use psr_casefile::casebook::{Casebook, Packs};
use psr_recorder::Register;

use crate::problem::Problem;

/// Opens a register.
pub type Open = Box<dyn Fn() -> Result<Register, Error> + Send + Sync>;

/// How many idle handles for reading are kept.
const IDLE: usize = 16;

/// The register, for all requests.
pub struct Books {
    open_read: Open,
    open_write: Open,
    packs: Arc<Packs>,
    readers: Mutex<Vec<Casebook>>,
    writer: Mutex<Option<Casebook>>,
}

impl Books {
    /// Takes what opens the register for reading and for writing.
    pub fn new(open_read: Open, open_write: Open) -> Self {
        let (packs, readers, writer) = (Arc::default(), Mutex::default(), Mutex::default());
        Self { open_read, open_write, packs, readers, writer }
    }

    /// Takes a register that is open for writing already, so that whoever answers first need not wait until it is checked.
    #[must_use]
    pub fn holding(mut self, register: Register) -> Self {
        let casebook = Casebook::sharing(register, Arc::clone(&self.packs));
        self.writer = Mutex::new(Some(casebook));
        self
    }

    /// Reads from the register.
    ///
    /// # Errors
    /// When the register cannot be opened, or as what is done fails.
    pub async fn read<T: Send + 'static>(
        self: &Arc<Self>,
        act: impl FnOnce(&Casebook) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let books = Arc::clone(self);
        blocking(move || books.read_here(act)).await
    }

    /// Reads from the register on the present thread, which may block.
    ///
    /// # Errors
    /// When the register cannot be opened, or as what is done fails.
    pub fn read_here<T>(&self, act: impl FnOnce(&Casebook) -> Result<T, Problem>) -> Result<T, Problem> {
        let casebook = self.reader()?;
        let result = act(&casebook);
        if !matches!(&result, Err(problem) if problem.is_of_the_register()) {
            self.put_back(casebook);
        }
        result
    }

    /// Writes to the register; one at a time.
    ///
    /// # Errors
    /// When the register cannot be opened, or as what is done fails.
    pub async fn write<T: Send + 'static>(
        self: &Arc<Self>,
        act: impl FnOnce(&mut Casebook) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let books = Arc::clone(self);
        blocking(move || {
            let mut writer = books.writer.lock().unwrap_or_else(PoisonError::into_inner);
            let mut casebook = match writer.take() {
                Some(casebook) => casebook,
                None => Casebook::sharing((books.open_write)().map_err(Problem::from)?, Arc::clone(&books.packs)),
            };
            let result = act(&mut casebook);
            if !matches!(&result, Err(problem) if problem.is_of_the_register()) {
                *writer = Some(casebook);
            }
            result
        })
        .await
    }

    fn reader(&self) -> Result<Casebook, Problem> {
        let idle = self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        match idle {
            Some(casebook) => Ok(casebook),
            None => Ok(Casebook::sharing((self.open_read)()?, Arc::clone(&self.packs))),
        }
    }

    fn put_back(&self, casebook: Casebook) {
        let mut readers = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        if readers.len() < IDLE {
            readers.push(casebook);
        }
    }
}

/// Does something that may block, on a thread for that.
///
/// # Errors
/// As what is done fails.
pub async fn blocking<T: Send + 'static>(
    act: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    match tokio::task::spawn_blocking(act).await {
        Ok(result) => result,
        Err(error) => Err(Problem::fault(format!("the work on this page stopped: {error}"))),
    }
}
