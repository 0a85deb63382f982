//! Bars: each column of numbers is a series, each row a group of bars.

use super::svg::{Anchor, DARK, Drawing, wrapped};

/// How wide the picture is.
const WIDTH: u32 = 680;
/// Where bars begin.
const LEFT: u32 = 220;
/// How long the longest bar is.
const LONGEST: u32 = 360;
/// How high a bar is.
const BAR: u32 = 18;
/// What stands between two groups.
const GAP: u32 = 18;
/// How high a line of words is.
const LINE: u32 = 18;
/// The fills of the series, in their order; series beyond them begin again.
const FILLS: [&str; 4] = [DARK, "#ffffff", "#a9cdf0", "#425563"];

/// A series: what it is called, and its number in each group, with the number as it was written.
struct Series<'t> {
    name: &'t str,
    values: Vec<Option<(u128, &'t str)>>,
}

/// Draws bars; none where no column holds numbers.
pub fn draw(header: &[String], rows: &[Vec<String>]) -> Option<Drawing> {
    let series: Vec<Series<'_>> = (1..header.len()).filter_map(|column| read(header, rows, column)).collect();
    let most = series.iter().flat_map(|series| &series.values).flatten().map(|(value, _)| *value).max()?.max(1);
    let legend = LINE * u32::try_from(series.len()).ok()? + GAP;
    let labels: Vec<Vec<String>> =
        rows.iter().map(|row| wrapped(row.first().map_or("", String::as_str), 28, 3)).collect();
    let heights: Vec<u32> = labels.iter().map(|label| group_height(label.len(), series.len())).collect();
    let mut drawing = Drawing::new(WIDTH, legend + heights.iter().sum::<u32>());
    draw_legend(&series, &mut drawing);
    let mut top = legend;
    for (group, (label, height)) in labels.iter().zip(heights).enumerate() {
        draw_label(label, top, &mut drawing);
        for ((place, fill), series) in (0..).zip(FILLS.iter().cycle()).zip(&series) {
            if let Some((value, written)) = series.values[group] {
                draw_bar((value, most, written), top + place * BAR, fill, &mut drawing);
            }
        }
        top += height;
    }
    drawing.line((LEFT, legend), (LEFT, top - GAP));
    Some(drawing)
}

/// Reads a column as a series; none where a cell holds neither a number nor a dash.
fn read<'t>(header: &'t [String], rows: &'t [Vec<String>], column: usize) -> Option<Series<'t>> {
    let read = |row: &'t Vec<String>| match row.get(column).map(|cell| cell.trim()) {
        None | Some("" | "–" | "-") => Some(None),
        Some(written) => number(written).map(|value| Some((value, written))),
    };
    let values: Vec<Option<(u128, &str)>> = rows.iter().map(read).collect::<Option<_>>()?;
    values.iter().any(Option::is_some).then(|| Series { name: header[column].trim(), values })
}

/// Reads a number such as `35`, `4.25`, `35 %` or `£1,463,840.50`, in ten-thousandths.
fn number(text: &str) -> Option<u128> {
    let digits: String =
        text.chars().filter(|character| !matches!(character, '£' | '%' | ',' | ' ' | '\u{a0}')).collect();
    let (whole, part) = digits.split_once('.').unwrap_or((&digits, ""));
    let fits = whole.len() <= 18 && part.len() <= 4 && (whole.len() + part.len() > 0);
    let is_number = fits && whole.bytes().chain(part.bytes()).all(|byte| byte.is_ascii_digit());
    is_number.then(|| format!("{whole}{part:0<4}").parse().ok()).flatten()
}

fn group_height(lines: usize, bars: usize) -> u32 {
    let tall = |count: usize, each: u32| u32::try_from(count).unwrap_or(1) * each;
    tall(lines, LINE).max(tall(bars, BAR)) + GAP
}

fn draw_legend(series: &[Series<'_>], drawing: &mut Drawing) {
    for ((place, fill), series) in (0..).zip(FILLS.iter().cycle()).zip(series) {
        drawing.rectangle((LEFT, place * LINE + 2), (14, 12), fill);
        let name = wrapped(series.name, 56, 1).concat();
        drawing.words((LEFT + 22, place * LINE + 13), Anchor::Start, &name);
    }
}

fn draw_label(lines: &[String], top: u32, drawing: &mut Drawing) {
    for (place, line) in (0..).zip(lines) {
        drawing.words((LEFT - 10, top + place * LINE + 14), Anchor::End, line);
    }
}

fn draw_bar((value, most, written): (u128, u128, &str), y: u32, fill: &str, drawing: &mut Drawing) {
    let length = u32::try_from(value * u128::from(LONGEST) / most).unwrap_or(LONGEST);
    drawing.rectangle((LEFT, y + 2), (length, BAR - 4), fill);
    drawing.words((LEFT + length + 6, y + 14), Anchor::Start, written);
}
