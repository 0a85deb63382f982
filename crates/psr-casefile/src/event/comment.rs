//! A comment on record: what somebody says of the case, of a question, of a conclusion or of a document, and whether legal advice makes it privileged.

use std::fmt;

use psr_recorder::canonical::Value;
use psr_rules::id::{ConclusionId, DecisionId, QuestionId};

use super::fields::{Fields, Writer};

/// What a comment is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// The case as a whole.
    Case,
    /// A question of a decision.
    Question(DecisionId, QuestionId),
    /// A conclusion of a decision.
    Conclusion(DecisionId, ConclusionId),
    /// A document that can be made from the case, by its name.
    Document(String),
}

impl Subject {
    /// Reads a subject as the record writes it: `case`, `question:<decision>/<question>`, `conclusion:<decision>/<conclusion>` or `document:<name>`.
    pub fn parse(text: &str) -> Option<Self> {
        if text == "case" {
            return Some(Self::Case);
        }
        let (kind, name) = text.split_once(':')?;
        let pair = || name.split_once('/').and_then(|(first, second)| Some((DecisionId::parse(first).ok()?, second)));
        match kind {
            "question" => pair().and_then(|(of, name)| Some(Self::Question(of, QuestionId::parse(name).ok()?))),
            "conclusion" => pair().and_then(|(of, name)| Some(Self::Conclusion(of, ConclusionId::parse(name).ok()?))),
            "document" => is_name(name).then(|| Self::Document(name.to_owned())),
            _ => None,
        }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Case => f.write_str("case"),
            Self::Question(decision, question) => write!(f, "question:{decision}/{question}"),
            Self::Conclusion(decision, conclusion) => write!(f, "conclusion:{decision}/{conclusion}"),
            Self::Document(name) => write!(f, "document:{name}"),
        }
    }
}

/// Documents are named by short words joined by hyphens.
fn is_name(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=100).contains(&name.len()) && name.bytes().all(plain)
}

/// A comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// What it is about.
    pub about: Subject,
    /// For which lot, by its number from 1; none for the whole case.
    pub lot: Option<usize>,
    /// What it says; none where it is withheld.
    pub text: Option<String>,
    /// The comment it replies to.
    pub reply_to: Option<u64>,
    /// Whether it is privileged as legal advice.
    pub privileged: bool,
}

/// The end of the path that says what a comment is about.
const ABOUT: &str = "comment/about";

impl Comment {
    pub(super) fn to_fields(&self) -> Vec<(String, Value)> {
        Writer::new(prefix(self.lot))
            .text("about", self.about.to_string())
            .maybe("text", self.text.as_ref())
            .position("reply-to", self.reply_to)
            .mark("privileged", self.privileged)
            .done()
    }

    pub(super) fn from_fields(fields: &Fields) -> Option<Self> {
        let lot = fields.paths().find_map(lot)?;
        let at = |name: &str| format!("{}/{name}", prefix(lot));
        Some(Self {
            about: Subject::parse(&fields.text(&at("about"))?)?,
            lot,
            text: fields.text(&at("text")),
            reply_to: fields.position(&at("reply-to")),
            privileged: fields.is_true(&at("privileged")),
        })
    }
}

fn prefix(lot: Option<usize>) -> String {
    lot.map_or("comment".to_owned(), |lot| format!("lot/{lot}/comment"))
}

/// Reads from the path of what a comment is about for which lot it is; nothing from any other path.
fn lot(path: &str) -> Option<Option<usize>> {
    if path == ABOUT {
        return Some(None);
    }
    let (number, rest) = path.strip_prefix("lot/")?.split_once('/')?;
    (rest == ABOUT).then(|| number.parse().ok()).flatten().map(Some)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn comment(about: &str, lot: Option<usize>) -> Comment {
        let (about, text) = (Subject::parse(about).unwrap(), Some("Look again.".to_owned()));
        Comment { about, lot, text, reply_to: Some(4), privileged: true }
    }

    #[test]
    fn a_comment_reads_back_for_whatever_it_is_about() {
        for (about, lot) in [
            ("case", None),
            ("question:choice-of-process/existing-provider", Some(2)),
            ("conclusion:choice-of-process/competitive-process", Some(12)),
            ("document:reasons", None),
        ] {
            let comment = comment(about, lot);
            assert_eq!(comment.about.to_string(), about);
            assert_eq!(Comment::from_fields(&comment.to_fields().into_iter().collect()), Some(comment));
        }
    }

    #[test]
    fn what_no_comment_can_be_about_is_not_read() {
        for about in ["", "Case", "question:", "question:x", "question:a/B c", "document:", "document:../x", "lot:1"] {
            assert_eq!(Subject::parse(about), None, "{about}");
        }
    }

    #[test]
    fn of_a_comment_whose_text_is_withheld_the_rest_is_known() {
        let fields = comment("case", Some(1)).to_fields().into_iter().filter(|(path, _)| !path.ends_with("/text"));
        let read = Comment::from_fields(&fields.collect()).unwrap();
        assert_eq!((read.text, read.reply_to, read.privileged), (None, Some(4), true));
        assert_eq!(Comment::from_fields(&Fields::default()), None);
    }
}
