//! Writes a timetable as iCalendar (RFC 5545): all-day entries that ordinary calendars take in.
//!
//! The same timetable gives the same bytes. An entry keeps its UID while the procurement, its process and its commencement stay the same, so that a
//! later timetable moves the entries of an earlier one.

use std::fmt::Write;

use chrono::{Days, NaiveDate};
use sha2::{Digest, Sha256};

use super::{Day, Duty, Timetable};

/// How many octets a line may have.
const OCTETS: usize = 75;

/// An entry of a calendar.
struct Entry {
    seed: String,
    on: NaiveDate,
    summary: String,
    description: String,
}

/// Writes timetables as one calendar.
pub(super) fn write(timetables: &[&Timetable]) -> String {
    let mut lines = Lines(String::new());
    for line in ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//psr//timetable//EN", "CALSCALE:GREGORIAN"] {
        lines.push(line);
    }
    timetables.iter().for_each(|timetable| events(timetable, &mut lines));
    lines.push("END:VCALENDAR");
    lines.0
}

fn events(timetable: &Timetable, lines: &mut Lines) {
    let stamp = timetable.as_of.unwrap_or(timetable.latest);
    for entry in entries(timetable) {
        lines.push("BEGIN:VEVENT");
        lines.push(&format!("UID:{}", uid(timetable, &entry.seed)));
        lines.push(&format!("DTSTAMP:{}T000000Z", basic(stamp)));
        lines.push(&format!("DTSTART;VALUE=DATE:{}", basic(entry.on)));
        let end = entry.on.checked_add_days(Days::new(1)).unwrap_or(entry.on);
        lines.push(&format!("DTEND;VALUE=DATE:{}", basic(end)));
        lines.push(&format!("SUMMARY:{}", escaped(&entry.summary)));
        lines.push(&format!("DESCRIPTION:{}", escaped(&entry.description)));
        lines.push("TRANSP:TRANSPARENT");
        lines.push("END:VEVENT");
    }
}

fn entries(timetable: &Timetable) -> Vec<Entry> {
    let called = timetable.reference.as_ref().map(|name| format!("{name}: ")).unwrap_or_default();
    let mut entries: Vec<Entry> = timetable.days.iter().filter_map(|day| moment(day, &called, timetable)).collect();
    for (place, due) in timetable.duties.iter().enumerate() {
        let same = timetable.duties[..place].iter().filter(|before| before.duty == due.duty).count();
        entries.extend(duty(due, same, &called, timetable));
    }
    entries
}

fn moment(day: &Day, called: &str, timetable: &Timetable) -> Option<Entry> {
    let until =
        if day.end_of_day { format!(" (midnight at the end of this day, {})", timetable.zone) } else { String::new() };
    let mut description = format!("{} [{}]", timetable.process_title, day.provision);
    day.readings.iter().for_each(|reading| {
        let _ = write!(description, "\nOur reading: {}", reading.says);
    });
    let group = day.group.as_deref().unwrap_or_default();
    Some(Entry {
        seed: format!("{group}/{}", day.key),
        on: day.on?,
        summary: format!("{called}{}{until}", day.title),
        description,
    })
}

fn duty(duty: &Duty, same: usize, called: &str, timetable: &Timetable) -> Option<Entry> {
    let mut description = format!("{} [{}]", timetable.process_title, duty.provision);
    if let Some(only_if) = &duty.only_if {
        let _ = write!(description, "\nOwed only if {only_if} applies");
    }
    if let Some(from) = duty.not_before {
        let _ = write!(description, "\nNot before {}", super::parts::words(from));
    }
    if let Some(done) = duty.done {
        let _ = write!(description, "\nDone on {}", super::parts::words(done));
    }
    let summary = format!("{called}Last day: {}", duty.title);
    Some(Entry { seed: format!("duty/{}/{same}", duty.duty), on: duty.due?, summary, description })
}

/// Draws a name from what stays the same from one timetable of a procurement to the next.
fn uid(timetable: &Timetable, seed: &str) -> String {
    let commenced = timetable.commenced.map(|date| date.to_string()).unwrap_or_default();
    let reference = timetable.reference.as_deref().unwrap_or_default();
    let named = [&timetable.pack.id, timetable.process.as_str(), &commenced, reference, seed].join("\0");
    let digest = Sha256::digest(named.as_bytes());
    let hex = digest.iter().take(16).fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
    format!("{hex}@{}", timetable.pack.id)
}

fn basic(day: NaiveDate) -> String {
    day.format("%Y%m%d").to_string()
}

/// Escapes a text as section 3.3.11 has it.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars().filter(|c| *c != '\r') {
        match c {
            '\\' | ';' | ',' => escaped.extend(['\\', c]),
            '\n' => escaped.push_str("\\n"),
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

/// Lines that end in CRLF and are folded as section 3.1 has it.
struct Lines(String);

impl Lines {
    fn push(&mut self, line: &str) {
        let mut room = OCTETS;
        for c in line.chars() {
            if c.len_utf8() > room {
                self.0.push_str("\r\n ");
                room = OCTETS - 1;
            }
            room -= c.len_utf8();
            self.0.push(c);
        }
        self.0.push_str("\r\n");
    }
}
