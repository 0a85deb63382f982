//! The filters, tests and functions that templates may use.
//!
//! The list is short on purpose. What is left out of the engine's own can grow without bound (`format`, `indent`, `replace`) or print data as
//! code (`tojson`, `pprint`); `safe` is left out because nothing here is.

use std::sync::Arc;

use minijinja::value::{StringInput, ValueKind};
use minijinja::{Environment, Error, ErrorKind, Value, filters, functions, tests};

use super::{dates, escape, grounds, pivot};
use crate::commonmark;
use crate::convention;
use crate::document::Metadata;
use crate::document::notes::entries_in_words;
use crate::document::text::plain;

/// Adds them to an environment.
pub fn add_to(environment: &mut Environment<'static>) {
    environment.add_filter("length", filters::length);
    environment.add_filter("first", filters::first);
    environment.add_filter("last", filters::last);
    environment.add_filter("map", filters::map);
    environment.add_filter("select", filters::select);
    environment.add_filter("reject", filters::reject);
    environment.add_filter("selectattr", filters::selectattr);
    environment.add_filter("rejectattr", filters::rejectattr);
    environment.add_filter("unique", filters::unique);
    environment.add_filter("list", filters::list);
    environment.add_test("defined", tests::is_defined);
    environment.add_test("none", tests::is_none);
    environment.add_test("eq", tests::is_eq);
    environment.add_test("ne", tests::is_ne);
    environment.add_test("in", tests::is_in);
    environment.add_test("startingwith", tests::is_startingwith);
    environment.add_function("namespace", functions::namespace);
    add_our_own(environment);
}

fn add_our_own(environment: &mut Environment<'static>) {
    environment.add_filter("date", dates::date);
    environment.add_filter("instant", dates::instant);
    environment.add_filter("day", dates::day);
    environment.add_filter("characters", characters);
    environment.add_filter("thousands", thousands);
    environment.add_filter("english_list", english_list);
    environment.add_filter("sentence", sentence);
    environment.add_filter("sentence_end", sentence_end);
    environment.add_filter("unstopped", unstopped);
    environment.add_filter("in_full", in_full);
    environment.add_filter("heading", heading);
    environment.add_filter("entries", |entries: Vec<u64>| entries_in_words(&entries));
    environment.add_filter("lower_first", lower_first);
    environment.add_filter("upper_first", upper_first);
    environment.add_filter("paragraphs", paragraphs);
    environment.add_filter("typed", typed);
    environment.add_filter("pivot", pivot::pivot);
    environment.add_filter("counted", counted);
    environment.add_filter("indent", indent);
    environment.add_filter("entry", |position: u64| Value::from_safe_string(convention::write_entry(position)));
    environment.add_filter("grounds", grounds::grounds);
    environment.add_filter("cited", grounds::cited);
    environment.add_function("connective", || Value::from_safe_string(convention::CONNECTIVE.to_owned()));
    environment.add_function("stretch", || Value::from_safe_string(convention::STRETCH.to_owned()));
    environment.add_test("blank", is_blank);
}

/// Writes a list as English does: `a`, `a and b`, `a, b and c`; with another word for "and" if one is given.
fn english_list(items: Vec<String>, joined_by: Option<&str>) -> String {
    let word = joined_by.unwrap_or("and");
    match items.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [others @ .., last] => format!("{} {word} {last}", others.join(", ")),
    }
}

/// Writes a clause as a sentence: with a capital, and with a full stop unless it ends in one already.
fn sentence(clause: StringInput<'_>) -> Value {
    clause.preserve_safety(ended(capitalised(clause.as_str().trim())))
}

/// Writes a clause as the end of a sentence: with a full stop unless it ends in one already.
fn sentence_end(clause: StringInput<'_>) -> Value {
    clause.preserve_safety(ended(clause.as_str().trim().to_owned()))
}

fn ended(text: String) -> String {
    let ended = text.trim_end_matches(['"', '\'', '”', '’', ')']).ends_with(['.', '!', '?', '…']);
    if ended || text.is_empty() { text } else { text + "." }
}

/// Writes a sentence without the full stop or question mark at its end, so that another sentence can go on after it.
fn unstopped(text: StringInput<'_>) -> Value {
    let words = text.as_str().trim_end().trim_end_matches(['.', '?']);
    text.preserve_safety(words.to_owned())
}

