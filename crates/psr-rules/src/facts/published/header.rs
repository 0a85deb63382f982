//! Reads a notice that was pasted as text: a small header of `key: value` lines, then the text as it was published.

use super::values::held;
use super::{GivenValue, Held, Known, Passage, PassagePlace, PublishedNotice};
use crate::id::{NoticeKindId, PartId};
use crate::pack::cursor::Cursor;
use crate::pack::diagnostic::Place;
use crate::pack::model::{FieldForm, NoticeField};
use crate::pack::node::{Value, shortened};
use crate::pack::source::{Source, end_of};
use crate::pack::yaml;

/// Reads the header and the text under it.
pub(super) fn read(bytes: &[u8], source: Source<'_>, known: Known<'_>) -> Option<PublishedNotice> {
    let Ok(text) = std::str::from_utf8(bytes) else {
        // Says where the file stops being text.
        source.text(bytes);
        return None;
    };
    let parts = cut(text);
    let header = yaml::read(source.text(parts.header.as_bytes())?, source);
    let mut notice = PublishedNotice::empty(String::new());
    let mut fields = Cursor::root(&header, source).fields()?;
    notice.kind = fields.optional("notice").and_then(|at| kind(at, known));
    notice.extract = fields.optional("extract").and_then(yes_no).unwrap_or_default();
    notice.seen =
        fields.optional("seen").map(|at| at.list(|item| part(item, known))).unwrap_or_default().into_iter().collect();
    for field in NoticeField::ALL {
        for at in fields.optional(field.name).map(several).unwrap_or_default() {
            value(at, field, known).into_iter().for_each(|value| notice.give(at, field, value));
        }
    }
    fields.finish();
    if !parts.body.trim().is_empty() {
        notice.text.push(Passage { text: parts.body.to_owned(), place: PassagePlace::Line(parts.line) });
    }
    Some(notice)
}

struct Parts<'t> {
    header: String,
    body: &'t str,
    /// The line in which the body begins.
    line: usize,
}

/// Cuts a text at the first empty line or line of three hyphens. A line of three hyphens at the very beginning opens the header.
fn cut(text: &str) -> Parts<'_> {
    let opened = text.lines().next().is_some_and(|line| line.trim_end() == "---");
    let mut at = 0;
    for (place, line) in text.split_inclusive('\n').enumerate() {
        let bare = line.trim_end();
        let ends = bare == "---" || (bare.is_empty() && !opened);
        if ends && !(opened && place == 0) {
            let header = if opened { text[..at].replacen("---", "", 1) } else { text[..at].to_owned() };
            return Parts { header, body: &text[at + line.len()..], line: place + 2 };
        }
        at += line.len();
    }
    Parts { header: if opened { text.replacen("---", "", 1) } else { text.to_owned() }, body: "", line: 1 }
}

fn kind(at: Cursor<'_>, known: Known<'_>) -> Option<NoticeKindId> {
    let given = at.text()?;
    let found = known.checks.kinds.iter().find(|kind| kind.id.as_str() == given);
    if found.is_none() {
        let kinds = known.checks.kinds.iter().map(|kind| kind.id.as_str());
        at.error(format!("the pack knows no kind of notice `{}`", shortened(given)), at.source.hint(given, kinds));
    }
    found.map(|kind| kind.id.clone())
}

fn part(at: Cursor<'_>, known: Known<'_>) -> Option<PartId> {
    let given = at.text()?;
    let found = known.checks.parts.keys().find(|part| part.as_str() == given);
    if found.is_none() {
        let parts = known.checks.parts.keys().map(PartId::as_str);
        at.error(format!("the pack knows no part of a notice `{}`", shortened(given)), at.source.hint(given, parts));
    }
    found.cloned()
}

fn yes_no(at: Cursor<'_>) -> Option<bool> {
    match at.scalar()?.text.as_str() {
        "yes" | "true" => Some(true),
        "no" | "false" => Some(false),
        _ => at.expected("`yes` or `no`", "write one of them"),
    }
}

/// Takes one value, or each of a list.
fn several(at: Cursor<'_>) -> Vec<Cursor<'_>> {
    match &at.node.value {
        Value::List(..) => at.some_items().unwrap_or_default(),
        _ => vec![at],
    }
}

fn value(at: Cursor<'_>, field: NoticeField, known: Known<'_>) -> Option<GivenValue> {
    let text = match field.kind {
        FieldForm::Words if field != NoticeField::CPV => at.text()?,
        _ => at.scalar()?.text.as_str(),
    };
    let held = match held(field.kind, text, known) {
        Ok(held) => held,
        Err(hint) => return at.expected(field.kind.described(), hint),
    };
    not_before_the_regime(at, field, &held, known)?;
    Some(GivenValue { words: text.to_owned(), held, place: format!("line {}, `{}`", at.at().line, field.name) })
}

/// A notice of this regime cannot have been published before there was one.
pub(super) fn not_before_the_regime(at: Cursor<'_>, field: NoticeField, held: &Held, known: Known<'_>) -> Option<()> {
    let begins = known.pack.about.begins;
    match held {
        Held::Day(day) if field == NoticeField::PUBLISHED && *day < begins => {
            at.error(
                format!("the notice is dated {day}, before the regime began on {begins}"),
                "look at the date again",
            );
            None
        }
        _ => Some(()),
    }
}

/// Returns the line in which a byte of a text stands, where its first line has this number.
pub fn line_of(text: &str, byte: usize, first: usize) -> usize {
    let before = text.get(..byte).unwrap_or(text);
    let Place { line, .. } = end_of(before);
    first + line - 1
}
