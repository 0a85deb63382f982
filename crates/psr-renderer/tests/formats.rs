//! Laws of the formats: Markdown reads back, HTML is sound and links within itself, what is privileged stays out.
#![allow(clippy::panic, clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;
use std::sync::Arc;

use proptest::prelude::*;
use psr_casefile::decision_record::{AnsweredQuestion, DecisionRecord};
use psr_renderer::commonmark;
use psr_renderer::document::{Document, Metadata, text};
use psr_renderer::look::{Colour, Logo, Look};
use psr_renderer::reasons::document;
use psr_renderer::{DocumentName, Format, Privilege, RenderError, Templates, documents, render, render_with};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

const RECORDS: [&str; 3] = ["audiology-lots", "community-dental", "patient-transport"];
/// A blue picture of 32 by 16 pixels.
const LOGO: &[u8] = include_bytes!("logo.png");
const DOCUMENTS: [&str; 2] = ["choice-of-process", "decision"];

/// Every document of every record.
fn all() -> impl Iterator<Item = (DecisionRecord, &'static str)> {
    RECORDS.into_iter().flat_map(|name| DOCUMENTS.map(|document| (record(name), document)))
}

fn record(name: &str) -> DecisionRecord {
    let path = format!("{}/tests/records/{name}.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn made(record: &DecisionRecord, name: &str) -> Document {
    let templates = Templates::built_in().unwrap();
    let name = DocumentName::parse(name, &templates).unwrap();
    document(record, &name, &templates, Privilege::Withheld).unwrap()
}

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

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

#[test]
fn markdown_reads_back() {
    for (record, name) in all() {
        let document = made(&record, name);
        let expected = squeezed(&text::printable(&text::plain(&document)));
        assert_eq!(read_back(&text_of(Format::Markdown.write(&document).unwrap())), expected, "{name}");
    }
}

/// A document that holds each thing that documents can hold, in the look of an authority.
fn everything() -> Document {
    let metadata = Metadata {
        reference: "EVERY-1".to_owned(),
        head: format!("sha256:{}", "0f".repeat(32)),
        as_at: Some("2026-05-04T10:00:00Z".parse().unwrap()),
    };
    let colour = Some(Colour { rgb: [0, 94, 184] });
    let logo = Logo { png: LOGO.to_vec(), width: 32, height: 16, alt: "An authority".to_owned() };
    let look = Look { authority: Some("An authority".to_owned()), colour, logo: Some(logo) };
    commonmark::read(include_str!("everything.md"), metadata, Arc::new(look)).unwrap()
}

/// Names the folder for documents that programs other than ours read: see `formats_outside/`.
const FOLDER: &str = "PSR_DOCUMENTS_FOR_OTHERS";

#[test]
fn documents_for_other_readers() {
    let usual = || concat!(env!("CARGO_TARGET_TMPDIR"), "/documents").to_owned();
    let folder = std::env::var(FOLDER).unwrap_or_else(|_| usual());
    fs::create_dir_all(&folder).unwrap();
    for format in Format::ALL.iter().filter(|format| !format.is_text()) {
        let file = format!("{folder}/everything.{}", format.name());
        fs::write(file, format.write(&everything()).unwrap().bytes).unwrap();
    }
    for record_name in RECORDS {
        for (name, typed) in DOCUMENTS.into_iter().flat_map(|name| [(name, false), (name, true)]) {
            let mut record = record(record_name);
            if typed {
                type_everywhere(&mut record, HOSTILE);
            }
            for format in Format::ALL.iter().filter(|format| !format.is_text()) {
                let typed = if typed { "-typed" } else { "" };
                let file = format!("{folder}/{record_name}-{name}{typed}.{}", format.name());
                fs::write(file, format.write(&made(&record, name)).unwrap().bytes).unwrap();
            }
        }
    }
}

#[test]
fn another_process_writes_equal_bytes() {
    let [one, other] = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    for folder in [&one, &other] {
        let test = ["--exact", "documents_for_other_readers"];
        let run = Command::new(std::env::current_exe().unwrap()).args(test).env(FOLDER, folder.path()).output();
        assert!(run.unwrap().status.success());
    }
    for file in fs::read_dir(one.path()).unwrap() {
        let name = file.unwrap().file_name();
        let read = |folder: &tempfile::TempDir| fs::read(folder.path().join(&name)).unwrap();
        assert!(read(&one) == read(&other), "{} differs", name.display());
    }
}

/// Returns what an independent reader finds in a PDF; nothing where there is no such program.
fn text_of_pdf(bytes: &[u8]) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("document.pdf");
    fs::write(&file, bytes).unwrap();
    let output = Command::new("pdftotext").args(["-enc", "UTF-8", "-raw"]).arg(file).arg("-").output().ok()?;
    Some(String::from_utf8(output.stdout).unwrap())
}

#[test]
fn typed_markup_is_printed_as_typed_on_pages() {
    if !Format::ALL.contains(&Format::Pdf) {
        return;
    }
    let mut record = record("patient-transport");
    type_everywhere(&mut record, HOSTILE);
    let document = made(&record, "choice-of-process");
    let rendition = Format::Pdf.write(&document).unwrap();
    assert_eq!(rendition.replaced.keys().collect::<String>(), "日😀");
    let Some(text) = text_of_pdf(&rendition.bytes) else {
        return eprintln!("skipped: pdftotext is not installed, so that nothing else read the page");
    };
    let expected = "#evil$x$*bold*_it_<b>`raw`@ref<lab>[U+202E]//c\\#read(\"data.json\")[U+65E5][U+1F600]";
    let printed = squeezed(&text);
    assert!(printed.matches(expected).count() > 20, "{text}");
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

fn answers(record: &mut DecisionRecord) -> impl Iterator<Item = &mut AnsweredQuestion> {
    record
        .sections
        .iter_mut()
        .flat_map(|section| section.answers.iter_mut().chain(section.route.iter_mut().map(|route| &mut route.answer)))
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

/// Markup of every format there is, and what the fonts do not have.
const HOSTILE: &str = "#evil $x$ *bold* _it_ <b> `raw` @ref <lab> \u{202e} // c \\ #read(\"data.json\") 日 😀";

/// Puts a text in every place where a person types.
fn type_everywhere(record: &mut DecisionRecord, typed: &str) {
    record.case.title = format!("<b>{typed}");
    record.case.reference = typed.to_owned();
    answers(record).for_each(|answer| {
        answer.reason = Some(typed.to_owned());
        answer.view_of = Some(typed.to_owned());
        answer.by = typed.to_owned();
        answer.evidence.iter_mut().for_each(|file| file.name = typed.to_owned());
    });
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
