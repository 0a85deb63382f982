//! Sorts the files of a pack by what they hold, and reads each into a tree.

use crate::pack::cursor::Cursor;
use crate::pack::diagnostic::{Findings, Place};
use crate::pack::files::{FILE_LIMIT, PackFiles};
use crate::pack::node::{Extent, Node, Value};
use crate::pack::source::Source;
use crate::pack::yaml;

/// What the files of a part of the pack hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Folder {
    /// `pack.yaml`.
    About,
    /// `provisions.yaml`.
    Provisions,
    /// `parameters/`.
    Parameters,
    /// `decisions/`.
    Decisions,
    /// `questions/`.
    Questions,
    /// `regulations/`.
    Regulations,
    /// `schedules/`.
    Schedules,
    /// `events.yaml`.
    Events,
    /// `ledger.yaml`.
    Ledger,
    /// `disclosure.yaml`.
    Disclosure,
    /// `notice-check.yaml`.
    NoticeCheck,
    /// `reports.yaml`.
    Reports,
    /// `tasks.yaml`.
    Tasks,
    /// `calendar/`.
    Calendar,
    /// `timetable.yaml`.
    Timetable,
    /// `scenarios/`.
    Scenarios,
    /// `readiness/`.
    Readiness,
}

impl Folder {
    fn of(path: &str) -> Option<Self> {
        let name = path.strip_suffix(".yaml")?;
        let direct = |inside: &str| !inside.is_empty() && !inside.contains('/');
        match name.split_once('/') {
            None if name == "pack" => Some(Self::About),
            None if name == "provisions" => Some(Self::Provisions),
            None if name == "events" => Some(Self::Events),
            None if name == "ledger" => Some(Self::Ledger),
            None if name == "disclosure" => Some(Self::Disclosure),
            None if name == "notice-check" => Some(Self::NoticeCheck),
            None if name == "reports" => Some(Self::Reports),
            None if name == "tasks" => Some(Self::Tasks),
            None if name == "timetable" => Some(Self::Timetable),
            Some(("calendar", inside)) if direct(inside) => Some(Self::Calendar),
            Some(("scenarios", inside)) if !inside.is_empty() => Some(Self::Scenarios),
            Some(("parameters", inside)) if direct(inside) => Some(Self::Parameters),
            Some(("decisions", inside)) if direct(inside) => Some(Self::Decisions),
            Some(("questions", inside)) if direct(inside) => Some(Self::Questions),
            Some(("regulations", inside)) if direct(inside) => Some(Self::Regulations),
            Some(("schedules", inside)) if direct(inside) => Some(Self::Schedules),
            Some(("readiness", inside)) if direct(inside) => Some(Self::Readiness),
            _ => None,
        }
    }
}

/// A file of the pack, read into a tree.
#[derive(Debug)]
pub(crate) struct File {
    /// Its path from the pack's root.
    pub path: String,
    /// What it holds.
    pub folder: Folder,
    /// Its content.
    pub root: Node,
}

impl File {
    /// Returns the name of the file without folder and ending.
    pub fn stem(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        name.strip_suffix(".yaml").unwrap_or(name)
    }

    /// Begins to read the content.
    pub fn cursor<'a>(&'a self, findings: &'a Findings) -> Cursor<'a> {
        Cursor::root(&self.root, self.source(findings))
    }

    /// Returns the file's name with the place where faults are noted.
    pub fn source<'a>(&'a self, findings: &'a Findings) -> Source<'a> {
        Source { file: &self.path, findings }
    }

    /// Answers whether part of the file could not be read.
    pub fn has_gaps(&self) -> bool {
        gaps(&self.root)
    }
}

fn gaps(node: &Node) -> bool {
    match &node.value {
        Value::Unreadable | Value::List(_, Extent::CutShort) | Value::Map(_, Extent::CutShort) => true,
        Value::List(items, _) => items.iter().any(gaps),
        Value::Map(entries, _) => entries.iter().any(|(_, node)| gaps(node)),
        Value::Scalar(_) => false,
    }
}

/// Reads every file of a pack into a tree, noting those that do not belong and those that cannot be read.
pub(crate) fn read_all(files: &PackFiles, findings: &Findings) -> Vec<File> {
    files.iter().filter_map(|(path, bytes)| read(path, bytes, findings)).collect()
}

fn read(path: &str, bytes: &[u8], findings: &Findings) -> Option<File> {
    if path == "README.md" || path.ends_with("/README.md") {
        return None;
    }
    let Some(folder) = Folder::of(path) else {
        let hint = "a pack has pack.yaml, provisions.yaml, events.yaml, timetable.yaml, ledger.yaml, disclosure.yaml, notice-check.yaml, reports.yaml, tasks.yaml and the folders parameters, decisions, questions, regulations, \
                    schedules, calendar, readiness and scenarios; every file ends in .yaml";
        findings.error(path, Place::default(), "this file is not part of a pack", hint);
        return None;
    };
    let root = tree(bytes, Source { file: path, findings });
    Some(File { path: path.to_owned(), folder, root })
}

fn tree(bytes: &[u8], source: Source<'_>) -> Node {
    let nothing = Node { at: Place::default(), value: Value::Unreadable };
    if bytes.len() > FILE_LIMIT {
        let message = format!("the file holds {} bytes; the limit is {FILE_LIMIT}", bytes.len());
        source.error(Place::default(), message, "split the file");
        return nothing;
    }
    match source.text(bytes) {
        Some(text) if text.trim().is_empty() => {
            source.error(Place::default(), "the file is empty", "fill it in or remove it");
            nothing
        }
        Some(text) => yaml::read(text, source),
        None => nothing,
    }
}
