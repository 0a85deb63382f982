//! What is wrong with the links of the pages.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::{Link, Page, Picture, SUMMARY, target};

/// Returns everything that is wrong with the links and pictures of these pages and with the list of the book, each with its place.
pub fn check(root: &Path, pages: &[String]) -> std::io::Result<Vec<String>> {
    let read = |page: &String| Ok((page.clone(), Page::read(&std::fs::read_to_string(root.join(page))?)));
    let pages: BTreeMap<String, Page> = pages.iter().map(read).collect::<std::io::Result<_>>()?;
    let chapters: BTreeSet<String> = chapters(&pages).into_iter().collect();
    let all = Pages { root, pages: &pages, chapters: &chapters };
    let mut faults = Vec::new();
    for (name, page) in &pages {
        faults.extend(page.links.iter().filter_map(|link| all.fault(name, link)));
        faults.extend(page.pictures.iter().filter_map(|picture| all.unseen(name, picture)));
    }
    let listed = |name: &&String| !name.starts_with("docs/") || *name == SUMMARY || chapters.contains(*name);
    faults.extend(pages.keys().filter(|name| !listed(name)).map(|name| format!("{name}: is not in {SUMMARY}")));
    Ok(faults)
}

/// Returns the pages of the book, in its order.
pub fn chapters(pages: &BTreeMap<String, Page>) -> Vec<String> {
    let links = pages.get(SUMMARY).map(|page| page.links.as_slice()).unwrap_or_default();
    links.iter().map(|link| target(SUMMARY, &link.to)).collect()
}

/// The pages that lead to each other.
struct Pages<'a> {
    root: &'a Path,
    pages: &'a BTreeMap<String, Page>,
    chapters: &'a BTreeSet<String>,
}

impl Pages<'_> {
    fn fault(&self, page: &str, link: &Link) -> Option<String> {
        let place = format!("{page}:{}: `{}`", link.line, link.to);
        if let Some((scheme, rest)) = link.to.split_once(':') {
            return (!is_address(scheme, rest)).then(|| format!("{place} is no address"));
        }
        let (path, anchor) = link.to.split_once('#').map_or((link.to.as_str(), None), |(path, at)| (path, Some(at)));
        let leads = if path.is_empty() { page.to_owned() } else { target(page, path) };
        if !self.root.join(&leads).is_file() {
            return Some(format!("{place} leads to no file"));
        }
        // In the book a page leads to pages of the book; other files go along with it.
        if leads.ends_with(".md") && self.chapters.contains(page) && !self.chapters.contains(&leads) {
            return Some(format!("{place} leads out of the book: it is not in {SUMMARY}"));
        }
        let has = |at| self.pages.get(&leads).is_some_and(|page| page.anchors.contains(at));
        anchor.is_some_and(|at| !has(at)).then(|| format!("{place} leads to no heading"))
    }

    fn unseen(&self, page: &str, picture: &Picture) -> Option<String> {
        let place = format!("{page}:{}: the picture `{}`", picture.line, picture.from);
        if picture.alt.is_empty() {
            return Some(format!("{place} has no words for those who do not see it"));
        }
        let there = self.root.join(target(page, &picture.from)).is_file();
        (!there).then(|| format!("{place} is not there"))
    }
}

/// Returns whether this has the form of an address outside: whether it answers is not asked.
fn is_address(scheme: &str, rest: &str) -> bool {
    let plain = !rest.contains(char::is_whitespace);
    let host = rest.trim_start_matches("//").split(['/', '?', '#']).next().unwrap_or_default();
    match scheme {
        "https" => plain && rest.starts_with("//") && host.contains('.') && !host.ends_with('.'),
        "mailto" => plain && rest.contains('@'),
        _ => false,
    }
}