/// Writes a sentence so that it can stand inside another: with a small letter, unless its first word is a name or an abbreviation.
///
/// A first word is taken for a name when it has further capitals or when the next word begins with one: "Direct Award Process A must …",
/// "NHS England is …". "The authority …" and "A contract …" are not names.
fn lower_first(text: StringInput<'_>) -> Value {
    let sentence = text.as_str();
    let mut words = sentence.split_whitespace();
    let first = words.next().unwrap_or_default();
    let further_capitals = first.chars().skip(1).any(char::is_uppercase);
    let article = matches!(first, "A" | "An" | "The");
    let next_is_name = !article && words.next().is_some_and(|word| word.starts_with(char::is_uppercase));
    if further_capitals || next_is_name {
        return text.preserve_safety(sentence.to_owned());
    }
    text.preserve_safety(with_first(sentence, |letter| letter.to_lowercase().collect()))
}

fn upper_first(text: StringInput<'_>) -> Value {
    text.preserve_safety(capitalised(text.as_str()))
}

fn capitalised(text: &str) -> String {
    with_first(text, |letter| letter.to_uppercase().collect())
}

fn with_first(text: &str, change: fn(char) -> String) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| change(first) + letters.as_str())
}

/// Writes a text that one person typed: its sentences share the grounds that follow it.
fn typed(text: StringInput<'_>) -> Value {
    let words = if text.is_safe() { text.as_str().to_owned() } else { escape::escape(text.as_str()) };
    Value::from_safe_string(format!("{}{words}", convention::STRETCH))
}

/// Returns the paragraphs and lines of a typed text that show something.
fn paragraphs(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// Writes a number with its noun, up to nine in words: `one entry`, `three entries`, `12 entries`, `1,250 entries`.
fn counted(number: usize, one: &str, many: &str) -> String {
    const WORDS: [&str; 10] = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    let noun = if number == 1 { one } else { many };
    WORDS.get(number).map_or_else(|| format!("{} {noun}", thousands(number)), |word| format!("{word} {noun}"))
}

/// Counts the characters that a reader would copy: those of the words, and a line break between blocks.
fn characters(text: StringInput<'_>) -> Result<usize, Error> {
    let document = commonmark::read(&format!("# T\n\n{}", text.as_str()), Metadata::default(), Arc::default());
    let document = document.map_err(|fault| Error::new(ErrorKind::InvalidOperation, fault.fault.to_string()))?;
    Ok(plain(&document).chars().count().saturating_sub("T\n".len()))
}

/// Writes a whole number with its thousands apart: `10,000`.
fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut written = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            written.push(',');
        }
        written.push(digit);
    }
    written
}

/// Writes a citation as prose has it: `regulation 6(3)(a)` for `reg 6(3)(a)`, and so for schedules, paragraphs and sections; of another instrument,
/// `section 12ZB(7) of the NHS Act 2006`; of a definition, `the definition of “provider” in regulation 2(1)`.
fn in_full(provision: &str) -> String {
    if let Some((place, term)) = provision.split_once(" \"") {
        return format!("the definition of “{}” in {}", term.trim_end_matches('"'), in_full(place));
    }
    let words: Vec<&str> = provision.split(' ').collect();
    let begins = words.iter().position(|word| ["reg", "regs", "s", "Sch"].contains(word)).unwrap_or_default();
    let (instrument, place) = words.split_at(begins);
    let place = place.iter().map(|word| word_in_full(word)).collect::<Vec<_>>().join(" ");
    match instrument {
        [] => place,
        act if act.contains(&"Act") => format!("{place} of the {}", act.join(" ")),
        other => format!("{place} of {}", other.join(" ")),
    }
}

fn word_in_full(word: &str) -> &str {
    match word {
        "reg" => "regulation",
        "regs" => "regulations",
        "Sch" => "Schedule",
        "para" => "paragraph",
        "s" => "section",
        other => other,
    }
}

/// Returns the marks that begin a heading of this level.
fn heading(level: usize) -> Result<Value, Error> {
    match level {
        1..=6 => Ok(Value::from_safe_string("#".repeat(level))),
        _ => Err(Error::new(ErrorKind::InvalidOperation, "headings have the levels 1 to 6")),
    }
}

/// Returns the spaces that put a list inside another, two for each level.
fn indent(levels: usize) -> Result<Value, Error> {
    match levels {
        0..=16 => Ok(Value::from_safe_string("  ".repeat(levels))),
        _ => Err(Error::new(ErrorKind::InvalidOperation, "lists stand too deep within one another")),
    }
}

/// Returns whether a value shows nothing: none, or text of white space.
fn is_blank(value: &Value) -> bool {
    match value.kind() {
        ValueKind::None => true,
        ValueKind::String => value.as_str().is_none_or(escape::is_blank),
        _ => false,
    }
}
