//! Parts become blocks: a caption joins the table after it, a title makes a quotation a callout.

use super::Part;
use crate::document::{Block, Inline, Picture, Table};
use crate::error::StructureFault;

/// Assembles the blocks of a document, of a list item or of a quotation.
pub fn blocks(parts: impl Iterator<Item = Part>) -> Result<Vec<Block>, StructureFault> {
    let mut blocks = Vec::new();
    let (mut caption, mut picture) = (None, None);
    for part in parts {
        match (part, caption.take()) {
            (Part::Picture(kind), None) if picture.is_none() => picture = Some(kind),
            (Part::Caption { content, row_headers }, None) => caption = Some((content, row_headers)),
            (Part::Block(Block::Table(table)), found) => blocks.push(captioned(table, found, picture.take())?),
            (Part::Block(block), None) if picture.is_none() => blocks.push(block),
            (Part::Title(_), _) => return Err(StructureFault::Title),
            (Part::CalloutTitle(_), _) => return Err(StructureFault::Convention("psr:callout".to_owned())),
            (Part::Picture(_) | Part::Block(_), None) => {
                return Err(StructureFault::Convention("psr:picture".to_owned()));
            }
            (_, Some(_)) => return Err(StructureFault::Convention("psr:caption".to_owned())),
        }
    }
    match (caption, picture) {
        (Some(_), _) => Err(StructureFault::Convention("psr:caption".to_owned())),
        (None, Some(_)) => Err(StructureFault::Convention("psr:picture".to_owned())),
        (None, None) => Ok(blocks),
    }
}

/// Assembles a quotation, which is a callout if it begins with the title of one.
pub fn quotation(parts: Vec<Part>) -> Result<Block, StructureFault> {
    let mut parts = parts.into_iter().peekable();
    match parts.next_if(|part| matches!(part, Part::CalloutTitle(_))) {
        Some(Part::CalloutTitle(title)) => Ok(Block::Callout { title, blocks: blocks(parts)? }),
        _ => blocks(parts).map(Block::Quotation),
    }
}

fn captioned(
    table: Table,
    caption: Option<(Vec<Inline>, bool)>,
    picture: Option<Picture>,
) -> Result<Block, StructureFault> {
    let (caption, row_headers) = caption.ok_or(StructureFault::NoCaption)?;
    Ok(Block::Table(Table { caption, row_headers, picture, ..table }))
}
