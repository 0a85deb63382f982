//! Bundles: one file for a stranger to verify with no other help.
//!
//! A bundle holds one record, or a disclosure of it with parts withheld, or every header of a register with the records an
//! auditor asked for. `docs/record-format.md` lists its entries; [`verify_bundle`](crate::verify_bundle) checks them, and so
//! does the Python program that lies in every bundle. Two bundles of one state are equal to the byte.

mod about;
mod carried;
mod container;
mod file_name;
mod import;
mod parts;
mod proofs;
mod read;
mod selection;
mod write;

pub use about::{About, Kind};
pub use carried::{Carried, carried};
pub(crate) use container::{Content, Found, is_name, read as read_container};
pub use file_name::safe_name;
pub use import::{Imported, import};
pub use proofs::inclusion_proof;
pub use read::{Contents, read};
pub use selection::{Selection, Withheld};
pub use write::{Request, write};

/// The checksums of all other entries.
pub const MANIFEST: &str = "MANIFEST";
/// What the bundle is.
pub const ABOUT: &str = "bundle.json";
/// The lines.
pub const EVENTS: &str = "events.jsonl";
/// The disclosures.
pub const DISCLOSURES: &str = "disclosures.txt";
/// The digests that were left out on purpose.
pub const WITHHELD: &str = "withheld.json";
/// The proof that leads from a record's newest event to the signed head, and that head.
pub const HEAD_PROOF: &str = "head.tlog-proof";
/// The signed head of a whole register.
pub const CHECKPOINT: &str = "checkpoint";
/// The register's first key.
pub const KEY: &str = "key";
/// The Python verifier, as it lies in every bundle.
pub const VERIFIER: &str = include_str!("../../verifiers/verify.py");
/// The JavaScript verifier, for pages that verify themselves.
pub const VERIFIER_JS: &str = include_str!("../../verifiers/verify.js");
/// The schemas that lie in every bundle, by name.
pub const SCHEMAS: [(&str, &str); 5] = [
    ("bundle.json", include_str!("../../../../docs/schemas/bundle.json")),
    ("disclosure.json", include_str!("../../../../docs/schemas/disclosure.json")),
    ("event.json", include_str!("../../../../docs/schemas/event.json")),
    ("report.json", include_str!("../../../../docs/schemas/report.json")),
    ("withheld.json", include_str!("../../../../docs/schemas/withheld.json")),
];
