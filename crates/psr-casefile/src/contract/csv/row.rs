//! The rows of a table by the names of its columns, and typed values out of their cells.

use std::collections::BTreeMap;
use std::fmt;

use chrono::NaiveDate;
use psr_rules::money::Pence;

use super::cells::{Cell, split};

/// Something wrong in a table.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The line, from 1.
    pub line: usize,
    /// The character in that line, from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: String,
}

impl Fault {
    /// Notes what is wrong at a place.
    pub(super) fn new(line: usize, column: usize, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { line, column, message: message.into(), hint: hint.into() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}: {}", self.line, self.column, self.message, self.hint)
    }
}

/// The columns that a table may have.
pub(super) struct Columns {
    /// Those it must have.
    pub required: &'static [&'static str],
    /// Those it may have.
    pub optional: &'static [&'static str],
}

impl Columns {
    fn all(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.required.iter().chain(self.optional).copied()
    }
}

/// A row, from which the cells are taken one by one.
pub(crate) struct Row {
    /// The line it begins in.
    pub line: usize,
    cells: BTreeMap<&'static str, Cell>,
    faults: Vec<(String, Fault)>,
}

/// Reads a table whose first row names its columns.
pub(super) fn rows(text: &str, columns: &Columns, faults: &mut Vec<Fault>) -> Vec<Row> {
    let mut rows = split(text, faults).into_iter();
    let Some(heading) = rows.next() else {
        let hint = format!("begin it with the line {}", columns.all().collect::<Vec<_>>().join(","));
        faults.push(Fault::new(1, 1, "the table is empty", hint));
        return Vec::new();
    };
    let names = heading_names(&heading, columns, faults);
    rows.filter_map(|cells| row(cells, &names, faults)).collect()
}

/// Looks up the name in each cell of the heading.
fn heading_names(heading: &[Cell], columns: &Columns, faults: &mut Vec<Fault>) -> Vec<Option<&'static str>> {
    let known = || columns.all().collect::<Vec<_>>().join(", ");
    if let [only] = heading
        && only.text.contains([';', '\t'])
    {
        let hint = "save it again with commas between the cells";
        faults.push(Fault::new(only.line, only.column, "the cells are not separated by commas", hint));
        return vec![None];
    }
    let mut names: Vec<Option<&'static str>> = Vec::new();
    for cell in heading {
        let name = columns.all().find(|name| *name == cell.text.trim());
        let wrong = match name {
            None => Some((format!("there is no column `{}`", cell.text.trim()), format!("there are: {}", known()))),
            Some(name) if names.contains(&Some(name)) => {
                Some((format!("the column `{name}` stands here twice"), "keep one of them".to_owned()))
            }
            Some(_) => None,
        };
        faults.extend(wrong.map(|(message, hint)| Fault::new(cell.line, cell.column, message, hint)));
        names.push(name);
    }
    let missing = columns.required.iter().filter(|name| !names.contains(&Some(**name)));
    let message = |name: &&str| Fault::new(1, 1, format!("the column `{name}` is missing"), "add it to the first line");
    faults.extend(missing.map(message));
    names
}

fn row(cells: Vec<Cell>, names: &[Option<&'static str>], faults: &mut Vec<Fault>) -> Option<Row> {
    let line = cells.first()?.line;
    if cells.len() != names.len() && names != [None] {
        let message = format!("the row has {} cells, and the first line names {} columns", cells.len(), names.len());
        let hint = "put a cell that holds a comma in quotation marks, and leave empty cells empty between their commas";
        faults.push(Fault::new(line, 1, message, hint));
        return None;
    }
    let cells = names.iter().zip(cells).filter_map(|(name, cell)| Some(((*name)?, cell))).collect();
    Some(Row { line, cells, faults: Vec::new() })
}

impl Row {
    /// Returns the place of a cell; that of the row's beginning where it has no such cell.
    pub fn place(&self, name: &str) -> (usize, usize) {
        self.cells.get(name).map_or((self.line, 1), |cell| (cell.line, cell.column))
    }

    /// Notes what is wrong with a cell; one fault of a cell is enough, and what follows from it is left out.
    pub fn fault(&mut self, name: &str, message: impl fmt::Display, hint: impl Into<String>) {
        // A column that is missing altogether is noted once, in the first line.
        if !self.cells.contains_key(name) || self.faults.iter().any(|(faulty, _)| faulty == name) {
            return;
        }
        let (line, column) = self.place(name);
        self.faults.push((name.to_owned(), Fault::new(line, column, format!("`{name}`: {message}"), hint)));
    }

    /// Takes a cell as text; nothing where it is empty.
    pub fn maybe(&mut self, name: &str) -> Option<String> {
        let text = self.cells.get(name)?.text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// Takes a cell that may not be empty, as text.
    pub fn text(&mut self, name: &str) -> Option<String> {
        let text = self.maybe(name);
        if text.is_none() {
            self.fault(name, "it is empty", "fill it in");
        }
        text
    }

    /// Takes a cell as a civil date.
    pub fn date(&mut self, name: &str) -> Option<NaiveDate> {
        let text = self.maybe(name)?;
        match psr_rules::answer::date(&text) {
            Ok(date) => Some(date),
            Err(error) => {
                let hint = if text.contains(['/', '.', ' ']) {
                    "write year, month and day, such as 2021-04-01; in a spreadsheet, give the column that date format before saving".to_owned()
                } else {
                    error.hint()
                };
                self.fault(name, error.problem(), hint);
                None
            }
        }
    }

    /// Takes a cell as a sum in pounds.
    pub fn sum(&mut self, name: &str) -> Option<Pence> {
        let text = self.maybe(name)?;
        Pence::parse(&text).map_err(|error| self.fault(name, error.problem(), error.hint())).ok()
    }

    /// Takes a cell as yes or no; nothing where it is empty.
    pub fn yes_no(&mut self, name: &str) -> Option<bool> {
        let text = self.maybe(name)?;
        match text.as_str() {
            "yes" => Some(true),
            "no" => Some(false),
            _ => {
                self.fault(name, format!("`{text}` is neither yes nor no"), "write yes or no, in small letters");
                None
            }
        }
    }

    /// Returns the row's faults, once everything was taken from it.
    pub fn faults(&mut self) -> Vec<Fault> {
        std::mem::take(&mut self.faults).into_iter().map(|(_, fault)| fault).collect()
    }
}
