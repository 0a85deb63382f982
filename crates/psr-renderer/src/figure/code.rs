//! QR codes: a text as a picture that a telephone reads, in a terminal and as SVG.

use std::fmt::Write;

use qrcode::{Color, EcLevel, QrCode};

/// How many light modules must surround the code.
const QUIET: usize = 4;

/// A code, with the light border it needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    dark: Vec<bool>,
    width: usize,
}

impl Code {
    /// Makes the code of a text; nothing when the text is too long for one.
    pub fn of(text: &str) -> Option<Code> {
        let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
        let dark = code.to_colors().into_iter().map(|color| color == Color::Dark).collect();
        Some(Code { dark, width: code.width() })
    }

    /// Returns how many modules the code is wide and high, its border included.
    pub fn side(&self) -> usize {
        self.width + 2 * QUIET
    }

    fn is_dark(&self, column: usize, row: usize) -> bool {
        let inside = |at: usize| at.checked_sub(QUIET).filter(|at| *at < self.width);
        let place = inside(row).zip(inside(column)).map(|(row, column)| row * self.width + column);
        place.and_then(|place| self.dark.get(place)).copied().unwrap_or(false)
    }

    /// Draws the code with half blocks, two rows to a line. In colour it is black on white whatever the terminal's own colours are;
    /// without, it is as dark as the text, and reads from paper.
    pub fn to_blocks(&self, colour: bool) -> String {
        let block = |(above, below)| match (above, below) {
            (true, true) => '\u{2588}',
            (true, false) => '\u{2580}',
            (false, true) => '\u{2584}',
            (false, false) => ' ',
        };
        let line = |row: usize| -> String {
            let pair = |column| (self.is_dark(column, row), self.is_dark(column, row + 1));
            let blocks: String = (0..self.side()).map(pair).map(block).collect();
            if colour { format!("\u{1b}[30;107m{blocks}\u{1b}[0m\n") } else { format!("{}\n", blocks.trim_end()) }
        };
        (0..self.side()).step_by(2).map(line).collect()
    }

    /// Draws the code as SVG, with a title and a description for those who cannot see it.
    pub fn to_svg(&self, title: &str, description: &str) -> String {
        let side = self.side();
        let mut path = String::new();
        for row in 0..side {
            for column in (0..side).filter(|column| self.is_dark(*column, row)) {
                let _ = write!(path, "M{column} {row}h1v1h-1z");
            }
        }
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" width=\"{0}\" height=\"{0}\" role=\"img\" \
             aria-labelledby=\"title description\" shape-rendering=\"crispEdges\">\n<title id=\"title\">{1}</title>\n\
             <desc id=\"description\">{2}</desc>\n<rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/>\n\
             <path fill=\"#000\" d=\"{path}\"/>\n</svg>\n",
            side * 4,
            escaped(title),
            escaped(description),
        )
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_surrounded_by_light() {
        let code = Code::of("hello").unwrap_or_else(|| unreachable!("a short text has a code"));
        assert_eq!(code.side(), 21 + 8);
        let blocks = code.to_blocks(false);
        assert_eq!(blocks.lines().count(), 15);
        assert!(blocks.lines().take(2).all(str::is_empty), "{blocks}");
        assert!(blocks.lines().nth(2).is_some_and(|line| line.starts_with("    \u{2588}\u{2580}\u{2580}")), "{blocks}");
        assert_eq!(Code::of(&"x".repeat(4000)), None);
    }

    #[test]
    fn a_picture_says_what_it_is_and_takes_no_markup() {
        let svg = Code::of("hello").map(|code| code.to_svg("a <b> & c", "d")).unwrap_or_default();
        assert!(svg.contains("<title id=\"title\">a &lt;b&gt; &amp; c</title>") && svg.contains("role=\"img\""));
    }
}
