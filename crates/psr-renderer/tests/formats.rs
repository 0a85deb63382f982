//! Laws of the formats: Markdown reads back, HTML is sound and links within itself, what is privileged stays out.
#![allow(clippy::panic, clippy::unwrap_used)]

mod common;

use std::collections::BTreeSet;

use common::{DOCUMENTS, all, answers, made, record, squeezed, type_everywhere};
use proptest::prelude::*;
use psr_casefile::decision_record::DecisionRecord;
use psr_renderer::document::text;
use psr_renderer::{DocumentName, Format, Privilege, RenderError, Templates, documents, render, render_with};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

fn text_of(rendition: psr_renderer::Rendition) -> String {
    String::from_utf8(rendition.bytes).unwrap()
}

fn written(record: &DecisionRecord, name: &str, format: Format) -> String {
    text_of(format.write(&made(record, name)).unwrap())
}

/// The words of a Markdown text, without its footnotes, as another parser reads them.
fn read_back(markdown: &str) -> String {
    let mut words = String::new();
    let mut in_note = false;
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES) {
        match event {
            Event::Start(Tag::FootnoteDefinition(_)) => in_note = true,
            Event::End(TagEnd::FootnoteDefinition) => in_note = false,
            Event::Text(text) if !in_note => words.push_str(&text),
            Event::Html(html) | Event::InlineHtml(html) => panic!("{html}"),
            Event::End(TagEnd::Strong | TagEnd::Emphasis | TagEnd::Link) => {}
            Event::SoftBreak | Event::HardBreak | Event::End(_) => words.push(' '),
            _ => {}
        }
    }
    squeezed(&words)
}

#[test]
fn markdown_reads_back() {
    for (record, name) in all() {
        let document = made(&record, name);
        let expected = squeezed(&text::printable(&text::plain(&document)));
        assert_eq!(read_back(&text_of(Format::Markdown.write(&document).unwrap())), expected, "{name}");
    }
}

#[test]
fn two_runs_give_equal_bytes() {
    for (record, name) in all() {
        for format in Format::ALL.iter().copied() {
            let write = || format.write(&made(&record, name)).unwrap();
            assert_eq!(write(), write(), "{name}");
        }
    }
}

/// The values of an attribute in a page, in order.
fn values<'a>(page: &'a str, attribute: &str) -> Vec<&'a str> {
    let start = format!(" {attribute}=\"");
    page.split(start.as_str()).skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

#[test]
fn a_page_links_within_itself_and_asks_for_nothing() {
    for (record, name) in all() {
        let page = written(&record, name, Format::Html);
        let ids = values(&page, "id");
        let unique: BTreeSet<_> = ids.iter().collect();
        assert_eq!(ids.len(), unique.len(), "{name}: an id stands twice");
        for target in values(&page, "href").into_iter().chain(values(&page, "aria-labelledby")) {
            assert!(unique.contains(&target.trim_start_matches('#')), "{name}: nothing has the id {target}");
        }
        for absent in ["<script", "style=\"", "src=", "url(", "@import"] {
            assert!(!page.contains(absent), "{name}: {absent}");
        }
        for present in ["lang=\"en-GB\"", "default-src 'none'", "<main id=\"content\">", "<caption", "scope=\"col\""] {
            assert!(page.contains(present), "{name}: {present}");
        }
    }
}

#[test]
fn headings_skip_no_level() {
    for (record, name) in all() {
        let page = written(&record, name, Format::Html);
        let levels: Vec<u8> =
            page.match_indices("<h").filter_map(|(at, _)| page[at + 2..at + 3].parse().ok()).collect();
        assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1, "{name}");
        assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{name}: {levels:?}");
    }
}

