//! Where templates come from: the program itself and an operator's folder.

use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

use super::{SUFFIX, TEMPLATE_LIMIT};
use crate::error::RenderError;

static BUILT_IN: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/templates.zip"));

/// Returns the built-in templates by name.
pub fn built_in() -> BTreeMap<String, String> {
    let templates = psr_inside::files(BUILT_IN).into_iter().filter(|(name, _)| name.ends_with(SUFFIX));
    templates.filter_map(|(name, bytes)| Some((name, String::from_utf8(bytes).ok()?))).collect()
}

/// Reads the templates in a folder and the folders in it, by name.
pub fn read(folder: &Path) -> Result<BTreeMap<String, String>, RenderError> {
    let mut templates = BTreeMap::new();
    read_into(folder, "", &mut templates)?;
    Ok(templates)
}

fn read_into(folder: &Path, prefix: &str, templates: &mut BTreeMap<String, String>) -> Result<(), RenderError> {
    let entries = fs::read_dir(folder)
        .and_then(Iterator::collect::<io::Result<Vec<_>>>)
        .map_err(|source| unreadable(folder, source))?;
    for entry in entries {
        let path = entry.path();
        let kind = entry.file_type().map_err(|source| unreadable(&path, source))?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if kind.is_dir() {
            read_into(&path, &format!("{name}/"), templates)?;
        } else if name.ends_with(SUFFIX) {
            templates.insert(name.clone(), read_file(&path, name)?);
        }
    }
    Ok(())
}

fn read_file(path: &Path, name: String) -> Result<String, RenderError> {
    let bytes = fs::metadata(path).map_err(|source| unreadable(path, source))?.len();
    if bytes > TEMPLATE_LIMIT {
        return Err(RenderError::TemplateTooLarge { template: name, bytes, limit: TEMPLATE_LIMIT });
    }
    fs::read_to_string(path).map_err(|source| unreadable(path, source))
}

fn unreadable(path: &Path, source: io::Error) -> RenderError {
    RenderError::UnreadableTemplate { path: path.to_owned(), source }
}
