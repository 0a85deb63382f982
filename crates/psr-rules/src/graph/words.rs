//! How wide words are, and where they are broken.

/// Returns about how wide a text is in a common sans-serif face, in hundredths of its size; rather too much than too little.
pub(super) fn width(text: &str) -> u32 {
    text.chars().map(letter).sum()
}

fn letter(letter: char) -> u32 {
    match letter {
        'i' | 'j' | 'l' | '\'' | '|' | '’' => 26,
        ' ' | '.' | ',' | ':' | ';' | '!' | 'f' | 't' | 'r' | '(' | ')' | '-' | '/' => 36,
        'm' | 'w' | 'M' | 'W' | '%' | '—' => 92,
        'A'..='Z' => 74,
        _ => 59,
    }
}

/// Breaks a text into lines of at most so many hundredths of its size; a longer word is broken.
pub(super) fn lines(text: &str, at_most: u32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace().flat_map(|word| pieces(word, at_most)) {
        match lines.last_mut() {
            Some(line) if width(line) + width(" ") + width(&word) <= at_most => {
                line.push(' ');
                line.push_str(&word);
            }
            _ => lines.push(word),
        }
    }
    lines
}

/// Breaks a word that is too long for a line.
fn pieces(word: &str, at_most: u32) -> Vec<String> {
    let mut pieces = vec![String::new()];
    for letter in word.chars() {
        let last = pieces.last_mut().expect("there is always a piece");
        if !last.is_empty() && width(last) + width(&letter.to_string()) > at_most {
            pieces.push(letter.to_string());
        } else {
            last.push(letter);
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_never_too_wide_and_nothing_is_lost() {
        for text in
            ["", "one", "The authority is satisfied that it is so", "Donaudampfschifffahrtsgesellschaft and more"]
        {
            let lines = lines(text, 900);
            assert!(lines.iter().all(|line| width(line) <= 900), "{lines:?}");
            assert_eq!(lines.concat().replace(' ', ""), text.replace(' ', ""));
        }
    }
}