#[test]
fn what_is_privileged_stays_out_unless_it_is_asked_for() {
    let record = record("patient-transport");
    let templates = Templates::built_in().unwrap();
    let name = DocumentName::parse("choice-of-process", &templates).unwrap();
    for format in Format::TEXT.iter().copied() {
        let withheld = text_of(render(&record, &name, format, &templates).unwrap());
        let shown = text_of(render_with(&record, &name, format, &templates, Privilege::Shown).unwrap());
        for secret in ["Advice of counsel", "Counsel advice.pdf", "change is not a response"] {
            assert!(!withheld.contains(secret), "{format:?}: {secret}");
            assert!(shown.contains(secret), "{format:?}: {secret}");
        }
        assert!(withheld.contains("Withheld: privileged"), "{format:?}");
    }
}

#[test]
fn every_answer_may_be_privileged() {
    for (mut record, name) in all() {
        answers(&mut record).for_each(|answer| {
            answer.privileged = true;
            answer.reason = Some("a secret".to_owned());
        });
        assert!(!written(&record, name, Format::Markdown).contains("a secret"), "{name}");
    }
}

#[test]
fn an_empty_record_can_be_rendered() {
    let mut record = record("community-dental");
    (record.sections, record.cautions) = (Vec::new(), Vec::new());
    for name in DOCUMENTS {
        for format in Format::ALL {
            assert!(format.write(&made(&record, name)).is_ok());
        }
        for format in Format::TEXT {
            assert!(written(&record, name, *format).contains("No particulars are on record"));
        }
    }
}

#[test]
fn the_reasons_are_those_of_what_the_case_decides() {
    let templates = Templates::built_in().unwrap();
    let mut record = record("patient-transport");
    let reasons = |record: &DecisionRecord, main: &str| {
        DocumentName::of_reasons(record, main, &templates).unwrap().as_str().to_owned()
    };
    assert_eq!(reasons(&record, "choice-of-process"), "choice-of-process");
    record.sections.retain(|section| section.decision != "choice-of-process");
    assert_eq!(reasons(&record, "choice-of-process"), "decision");
    record.sections.clear();
    assert_eq!(reasons(&record, "choice-of-process"), "choice-of-process");
}

#[test]
fn the_documents_are_listed_and_others_are_unknown() {
    let templates = Templates::built_in().unwrap();
    let listed: Vec<_> =
        documents(&templates).into_iter().map(|document| (document.name.as_str().to_owned(), document.title)).collect();
    assert!(
        listed.contains(&("choice-of-process".to_owned(), "Reasons for the choice of process".to_owned())),
        "{listed:?}"
    );
    let unknown = DocumentName::parse("poem", &templates).unwrap_err();
    assert!(matches!(unknown, RenderError::UnknownDocument { .. }), "{unknown}");
    let known = Format::ALL.iter().map(|format| format.name()).collect::<Vec<_>>().join(", ");
    let unknown = Format::parse("odt").unwrap_err().to_string();
    assert_eq!(unknown, format!("there is no format called `odt`; there are: {known}"));
    for format in [Format::Docx, Format::Html, Format::Markdown, Format::Pdf] {
        match Format::parse(format.name()) {
            Ok(found) => assert!(found == format && Format::ALL.contains(&format)),
            Err(error) => assert!(matches!(error, RenderError::NotBuiltIn { .. }) && !Format::ALL.contains(&format)),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Hostile text in every place where a person types ends up as text in every format.
    #[test]
    fn typed_text_is_text_in_every_format(typed in "[a-z#*_<>&|`\\\\\\[\\]!.0-9 \n\u{202e}-]{1,40}") {
        prop_assume!(!typed.trim().is_empty());
        let mut record = record("patient-transport");
        type_everywhere(&mut record, &typed);
        for name in DOCUMENTS {
            let document = made(&record, name);
            let expected = squeezed(&text::printable(&text::plain(&document)));
            prop_assert_eq!(read_back(&text_of(Format::Markdown.write(&document).unwrap())), expected);
            let page = text_of(Format::Html.write(&document).unwrap());
            prop_assert!(!page.contains("<b>"));
            let reversed = page.contains('\u{202e}');
            prop_assert!(!reversed);
        }
    }
}
