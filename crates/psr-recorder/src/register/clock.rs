//! A clock that steps back: said on record, since the order of events never depends on time.
//!
//! Machines differ by fractions of a second, so only a larger step is one. Whoever records by a real clock asks for this;
//! whoever plays a story told long after it happened does not.

use std::sync::{Arc, Mutex};

use chrono::{DateTime, TimeDelta, Utc};

use super::Register;
use super::own::OwnEvent;
use super::prepared::Prepared;
use crate::canonical::Value;
use crate::conventions::CLOCK;
use crate::digest::Digest;
use crate::error::Result;
use crate::header::scan;
use crate::names::{OperationId, Randomness};
use crate::time;

/// A step back of the clock between two events that were recorded one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClockStep {
    /// When the earlier of the two was recorded, by the clock of then.
    pub from: DateTime<Utc>,
    /// When the later one was, by the clock of now.
    pub to: DateTime<Utc>,
}

/// Where a register tells of the newest step it recorded, shared with whoever warns of it.
#[derive(Debug, Clone, Default)]
pub struct ClockNotice(Arc<Mutex<Option<ClockStep>>>);

impl ClockNotice {
    /// Returns the newest step that nobody asked for yet.
    pub fn take(&self) -> Option<ClockStep> {
        self.0.lock().ok().and_then(|mut step| step.take())
    }

    fn tell(&self, step: ClockStep) {
        if let Ok(mut told) = self.0.lock() {
            *told = Some(step);
        }
    }
}

impl Register {
    /// Records from now on when the clock stepped back, in the register's own record, and tells of it.
    pub fn record_clock_steps(&mut self, notice: ClockNotice) {
        self.clock = Some(notice);
    }

    /// Returns what to record before an event, if the clock stepped back: the step, after the opening of the register's own
    /// record where that is not open yet.
    pub(super) fn stepped(&self, newest: Option<DateTime<Utc>>, prepared: &Prepared) -> Result<Vec<Prepared>> {
        let Some(notice) = &self.clock else { return Ok(Vec::new()) };
        let Some(step) = step(newest, prepared.append.at) else { return Ok(Vec::new()) };
        let rec = self.own_record()?;
        // What is recorded there already states what its author had seen there.
        if rec == prepared.append.rec {
            return Ok(Vec::new());
        }
        notice.tell(step);
        let mut drawn = drawn(prepared);
        match self.head(rec)? {
            Some((base, _)) => Ok(vec![event(step, &mut drawn).into_prepared(rec, Some(base), &mut drawn)?]),
            None => {
                let opening =
                    OwnEvent::opening(self.origin(), step.to, &mut drawn).into_prepared(rec, None, &mut drawn)?;
                Ok(vec![opening, event(step, &mut drawn).into_prepared(rec, Some(0), &mut drawn)?])
            }
        }
    }
}

/// Returns when a line says it was recorded.
pub(super) fn written(line: &[u8]) -> Option<DateTime<Utc>> {
    scan(line, &mut Vec::new()).map(|header| header.at)
}

fn step(newest: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Option<ClockStep> {
    newest.filter(|newest| *newest - now > TimeDelta::seconds(1)).map(|from| ClockStep { from, to: now })
}

/// Draws salts and operations from what the event that follows holds in secret, so that trying again draws the same ones.
fn drawn(follower: &Prepared) -> impl FnMut(&mut [u8]) + use<> {
    let secret: Vec<&[u8]> = follower.disclosures.iter().map(|(_, body)| body.as_bytes()).collect();
    let seed = Digest::of(&[CLOCK.as_bytes(), &follower.append.op.0, Digest::of(&secret).as_bytes()]);
    let mut count = 0_u8;
    move |bytes: &mut [u8]| {
        for chunk in bytes.chunks_mut(32) {
            chunk.copy_from_slice(&Digest::of(&[seed.as_bytes(), &[count]]).as_bytes()[..chunk.len()]);
            count = count.wrapping_add(1);
        }
    }
}

fn event(step: ClockStep, randomness: &mut Randomness<'_>) -> OwnEvent {
    let said = |path: &str, at: &DateTime<Utc>| (path.to_owned(), Value::Text(time::to_text(at)));
    let fields = vec![said("clock/from", &step.from), said("clock/to", &step.to)];
    OwnEvent { typ: CLOCK, op: OperationId::draw(randomness), at: step.to, fields, checkpoint: false }
}
