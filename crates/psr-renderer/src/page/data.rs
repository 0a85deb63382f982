//! What the page carries for its script: the record's files, and the words that belong to them.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

/// What the page carries for its script.
#[derive(Debug, Clone, Default, Serialize)]
pub struct PageData<'f> {
    /// The files of a bundle that the page checks, by name.
    #[serde(serialize_with = "files")]
    pub files: BTreeMap<&'f str, &'f [u8]>,
    /// What the record names and the page leaves out.
    pub left_out: Vec<LeftOut>,
    /// The words of what the record names by id.
    pub labels: Labels,
    /// Marks beside entries, by position in the record.
    pub marks: BTreeMap<u64, Vec<String>>,
}

/// Something that the record names by digest and the page leaves out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// What it is: `evidence` or `pack`.
    pub kind: &'static str,
    /// Its digest, in hexadecimal digits.
    pub digest: String,
    /// How many bytes it has.
    pub bytes: u64,
}

/// The words of what the record names by id.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Labels {
    /// What decisions are called.
    pub decisions: BTreeMap<String, String>,
    /// What happenings are called.
    pub events: BTreeMap<String, String>,
    /// What questions ask.
    pub questions: BTreeMap<String, String>,
}

impl PageData<'_> {
    /// Writes it as JSON in which no `<` stands, so that nothing in it can end the element it is in or begin a comment.
    pub fn to_json(&self) -> String {
        // Maps of texts and numbers always have a form in JSON.
        serde_json::to_string(self).unwrap_or_default().replace('<', "\\u003c")
    }
}

/// Text is written as text, for those who look into the page; the rest in base64.
fn files<S: Serializer>(files: &BTreeMap<&str, &[u8]>, serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(files.len()))?;
    for (name, bytes) in files {
        match std::str::from_utf8(bytes) {
            Ok(text) => map.serialize_entry(name, &BTreeMap::from([("text", text)]))?,
            Err(_) => map.serialize_entry(name, &BTreeMap::from([("base64", STANDARD.encode(bytes))]))?,
        }
    }
    map.end()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_file_can_end_the_element_that_carries_it() {
        let files = BTreeMap::from([("a", b"</script><!--".as_slice()), ("b", &[0xff, 0x3c])]);
        let json = PageData { files, ..PageData::default() }.to_json();
        assert!(!json.contains('<'));
        let read: serde_json::Value = serde_json::from_str(&json).unwrap_or_default();
        assert_eq!(read["files"]["a"]["text"], "</script><!--");
        assert_eq!(read["files"]["b"]["base64"], "/zw=");
    }
}
