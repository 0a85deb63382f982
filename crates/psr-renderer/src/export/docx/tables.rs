//! Tables: a caption that stays with them, a header row on every page, and columns that fit the text.

use super::TEXT_WIDTH;
use super::paragraph::Place;
use super::widths::widths;
use super::writer::{Face, Writer};
use crate::document::text::of_inlines;
use crate::document::{Alignment, Cell, Table};
use crate::figure;

impl Writer<'_> {
    /// Writes a table, with its picture before it where there is one.
    pub fn table(&mut self, table: &Table, place: Place) {
        self.figure(table, place);
        self.open_styled("Caption", place.indent);
        self.inlines(&table.caption, Face::default());
        self.close();
        let widths = widths(table, TEXT_WIDTH - place.indent);
        if widths.is_empty() {
            return;
        }
        self.properties(table, place.indent, &widths);
        self.row(table, &table.header, &widths, true);
        table.rows.iter().for_each(|row| self.row(table, row, &widths, false));
        self.xml.raw("</w:tbl>");
        self.needs_space = true;
    }

    fn figure(&mut self, table: &Table, place: Place) {
        let Some(figure) = figure::of(table) else { return };
        let Some(png) = (self.rasterise)(&figure) else { return };
        self.open(place, true);
        self.pictures.figure(&figure, &png, &mut self.relations, &mut self.xml);
        self.close();
    }

    fn properties(&mut self, table: &Table, indent: u32, widths: &[u32]) {
        let (total, first_column) = (widths.iter().sum::<u32>(), u8::from(table.row_headers));
        self.xml.mark(format_args!("<w:tbl><w:tblPr><w:tblStyle w:val=\"RecordTable\"/><w:tblW w:w=\"{total}\" w:type=\"dxa\"/><w:tblInd w:w=\"{indent}\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/><w:tblLook w:val=\"{}\" w:firstRow=\"1\" w:lastRow=\"0\" w:firstColumn=\"{first_column}\" w:lastColumn=\"0\" w:noHBand=\"1\" w:noVBand=\"1\"/><w:tblCaption w:val=\"", if table.row_headers { "06A0" } else { "0620" }));
        self.xml.text(&of_inlines(&table.caption));
        self.xml.raw("\"/><w:tblDescription w:val=\"");
        self.xml.text(&description(table));
        self.xml.raw("\"/></w:tblPr><w:tblGrid>");
        widths.iter().for_each(|width| self.xml.mark(format_args!("<w:gridCol w:w=\"{width}\"/>")));
        self.xml.raw("</w:tblGrid>");
    }

    fn row(&mut self, table: &Table, cells: &[Cell], widths: &[u32], header: bool) {
        self.xml.raw("<w:tr><w:trPr><w:cantSplit/>");
        self.xml.raw(if header { "<w:tblHeader/></w:trPr>" } else { "</w:trPr>" });
        for (index, width) in widths.iter().enumerate() {
            let heading = header || index == 0 && table.row_headers;
            // Sums in the last column stand flush with the text.
            let flush = index + 1 == widths.len() && table.alignments.get(index) == Some(&Alignment::End);
            let margin = if flush { "<w:tcMar><w:right w:w=\"0\" w:type=\"dxa\"/></w:tcMar>" } else { "" };
            self.xml.mark(format_args!("<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{margin}</w:tcPr>"));
            self.cell(cells.get(index).map_or(&[], Vec::as_slice), heading, table.alignments.get(index));
            self.xml.raw("</w:tc>");
        }
        self.xml.raw("</w:tr>");
    }

    fn cell(&mut self, cell: &[crate::document::Inline], heading: bool, alignment: Option<&Alignment>) {
        let style = if heading { "TableHeading" } else { "TableText" };
        self.follows_reference = false;
        self.xml.mark(format_args!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>"));
        self.xml.raw(match alignment {
            Some(Alignment::End) => "<w:jc w:val=\"right\"/>",
            Some(Alignment::Centre) => "<w:jc w:val=\"center\"/>",
            _ => "",
        });
        self.xml.raw("</w:pPr>");
        self.inlines(cell, Face::default());
        self.close();
    }
}

/// Says what a table holds, for those who do not see it.
fn description(table: &Table) -> String {
    let columns: Vec<String> = table.header.iter().map(|cell| of_inlines(cell)).collect();
    format!("Rows: {}. Columns: {}.", table.rows.len(), columns.join("; "))
}
