//! A document as somebody who knows Typst would write it by hand: the same pages, in its own markup.

use std::fmt::Write;

use psr_renderer::document::notes::{Notes, entries_in_words};
use psr_renderer::document::text::of_inlines;
use psr_renderer::document::{Alignment, Block, Document, Inline, Table};
use psr_renderer::figure;

/// Page, letters and headings, as our own layout has them.
const HEAD: &str = r##"
#set page(paper: "a4", margin: (x: 22mm, top: 24mm, bottom: 24mm),
  header: context if here().page() > 1 { text(size: 8.5pt)[#document.title] },
  footer: [#set text(size: 8.5pt); #h(1fr) Page #context counter(page).display("1 of 1", both: true)])
#set text(font: "Liberation Sans", size: 10.5pt, lang: "en", region: "GB", fallback: false)
#set par(leading: 0.68em, spacing: 1.1em)
#set list(marker: ([•], [–]))
#set super(typographic: false, size: 0.65em)
#show heading.where(level: 1): set text(size: 15pt)
#show heading.where(level: 2): set text(size: 12pt)
#show quote.where(block: true): it => block(stroke: (left: 2pt + gray), inset: (left: 12pt, y: 2pt), width: 100%, it.body)
#show figure: set block(breakable: true)
#show figure: set align(start)
#set figure.caption(position: top)
#show figure.caption: it => block(sticky: true, width: 100%, align(start, strong(it.body)))
#set table(stroke: (x, y) => (bottom: 0.6pt + gray), inset: 5pt)
#show table: set text(size: 9.5pt, hyphenate: true)
#let note(number) = super(link(label("note-" + str(number)), str(number)))
#let pages(number) = context {
  let pages = query(link.where(dest: label("note-" + str(number)))).map(it => it.location().page()).dedup()
  [ (#if pages.len() == 1 [page ] else [pages ]#pages.map(str).join(", "))]
}
#title()
#outline(title: [Contents], depth: 1)
"##;

/// Writes a document as markup.
pub fn markup(document: &Document) -> String {
    let notes = Notes::of(document);
    let mut text = format!("#set document(title: [{}])\n{HEAD}", escaped(&of_inlines(&document.title)));
    blocks(&document.blocks, &notes, &mut text);
    text.push_str("= Notes\nEach note gives what the words it is attached to rest on: provisions of the law, and entries of the record.\n\n");
    for (number, note) in (1..).zip(notes.iter()) {
        let words = [note.provisions.join(", "), entries_in_words(&note.entries)].join("; ");
        writeln!(text, "+ {} #pages({number}) <note-{number}>", escaped(&words)).unwrap();
    }
    text
}

fn blocks(list: &[Block], notes: &Notes, text: &mut String) {
    list.iter().for_each(|item| block(item, notes, text));
}

fn block(block: &Block, notes: &Notes, text: &mut String) {
    match block {
        Block::Heading { level, content } => {
            write!(text, "{} {}\n\n", "=".repeat(usize::from(*level) - 1), inlines(content, notes)).unwrap();
        }
        Block::Paragraph(content) => write!(text, "{}\n\n", inlines(content, notes)).unwrap(),
        Block::List { first, items } => {
            text.push_str(if first.is_some() { "#enum(" } else { "#list(" });
            for item in items {
                text.push('[');
                blocks(item, notes, text);
                text.push_str("], ");
            }
            text.push_str(")\n\n");
        }
        Block::Quotation(inside) => around("#quote(block: true)[", inside, notes, text),
        Block::Callout { title, blocks } => {
            let open = format!(
                "#block(stroke: (left: 3pt), inset: (left: 12pt, y: 4pt), width: 100%)[*{}*\n\n",
                inlines(title, notes)
            );
            around(&open, blocks, notes, text);
        }
        Block::Table(inside) => table(inside, notes, text),
    }
}

fn around(open: &str, inside: &[Block], notes: &Notes, text: &mut String) {
    text.push_str(open);
    blocks(inside, notes, text);
    text.push_str("]\n\n");
}

fn table(table: &Table, notes: &Notes, text: &mut String) {
    if let Some(figure) = figure::of(table) {
        writeln!(text, "#image(bytes({:?}), format: \"svg\", alt: {:?})", figure.svg, figure.alt).unwrap();
    }
    let align = table.alignments.iter().map(|side| match side {
        Alignment::Start => "start",
        Alignment::Centre => "center",
        Alignment::End => "end",
    });
    let align: Vec<&str> = align.collect();
    let columns = "1fr, ".repeat(table.header.len());
    write!(text, "#figure(caption: [{}], kind: table, supplement: none, numbering: none, table(columns: ({columns}), align: ({},),\n table.header(", inlines(&table.caption, notes), align.join(", ")).unwrap();
    table.header.iter().for_each(|cell| write!(text, "[*{}*], ", inlines(cell, notes)).unwrap());
    text.push_str("),\n");
    table.rows.iter().flatten().for_each(|cell| write!(text, "[{}], ", inlines(cell, notes)).unwrap());
    text.push_str("))\n\n");
}

fn inlines(list: &[Inline], notes: &Notes) -> String {
    list.iter().map(|item| inline(item, notes)).collect()
}

fn inline(inline: &Inline, notes: &Notes) -> String {
    match inline {
        Inline::Text(text) => escaped(text),
        Inline::Strong(content) => format!("#strong[{}]", inlines(content, notes)),
        Inline::Emphasis(content) => format!("#emph[{}]", inlines(content, notes)),
        Inline::Link { to, content } => format!("#link({to:?})[{}]", inlines(content, notes)),
        Inline::Ground(grounds) => notes.number(grounds).map(|number| format!("#note({number})")).unwrap_or_default(),
        Inline::Entry(position) => position.to_string(),
        Inline::Connective | Inline::Stretch => String::new(),
        Inline::Break => "\\\n".to_owned(),
    }
}

fn escaped(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut escaped, character| {
        if character.is_ascii_punctuation() {
            escaped.push('\\');
        }
        escaped.push(character);
        escaped
    })
}
