//! Puts the boxes of a graph into columns, and orders each so that few lines cross.

use super::{Graph, Of};

/// Something that stands in a column: a box, or the place where a line passes through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Item {
    /// A box of the graph.
    Box(usize),
    /// An arrow of the graph, passing.
    Passing(usize),
}

/// The columns of a drawing, from left to right, each from top to bottom, with which item each line joins to which.
#[derive(Debug)]
pub(super) struct Columns {
    /// The items.
    pub items: Vec<Item>,
    /// The places of the items in each column.
    pub columns: Vec<Vec<usize>>,
    /// For each item, those it is joined to in the column before.
    pub before: Vec<Vec<usize>>,
    /// For each item, those it is joined to in the column after.
    pub after: Vec<Vec<usize>>,
    /// For each arrow, the items it runs through.
    pub runs: Vec<Vec<usize>>,
}

/// How many fine parts a place has.
const FINE: usize = 1000;
/// How often the order of the columns is improved.
const SWEEPS: usize = 24;

/// Orders a graph.
pub(super) fn columns(graph: &Graph) -> Columns {
    let column_of = columns_of(graph);
    let count = column_of.iter().max().map_or(0, |last| last + 1);
    let mut found = Columns {
        items: (0..graph.boxes.len()).map(Item::Box).collect(),
        columns: vec![Vec::new(); count],
        before: Vec::new(),
        after: Vec::new(),
        runs: Vec::new(),
    };
    for (place, column) in column_of.iter().enumerate() {
        found.columns[*column].push(place);
    }
    for (arrow, at) in graph.arrows.iter().enumerate() {
        let mut run = vec![at.from];
        for column in column_of[at.from] + 1..column_of[at.to] {
            found.items.push(Item::Passing(arrow));
            found.columns[column].push(found.items.len() - 1);
            run.push(found.items.len() - 1);
        }
        run.push(at.to);
        found.runs.push(run);
    }
    found.join();
    found.order();
    found
}

/// A rule stands to the right of what it tests; a question just before the first rule that tests it; conclusions stand last.
fn columns_of(graph: &Graph) -> Vec<usize> {
    let mut column = vec![0; graph.boxes.len()];
    let is_question = |place: usize| matches!(graph.boxes[place].of, Of::Question(_));
    // Rules never run in a circle, so this settles after as many rounds as there are boxes.
    for _ in 0..graph.boxes.len() {
        for arrow in &graph.arrows {
            column[arrow.to] = column[arrow.to].max(column[arrow.from] + 1);
        }
    }
    for place in (0..column.len()).filter(|place| is_question(*place)) {
        let uses = graph.arrows.iter().filter(|arrow| arrow.from == place).map(|arrow| column[arrow.to]);
        column[place] = uses.min().unwrap_or(1) - 1;
    }
    let last = column.iter().copied().max().unwrap_or(0);
    for (column, drawn) in column.iter_mut().zip(&graph.boxes) {
        if matches!(drawn.of, Of::Conclusion(..)) {
            *column = last;
        }
    }
    column
}

impl Columns {
    fn join(&mut self) {
        self.before = vec![Vec::new(); self.items.len()];
        self.after = vec![Vec::new(); self.items.len()];
        for pair in self.runs.iter().flat_map(|run| run.windows(2)) {
            self.after[pair[0]].push(pair[1]);
            self.before[pair[1]].push(pair[0]);
        }
    }

    /// Orders every column by the middle of what its items are joined to, to and fro, and keeps the best order found.
    fn order(&mut self) {
        let mut best = (self.crossings(), self.columns.clone());
        for sweep in 0..SWEEPS {
            let forwards = sweep % 2 == 0;
            let count = self.columns.len();
            for step in 1..count {
                let (column, beside) = if forwards { (step, step - 1) } else { (count - 1 - step, count - step) };
                let joined = if forwards { &self.before } else { &self.after };
                let places = places(&self.columns[beside], self.items.len());
                let middle = |item: &usize, own: usize| mean(&joined[*item], &places).unwrap_or(own * FINE);
                let mut keyed: Vec<(usize, usize)> =
                    self.columns[column].iter().enumerate().map(|(own, item)| (middle(item, own), *item)).collect();
                keyed.sort_by_key(|(middle, _)| *middle);
                self.columns[column] = keyed.into_iter().map(|(_, item)| item).collect();
            }
            let crossings = self.crossings();
            if crossings < best.0 {
                best = (crossings, self.columns.clone());
            }
        }
        self.columns = best.1;
    }

    fn crossings(&self) -> usize {
        let mut all = 0;
        for pair in self.columns.windows(2) {
            let places = places(&pair[1], self.items.len());
            let lines: Vec<Vec<usize>> =
                pair[0].iter().map(|item| self.after[*item].iter().filter_map(|to| places[*to]).collect()).collect();
            for (place, above) in lines.iter().enumerate() {
                for below in lines[place + 1..].iter().flatten() {
                    all += above.iter().filter(|end| *end > below).count();
                }
            }
        }
        all
    }
}

fn places(column: &[usize], items: usize) -> Vec<Option<usize>> {
    let mut places = vec![None; items];
    column.iter().enumerate().for_each(|(place, item)| places[*item] = Some(place));
    places
}

/// Returns the mean place of what an item is joined to, in fine parts of a place.
fn mean(joined: &[usize], places: &[Option<usize>]) -> Option<usize> {
    let found: Vec<usize> = joined.iter().filter_map(|item| places[*item]).collect();
    (!found.is_empty()).then(|| found.iter().sum::<usize>() * FINE / found.len())
}
