//! One procurement decision: answers go in, a decision record comes out.
//!
//! This crate joins the law ([`psr_rules`]) and the record ([`psr_recorder`]), which know nothing of each other. What a person does becomes an
//! event of a case; the events fold to the case's state; the state is determined by the pack that the case was opened with; and the
//! [`DecisionRecord`](decision_record::DecisionRecord) sets all of it out as plain data for whoever writes or shows it.
//!
//! ```text
//! answer → event → bytes → chain → state → determination → decision record
//! ```

pub mod acting;
pub mod arising;
pub mod built_in;
pub mod casebook;
pub mod check;
pub mod contemporaneity;
pub mod contract;
pub mod decision_record;
pub mod determine;
pub mod disclosure;
pub mod error;
pub mod event;
pub mod export;
pub mod hold;
pub mod impact;
pub mod interview;
pub mod json;
pub mod log;
pub mod nearest;
pub mod notice;
pub mod notice_check;
pub mod period;
pub mod reading;
pub mod record;
pub mod replay;
pub mod signoff;
pub mod state;
pub mod tasks;
pub mod time;
pub mod timetable;
pub mod verification;
pub mod words;
pub mod worked;

pub use error::{Error, Result};
