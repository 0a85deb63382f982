//! What a layout can do and cannot: it sees what it is given and nothing else, and what not everybody could read is refused.
#![allow(clippy::panic, clippy::unwrap_used)]

use std::collections::BTreeMap;

use chrono::DateTime;
use psr_typesetter::{Layout, Pdf, Stamp, TypesetError, covers};

const HEAD: &str =
    "#set document(title: \"A title\")\n#set text(font: \"Liberation Sans\", lang: \"en\", fallback: false)\n";

fn stamp() -> Stamp {
    Stamp { ident: "a".to_owned(), at: DateTime::from_timestamp(1_800_000_000, 0), creator: "a program".to_owned() }
}

fn set(source: &str, data: &str) -> Result<Pdf, TypesetError> {
    let files = BTreeMap::from([("data.json".to_owned(), data.as_bytes().to_vec())]);
    Layout::new(&format!("{HEAD}{source}")).pdf(files, &stamp())
}

/// Sets a layout that must be refused, and compares the reason.
fn refused(source: &str, expected: &str) {
    let error = set(source, "{}").expect_err(source).to_string();
    assert!(error.contains(expected), "{source}: {error}");
}

#[test]
fn two_runs_give_equal_bytes_and_another_name_others() {
    let layout = "= A heading\n#json(\"data.json\").words";
    let data = r##"{"words": "#read(\"/etc/passwd\") *as typed* $x$"}"##;
    let one = set(layout, data).unwrap();
    assert_eq!(one, set(layout, data).unwrap());
    assert!(one.bytes.starts_with(b"%PDF-1.7") && one.pages == 1 && one.warnings.is_empty(), "{:?}", one.warnings);
    let files = BTreeMap::from([("data.json".to_owned(), data.as_bytes().to_vec())]);
    let other = Stamp { ident: "b".to_owned(), ..stamp() };
    assert_ne!(Layout::new(&format!("{HEAD}{layout}")).pdf(files, &other).unwrap().bytes, one.bytes);
}

#[test]
fn a_layout_sees_what_it_is_given_and_nothing_else() {
    refused("= A\n#read(\"/etc/passwd\")", "(access denied) (line 4 of the layout)");
    refused("= A\n#read(\"../Cargo.toml\")", "could not be set");
    refused("= A\n#include \"other.typ\"", "access denied");
    refused("= A\n#import \"@preview/example:0.1.0\": add", "could not be set");
    refused("= A\n#datetime.today()", "unable to get the current date");
}

#[test]
fn a_layout_without_end_is_stopped() {
    refused("#let n = 0\n#while n >= 0 { n += 1 }", "infinite");
    refused("#let f(x) = f(x + 1)\n#f(1)", "maximum function call depth exceeded");
}

#[test]
fn what_not_everybody_could_read_is_refused() {
    refused("= A\n=== B", "UA-1");
    refused(
        "= A\n#image(bytes(\"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>\"), format: \"svg\")",
        "alt",
    );
    refused("= A\n😀", "could not be displayed");
    let untitled = Layout::new("= A").pdf(BTreeMap::new(), &stamp()).unwrap_err();
    assert!(matches!(untitled, TypesetError::NotAccessible(_)), "{untitled}");
}

/// Each by itself, between letters and after one another, since letters are put together with their neighbours.
#[test]
fn every_character_that_is_covered_can_be_set_in_every_style() {
    let covered: Vec<char> = ('\0'..=char::MAX).filter(|character| covers(*character)).collect();
    assert!(covered.len() > 2000, "{}", covered.len());
    let alone: Vec<String> = covered.iter().map(|character| format!("a{character}b {character}")).collect();
    let all: String = covered.iter().collect();
    let layout = "= A\n#let words = json(\"data.json\")\n#par(words) #par(strong(words)) #par(emph(words)) #par(strong(emph(words)))";
    for text in [alone.join(" "), all] {
        set(layout, &as_json(&text)).unwrap_or_else(|error| panic!("{error}"));
    }
}

/// Writes a text as JSON: no character that is covered is a control.
fn as_json(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
