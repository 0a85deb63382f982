//! How wide the columns of a table are: as their words ask for, within what the page has.

use crate::document::text::of_inlines;
use crate::document::{Cell, Table};

/// How wide a character is on average, in twentieths of a point; words in capitals and headings are wider than most.
const CHARACTER: u32 = 118;
/// The space between two columns.
const BETWEEN: u32 = 260;
/// The longest word that a column keeps whole.
const WORD: usize = 24;
/// From how many characters on a longer text makes its column no wider.
const LINE: usize = 160;

/// What a column asks for.
#[derive(Debug, Clone, Copy, Default)]
struct Wish {
    /// So that its words stay whole.
    least: u32,
    /// So that its texts stand on one line.
    best: u32,
}

/// Returns how wide each column is, in twentieths of a point; together they take all there is.
pub fn widths(table: &Table, total: u32) -> Vec<u32> {
    let rows = || std::iter::once(&table.header).chain(&table.rows);
    let columns = rows().map(Vec::len).max().unwrap_or(0);
    let of = |column: usize| {
        let below = wish(table.rows.iter().filter_map(|row| row.get(column)));
        table.header.get(column).map_or(below, |heading| under(heading, below, table.rows.is_empty()))
    };
    let wishes: Vec<Wish> = (0..columns).map(of).collect();
    shared(&wishes, total)
}

/// Adds what the heading of a column asks for: room for its longest word in bold letters, and no line of its own unless nothing stands below it.
fn under(heading: &Cell, below: Wish, alone: bool) -> Wish {
    let own = wish(std::iter::once(heading));
    let least = below.least.max(own.least + CHARACTER);
    let best = if alone { own.best } else { below.best };
    Wish { least, best: best.max(least) }
}

fn wish<'c>(cells: impl Iterator<Item = &'c Cell>) -> Wish {
    let width = |characters: usize| characters as u32 * CHARACTER + BETWEEN;
    cells.fold(Wish { least: width(2), best: width(2) }, |wish, cell| {
        let text = of_inlines(cell);
        let word = text.split([' ', '\n', '-', '/']).map(|word| word.chars().count()).max().unwrap_or(0);
        let (least, best) = (width(word.min(WORD)), width(text.chars().count().min(LINE)));
        Wish { least: wish.least.max(least), best: wish.best.max(least.max(best)) }
    })
}

/// Shares out the width: what all ask for at best, else at least, else in proportion.
fn shared(wishes: &[Wish], total: u32) -> Vec<u32> {
    let sum = |of: fn(&Wish) -> u32| wishes.iter().map(of).sum::<u32>();
    let (least, best) = (sum(|wish| wish.least), sum(|wish| wish.best));
    let part = |of: u32, share: u32, whole: u32| (u64::from(of) * u64::from(share) / u64::from(whole.max(1))) as u32;
    let mut widths: Vec<u32> = match (best <= total, least <= total) {
        (true, _) => wishes.iter().map(|wish| part(total, wish.best, best)).collect(),
        (false, true) => {
            wishes.iter().map(|wish| wish.least + part(total - least, wish.best - wish.least, best - least)).collect()
        }
        (false, false) => wishes.iter().map(|wish| part(total, wish.least, least).max(1)).collect(),
    };
    let given: u32 = widths.iter().sum();
    widths.last_mut().into_iter().for_each(|last| *last += total.saturating_sub(given));
    widths
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(wishes: &[(u32, u32)], expected: &[u32]) {
        let wishes: Vec<Wish> = wishes.iter().map(|&(least, best)| Wish { least, best }).collect();
        assert_eq!(shared(&wishes, 1000), expected);
    }

    #[test]
    fn columns_share_what_there_is() {
        check(&[], &[]);
        check(&[(10, 100), (10, 300)], &[250, 750]);
        check(&[(100, 100), (200, 2000)], &[100, 900]);
        check(&[(1000, 1000), (3000, 5000)], &[250, 750]);
        check(&[(1, 1), (5000, 5000)], &[1, 999]);
    }
}
