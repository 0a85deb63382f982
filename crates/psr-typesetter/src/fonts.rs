//! The fonts: Liberation Sans in four styles, inside the program.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use typst_library::foundations::Bytes;
use typst_library::text::{Font, FontBook};
use typst_utils::LazyHash;

/// The name of the family.
pub(crate) const FAMILY: &str = "Liberation Sans";

/// The styles, in the order in which they are asked for.
const STYLES: [&str; 4] = ["Regular", "Bold", "Italic", "BoldItalic"];

/// The files of the fonts, in the order of their styles.
pub(crate) static FILES: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let mut files = psr_inside::files(include_bytes!(concat!(env!("OUT_DIR"), "/fonts.zip")));
    STYLES.iter().filter_map(|style| files.remove(&format!("LiberationSans-{style}.ttf"))).collect()
});

/// The fonts, in the order of their files.
pub(crate) static FONTS: LazyLock<Vec<Font>> =
    LazyLock::new(|| FILES.iter().flat_map(|file| Font::iter(Bytes::new(file.as_slice()))).collect());

/// What the fonts are called and which characters they have.
pub(crate) static BOOK: LazyLock<LazyHash<FontBook>> =
    LazyLock::new(|| LazyHash::new(FontBook::from_fonts(FONTS.iter())));

/// Every character that all of the fonts have.
static COVERED: LazyLock<BTreeSet<char>> = LazyLock::new(|| {
    let of = |font: &Font| font.info().coverage.iter().filter_map(char::from_u32).collect::<BTreeSet<char>>();
    let common = FONTS.iter().map(of).reduce(|all, one| all.intersection(&one).copied().collect());
    common.unwrap_or_default().into_iter().filter(|character| is_printed(*character)).collect()
});

/// Answers whether a character can be printed in every style.
pub fn covers(character: char) -> bool {
    matches!(character, ' '..='~') || COVERED.contains(&character)
}

/// Characters that fonts list and that are still not to be set as text: controls, marks of direction and joining without a shape, and what a private agreement
/// would have to explain.
fn is_printed(character: char) -> bool {
    let unseen =
        matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}');
    let private = matches!(character, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..);
    let marks = matches!(character, '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff0}'..='\u{ffff}');
    !(character.is_control() || unseen || private || marks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fonts_have_what_british_documents_need_and_no_pictures() {
        assert_eq!(FONTS.len(), 4);
        assert!("Aé£€–—‘’“”…•→·½²ΩЖש ".chars().all(covers));
        assert!(!['😀', '日', 'ع', '\u{202e}', '\u{200b}', '\u{7}', '\u{e000}', '\u{ad}'].into_iter().any(covers));
    }
}
