//! Lines of at most a given width, and nothing in them that could steer a terminal.

/// Replaces what could steer a terminal or turn the direction of writing; what a person typed is text and nothing else.
pub fn plain(text: &str) -> String {
    text.chars().map(|c| if misleads(c) { '\u{fffd}' } else { c }).collect()
}

/// As [`plain`], and on one line.
pub fn plain_line(text: &str) -> String {
    plain(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn misleads(c: char) -> bool {
    let turns = matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    turns || (c.is_control() && c != '\n')
}

/// Breaks a text into lines of at most this many characters, at spaces only; line ends in the text are kept.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    plain(text).split('\n').flat_map(|paragraph| wrap_paragraph(paragraph, width)).collect()
}

fn wrap_paragraph(paragraph: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in paragraph.split_whitespace() {
        let length = word.chars().count();
        if used > 0 && used + 1 + length > width {
            lines.push(String::new());
            used = 0;
        }
        let Some(line) = lines.last_mut() else { break };
        if used > 0 {
            line.push(' ');
            used += 1;
        }
        line.push_str(word);
        used += length;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_at_spaces() {
        let cases = [
            ("", vec![""]),
            ("one two three", vec!["one two", "three"]),
            ("incomprehensible", vec!["incomprehensible"]),
            ("a\n\nb", vec!["a", "", "b"]),
            ("four £££ x", vec!["four £££", "x"]),
        ];
        for (text, lines) in cases {
            assert_eq!(wrap(text, 8), lines, "{text:?}");
        }
    }

    #[test]
    fn nothing_steers_the_terminal() {
        assert_eq!(plain("red \u{1b}[31m \u{202e}back"), "red \u{fffd}[31m \u{fffd}back");
        assert_eq!(plain_line(" two\n lines\t"), "two lines\u{fffd}");
    }
}
