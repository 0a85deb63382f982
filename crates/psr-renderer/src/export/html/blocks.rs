//! The blocks of a page.

use std::collections::BTreeSet;

use super::writer::Writer;
use crate::document::{Alignment, Block, Cell, Inline, Table};
use crate::figure;

/// From how many columns on a table may be wider than a narrow screen and scrolls by itself.
const WIDE: usize = 4;

impl Writer {
    /// Writes blocks.
    pub fn blocks(&mut self, blocks: &[Block]) {
        blocks.iter().for_each(|block| self.block(block));
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading { level, content } => self.heading(*level, content),
            Block::Paragraph(content) => self.line("p", content),
            Block::List { first, items } => self.list(*first, items),
            Block::Table(table) => self.table(table),
            Block::Quotation(blocks) => self.around("<blockquote>\n", blocks, "</blockquote>\n"),
            Block::Callout { title, blocks } => self.callout(title, blocks),
        }
    }

    fn line(&mut self, name: &str, content: &[Inline]) {
        self.element(name, content);
        self.raw("\n");
    }

    fn heading(&mut self, level: u8, content: &[Inline]) {
        let name = self.heading_name(level);
        if level > 2 {
            return self.line(&name, content);
        }
        self.sections += 1;
        self.raw(&format!("<{name} id=\"section-{}\">", self.sections));
        self.inlines(content);
        self.raw(&format!("</{name}>\n"));
    }

    fn list(&mut self, first: Option<u64>, items: &[Vec<Block>]) {
        let (open, close) = match first {
            None => ("<ul>\n".to_owned(), "</ul>\n"),
            Some(1) => ("<ol>\n".to_owned(), "</ol>\n"),
            Some(number) => (format!("<ol start=\"{number}\">\n"), "</ol>\n"),
        };
        self.raw(&open);
        items.iter().for_each(|item| self.item(item));
        self.raw(close);
    }

    /// An item's first paragraph stands in the item itself, as a line of the list.
    fn item(&mut self, blocks: &[Block]) {
        self.raw("<li>");
        match blocks {
            [Block::Paragraph(content), rest @ ..] => {
                self.inlines(content);
                self.blocks(rest);
            }
            other => self.blocks(other),
        }
        self.raw("</li>\n");
    }

    fn callout(&mut self, title: &[Inline], blocks: &[Block]) {
        let class = self.class("callout");
        self.raw(&format!("<div class=\"{class}\" role=\"note\">\n<p class=\"callout-title\">"));
        self.element("strong", title);
        self.around("</p>\n", blocks, "</div>\n");
    }

    fn around(&mut self, open: &str, blocks: &[Block], close: &str) {
        self.raw(open);
        self.blocks(blocks);
        self.raw(close);
    }

    fn table(&mut self, table: &Table) {
        self.tables += 1;
        if let Some(figure) = figure::of(table) {
            let svg = if self.is_on_the_site() { figure.flexible() } else { figure.svg };
            self.raw(&format!("<figure>\n{svg}\n</figure>\n"));
        }
        let (number, wide) = (self.tables, table.header.len() >= WIDE || self.is_on_the_site());
        if wide {
            // A region that scrolls must be reachable by keyboard and have a name.
            let scrolls = self.class("scrolls");
            self.raw(&format!(
                "<div class=\"{scrolls}\" role=\"region\" aria-labelledby=\"table-{number}\" tabindex=\"0\">\n"
            ));
        }
        self.raw(&format!("<table>\n<caption id=\"table-{number}\">"));
        self.inlines(&table.caption);
        self.raw("</caption>\n<thead>\n");
        self.row(table, &table.header, true);
        self.raw("</thead>\n<tbody>\n");
        table.rows.iter().for_each(|row| self.row(table, row, false));
        self.raw("</tbody>\n</table>\n");
        if wide {
            self.raw("</div>\n");
        }
    }

    fn row(&mut self, table: &Table, cells: &[Cell], header: bool) {
        self.raw("<tr>");
        for (index, cell) in cells.iter().enumerate() {
            let (name, scope) = match (header, index) {
                (true, _) => ("th", " scope=\"col\""),
                (false, 0) if table.row_headers => ("th", " scope=\"row\""),
                _ => ("td", ""),
            };
            let class = match table.alignments.get(index) {
                Some(Alignment::End) => format!(" class=\"{}\"", self.class("end")),
                Some(Alignment::Centre) => " class=\"centre\"".to_owned(),
                _ => String::new(),
            };
            self.raw(&format!("<{name}{scope}{class}>"));
            self.inlines(cell);
            self.raw(&format!("</{name}>"));
        }
        self.raw("</tr>\n");
    }
}

/// Finds the entries that a document sets out.
pub fn find_entries(blocks: &[Block], entries: &mut BTreeSet<u64>) {
    for block in blocks {
        match block {
            Block::Heading { content, .. } | Block::Paragraph(content) => find_in_line(content, entries),
            Block::List { items, .. } => items.iter().for_each(|item| find_entries(item, entries)),
            Block::Quotation(blocks) | Block::Callout { blocks, .. } => find_entries(blocks, entries),
            Block::Table(table) => table.rows.iter().flatten().for_each(|cell| find_in_line(cell, entries)),
        }
    }
}

fn find_in_line(inlines: &[Inline], entries: &mut BTreeSet<u64>) {
    for inline in inlines {
        match inline {
            Inline::Entry(position) => {
                entries.insert(*position);
            }
            Inline::Strong(content) | Inline::Emphasis(content) | Inline::Link { content, .. } => {
                find_in_line(content, entries)
            }
            _ => {}
        }
    }
}
