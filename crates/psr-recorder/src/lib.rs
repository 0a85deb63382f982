//! A tamper-evident record: events, chain, register tree, checkpoints, stores, verification.
