//! Restoring a backup: the same lines under a new name and a new key, since a restored register looks exactly like one that was
//! put back to an older state, and whoever watched the old one refuses it for good.
//!
//! What stood in the backup stays as the first entries, under the checkpoints of then; a key statement leads from the old name and
//! key to the new ones; and an event says which head was restored and what may be missing after it.

use std::path::Path;

use super::own::OwnEvent;
use super::{NewKey, Register};
use crate::canonical::Value;
use crate::checkpoint::Checkpoint;
use crate::conventions::RESTORED;
use crate::error::Result;
use crate::key::SigningKey;
use crate::names::{OperationId, Randomness};
use crate::note;
use crate::store::{self, Place};

/// What a restore is to be.
#[derive(Debug)]
pub struct Restore<'r> {
    /// The backup.
    pub file: &'r Path,
    /// Where to put the register: a place that holds none.
    pub to: &'r Place,
    /// A folder in which there is room to unpack the backup.
    pub scratch: &'r Path,
    /// The new name and key, who restores, and when.
    pub new: NewKey<'r>,
    /// The key that signed until now, if it is at hand.
    pub old: Option<&'r SigningKey>,
    /// What may be missing after the backup, in words.
    pub gap: &'r str,
}

impl Register {
    /// Restores a backup to a place that holds no register, under a new name and a new key, and says so on record.
    pub fn restore(
        restore: &Restore<'_>,
        randomness: &mut Randomness<'_>,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Register> {
        let head = store::unpack(restore.file, restore.to, restore.scratch, progress)?;
        let mut register = match restore.old {
            Some(old) => Register::open_write(restore.to, old)?,
            None => Register::open_to_replace_key(restore.to, restore.new.key)?,
        };
        if let Some(doubt) = register.refusal() {
            return Err(doubt);
        }
        let size = register.size()?;
        match restore.old {
            Some(_) => register.change_key(&restore.new, randomness)?,
            // Without the old key nobody can sign for the new one; what it signed counts up to what is here.
            None => {
                let old = register.keys().newest().clone();
                register.revoke_key(&old, size, &restore.new, randomness)?
            }
        };
        register.say_restored(&head, restore, randomness)?;
        Ok(register)
    }

    fn say_restored(&mut self, head: &str, restore: &Restore<'_>, randomness: &mut Randomness<'_>) -> Result<()> {
        let Checkpoint { origin, size, root } = note::open(head)
            .and_then(|note| Checkpoint::parse(&note.text))
            .ok_or_else(|| self.damaged("its signed head is not a checkpoint"))?;
        let size = i64::try_from(size).unwrap_or(i64::MAX);
        let said = |path: &str, value: Value| (path.to_owned(), value);
        let fields = vec![
            said("restored/origin", Value::from(origin)),
            said("restored/size", Value::from(size)),
            said("restored/root", Value::from(root.to_string())),
            said("restored/checkpoint", Value::from(head)),
            said("restored/gap", Value::from(restore.gap)),
            said("restored/by", Value::from(restore.new.by)),
        ];
        let (op, at) = (OperationId::draw(randomness), restore.new.at);
        self.in_batch(|batch| match batch.recorded(op)? {
            Some(receipt) => Ok(receipt),
            None => {
                let event = OwnEvent { typ: RESTORED, op, at, fields: fields.clone(), checkpoint: true };
                batch.append_own(event, randomness)
            }
        })
        .map(drop)
    }
}
