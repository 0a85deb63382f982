//! What a writer hands in, checked as far as possible without the register, its salts drawn.

use super::Append;
use crate::canonical::{Value, compose};
use crate::conventions::{digest_of, is_evidence, is_pack};
use crate::digest::Digest;
use crate::disclosure::Disclosure;
use crate::error::{Error, Result, malformed};
use crate::header::{EventHeader, line_after};
use crate::limits::MAX_FIELDS;
use crate::malformed::Malformed;
use crate::names::{Randomness, check_actor, check_type};

/// An event whose salts are drawn, so that it can be handed to another thread.
#[derive(Debug)]
pub(super) struct Prepared {
    pub(super) append: Append,
    /// The place it takes in its record.
    pub(super) seq: u64,
    /// The line, as it would be after no event; or why there is none, which matters only once the event may be recorded.
    line: std::result::Result<Vec<u8>, Malformed>,
    /// Digest and body of each disclosure, in the order of `sd`.
    pub(super) disclosures: Vec<(Digest, String)>,
    pub(super) evidence: Vec<Digest>,
    pub(super) packs: Vec<Digest>,
}

impl Prepared {
    /// Checks an event as far as that is possible without the register, and draws its salts.
    pub(super) fn draw(append: &Append, randomness: &mut Randomness<'_>) -> Result<Prepared> {
        let mut append = append.clone();
        check_actor(&append.act).map_err(malformed("the actor's handle"))?;
        check_type(&append.typ).map_err(malformed("the event's type"))?;
        let composed = |(path, value): (String, Value)| (compose(path), value.composed());
        let fields: Vec<_> = std::mem::take(&mut append.fields).into_iter().map(composed).collect();
        check_paths(&fields)?;
        let named = |wanted: fn(&str) -> bool| {
            let named = fields.iter().filter(move |(path, _)| wanted(path));
            named.filter_map(|(_, value)| digest_of(value)).collect()
        };
        let (evidence, packs) = (named(is_evidence), named(is_pack));
        let mut disclosures = Vec::with_capacity(fields.len());
        for (path, value) in fields {
            let disclosure = Disclosure::draw(path, value, randomness);
            let body = disclosure.to_body().map_err(malformed(format!("the field `{}`", disclosure.path)))?;
            disclosures.push((Disclosure::digest(body.as_bytes()), body));
        }
        disclosures.sort_by_cached_key(|(digest, _)| digest.base64url_bytes());
        let header = header(&append, &disclosures);
        Ok(Prepared { append, seq: header.seq, line: header.to_line(), disclosures, evidence, packs })
    }

    /// Returns the line, once it is known what stands before it.
    pub(super) fn line_after(&self, prev: Digest) -> Result<Vec<u8>> {
        let line = self.line.as_ref().map_err(|error| malformed("the event's header")(error.clone()))?;
        Ok(line_after(line, prev))
    }
}

fn header(append: &Append, disclosures: &[(Digest, String)]) -> EventHeader {
    let Append { rec, base, op, at, .. } = *append;
    EventHeader {
        act: append.act.clone(),
        at,
        base,
        op,
        prev: Digest::ZERO,
        rec,
        sd: disclosures.iter().map(|(digest, _)| *digest).collect(),
        seq: base.map_or(0, |base| base.saturating_add(1)),
        typ: append.typ.clone(),
    }
}

fn check_paths(fields: &[(String, Value)]) -> Result<()> {
    if fields.len() > MAX_FIELDS {
        let source = Malformed::TooLong { what: "the list of fields", length: fields.len(), limit: MAX_FIELDS };
        return Err(Error::Malformed { what: "an event".to_owned(), source });
    }
    let mut paths: Vec<&str> = fields.iter().map(|(path, _)| path.as_str()).collect();
    paths.sort_unstable();
    match paths.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => Err(malformed("an event")(Malformed::DuplicateKey(pair[0].to_owned()))),
        None => Ok(()),
    }
}
