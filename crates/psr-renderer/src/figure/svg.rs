//! A picture as it grows: rectangles, lines, dots and words.

use std::fmt::Write;

use crate::document::text::printable;

/// The dark colour of marks.
pub const DARK: &str = "#005eb8";
/// The colour of words.
pub const INK: &str = "#212b32";

/// A picture as it grows.
#[derive(Debug, Clone)]
pub struct Drawing {
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
    marks: String,
}

/// Where words stand in relation to their place.
#[derive(Debug, Clone, Copy)]
pub enum Anchor {
    /// They begin there.
    Start,
    /// They end there.
    End,
}

impl Drawing {
    /// Begins a picture.
    pub fn new(width: u32, height: u32) -> Drawing {
        Drawing { width, height, marks: String::new() }
    }

    /// Draws a rectangle.
    pub fn rectangle(&mut self, (x, y): (u32, u32), (width, height): (u32, u32), fill: &str) {
        self.mark(format_args!(
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{fill}\" stroke=\"{DARK}\" stroke-width=\"1.5\"/>"
        ));
    }

    /// Draws a line.
    pub fn line(&mut self, (x1, y1): (u32, u32), (x2, y2): (u32, u32)) {
        self.mark(format_args!(
            "<line x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\" stroke=\"{INK}\" stroke-width=\"1.5\"/>"
        ));
    }

    /// Draws a dot.
    pub fn dot(&mut self, (x, y): (u32, u32)) {
        self.mark(format_args!("<circle cx=\"{x}\" cy=\"{y}\" r=\"6\" fill=\"{DARK}\"/>"));
    }

    /// Writes a line of words.
    pub fn words(&mut self, (x, y): (u32, u32), anchor: Anchor, words: &str) {
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::End => "end",
        };
        self.mark(format_args!(
            "<text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\" font-family=\"Arial, 'Liberation Sans', sans-serif\" font-size=\"14\" fill=\"{INK}\">{}</text>",
            escaped(words)
        ));
    }

    /// Returns the picture as a document of its own.
    pub fn document(&self, alt: &str) -> String {
        let (width, height) = (self.width, self.height);
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{}\">\n{}</svg>",
            escaped(alt),
            self.marks
        )
    }

    fn mark(&mut self, mark: std::fmt::Arguments<'_>) {
        writeln!(self.marks, "{mark}").expect("writing to a string succeeds");
    }
}

/// Breaks words into lines of at most so many characters; what does not fit into the lines allowed ends in an ellipsis.
pub fn wrapped(words: &str, characters: usize, lines: usize) -> Vec<String> {
    let mut wrapped: Vec<String> = vec![String::new()];
    for word in words.split_whitespace() {
        let line = wrapped.last_mut().expect("there is always a line");
        match line.chars().count() {
            0 => line.push_str(word),
            before if before + 1 + word.chars().count() <= characters => *line = format!("{line} {word}"),
            _ => wrapped.push(word.to_owned()),
        }
    }
    if wrapped.len() > lines {
        wrapped.truncate(lines);
        wrapped.last_mut().into_iter().for_each(|line| line.push('…'));
    }
    let cut = |line: String| match line.chars().count() > characters + 1 {
        true => line.chars().take(characters).chain(['…']).collect(),
        false => line,
    };
    wrapped.into_iter().map(cut).collect()
}

fn escaped(words: &str) -> String {
    let mut escaped = String::with_capacity(words.len());
    for character in printable(words).chars() {
        match character {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '"' => escaped.push_str("&quot;"),
            other => escaped.push(other),
        }
    }
    escaped
}
