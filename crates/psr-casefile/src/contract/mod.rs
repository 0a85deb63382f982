//! Contracts on record: each a chain of its own, like a case, that begins with the contract and carries every change of it.
//!
//! Where the law looks at what a contract was worth when it was entered into, and at everything that changed since, the figures come from here. A
//! contract outlives the cases about it: its ledger adds up the changes that stand, whichever case decided them. Nothing is rewritten; a correction is
//! a new entry that names the one it corrects.

mod book;
pub mod csv;
mod decided;
mod draft;
mod entry;
mod import;
mod ledger;
mod life;
mod offer;
mod proportion;
mod replay;
mod state;
mod view;

pub use book::ContractListing;
pub use decided::{Undecided, decided};
pub use draft::{ChangeGiven, ContractGiven};
pub use entry::{Contract, ContractEvent, Modification};
pub use import::{Import, ImportFault, Imported};
pub use ledger::{Ledger, LedgerLine};
pub use life::{OTHER, processes_named};
pub use offer::{Offer, Overtaken};
pub use proportion::Proportion;
pub(crate) use replay::check_contract;
pub use state::ContractState;
pub use view::{LedgerView, LimitView, LineView};
