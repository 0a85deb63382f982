#![allow(clippy::panic, clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fs;

use minijinja::{Value, context};
use proptest::prelude::*;

use super::Templates;
use super::escape::is_blank;
use crate::commonmark;
use std::sync::Arc;

use crate::document::{Block, Document, Inline, Metadata, text};
use crate::error::RenderError;

fn fill(source: &str, values: Value) -> Result<String, RenderError> {
    let templates = Templates::from_sources(BTreeMap::from([("t.md.j2".to_owned(), source.to_owned())]))?;
    templates.fill("t.md.j2", values)
}

fn check(source: &str, values: Value, expected: &str) {
    assert_eq!(fill(source, values).unwrap(), expected, "{source}");
}

fn check_fault(source: &str, values: Value, expected: &str) {
    assert_eq!(fill(source, values).unwrap_err().to_string(), expected, "{source}");
}

#[test]
fn the_filters_write_english() {
    check("{{ d | date }}", context!(d => "2023-12-06"), "6 December 2023");
    check("{{ d | date }}", context!(d => "2026-07-01T23:30:00Z"), "2 July 2026");
    check("{{ d | instant }}", context!(d => "2026-01-12T09:30:00Z"), "12 January 2026 at 09\\:30 GMT");
    check("{{ d | instant }}", context!(d => "2026-07-12T09:30:00Z"), "12 July 2026 at 10\\:30 BST");
    check("{{ l | english_list }}", context!(l => ["a"]), "a");
    check("{{ l | english_list }}", context!(l => ["a", "b", "c"]), "a, b and c");
    check("{{ l | english_list('or') }}", context!(l => ["a", "b"]), "a or b");
    check("{{ t | sentence }}", context!(t => "there is one"), "There is one\\.");
    check("{{ t | sentence }}", context!(t => "who said “yes.”"), "Who said “yes\\.”");
    check("{{ t | unstopped }}", context!(t => "It holds."), "It holds");
    check("{{ 3 | counted('entry', 'entries') }}", context!(), "three entries");
    check("{{ 12 | counted('entry', 'entries') }}", context!(), "12 entries");
    check("{{ 2665 | counted('entry', 'entries') }}", context!(), "2,665 entries");
    check("{{ e | entries }}", context!(e => [1, 2, 3, 7, 9, 10]), "entries 1 to 3, 7, 9 and 10");
    check("{{ 'Sch 2 para 4' | in_full }}", context!(), "Schedule 2 paragraph 4");
    check("{{ 'NHS Act 2006 s 12ZB(7)' | in_full }}", context!(), "section 12ZB\\(7\\) of the NHS Act 2006");
    check("{{ 'SI 2012/2996 reg 42B' | in_full }}", context!(), "regulation 42B of SI 2012/2996");
    check("{{ 'FOIA 2000 s 1(1)' | in_full }}", context!(), "section 1\\(1\\) of FOIA 2000");
    check(
        "{{ given | in_full }}",
        context!(given => "reg 2(1) \"provider\""),
        "the definition of “provider” in regulation 2\\(1\\)",
    );
}

#[test]
fn a_sentence_inside_another_keeps_its_names() {
    check("{{ t | lower_first }}", context!(t => "The services are"), "the services are");
    check("{{ t | lower_first }}", context!(t => "The Competitive Process is"), "the Competitive Process is");
    check("{{ t | lower_first }}", context!(t => "Direct Award Process A is"), "Direct Award Process A is");
    check("{{ t | lower_first }}", context!(t => "NHS England is"), "NHS England is");
    check("{{ t | lower_first }}", context!(t => "A contract is"), "a contract is");
}

#[test]
fn grounds_are_written_from_statements_provisions_and_lists() {
    let statement = context!(grounds => context!(provisions => ["reg 6(3)"], entries => [9, 4]));
    check("{{ s | grounds }}", context!(s => statement.clone()), "[](psr:ground/reg%206%283%29?4,9)");
    check("{{ [s, s] | grounds }}", context!(s => statement.clone()), "[](psr:ground/reg%206%283%29?4,9)");
    check("{{ 'reg 24' | grounds(entries=[2]) }}", context!(), "[](psr:ground/reg%2024?2)");
    check("{{ none | grounds }}", context!(), "");
}

