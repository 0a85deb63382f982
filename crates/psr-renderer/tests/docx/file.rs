//! A file as a reader meets it: its parts, what they hold and where they lead.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use super::xml::{Event, read};

/// Paragraphs that are no part of the text: what stands above it, and the contents.
const AROUND: [&str; 5] = ["Authority", "Particulars", "TOCHeading", "TOC1", "TOC2"];

/// A file, taken apart.
pub struct File {
    /// Every part by its name.
    pub parts: BTreeMap<String, Vec<u8>>,
    /// What the parts that are XML hold.
    pub events: BTreeMap<String, Vec<Event>>,
}

impl File {
    /// Takes a file apart; every part that says so must be well-formed XML.
    pub fn open(bytes: &[u8]) -> File {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut parts = BTreeMap::new();
        for index in 0..archive.len() {
            let mut part = archive.by_index(index).unwrap();
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).unwrap();
            let name = part.name().unwrap().into_owned();
            assert!(parts.insert(name.clone(), bytes).is_none(), "{name} stands twice");
        }
        let is_xml = |name: &str| name.ends_with(".xml") || name.ends_with(".rels");
        let xml = parts.iter().filter(|(name, _)| is_xml(name));
        let events = xml.map(|(name, bytes)| (name.clone(), read(std::str::from_utf8(bytes).unwrap()))).collect();
        File { parts, events }
    }

    /// Returns the values of an attribute of an element in a part.
    pub fn values(&self, part: &str, element: &str, attribute: &str) -> Vec<&str> {
        let events = self.events[part].iter();
        let starts =
            events.filter_map(|event| if let Event::Start(name, values) = event { Some((name, values)) } else { None });
        starts
            .filter(|(name, _)| *name == element)
            .filter_map(|(_, values)| values.get(attribute).map(String::as_str))
            .collect()
    }

    /// Returns the text in elements of a name.
    pub fn texts(&self, part: &str, element: &str) -> Vec<&str> {
        let events = &self.events[part];
        let text = |pair: &[Event]| match pair {
            [Event::Start(name, _), Event::Text(_)] => name == element,
            _ => false,
        };
        let found = events.windows(2).filter(|pair| text(pair));
        found.filter_map(|pair| if let Event::Text(text) = &pair[1] { Some(text.as_str()) } else { None }).collect()
    }

    /// Returns the words of the document as they are read: without the numbers of notes and what stands around the text.
    pub fn words(&self) -> String {
        let (mut words, mut style, mut in_text, mut is_note) = (String::new(), String::new(), false, false);
        for event in &self.events["word/document.xml"] {
            match event {
                Event::Start(name, attributes) => match name.as_str() {
                    "w:p" => style.clear(),
                    "w:pStyle" => style.clone_from(&attributes["w:val"]),
                    "w:r" => is_note = false,
                    "w:rStyle" => is_note = attributes["w:val"] == "FootnoteReference",
                    "w:t" => in_text = !is_note && !AROUND.contains(&style.as_str()),
                    _ => {}
                },
                Event::End(name) if name == "w:t" => in_text = false,
                Event::End(_) => {}
                Event::Text(text) if in_text => words.push_str(text),
                Event::Text(_) => {}
            }
        }
        words
    }

    /// Checks that every identifier stands once and that everything leads somewhere.
    pub fn check(&self) {
        self.check_types();
        self.check_relations();
        self.check_bookmarks();
        self.check_notes();
        self.check_styles_and_lists();
    }

    fn check_types(&self) {
        let endings: BTreeSet<_> = self.values("[Content_Types].xml", "Default", "Extension").into_iter().collect();
        let overrides = self.values("[Content_Types].xml", "Override", "PartName");
        let missing = overrides.iter().find(|name| !self.parts.contains_key(name.trim_start_matches('/')));
        assert_eq!(missing, None, "a type without its part");
        let typed = |name: &String| endings.contains(name.rsplit('.').next().unwrap());
        assert!(self.parts.keys().all(typed), "a part without a type");
    }

    fn check_relations(&self) {
        let part = "word/_rels/document.xml.rels";
        let ids = unique(self.values(part, "Relationship", "Id"));
        for event in &self.events["word/document.xml"] {
            let Event::Start(name, attributes) = event else { continue };
            for reference in ["r:id", "r:embed"].into_iter().filter_map(|name| attributes.get(name)) {
                assert!(ids.contains(reference.as_str()), "{name} leads nowhere");
            }
        }
        for event in &self.events[part] {
            let Event::Start(_, attributes) = event else { continue };
            let Some(target) = attributes.get("Target") else { continue };
            let outside = attributes.get("TargetMode").is_some_and(|mode| mode == "External");
            let leads = if outside { is_address(target) } else { self.parts.contains_key(&format!("word/{target}")) };
            assert!(leads, "{target}");
        }
    }

    fn check_bookmarks(&self) {
        let document = "word/document.xml";
        let ids = unique(self.values(document, "w:bookmarkStart", "w:id"));
        assert_eq!(ids, unique(self.values(document, "w:bookmarkEnd", "w:id")), "bookmarks begin and end");
        let names = unique(self.values(document, "w:bookmarkStart", "w:name"));
        assert!(names.iter().all(|name| name.len() <= 40), "a name of a bookmark is too long");
        for part in [document, "word/footnotes.xml"] {
            let anchors = self.values(part, "w:hyperlink", "w:anchor");
            assert!(anchors.iter().all(|anchor| names.contains(anchor)), "a link within leads nowhere");
        }
        for code in self.texts(document, "w:instrText") {
            let target = code.strip_prefix(" NOTEREF ").and_then(|rest| rest.strip_suffix(" \\f \\h "));
            let is_contents =
                code == " TOC \\o \"1-1\" \\n \\h \\z \\u " || code == " TOC \\o \"1-2\" \\n \\h \\z \\u ";
            assert!(
                is_contents || target.is_some_and(|target| names.contains(target)),
                "a field of another kind: {code}"
            );
        }
        unique(self.values(document, "wp:docPr", "id"));
    }

    fn check_notes(&self) {
        let notes = unique(self.values("word/footnotes.xml", "w:footnote", "w:id"));
        let references = self.values("word/document.xml", "w:footnoteReference", "w:id");
        assert_eq!(unique(references.clone()).len() + 2, notes.len(), "each note is referred to once");
        let in_order = (1..=references.len()).map(|number| number.to_string());
        assert!(in_order.eq(references), "notes are numbered as they are met");
    }

    fn check_styles_and_lists(&self) {
        let styles = unique(self.values("word/styles.xml", "w:style", "w:styleId"));
        let lists = unique(self.values("word/numbering.xml", "w:num", "w:numId"));
        for part in ["word/document.xml", "word/footnotes.xml", "word/header1.xml", "word/footer1.xml"] {
            for element in ["w:pStyle", "w:rStyle", "w:tblStyle"] {
                assert!(self.values(part, element, "w:val").iter().all(|style| styles.contains(style)), "{part}");
            }
            assert!(self.values(part, "w:numId", "w:val").iter().all(|list| lists.contains(list)), "{part}");
        }
    }
}

fn is_address(target: &str) -> bool {
    (target.starts_with("https://") || target.starts_with("mailto:")) && target.is_ascii() && !target.contains(' ')
}

fn unique(values: Vec<&str>) -> BTreeSet<&str> {
    let count = values.len();
    let unique: BTreeSet<&str> = values.into_iter().collect();
    assert_eq!(unique.len(), count, "something stands twice");
    unique
}
