//! Pictures: the logo, and the figures of tables with the PNG that stands for them.

use super::TEXT_WIDTH;
use super::package::Part;
use super::relations::Relations;
use super::xml::Xml;
use crate::figure::Figure;
use crate::look::Logo;

/// How many of a drawing's units make one pixel: 914,400 to the inch, and 96 pixels.
const PIXEL: u64 = 9_525;
/// How large a figure may be: as wide as the text, and half a page high.
const FIGURE: (u64, u64) = (TEXT_WIDTH as u64 * 635, 4_500_000);
/// How large a logo may be: 7 by 2.2 centimetres.
const LOGO: (u64, u64) = (2_520_000, 792_000);
/// Where the drawn picture is named, for those who can show it.
const DRAWN: &str = "<a:extLst><a:ext uri=\"{96DAC541-7B7A-43D3-8B79-37D633B846F1}\"><asvg:svgBlip xmlns:asvg=\"http://schemas.microsoft.com/office/drawing/2016/SVG/main\" r:embed=\"";

/// Turns a figure into a PNG picture; none where it cannot be done, so that its table stands alone.
pub type Rasteriser = fn(&Figure) -> Option<Vec<u8>>;

/// Turns a figure into a PNG picture, twice as large as it is shown.
#[cfg(feature = "pdf")]
pub fn png(figure: &Figure) -> Option<Vec<u8>> {
    psr_typesetter::png(&figure.svg, 2.0).ok()
}

/// Turns a figure into a PNG picture, which a program without the typesetter cannot.
#[cfg(not(feature = "pdf"))]
pub fn png(_figure: &Figure) -> Option<Vec<u8>> {
    None
}

/// The pictures of one document.
#[derive(Debug, Default)]
pub struct Pictures {
    /// How many have been placed.
    count: usize,
    /// Their files.
    parts: Vec<Part>,
}

impl Pictures {
    /// Puts the logo into a paragraph.
    pub fn logo(&mut self, logo: &Logo, relations: &mut Relations, xml: &mut Xml) {
        let png = self.keep("png", &logo.png, relations);
        self.place((&png, None), &logo.alt, fitted((logo.width, logo.height), LOGO), xml);
    }

    /// Puts a figure into a paragraph: as it is drawn, and as a PNG picture for those who cannot show that.
    pub fn figure(&mut self, figure: &Figure, png: &[u8], relations: &mut Relations, xml: &mut Xml) {
        let png = self.keep("png", png, relations);
        let svg = self.keep("svg", figure.svg.as_bytes(), relations);
        self.place((&png, Some(&svg)), &figure.alt, fitted((figure.width, figure.height), FIGURE), xml);
    }

    /// Returns the files.
    pub fn parts(self) -> Vec<Part> {
        self.parts
    }

    /// Keeps a file and returns the relation to it.
    fn keep(&mut self, ending: &str, bytes: &[u8], relations: &mut Relations) -> String {
        let name = format!("media/image{}.{ending}", self.parts.len() + 1);
        self.parts.push(Part { name: format!("word/{name}"), bytes: bytes.to_vec() });
        relations.image(name)
    }

    fn place(&mut self, (png, svg): (&str, Option<&str>), alt: &str, (width, height): (u64, u64), xml: &mut Xml) {
        self.count += 1;
        let number = self.count;
        xml.mark(format_args!("<w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"{width}\" cy=\"{height}\"/><wp:docPr id=\"{number}\" name=\"Picture {number}\" descr=\""));
        xml.text(alt);
        xml.mark(format_args!("\"/><wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect=\"1\"/></wp:cNvGraphicFramePr><a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic><pic:nvPicPr><pic:cNvPr id=\"{number}\" name=\"Picture {number}\"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed=\"{png}\">"));
        if let Some(svg) = svg {
            xml.raw(DRAWN);
            xml.mark(format_args!("{svg}\"/></a:ext></a:extLst>"));
        }
        xml.mark(format_args!("</a:blip><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"{width}\" cy=\"{height}\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"));
    }
}

/// Returns the size of a picture in a drawing's units, made smaller where it would not fit.
fn fitted((width, height): (u32, u32), (widest, highest): (u64, u64)) -> (u64, u64) {
    let (width, height) = (u64::from(width.max(1)) * PIXEL, u64::from(height.max(1)) * PIXEL);
    // What it would be by one measure, where the other is the greatest there may be.
    let share = |of: u64, by: u64, whole: u64| (u128::from(of) * u128::from(by) / u128::from(whole)).max(1) as u64;
    match (width <= widest && height <= highest, share(height, widest, width)) {
        (true, _) => (width, height),
        (false, lower) if lower <= highest => (widest, lower),
        (false, _) => (share(width, highest, height), highest),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_keeps_its_shape_and_fits() {
        assert_eq!(fitted((10, 20), LOGO), (95_250, 190_500));
        assert_eq!(fitted((1000, 100), LOGO), (2_520_000, 252_000));
        assert_eq!(fitted((1000, 1000), LOGO), (792_000, 792_000));
        assert_eq!(fitted((u32::MAX, 1), LOGO), (2_520_000, 1));
    }
}
