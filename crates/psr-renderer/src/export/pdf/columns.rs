//! How wide the columns of a table are, and how large its letters, so that its words fit.

use crate::document::text::of_inlines;
use crate::document::{Alignment, Cell, Inline, Table};

/// How wide a table is, in tenths of a point.
const WIDTH: usize = 4700;
/// What stands between the words of two columns, in tenths of a point.
const BETWEEN: usize = 100;
/// The sizes of letters there are, in tenths of a point, the largest first.
const SIZES: [usize; 7] = [95, 90, 85, 80, 75, 70, 60];

/// The most characters of a text that stays on one line if it can.
const SHORT: usize = 17;

/// From how many characters on a text is long.
const LONG_TEXT: usize = 120;
/// How many characters wider than its longest word a column of long texts should be.
const ROOMY: usize = 24;
/// How small the letters may become for that.
const READABLE: usize = 80;

/// How a table is set.
#[derive(Debug, PartialEq, Eq)]
pub struct Columns {
    /// How wide each column is in relation to the others.
    pub shares: Vec<usize>,
    /// How large its letters are, in tenths of a point.
    pub size: usize,
    /// From how many characters on a word must be able to break.
    pub long: usize,
}

/// Reckons how a table is set, by the words in it. Short texts, such as dates, stay on one line where there is room for that in letters of the usual size.
pub fn of(table: &Table, count: usize, long: usize) -> Columns {
    let shares = |short: usize| (0..count).map(|column| share(table, column, long, short)).collect::<Vec<_>>();
    let least = |shares: &[(usize, usize)]| shares.iter().map(|(least, _)| least).sum::<usize>();
    let room = |size: &usize| WIDTH.saturating_sub(BETWEEN * count) * 100 / (size * 56);
    let whole = Some(shares(SHORT)).filter(|shares| room(&SIZES[0]) >= least(shares));
    let shares = whole.unwrap_or_else(|| shares(0));
    let least = least(&shares);
    let smallest = SIZES[SIZES.len() - 1];
    let comfort = ROOMY * (0..count).filter(|column| has_long_text(table, *column)).count();
    let roomy = |size: &usize| *size >= READABLE && room(size) >= least + comfort;
    let fits = |size: &usize| room(size) >= least && (comfort == 0 || *size <= READABLE);
    let size = SIZES.into_iter().find(roomy).or_else(|| SIZES.into_iter().find(fits)).unwrap_or(smallest);
    // Where even the smallest letters are too wide, all columns are equal and words break within them.
    match room(&size) >= least {
        true => Columns { shares: spread(&shares, room(&size) - least), size, long },
        false => Columns { shares: vec![1; count], size, long: (room(&size) / count.max(1)).max(1).min(long) },
    }
}

fn has_long_text(table: &Table, column: usize) -> bool {
    table.rows.iter().filter_map(|row| row.get(column)).any(|cell| of_inlines(cell).chars().count() > LONG_TEXT)
}

/// Gives each column what it needs at least, and divides what is left by what each would like to have beyond.
fn spread(shares: &[(usize, usize)], left: usize) -> Vec<usize> {
    let wishes: usize = shares.iter().map(|(least, wish)| wish - least).sum();
    let given = |(least, wish): &(usize, usize)| match wishes {
        0 => least + left / shares.len(),
        _ => least + left * (wish - least) / wishes,
    };
    shares.iter().map(given).collect()
}

/// Returns how many characters a column needs, and how many it would like; texts of up to so many characters as are short stay whole.
fn share(table: &Table, column: usize, long: usize, short: usize) -> (usize, usize) {
    let cells = || std::iter::once(&table.header).chain(&table.rows).filter_map(|row: &Vec<Cell>| row.get(column));
    let texts: Vec<String> = cells().map(|cell| of_inlines(cell) + &marks(cell)).collect();
    let length = |text: &str| text.chars().count();
    let words = texts.iter().flat_map(|text| text.split(' ')).map(length);
    let shorts = texts.iter().map(|text| length(text)).filter(|length| *length <= short);
    let longest = words.chain(shorts).max().unwrap_or(0).clamp(3, long) + 1;
    // A heading may stand on several lines: what a column would like to have is said by what stands below it.
    let below = if texts.len() > 1 { &texts[1..] } else { &texts[..] };
    let whole = below.iter().map(|text| text.chars().count() + 1).max().unwrap_or(0);
    // Sums stay on one line; of long texts, one four times as long gets twice the room.
    let wish = match table.alignments.get(column) {
        Some(Alignment::End) => whole.min(2 * long),
        _ => whole.min(6 * whole.isqrt()),
    };
    (longest, wish.max(longest))
}

/// Stands for the marks of notes in a cell.
fn marks(cell: &Cell) -> String {
    "00".repeat(cell.iter().filter(|inline| matches!(inline, Inline::Ground(_))).count())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[&[&str]]) -> Table {
        let cells = |row: &&[&str]| row.iter().map(|text| vec![Inline::Text((*text).to_owned())]).collect();
        let rows: Vec<Vec<Cell>> = rows.iter().map(cells).collect();
        let alignments = vec![Alignment::Start; rows[0].len()];
        Table { caption: Vec::new(), alignments, header: rows[0].clone(), rows, row_headers: false, picture: None }
    }

    #[test]
    fn long_texts_get_more_room_and_many_columns_smaller_letters() {
        let long = "a much longer text that says why the provider was not selected in this round".repeat(2);
        let found = of(&table(&[&["Provider", "Score", &long]]), 3, 22);
        assert!(found.size == 95 && found.shares[2] > 3 * found.shares[1], "{found:?}");
        let nine = of(&table(&[&["considerations"; 9]]), 9, 22);
        assert!(nine.size < 70, "{nine:?}");
        let thirty = of(&table(&[&["considerations"; 30]]), 30, 22);
        assert_eq!((thirty.size, thirty.long, thirty.shares), (60, 1, vec![1; 30]));
        assert_eq!(of(&table(&[&[]]), 0, 22).shares, Vec::<usize>::new());
    }
}
