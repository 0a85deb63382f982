//! A line of time: days on the left, what happened on the right, the room between them growing with the days.

use chrono::NaiveDate;

use super::svg::{Anchor, Drawing, wrapped};

/// How wide the picture is.
const WIDTH: u32 = 680;
/// Where the line is.
const LINE: u32 = 180;
/// The least room from one thing to the next: two lines of words.
const NEAR: u32 = 34;
/// The most, by how many things there are, so that many of them still fit under the head of a page.
const FAR: [(usize, u32); 3] = [(12, 38), (8, 70), (0, 110)];
/// The room above the first and below the last.
const EDGE: u32 = 20;

/// Draws a line of time; none where no row has a day.
pub fn draw(rows: &[Vec<String>]) -> Option<Drawing> {
    let mut happened: Vec<(NaiveDate, &str)> = rows.iter().filter_map(|row| read(row)).collect();
    happened.sort_by_key(|(day, _)| *day);
    let places = places(&happened);
    let last = *places.last()?;
    let mut drawing = Drawing::new(WIDTH, last + 2 * EDGE);
    drawing.line((LINE, EDGE), (LINE, last));
    for ((day, what), y) in happened.iter().zip(places) {
        drawing.dot((LINE, y));
        drawing.words((LINE - 16, y + 5), Anchor::End, &day.format("%-d %B %Y").to_string());
        for (place, line) in (0..).zip(wrapped(what, 64, 2)) {
            drawing.words((LINE + 16, y + 5 + place * 16), Anchor::Start, &line);
        }
    }
    Some(drawing)
}

fn read(row: &[String]) -> Option<(NaiveDate, &str)> {
    let day = NaiveDate::parse_from_str(row.get(1)?.trim(), "%d %B %Y").ok()?;
    Some((day, row.first()?.trim()))
}

/// How far down each thing stands.
fn places(happened: &[(NaiveDate, &str)]) -> Vec<u32> {
    let mut places = Vec::with_capacity(happened.len());
    let far = FAR.iter().find(|(more_than, _)| happened.len() > *more_than).map_or(NEAR, |(_, far)| *far);
    let mut before: Option<(NaiveDate, u32)> = None;
    for (day, _) in happened {
        let place = before.map_or(EDGE, |(earlier, place)| place + room((*day - earlier).num_days(), far));
        places.push(place);
        before = Some((*day, place));
    }
    places
}

fn room(days: i64, far: u32) -> u32 {
    u32::try_from(days).map_or(far, |days| (NEAR + 2 * days.min(far)).min(far)).max(NEAR)
}
