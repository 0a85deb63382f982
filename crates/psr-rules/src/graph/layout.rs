//! Places the boxes of a graph: in columns, none over another, each near what it is joined to; lines run between boxes, never through one.
//!
//! All measures are whole tenths of the picture's unit, so that every machine draws the same.

use super::ordering::{Columns, Item, columns};
use super::words::lines;
use super::{Graph, GraphBox};

/// The size of letters.
pub(super) const SIZE: i64 = 130;
/// How high a line of text is.
pub(super) const LINE: i64 = 160;
/// The space between a box and its text.
pub(super) const INSET: i64 = 70;
/// How wide boxes are.
const WIDTH: i64 = 1640;
/// The space between columns, in which lines run.
const BETWEEN: i64 = 420;
/// The space between boxes of a column.
const GAP: i64 = 110;
/// The height kept free for a line that passes.
const PASSING: i64 = 50;
/// The space around everything.
const MARGIN: i64 = 120;
/// How often boxes are drawn towards what they are joined to.
const ROUNDS: usize = 30;

/// A box in its place.
#[derive(Debug)]
pub(super) struct Placed {
    pub x: i64,
    pub y: i64,
    pub width: i64,
    pub height: i64,
    pub lines: Vec<String>,
    /// How many of the lines cite.
    pub citing: usize,
}

/// A drawing: every box in its place, and the points through which each arrow runs.
#[derive(Debug)]
pub(super) struct Layout {
    pub width: i64,
    pub height: i64,
    pub boxes: Vec<Placed>,
    pub runs: Vec<Vec<(i64, i64)>>,
}

/// Lays a graph out.
pub(super) fn layout(graph: &Graph) -> Layout {
    let columns = columns(graph);
    let texts: Vec<Vec<String>> = graph.boxes.iter().map(text).collect();
    let heights: Vec<i64> = columns.items.iter().map(|item| height(*item, &texts)).collect();
    let tops = tops(&columns, &heights);
    let x_of = |column: usize| MARGIN + count(column) * (WIDTH + BETWEEN);
    let mut column_of = vec![0; columns.items.len()];
    for (column, items) in columns.columns.iter().enumerate() {
        items.iter().for_each(|item| column_of[*item] = column);
    }
    let boxes = texts.into_iter().enumerate().map(|(place, lines)| Placed {
        x: x_of(column_of[place]),
        y: tops[place],
        width: WIDTH,
        height: heights[place],
        lines,
        citing: cited(&graph.boxes[place]).len(),
    });
    let boxes: Vec<Placed> = boxes.collect();
    let bottom = tops.iter().zip(&heights).map(|(top, height)| top + height).max().unwrap_or(0);
    let runs = runs(graph, &columns, &boxes, &tops, |item| x_of(column_of[item]));
    Layout { width: x_of(columns.columns.len()) - BETWEEN + MARGIN, height: bottom + MARGIN, boxes, runs }
}

/// Returns the lines in which a box cites; they are bold, and so somewhat wider.
fn cited(drawn: &GraphBox) -> Vec<String> {
    drawn.cites.as_ref().map(|cites| lines(cites, room() * 9 / 10)).unwrap_or_default()
}

/// Returns how wide text in a box may be, in hundredths of its size.
fn room() -> u32 {
    u32::try_from((WIDTH - 2 * INSET) * 100 / SIZE).unwrap_or(0)
}

fn text(drawn: &GraphBox) -> Vec<String> {
    cited(drawn).into_iter().chain(lines(&drawn.words, room())).collect()
}

fn height(item: Item, texts: &[Vec<String>]) -> i64 {
    match item {
        Item::Box(place) => count(texts[place].len()) * LINE + 2 * INSET,
        Item::Passing(_) => PASSING,
    }
}

