//! Erasure: disclosures go, salt included; the event that says so stays.

use super::prepared::Prepared;
use super::{Append, Receipt, Register};
use crate::canonical::Value;
use crate::conventions::{ERASURE, is_erased};
use crate::digest::Digest;
use crate::disclosure::Disclosure;
use crate::error::{Error, Result};
use crate::names::{Randomness, RecordId};

impl Register {
    /// Erases disclosures of a record and the evidence only they name, and records an event that names their digests.
    ///
    /// The event is given without its type and without the `erased/<n>` fields; its other fields say on what ground and by
    /// whose leave. Copies and backups keep what was erased until they expire; so may the store for a while, as
    /// [`uncleared`](Self::uncleared) then says.
    pub fn erase(&mut self, append: &Append, digests: &[Digest], randomness: &mut Randomness<'_>) -> Result<Receipt> {
        let named = digests.iter().enumerate();
        let named = named.map(|(number, digest)| (format!("erased/{number}"), Value::Text(digest.to_string())));
        let fields = append.fields.iter().cloned().chain(named).collect();
        let append = Append { typ: ERASURE.to_owned(), fields, ..append.clone() };
        let prepared = Prepared::draw(&append, randomness)?;
        let receipt = self.in_batch(|batch| {
            if let Some(receipt) = batch.earlier(&append)? {
                return Ok(receipt);
            }
            let evidence = batch.register.evidence_behind(append.rec, digests)?;
            let receipt = batch.append(&prepared)?;
            digests.iter().try_for_each(|digest| batch.store().remove_disclosure(*digest))?;
            batch.store().note_erasure(&evidence)?;
            Ok(receipt)
        })?;
        self.uncleared = self.store.clear();
        Ok(receipt)
    }

    /// Returns the evidence that these fields of a record name, after checking that they are fields of it.
    fn evidence_behind(&self, rec: RecordId, digests: &[Digest]) -> Result<Vec<Digest>> {
        let mut evidence = Vec::new();
        for &digest in digests {
            let body = self.store.body(digest, &rec.to_string())?;
            let disclosure = body.and_then(|body| Disclosure::parse(body.as_bytes()).ok());
            // What an erasure says must stay, or what it erased would be missing without a word.
            let Some(disclosure) = disclosure.filter(|disclosure| !is_erased(&disclosure.path)) else {
                return Err(Error::NothingToErase { digest, rec });
            };
            evidence.extend(disclosure.evidence());
        }
        Ok(evidence)
    }

    /// Returns why a part of what was erased may still be in the register's files; nothing where all of it is gone.
    pub fn uncleared(&self) -> Option<&str> {
        self.uncleared.as_deref()
    }
}
