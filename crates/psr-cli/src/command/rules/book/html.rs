//! HTML, element by element. Words are text, never markup.

/// A page that grows.
pub struct Html {
    out: String,
}

impl Html {
    /// Begins a page.
    pub fn page(title: &str, style: &str) -> Self {
        let title = escaped(title);
        let out = format!(
            "<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <title>{title}</title>\n<style>\n{style}</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">Skip to the rules</a>\n"
        );
        Self { out }
    }

    /// Ends the page.
    pub fn finish(mut self) -> String {
        self.out.push_str("</body>\n</html>\n");
        self.out
    }

    /// Opens an element; attributes come ready to print.
    pub fn open(&mut self, tag: &str, attributes: &str) {
        let gap = if attributes.is_empty() { "" } else { " " };
        self.out.push_str(&format!("<{tag}{gap}{attributes}>\n"));
    }

    /// Closes an element.
    pub fn close(&mut self, tag: &str) {
        self.out.push_str(&format!("</{tag}>\n"));
    }

    /// Adds an element that holds words.
    pub fn element(&mut self, tag: &str, attributes: &str, words: &str) {
        let gap = if attributes.is_empty() { "" } else { " " };
        self.out.push_str(&format!("<{tag}{gap}{attributes}>{}</{tag}>\n", escaped(words)));
    }

    /// Adds words with a bold beginning to an element.
    pub fn lead(&mut self, tag: &str, lead: &str, words: &str) {
        self.out.push_str(&format!("<{tag}><strong>{}</strong> {}</{tag}>\n", escaped(lead), escaped(words)));
    }

    /// Adds a picture, ready to print, that may be wider than the page; its shape is `tall` or `broad`.
    pub fn picture(&mut self, name: &str, shape: &str, svg: &str) {
        self.open(
            "div",
            &format!("class=\"wide picture {shape}\" role=\"region\" tabindex=\"0\" aria-label=\"{}\"", escaped(name)),
        );
        self.out.push_str(svg);
        self.close("div");
    }

    /// Adds a table with a caption and headings; the first cell of each row names the row.
    pub fn table(&mut self, caption: &str, headings: &[&str], rows: &[Vec<String>]) {
        self.open("div", &format!("class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"{}\"", escaped(caption)));
        self.open("table", "");
        self.element("caption", "", caption);
        self.open("thead", "");
        self.open("tr", "");
        headings.iter().for_each(|heading| self.element("th", "scope=\"col\"", heading));
        self.close("tr");
        self.close("thead");
        self.open("tbody", "");
        for row in rows {
            self.open("tr", "");
            for (place, cell) in row.iter().enumerate() {
                let (tag, scope) = if place == 0 { ("th", "scope=\"row\"") } else { ("td", "") };
                self.element(tag, scope, cell);
            }
            self.close("tr");
        }
        self.close("tbody");
        self.close("table");
        self.close("div");
    }
}

/// Returns a citation or name as the name of a place on the page.
pub fn anchor(name: &str) -> String {
    let words = name.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-").to_lowercase()
}

/// Returns words as they stand in HTML.
pub fn escaped(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
