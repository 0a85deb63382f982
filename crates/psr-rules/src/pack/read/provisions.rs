//! Reads `provisions.yaml`: every provision of the instrument, in its order.

use super::folder::{File, Folder};
use super::index::Index;
use crate::id::Provision;
use crate::pack::cursor::Cursor;
use crate::pack::diagnostic::{Findings, Place};
use crate::pack::model::ProvisionEntry;

/// Reads the list of provisions.
pub(crate) fn read(files: &[File], findings: &Findings, index: &mut Index) -> Vec<ProvisionEntry> {
    let Some(file) = files.iter().find(|file| file.folder == Folder::Provisions) else {
        let hint = "add provisions.yaml with every provision of the instrument";
        index.note_gap(Folder::Provisions);
        findings.error("provisions.yaml", Place::default(), "the pack has no provisions.yaml", hint);
        return Vec::new();
    };
    let Some(mut fields) = file.cursor(findings).fields() else {
        return Vec::new();
    };
    let list = fields.required("provisions");
    fields.finish();
    let read = list.map(|list| list.list(|item| entry(item, index))).unwrap_or_default();
    if list.is_none_or(|list| !list.has_items(read.len())) {
        index.note_gap(Folder::Provisions);
    }
    read
}

fn entry(item: Cursor<'_>, index: &mut Index) -> Option<ProvisionEntry> {
    let mut fields = item.fields()?;
    let id_at = fields.required("id");
    let id = id_at.and_then(|c| c.text()).map(Provision::new);
    let says = fields.required("says").and_then(|c| c.words());
    let texts = index.texts(fields.optional("texts"));
    let no_rule = fields.optional("no-rule").and_then(|c| c.words());
    fields.finish();
    if let (Some(id), Some(at)) = (&id, id_at) {
        let position = index.provisions.len();
        if index.provisions.insert(id.clone(), (position, texts.clone())).is_some() {
            at.error(format!("provision `{id}` is listed twice"), "keep one entry");
        }
    }
    Some(ProvisionEntry { id: id?, says: says?, texts, no_rule })
}
