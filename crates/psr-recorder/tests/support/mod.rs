//! What the tests share: a seeded source of randomness, a fixed clock, and small registers.
#![allow(dead_code, clippy::unwrap_used, missing_docs)]

pub mod authority;
pub mod home;
pub mod postgres_server;
pub mod sample;
pub mod verifiers;
pub mod witness;

use chrono::{DateTime, Utc};
use psr_recorder::{Append, Digest, OperationId, Place, Receipt, RecordId, Register, SigningKey, Value};

pub const ORIGIN: &str = "register.example.org/psr";

/// Randomness that is the same in every run: SHA-256 of a seed and a counter.
pub fn seeded(seed: u64) -> impl FnMut(&mut [u8]) {
    let mut count = 0_u64;
    move |bytes| {
        for chunk in bytes.chunks_mut(32) {
            let block = Digest::of(&[&seed.to_be_bytes(), &count.to_be_bytes()]);
            chunk.copy_from_slice(&block.as_bytes()[..chunk.len()]);
            count += 1;
        }
    }
}

pub fn key() -> SigningKey {
    SigningKey::from_seed(&[7; 32])
}

pub fn other_key() -> SigningKey {
    SigningKey::from_seed(&[8; 32])
}

pub fn noon() -> DateTime<Utc> {
    "2026-04-01T12:00:00Z".parse().unwrap()
}

pub fn create(place: impl Into<Place>) -> Register {
    Register::create(place, ORIGIN, &key(), noon(), &mut seeded(1)).unwrap()
}

pub fn record(seed: u64) -> RecordId {
    RecordId::draw(noon(), &mut seeded(1_000_000 + seed))
}

pub fn op(number: u64) -> OperationId {
    OperationId::draw(&mut seeded(2_000_000 + number))
}

/// An answer for a record, after what its author had seen.
pub fn answer(rec: RecordId, base: Option<u64>, operation: u64) -> Append {
    Append {
        rec,
        base,
        op: op(operation),
        at: noon() + chrono::TimeDelta::seconds(i64::try_from(operation % 3600).unwrap()),
        act: "a1".to_owned(),
        typ: "psr.answer/1".to_owned(),
        fields: vec![
            ("question".to_owned(), Value::from("existing-provider")),
            ("answer".to_owned(), Value::from(true)),
            ("reason".to_owned(), Value::from(format!("Reason {operation}: the café is “open”."))),
        ],
        checkpoint: false,
    }
}

/// A register with `records` records of `each` events, one after the other in turn, evidence and a pack among them.
pub fn filled(place: impl Into<Place>, records: u64, each: u64) -> Vec<Receipt> {
    let mut register = create(place);
    let mut randomness = seeded(3);
    let evidence = register.put_evidence(&mut &b"minutes of the meeting"[..]).unwrap();
    let files = vec![("pack.yaml".to_owned(), b"id: toy\n".to_vec()), ("a/b.yaml".to_owned(), b"x: 1\n".to_vec())];
    let pack = psr_recorder::pack_digest(&files);
    register.put_pack(pack, &files).unwrap();
    let mut receipts = Vec::new();
    for seq in 0..each {
        for number in 0..records {
            let mut append = answer(record(number), seq.checked_sub(1), seq * records + number);
            match seq {
                0 => append.fields.push(("pack/digest".to_owned(), Value::from(pack.to_string()))),
                1 => append.fields.push(("evidence/0/sha256".to_owned(), Value::from(evidence.digest.to_string()))),
                _ => {}
            }
            receipts.push(register.append(&append, &mut randomness).unwrap());
        }
    }
    receipts
}
