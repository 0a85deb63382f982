//! The pages laid out for mdBook: under their own paths, with what they lead to.

use std::collections::BTreeMap;
use std::io::Result;
use std::path::Path;

use super::{Page, SUMMARY, chapters, target};

/// The settings of the book, from the root of the repository.
const SETTINGS: &str = "docs/book.toml";

/// Writes what mdBook builds the book from into a folder: its settings, its list, its pages, and the files that the pages lead to or show.
///
/// Pages keep their paths from the root of the repository, so that every link leads where it leads there.
pub fn stage(root: &Path, folder: &Path) -> Result<usize> {
    let summary = std::fs::read_to_string(root.join(SUMMARY))?;
    let source = folder.join("src");
    write(&folder.join("book.toml"), &std::fs::read(root.join(SETTINGS))?)?;
    write(&source.join("SUMMARY.md"), from_the_root(&summary).as_bytes())?;
    let list = BTreeMap::from([(SUMMARY.to_owned(), Page::read(&summary))]);
    let pages = chapters(&list);
    for page in &pages {
        let text = std::fs::read_to_string(root.join(page))?;
        write(&source.join(page), text.as_bytes())?;
        for file in leads_to(page, &Page::read(&text)) {
            write(&source.join(&file), &std::fs::read(root.join(&file))?)?;
        }
    }
    Ok(pages.len())
}

/// Returns the list with its links from the root, where it stands in the book.
fn from_the_root(summary: &str) -> String {
    let mut parts = summary.split("](");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |list, part| {
        let (link, rest) = part.split_once(')').unwrap_or((part, ""));
        format!("{list}]({}){rest}", target(SUMMARY, link))
    })
}

/// Returns the files that a page leads to or shows and that are no pages.
fn leads_to(name: &str, page: &Page) -> Vec<String> {
    let links = page.links.iter().map(|link| &link.to).chain(page.pictures.iter().map(|picture| &picture.from));
    let inside = links.filter(|link| !link.contains(':')).map(|link| link.split('#').next().unwrap_or_default());
    inside.filter(|path| !path.is_empty() && !path.ends_with(".md")).map(|path| target(name, path)).collect()
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    path.parent().map_or(Ok(()), std::fs::create_dir_all)?;
    std::fs::write(path, bytes)
}
