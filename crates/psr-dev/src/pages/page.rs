//! What a page links to, and where it can be linked to.

use std::collections::{BTreeMap, BTreeSet};

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// A page, as far as it has to do with links.
#[derive(Debug, Default)]
pub struct Page {
    /// Its links, in order.
    pub links: Vec<Link>,
    /// Its pictures, in order.
    pub pictures: Vec<Picture>,
    /// What its headings are called in addresses.
    pub anchors: BTreeSet<String>,
}

/// A link, as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Where it leads.
    pub to: String,
    /// The line it stands on.
    pub line: usize,
}

/// A picture, as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Where it is.
    pub from: String,
    /// What is said to those who do not see it.
    pub alt: String,
    /// The line it stands on.
    pub line: usize,
}

impl Page {
    /// Reads a page.
    pub fn read(text: &str) -> Self {
        let mut page = Self::default();
        let (mut heading, mut given) = (None::<String>, BTreeMap::new());
        for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
            let line = text[..range.start].matches('\n').count() + 1;
            match event {
                Event::Start(Tag::Link { dest_url, .. }) => page.links.push(Link { to: dest_url.into_string(), line }),
                Event::Start(Tag::Image { dest_url, .. }) => {
                    let alt = alternative(&text[range]);
                    page.pictures.push(Picture { from: dest_url.into_string(), alt, line });
                }
                Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
                Event::End(TagEnd::Heading(_)) => {
                    page.anchors.extend(heading.take().map(|words| anchor(&words, &mut given)));
                }
                Event::Text(words) | Event::Code(words) => {
                    heading.iter_mut().for_each(|heading| heading.push_str(&words));
                }
                _ => {}
            }
        }
        page
    }
}

/// Returns what stands in the brackets of a picture.
fn alternative(source: &str) -> String {
    source.trim_start_matches("![").split(']').next().unwrap_or_default().trim().to_owned()
}

/// Returns what a heading is called in addresses; the second of the same name gets a number, as forges and books have it.
fn anchor(heading: &str, given: &mut BTreeMap<String, usize>) -> String {
    let plain = heading.trim().to_lowercase();
    let kept = plain.chars().filter(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' '));
    let name: String = kept.map(|c| if c == ' ' { '-' } else { c }).collect();
    let before = given.entry(name.clone()).or_default();
    *before += 1;
    if *before == 1 { name } else { format!("{name}-{}", *before - 1) }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_page_says_where_it_leads_and_where_it_can_be_led_to() {
        let page =
            Page::read("# The `a` b\n\n## Why?\n\n## Why?\n\n[x](y.md#z) ![p\nq](r.png)\n\n```\n[no](link)\n```\n");
        assert_eq!(page.links, [Link { to: "y.md#z".into(), line: 7 }]);
        assert_eq!(page.pictures, [Picture { from: "r.png".into(), alt: "p\nq".into(), line: 7 }]);
        assert_eq!(page.anchors, ["the-a-b", "why", "why-1"].map(str::to_owned).into());
    }
}
