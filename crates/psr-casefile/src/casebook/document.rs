//! Putting on record that a document was made; also after a case is closed.

use psr_recorder::Receipt;

use super::{Case, Casebook};
use crate::acting::Acting;
use crate::error::Result;
use crate::event::{CaseEvent, Made};

impl Casebook {
    /// Records that a document was made, by its digest; nothing is added where the same file is on record already.
    ///
    /// # Errors
    /// When somebody else wrote to the case meanwhile, or the register refuses.
    pub fn made(&mut self, case: &Case, made: Made, acting: &mut Acting<'_>) -> Result<Option<Receipt>> {
        if case.state.documents.iter().any(|known| known.what.is_same(&made)) {
            return Ok(None);
        }
        self.keep_on_record(case, CaseEvent::Made(made), acting).map(Some)
    }
}