#[test]
fn what_cannot_stand_in_a_sentence_is_refused_with_its_place() {
    let line = "template `t.md.j2`, line 2: ";
    check_fault("a\n{{ it.name }}", context!(it => context!()), &format!("{line}`it.name` is undefined"));
    check_fault(
        "a\n{{ it }}",
        context!(it => ()),
        &format!("{line}a value of the kind `none` cannot stand in a sentence, in `it`"),
    );
    check_fault(
        "a\n{{ it }}",
        context!(it => true),
        &format!("{line}a value of the kind `bool` cannot stand in a sentence, in `it`"),
    );
    check_fault(
        "a\n{{ it }}",
        context!(it => 1.5),
        &format!("{line}a value of the kind `number` cannot stand in a sentence, in `it`"),
    );
    check_fault("a\n{{ it }}", context!(it => " \n"), &format!("{line}the text to be printed is blank, in `it`"));
}

#[test]
fn a_faulty_template_names_its_line() {
    check_fault("a\n{% for x in %}", context!(), "template `t.md.j2`, line 2: unexpected end of block, in `%}`");
    check_fault("a\n{{ 'x' | safe }}", context!(), "template `t.md.j2`, line 2: filter safe is unknown");
    let message = "template `t.md.j2`, line 1: `soon` is neither a date nor an instant";
    check_fault("{{ 'soon' | date }}", context!(), message);
}

#[test]
fn a_fault_in_a_part_names_the_part() {
    let sources = [("a.md.j2", "x\n{% include 'b.md.j2' %}"), ("b.md.j2", "\n\n{{ gone }}")];
    let sources = sources.map(|(name, source)| (name.to_owned(), source.to_owned()));
    let error = Templates::from_sources(BTreeMap::from(sources)).unwrap().fill("a.md.j2", context!()).unwrap_err();
    assert_eq!(error.to_string(), "template `b.md.j2`, line 3: `gone` is undefined");
}

#[test]
fn a_template_that_never_ends_or_is_too_large_is_stopped() {
    let nested = "{% for a in l %}".repeat(9) + "x" + &"{% endfor %}".repeat(9);
    let error = fill(&nested, context!(l => vec![1; 64])).unwrap_err();
    assert!(matches!(error, RenderError::TooMuch { .. }), "{error}");
    let error = fill(&"x".repeat(262_145), context!()).unwrap_err();
    assert!(matches!(error, RenderError::TemplateTooLarge { bytes: 262_145, .. }), "{error}");
}

#[test]
fn an_operators_folder_lies_over_the_built_in_templates() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("letters")).unwrap();
    fs::write(folder.path().join("letters/own.md.j2"), "{# document: A letter of our own #}\n# Hello").unwrap();
    let templates = Templates::with_folder(folder.path()).unwrap();
    let titles: Vec<_> = templates.declared().map(|(_, title)| title.to_owned()).collect();
    assert!(titles.contains(&"A letter of our own".to_owned()), "{titles:?}");
    assert!(titles.contains(&"Reasons for the choice of process".to_owned()), "{titles:?}");
    let missing = Templates::with_folder(&folder.path().join("none")).unwrap_err();
    assert!(matches!(missing, RenderError::UnreadableTemplate { .. }), "{missing}");
}

#[test]
fn no_built_in_template_joins_values_with_a_tilde() {
    // Joined that way, a missing value would be printed by its name.
    for (name, source) in super::folder::built_in() {
        assert!(!source.contains('~'), "{name}");
    }
}

