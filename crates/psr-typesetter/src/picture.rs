//! A picture in SVG, drawn with the same fonts: as a picture in PNG, or as one whose words are shapes.

use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::{Options, Tree, WriteOptions, fontdb};

use crate::error::TypesetError;
use crate::fonts::{FAMILY, FILES};

/// The largest side of a picture, in pixels.
const LARGEST: f32 = 16_384.0;

static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    FILES.iter().for_each(|file| fonts.load_font_data(file.clone()));
    fonts.set_sans_serif_family(FAMILY);
    Arc::new(fonts)
});

/// Draws an SVG picture as a PNG on white, so many times as large as it says it is.
///
/// # Errors
/// When it is no SVG picture, or too large to be drawn.
pub fn png(svg: &str, scale: f32) -> Result<Vec<u8>, TypesetError> {
    let tree = read(svg)?;
    let side = |length: f32| scaled(length, scale).ok_or_else(|| refused(&"it is too large, or has no size"));
    let size = (side(tree.size().width())?, side(tree.size().height())?);
    let mut pixels = Pixmap::new(size.0, size.1).ok_or_else(|| refused(&"it has no size"))?;
    pixels.fill(Color::WHITE);
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| refused(&error))
}

/// Returns an SVG picture whose words are shapes.
///
/// In a PDF that everybody can read each shape of a letter must stand for characters, which letters that are put together from several shapes do not. A picture has
/// words of its own for those who do not see it, and so loses nothing.
///
/// # Errors
/// When it is no SVG picture.
pub fn outlined(svg: &str) -> Result<String, TypesetError> {
    Ok(read(svg)?.to_string(&WriteOptions { preserve_text: false, ..WriteOptions::default() }))
}

fn read(svg: &str) -> Result<Tree, TypesetError> {
    let options = Options { fontdb: FONTS.clone(), font_family: FAMILY.to_owned(), ..Options::default() };
    Tree::from_str(svg, &options).map_err(|error| refused(&error))
}

fn refused(why: &dyn std::fmt::Display) -> TypesetError {
    TypesetError::NotDrawn(why.to_string())
}

#[allow(clippy::float_arithmetic, reason = "a length in pixels is no sum of money")]
fn scaled(length: f32, scale: f32) -> Option<u32> {
    let pixels = (length * scale).ceil();
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it was just seen to be small and positive"
    )]
    (1.0..=LARGEST).contains(&pixels).then_some(pixels as u32)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    const SVG: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='40' height='20'><text x='2' y='15' font-family='Arial, sans-serif'>Ag</text></svg>";

    #[test]
    fn a_picture_is_drawn_at_its_scale_with_its_words() {
        let drawn = Pixmap::decode_png(&png(SVG, 2.0).unwrap()).unwrap();
        assert_eq!((drawn.width(), drawn.height()), (80, 40));
        assert!(drawn.pixels().iter().any(|pixel| pixel.red() < 128), "its words are drawn");
        assert_eq!(png(SVG, 2.0).unwrap(), png(SVG, 2.0).unwrap());
    }

    #[test]
    fn words_become_shapes() {
        let outlined = outlined(SVG).unwrap();
        assert!(outlined.contains("<path") && !outlined.contains("<text"), "{outlined}");
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        for (svg, scale) in [("<p>", 1.0), ("", 1.0), (SVG, 0.0), (SVG, -1.0), (SVG, f32::NAN), (SVG, 1e9)] {
            assert!(matches!(png(svg, scale), Err(TypesetError::NotDrawn(_))), "{svg} {scale}");
        }
    }
}
