//! What was found in published notices, as a text to be read.

use psr_casefile::notice_check::{NoticeFinding, NoticeReport};
use psr_rules::pack::model::{Found, GroundKind};

use crate::terminal::list::count;
use crate::terminal::page::{Ink, Page};

/// Writes what was found, notice by notice.
pub fn say(reports: &[NoticeReport], colour: bool) -> String {
    let mut page = Page::new(colour);
    reports.iter().for_each(|report| notice(&mut page, report));
    page.finish()
}

fn notice(page: &mut Page, report: &NoticeReport) {
    page.heading(&heading(report));
    for found in report.findings.chunk_by(|one, other| one.severity == other.severity) {
        page.blank();
        let (title, ink) = title(found);
        page.line(&format!("  {title}:"));
        found.iter().for_each(|finding| list(page, finding, ink));
    }
    if report.findings.is_empty() {
        page.paragraph(2, "Nothing was found, as far as this program can look.");
    }
    if !report.not_checked.is_empty() {
        page.blank();
        report.not_checked.iter().for_each(|reason| page.aside(2, reason));
    }
}

/// Says which notice it is: “Releases[0]: a notice of …, published on 12 March 2026”.
fn heading(report: &NoticeReport) -> String {
    let place = if report.place.is_empty() { String::new() } else { format!("{}: ", report.place) };
    let title = report.title.as_deref().unwrap_or("a notice of which the kind was not recognised");
    let published = report.published.map(|day| format!(", published on {}", day.format("%-d %B %Y")));
    let text = format!("{title}{}", published.unwrap_or_default());
    if place.is_empty() { capital(&text) } else { format!("{place}{text}") }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + letters.as_str())
}

fn title(found: &[NoticeFinding]) -> (String, Ink) {
    match found.first().map(|finding| finding.severity) {
        Some(Found::Defect) => (count(found.len(), "defect", "defects"), Ink::Bad),
        Some(Found::Doubt) => (count(found.len(), "doubt", "doubts"), Ink::Open),
        _ => (count(found.len(), "note", "notes"), Ink::Faint),
    }
}

fn list(page: &mut Page, finding: &NoticeFinding, ink: Ink) {
    page.inked_item(2, "! ", ink, &format!("{}{}", finding.says, ground(finding)));
    if let Some(quote) = &finding.quote {
        let place = finding.place.as_ref().map(|place| format!("{place}: ")).unwrap_or_default();
        page.paragraph(4, &format!("{place}“{quote}”"));
    }
    page.paragraph(4, &format!("next: {}", finding.next));
}

/// Says on what ground: the provisions for the law, and for guidance and practice which of them it is, and whose.
fn ground(finding: &NoticeFinding) -> String {
    let provisions = finding.provisions.join(", ");
    let kind = match finding.ground {
        GroundKind::Law => return format!(" [{provisions}]"),
        GroundKind::Guidance => "guidance",
        GroundKind::Practice => "practice",
    };
    let near = if provisions.is_empty() { String::new() } else { format!("; near {provisions}") };
    let source = finding.source.as_ref().map(|source| format!(": {source}")).unwrap_or_default();
    format!(" [{kind}{source}{near}]")
}
