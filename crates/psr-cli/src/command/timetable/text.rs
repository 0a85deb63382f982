//! A timetable in words.

use psr_rules::timetable::{Day, Duty, Finding, Timetable};

use crate::terminal::list::count;
use crate::terminal::page::{Ink, Page};
use crate::words::day;

/// Says what falls due when.
pub fn say(timetable: &Timetable, colour: bool) -> String {
    let mut page = Page::new(colour);
    let called = timetable.reference.as_ref().map(|name| format!("{name}: ")).unwrap_or_default();
    page.heading(&format!("{called}{}", timetable.process_title));
    if let Some(as_of) = timetable.as_of {
        page.paragraph(2, &format!("As of {}.", day(as_of)));
    }
    section(&mut page, timetable);
    notes(&mut page, timetable);
    page.finish()
}

/// Says how the days are counted.
pub fn notes(page: &mut Page, timetable: &Timetable) {
    if !timetable.notes.is_empty() {
        page.heading("How the days are counted");
        timetable.notes.iter().for_each(|note| page.item(2, "- ", &format!("{note}.")));
    }
}

/// Says the days, the duties and the findings in one list, below a heading that stands already.
pub fn everything(page: &mut Page, timetable: &Timetable) {
    days(page, timetable);
    timetable.duties.iter().for_each(|owed| duty(page, owed));
    timetable.findings.iter().for_each(|wrong| finding(page, wrong));
}

/// Says the days, the duties and the findings, below a heading that stands already.
pub fn section(page: &mut Page, timetable: &Timetable) {
    days(page, timetable);
    if !timetable.duties.is_empty() {
        page.heading("Duties");
        timetable.duties.iter().for_each(|owed| duty(page, owed));
    }
    if !timetable.findings.is_empty() {
        page.heading("What is wrong");
        timetable.findings.iter().for_each(|wrong| finding(page, wrong));
    }
    if !timetable.unused.is_empty() {
        let names: Vec<&str> = timetable.unused.iter().map(|event| event.as_str()).collect();
        page.heading("Given, but nothing here turns on it");
        page.paragraph(2, &format!("{}.", names.join(", ")));
    }
}

fn days(page: &mut Page, timetable: &Timetable) {
    if timetable.days.is_empty() && timetable.duties.is_empty() {
        page.paragraph(2, "Nothing falls due from what has happened.");
    }
    timetable.days.iter().for_each(|shown| moment(page, shown, timetable));
}

fn finding(page: &mut Page, finding: &Finding) {
    page.inked_item(2, "! ", Ink::Bad, &format!("{} [{}].", finding.says, finding.provision));
}

fn moment(page: &mut Page, shown: &Day, timetable: &Timetable) {
    let when = match shown.on {
        Some(on) if shown.end_of_day => {
            format!("midnight at the end of {}, {} time", weekday(on), timetable.zone)
        }
        Some(on) => weekday(on),
        None => shown.absent.clone().unwrap_or_default(),
    };
    page.item(2, "- ", &format!("{}: {when} [{}]", shown.title, shown.provision));
    for reading in &shown.readings {
        page.aside(4, &format!("Our reading of {}: {}.", reading.provision, reading.says));
    }
}

fn duty(page: &mut Page, duty: &Duty) {
    let due = duty.due.map_or_else(|| "no last day yet".to_owned(), |due| format!("by the end of {}", weekday(due)));
    let text = format!("{}: {due}{} [{}]", duty.title, details(duty), duty.provision);
    let (mark, ink) = match duty {
        _ if duty.days_overdue.is_some() || duty.days_late().is_some() || duty.is_too_early() => ("! ", Ink::Bad),
        Duty { done: Some(_), .. } => ("+ ", Ink::Good),
        _ => ("- ", Ink::Open),
    };
    page.inked_item(2, mark, ink, &text);
    for reading in &duty.readings {
        page.aside(4, &format!("Our reading of {}: {}.", reading.provision, reading.says));
    }
}

fn details(duty: &Duty) -> String {
    let mut details = String::new();
    if let Some(from) = duty.not_before {
        details += &format!(", and not before {}", weekday(from));
    }
    if let Some(only_if) = &duty.only_if {
        details += &format!(", if {only_if} requires it");
    }
    if let Some(days) = duty.days_overdue {
        details += &format!("; overdue by {}", days_in_words(days));
    }
    if let Some(done) = duty.done {
        let how = match duty.days_late() {
            Some(days) => format!("{} late", days_in_words(days)),
            None if duty.is_too_early() => "too early".to_owned(),
            None => "in time".to_owned(),
        };
        details += &format!("; done on {}, {how}", day(done));
    }
    details
}

fn days_in_words(days: u64) -> String {
    count(usize::try_from(days).unwrap_or(usize::MAX), "day", "days")
}

fn weekday(date: chrono::NaiveDate) -> String {
    format!("{} {}", date.format("%A"), day(date))
}
