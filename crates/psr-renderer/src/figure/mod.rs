//! Pictures of what a table holds, as SVG.
//!
//! A picture shows nothing that the table after it does not say: it is drawn from the table's own cells, so that the two cannot differ, and its words for
//! those who do not see it lead to the table. It has no colours that a reader must tell apart: series differ by their fill and stand in one order.

mod bars;
pub mod code;
mod svg;
mod timeline;

use chrono::NaiveDate;

use crate::document::text::of_inlines;
use crate::document::{Picture, Table};

/// A picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// The picture: a whole SVG document, without styles or scripts.
    pub svg: String,
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
    /// What it shows, for those who do not see it.
    pub alt: String,
}

/// Draws the picture of a table that is to have one; none where its cells hold nothing that can be drawn.
pub fn of(table: &Table) -> Option<Figure> {
    let rows: Vec<Vec<String>> =
        table.rows.iter().map(|row| row.iter().map(|cell| of_inlines(cell)).collect()).collect();
    let header: Vec<String> = table.header.iter().map(|cell| of_inlines(cell)).collect();
    let (drawn, kind) = match table.picture? {
        Picture::Bars => (bars::draw(&header, &rows)?, "Bar chart"),
        Picture::Timeline => (timeline::draw(&rows)?, "Line of time"),
    };
    let alt =
        format!("{kind}: {}. The table after it holds the same.", of_inlines(&table.caption).trim_end_matches('.'));
    Some(Figure { svg: drawn.document(&alt), width: drawn.width, height: drawn.height, alt })
}

impl Figure {
    /// Returns the picture so that it is as wide as where it stands.
    pub fn flexible(&self) -> String {
        let fixed = format!(" width=\"{}\" height=\"{}\"", self.width, self.height);
        self.svg.replacen(&fixed, " width=\"100%\"", 1)
    }
}

/// Draws a line of time of what happened: what, and on which day. None where nothing did.
pub fn timeline(about: &str, happened: &[(String, NaiveDate)]) -> Option<Figure> {
    let row = |(what, on): &(String, NaiveDate)| vec![what.clone(), on.format("%-d %B %Y").to_string()];
    let drawn = timeline::draw(&happened.iter().map(row).collect::<Vec<_>>())?;
    let alt = format!("Line of time: {}. The table after it holds the same.", about.trim_end_matches('.'));
    Some(Figure { svg: drawn.document(&alt), width: drawn.width, height: drawn.height, alt })
}

/// Draws numbers as bars: the names of the columns, the first of them that of the rows; and each row with its numbers. None where there is no number.
pub fn bars(about: &str, header: &[&str], rows: &[(String, Vec<usize>)]) -> Option<Figure> {
    let header: Vec<String> = header.iter().map(|name| (*name).to_owned()).collect();
    let row = |(name, numbers): &(String, Vec<usize>)| {
        std::iter::once(name.clone()).chain(numbers.iter().map(ToString::to_string)).collect()
    };
    let drawn = bars::draw(&header, &rows.iter().map(row).collect::<Vec<Vec<String>>>())?;
    let alt = format!("Bar chart: {}. The table after it holds the same.", about.trim_end_matches('.'));
    Some(Figure { svg: drawn.document(&alt), width: drawn.width, height: drawn.height, alt })
}

#[cfg(test)]
mod tests;