#[test]
fn no_built_in_template_knows_a_provision_by_itself() {
    // The law stands in packs: a template asks for what a rule or a question cites, or for what the pack says that documents cite.
    let quoted = ["\"reg ", "'reg ", "\"Sch ", "'Sch "];
    let numbered =
        |source: &str| source.split("regulation ").skip(1).any(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    // The one letter that has a template of its own is a letter of one pack, in the order of its schedule.
    let of_one_pack = "letters/unsuccessful-provider-letter.md.j2";
    for (name, source) in super::folder::built_in().into_iter().filter(|(name, _)| name != of_one_pack) {
        assert!(!quoted.iter().any(|cited| source.contains(cited)) && !numbered(&source), "{name}");
    }
}

#[test]
fn what_the_pack_does_not_say_is_cited_nowhere() {
    let law = context!(law => context!(cites => context!(reasons => "reg 7(1)")));
    assert_eq!(
        fill("a{{ law | cited('reasons') | grounds(entries=[4]) }}", law.clone()).unwrap(),
        "a[](psr:ground/reg%207%281%29?4)"
    );
    assert_eq!(fill("a{{ law | cited('people') | grounds(entries=[4]) }}", law.clone()).unwrap(), "a[](psr:ground/?4)");
    assert_eq!(fill("a{{ law | cited('people') | grounds }}", law).unwrap(), "a");
}

/// Places in which a template prints what someone typed, and what it prints around it.
const PLACES: [(&str, &str, &str); 12] = [
    ("{{ x }}", "", ""),
    ("{{ x }}. More", "", ". More"),
    ("{{ x }}{{ 'reg 6' | grounds }}", "", ""),
    ("before {{ x }} after", "before ", " after"),
    ("- {{ x }}", "", ""),
    ("1. {{ x }}\n2. b", "", "\nb"),
    ("- a\n\n  > {{ x }}", "a\n", ""),
    ("## {{ x }}", "", ""),
    ("## {{ x }} #", "", ""),
    ("a **{{ x }}** b *{{ x }}* c", "", ""),
    ("[c](psr:caption)\n\n| a | b |\n| --- | --: |\n| {{ x }} | b |", "c\na b\n", " b"),
    ("> [Note](psr:callout)\n>\n> {{ x }}", "Note\n", ""),
];

fn typed() -> impl Strategy<Value = String> {
    const NASTY: &[&str] = &[
        "#",
        "##",
        " # ",
        "*",
        "**",
        "_",
        "__",
        "`",
        "```",
        "~~~",
        "<script>alert(1)</script>",
        "<!-- -->",
        "|",
        "||",
        "\\",
        "\\|",
        "\n",
        "\n\n",
        "\r\n",
        "    code",
        "\t",
        "1.",
        "1)",
        "12. ",
        "- ",
        "+ ",
        "---",
        "===",
        "> ",
        "[a](psr:entry/4)",
        "[](psr:ground/x?1)",
        "[x]: y",
        "[^1]: note",
        "![i](u)",
        "<https://a.b>",
        "&amp;",
        "&#35;",
        "&",
        ";",
        "!",
        "\u{202e}",
        "\u{2066}",
        "\u{a0}",
        "\u{2028}",
        "\u{feff}",
        "\u{200b}",
        "{{ x }}",
        "{% if %}",
        "{#",
        ":",
        "=",
        "5",
        "https://a.b",
        "é",
    ];
    let piece = prop_oneof![prop::sample::select(NASTY).prop_map(str::to_owned), any::<String>(), "[a-z ]{1,4}"];
    prop::collection::vec(piece, 1..8).prop_map(|pieces| pieces.concat())
}

fn words(text: &str) -> String {
    text.replace('\0', "\u{fffd}").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn read(source: &str, x: &str) -> Document {
    let filled = fill(&format!("# T\n\n{source}\n"), context!(x => x)).unwrap();
    commonmark::read(&filled, Metadata::default(), Arc::default()).unwrap_or_else(|fault| panic!("{fault:?}\n{filled}"))
}

fn conventions(blocks: &[Block]) -> usize {
    let of_line = |line: &[Inline]| {
        line.iter()
            .filter(|inline| matches!(inline, Inline::Ground(_) | Inline::Entry(_) | Inline::Link { .. }))
            .count()
    };
    let of_block = |block: &Block| match block {
        Block::Paragraph(line) | Block::Heading { content: line, .. } => of_line(line),
        Block::List { items, .. } => items.iter().map(|item| conventions(item)).sum(),
        Block::Quotation(blocks) | Block::Callout { blocks, .. } => conventions(blocks),
        Block::Table(table) => table.rows.iter().flatten().map(|cell| of_line(cell)).sum(),
    };
    blocks.iter().map(of_block).sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn typed_text_comes_out_as_text(x in typed().prop_filter("blank text is refused", |x| !is_blank(x))) {
        for (source, before, after) in PLACES {
            let document = read(source, &x);
            let expected = match source.matches("{{ x }}").count() {
                1 => format!("T {before} {} {after}", x.trim()),
                _ => format!("T a {0} b {0} c", x.trim()),
            };
            // A full stop may follow the text without a space between.
            let squeeze = |text: &str| words(text).replace(' ', "");
            prop_assert_eq!(squeeze(&text::plain(&document)), squeeze(&expected), "{}", source);
            prop_assert_eq!(conventions(&document.blocks), source.matches("grounds").count(), "{}", source);
            if source == "{{ x }}" {
                prop_assert_eq!(words(&text::plain(&document)), words(&format!("T {x}")));
            }
        }
    }
}