/// Returns where each item begins from the top: in the order of its column, and as near as that allows to what it is joined to.
fn tops(columns: &Columns, heights: &[i64]) -> Vec<i64> {
    let mut tops = vec![0; heights.len()];
    for column in &columns.columns {
        let mut at = MARGIN;
        for item in column {
            tops[*item] = at;
            at += heights[*item] + GAP;
        }
    }
    let count = columns.columns.len();
    for round in 0..ROUNDS {
        for step in 0..count {
            let column = &columns.columns[if round % 2 == 0 { step } else { count - 1 - step }];
            let wanted: Vec<i64> = column.iter().map(|item| wanted(*item, columns, &tops, heights)).collect();
            apart(column, &wanted, heights, &mut tops);
        }
    }
    let least = tops.iter().copied().min().unwrap_or(0);
    tops.iter().map(|top| top - least + MARGIN).collect()
}

/// Returns where an item would begin if its middle stood at the mean of the middles of what it is joined to.
fn wanted(item: usize, columns: &Columns, tops: &[i64], heights: &[i64]) -> i64 {
    let joined: Vec<usize> = columns.before[item].iter().chain(&columns.after[item]).copied().collect();
    if joined.is_empty() {
        return tops[item];
    }
    let middles: i64 = joined.iter().map(|other| tops[*other] + heights[*other] / 2).sum();
    middles / count(joined.len()) - heights[item] / 2
}

/// Moves the items of a column as little as possible from where they would be, so that none stands over another.
fn apart(column: &[usize], wanted: &[i64], heights: &[i64], tops: &mut [i64]) {
    // With the least distances taken off, standing apart is standing in order: neighbours out of order share their mean.
    let mut groups: Vec<(i64, i64)> = Vec::new();
    let mut offset = 0;
    let mut offsets = Vec::new();
    for (item, wanted) in column.iter().zip(wanted) {
        offsets.push(offset);
        groups.push((wanted - offset, 1));
        while let [.., above, below] = groups[..] {
            if mean(above) <= mean(below) {
                break;
            }
            groups.truncate(groups.len() - 2);
            groups.push((above.0 + below.0, above.1 + below.1));
        }
        offset += heights[*item] + GAP;
    }
    let settled = groups.iter().flat_map(|group| (0..group.1).map(|_| mean(*group)));
    for ((item, at), offset) in column.iter().zip(settled).zip(offsets) {
        tops[*item] = at + offset;
    }
}

/// Returns the mean of a group from its sum and its size.
fn mean((sum, size): (i64, i64)) -> i64 {
    sum.div_euclid(size)
}

/// Returns a number of things as a measure.
fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Returns the points of each arrow: it leaves a box on the right, passes columns level, and reaches a box on the left.
fn runs(
    graph: &Graph,
    columns: &Columns,
    boxes: &[Placed],
    tops: &[i64],
    x_of: impl Fn(usize) -> i64,
) -> Vec<Vec<(i64, i64)>> {
    let level = |item: usize| match columns.items[item] {
        Item::Box(place) => boxes[place].y + boxes[place].height / 2,
        Item::Passing(_) => tops[item] + PASSING / 2,
    };
    let port = |arrow: usize, leaving: bool| {
        let end = |at: &super::Arrow| if leaving { at.from } else { at.to };
        let beside = |arrow: usize| {
            let run = &columns.runs[arrow];
            level(if leaving { run[1] } else { run[run.len() - 2] })
        };
        let place = end(&graph.arrows[arrow]);
        let mut all: Vec<usize> = (0..graph.arrows.len()).filter(|other| end(&graph.arrows[*other]) == place).collect();
        all.sort_by_key(|one| beside(*one));
        let own = all.iter().position(|other| *other == arrow).unwrap_or_default();
        boxes[place].y + boxes[place].height * count(own + 1) / count(all.len() + 1)
    };
    let run = |arrow: usize| {
        let items = &columns.runs[arrow];
        let mut points = vec![(x_of(items[0]) + WIDTH, port(arrow, true))];
        for item in &items[1..items.len() - 1] {
            points.push((x_of(*item), level(*item)));
            points.push((x_of(*item) + WIDTH, level(*item)));
        }
        points.push((x_of(items[items.len() - 1]), port(arrow, false)));
        points
    };
    (0..graph.arrows.len()).map(run).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_stand_apart_and_as_near_as_they_can() {
        let heights = [100, 100, 100];
        let mut tops = [0; 3];
        apart(&[0, 1, 2], &[500, 500, 2000], &heights, &mut tops);
        assert_eq!(tops, [395, 605, 2000]);
    }
}
