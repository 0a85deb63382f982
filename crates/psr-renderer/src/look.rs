//! How an authority wants its documents to look: its name, its colour and its logo.
//!
//! They stand in `look.yaml` in the operator's folder of templates, with the logo beside it. Without that file documents are plain.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use thiserror::Error;

use crate::error::RenderError;

/// The file in the operator's folder.
const FILE: &str = "look.yaml";
/// How large the file may be, in bytes.
const FILE_LIMIT: u64 = 16 * 1024;
/// How large a logo may be, in bytes.
const LOGO_LIMIT: u64 = 1024 * 1024;
/// How a PNG picture begins, up to its size.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

/// How an authority wants its documents to look.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Look {
    /// The authority's name.
    pub authority: Option<String>,
    /// Where representations and questions are sent.
    pub contact: Option<String>,
    /// The colour of headings and rules.
    pub colour: Option<Colour>,
    /// The logo.
    pub logo: Option<Logo>,
}

/// A colour dark enough to be read on white.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour {
    /// Red, green and blue.
    pub rgb: [u8; 3],
}

/// A logo: a PNG picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logo {
    /// The file.
    pub png: Vec<u8>,
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
    /// What it says, for those who do not see it.
    pub alt: String,
}

/// Why a look could not be used.
#[derive(Debug, Error)]
pub enum LookFault {
    /// The file is not what it should be.
    #[error("{0}")]
    Malformed(String),
    /// A file could not be read.
    #[error("{}: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file is larger than it may be.
    #[error("{} has more than {limit} bytes", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// How large it may be.
        limit: u64,
    },
    /// A colour that is none.
    #[error("`{0}` is not a colour: write it as six hexadecimal digits after a #, such as \"#005eb8\"")]
    NoColour(String),
    /// A colour that is too pale for text on white.
    #[error("the colour `{0}` is too pale to be read on white: choose one with a contrast of 4.5 to 1 or more")]
    TooPale(String),
    /// A logo that is not a PNG picture.
    #[error("the logo {} is not a PNG picture", .0.display())]
    NotPng(PathBuf),
    /// A logo without words.
    #[error("the logo needs words for those who do not see it: write them under `alt`")]
    NoAlt,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    authority: Option<String>,
    contact: Option<String>,
    colour: Option<String>,
    logo: Option<WrittenLogo>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenLogo {
    file: String,
    alt: String,
}

impl Look {
    /// Reads the look in an operator's folder; plain where there is none.
    ///
    /// # Errors
    /// When the file or the logo cannot be used, with the reason.
    pub fn read(folder: &Path) -> Result<Look, RenderError> {
        let path = folder.join(FILE);
        if !path.exists() {
            return Ok(Look::default());
        }
        read(folder, &path).map_err(|fault| RenderError::Look { path, fault })
    }
}

fn read(folder: &Path, path: &Path) -> Result<Look, LookFault> {
    let bytes = read_limited(path, FILE_LIMIT)?;
    let text = String::from_utf8(bytes).map_err(|error| LookFault::Malformed(error.to_string()))?;
    let written: Written = serde_saphyr::from_str(&text).map_err(|error| LookFault::Malformed(error.to_string()))?;
    Ok(Look {
        authority: written.authority.filter(|name| !name.trim().is_empty()),
        contact: written.contact.filter(|contact| !contact.trim().is_empty()),
        colour: written.colour.map(|text| colour(&text)).transpose()?,
        logo: written.logo.map(|logo| read_logo(folder, &logo)).transpose()?,
    })
}

fn read_limited(path: &Path, limit: u64) -> Result<Vec<u8>, LookFault> {
    let unreadable = |source| LookFault::Unreadable { path: path.to_owned(), source };
    if fs::metadata(path).map_err(unreadable)?.len() > limit {
        return Err(LookFault::TooLarge { path: path.to_owned(), limit });
    }
    fs::read(path).map_err(unreadable)
}

fn read_logo(folder: &Path, written: &WrittenLogo) -> Result<Logo, LookFault> {
    if written.alt.trim().is_empty() {
        return Err(LookFault::NoAlt);
    }
    let path = folder.join(&written.file);
    let png = read_limited(&path, LOGO_LIMIT)?;
    let number = |at: usize| png.get(at..at + 4).and_then(|bytes| bytes.try_into().ok()).map(u32::from_be_bytes);
    match (png.starts_with(PNG), number(16), number(20)) {
        (true, Some(width @ 1..), Some(height @ 1..)) => Ok(Logo { alt: written.alt.clone(), width, height, png }),
        _ => Err(LookFault::NotPng(path)),
    }
}

fn colour(text: &str) -> Result<Colour, LookFault> {
    let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii());
    let part = |at: usize| digits.and_then(|digits| u8::from_str_radix(&digits[at..at + 2], 16).ok());
    let (Some(red), Some(green), Some(blue)) = (part(0), part(2), part(4)) else {
        return Err(LookFault::NoColour(text.to_owned()));
    };
    let colour = Colour { rgb: [red, green, blue] };
    if colour.is_readable() { Ok(colour) } else { Err(LookFault::TooPale(text.to_owned())) }
}

impl Colour {
    /// Returns it as `#rrggbb`.
    pub fn hex(self) -> String {
        let [red, green, blue] = self.rgb;
        format!("#{red:02x}{green:02x}{blue:02x}")
    }

    /// Answers whether text of this colour can be read on white: WCAG 2.2, success criterion 1.4.3.
    #[allow(clippy::float_arithmetic, reason = "a contrast is a real number and no sum of money")]
    fn is_readable(self) -> bool {
        let linear = |part: u8| match f64::from(part) / 255.0 {
            low if low <= 0.04045 => low / 12.92,
            high => ((high + 0.055) / 1.055).powf(2.4),
        };
        let [red, green, blue] = self.rgb.map(linear);
        let luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
        1.05 / (luminance + 0.05) >= 4.5
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn check(yaml: &str, expected: &str) {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(FILE), yaml).unwrap();
        fs::write(folder.path().join("not.png"), "<svg>").unwrap();
        fs::write(folder.path().join("a.png"), [PNG, &[0, 0, 0, 3, 0, 0, 0, 2]].concat()).unwrap();
        let found = Look::read(folder.path()).map(|look| {
            let logo = look.logo.map(|logo| format!("{}x{}", logo.width, logo.height));
            format!("{:?} {:?} {:?}", look.authority, look.colour.map(Colour::hex), logo)
        });
        let found = found.unwrap_or_else(|error| error.to_string());
        assert!(found.contains(expected), "{yaml}: {found}");
    }

    #[test]
    fn a_look_is_read_or_refused_with_its_reason() {
        check("authority: An authority\ncolour: \"#005EB8\"", "Some(\"An authority\") Some(\"#005eb8\") None");
        check("logo: { file: a.png, alt: An authority }", "Some(\"3x2\")");
        check("colour: blue", "not a colour");
        check("colour: \"#ffff00\"", "too pale");
        check("logo: { file: not.png, alt: An authority }", "not a PNG");
        check("logo: { file: a.png, alt: \" \" }", "needs words");
        check("logo: { file: absent.png, alt: x }", "absent.png");
        check("authority: x\nfont: y", "font");
    }
}
