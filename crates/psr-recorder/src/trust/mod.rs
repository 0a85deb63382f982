//! Whom a verifier believes: keys and their succession, revocation, witnesses, and the policy that asks for them.
//!
//! Everything here is a function of texts: nothing is read from a register or a bundle. What a checkpoint says is believed
//! because of who signed it: the key in charge at its size ([`Keys`]), and as many witnesses as a [`Policy`] asks for.
//!
//! ```
//! use psr_recorder::trust::{KeyChange, Keys, Statement};
//! use psr_recorder::{Checkpoint, Digest, SigningKey, note};
//!
//! let (old, new) = (SigningKey::from_seed(&[1; 32]), SigningKey::from_seed(&[2; 32]));
//! let origin = "register.example.org";
//! let change = KeyChange { size: 5, old: old.verifier(origin), new: new.verifier(origin) };
//! let statement = Statement::Change(change).sign(&new, Some(&old));
//!
//! let keys = Keys::from_statements(old.verifier(origin), &[statement]);
//! assert!(keys.faults(None).is_empty());
//! let head = Checkpoint { origin: origin.to_owned(), size: 6, root: Digest::ZERO };
//! assert!(keys.check_head(&note::open(&head.sign(&new)).unwrap()).is_ok());
//! assert!(keys.check_head(&note::open(&head.sign(&old)).unwrap()).is_err());
//! ```

pub(crate) mod cosignature;
mod keys;
mod policy;
mod statement;

pub use cosignature::Cosigned;
pub use keys::{Kept, Keys, Link};
pub use policy::{Group, Log, Policy, PolicyProblem, Threshold, Witness};
pub use statement::{KeyChange, KeyRevocation, Statement};
