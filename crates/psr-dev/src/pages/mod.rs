//! The repository's pages in Markdown: where they lead, and the book that is made of those under `docs/`.

mod book;
mod links;
mod page;

pub use book::stage;
pub use links::{chapters, check};
pub use page::{Link, Page, Picture};

use std::path::{Path, PathBuf};

/// The list of the book's pages, from the root of the repository.
pub const SUMMARY: &str = "docs/SUMMARY.md";

/// Folders that hold no pages of ours: what is built or fetched, and what tests read as data.
const NO_PAGES: [&str; 7] = ["target", ".git", "node_modules", "snapshots", "bundles", "cases", "scenarios"];
/// Pages that are data of a test.
const DATA: [&str; 1] = ["crates/psr-renderer/tests/everything.md"];

/// Returns the root of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Returns every page of the repository, by its path from the root.
pub fn all(root: &Path) -> std::io::Result<Vec<String>> {
    let (mut found, mut rest) = (Vec::new(), vec![root.to_owned()]);
    while let Some(folder) = rest.pop() {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_dir() {
                rest.extend((!NO_PAGES.contains(&name.as_str())).then_some(path));
            } else if name.ends_with(".md") {
                found.extend(path.strip_prefix(root).map(|path| path.to_string_lossy().replace('\\', "/")));
            }
        }
    }
    found.retain(|page| !DATA.contains(&page.as_str()));
    found.sort();
    Ok(found)
}

/// Returns where a relative link of a page leads, from the root: `guide/a.md` on `docs/b.md` is `docs/guide/a.md`.
pub fn target(page: &str, link: &str) -> String {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}
