//! Relevance: which unanswered questions can still change a conclusion, exactly.
//!
//! Over the nodes that the facts reach, children first, each node gets a canonical one: where all edges that remain lead to the same canonical node,
//! it is that node; where a node kept earlier branches alike, it is that one; else it is kept. What then remains is the smallest diagram of what is
//! still open, and a variable can change the outcome exactly where a kept node branches on it.

use super::diagram::{Diagram, Edge, Node};
use super::forest::{LEAF, Ref};
use super::set::{QuestionSet, bits};
use super::settle::Scratch;
use super::variable::{Cells, Variable};

/// Returns the relevant questions, for the nodes that `scratch.reached` holds.
pub(super) fn relevant(
    diagram: &Diagram,
    variables: &[Variable],
    allowed: &[u64],
    given: QuestionSet,
    scratch: &mut Scratch,
) -> QuestionSet {
    let Scratch { reached, canonical, kept, .. } = scratch;
    if canonical.len() < diagram.nodes.len() {
        canonical.resize(diagram.nodes.len(), 0);
    }
    kept.clear();
    let mut relevant = QuestionSet::default();
    let mut of_variable = u32::MAX;
    for place in Diagram::upward(reached) {
        let node = &diagram.nodes[place];
        if node.variable != of_variable {
            of_variable = node.variable;
            kept.clear();
        }
        let cells = allowed[node.variable as usize];
        let level = Level { diagram, canonical, cells };
        let known = level.collapsed(node).or_else(|| level.alike(node, kept));
        canonical[place] = known.unwrap_or_else(|| {
            kept.push(place as Ref);
            let variable = &variables[of_variable as usize];
            relevant = relevant.union(level.told_apart(node, variable, given));
            place as Ref
        });
    }
    relevant
}

/// The nodes on one variable, with the cells that it is left.
struct Level<'a> {
    diagram: &'a Diagram,
    canonical: &'a [Ref],
    cells: u64,
}

impl Level<'_> {
    #[inline]
    fn canonical(&self, child: Ref) -> Ref {
        if child & LEAF != 0 { child } else { self.canonical[child as usize] }
    }

    /// Returns the edges that remain.
    #[inline]
    fn open(&self, node: &Node) -> impl Iterator<Item = &Edge> {
        let edges = self.diagram.edges(node).iter();
        edges.filter(|edge| edge.cells & self.cells != 0)
    }

    /// Returns the one canonical node that every remaining edge leads to, if they agree.
    #[inline]
    fn collapsed(&self, node: &Node) -> Option<Ref> {
        let mut children = self.open(node).map(|edge| self.canonical(edge.child));
        let first = children.next()?;
        children.all(|child| child == first).then_some(first)
    }

    /// Returns a kept node that branches alike.
    #[inline]
    fn alike(&self, node: &Node, kept: &[Ref]) -> Option<Ref> {
        let mut kept = kept.iter().copied();
        kept.find(|other| self.same(node, &self.diagram.nodes[*other as usize]))
    }

    #[inline]
    fn same(&self, one: &Node, other: &Node) -> bool {
        self.open(one).all(|edge| {
            let child = self.canonical(edge.child);
            let cells = edge.cells & self.cells;
            self.open(other).all(|with| with.cells & cells == 0 || self.canonical(with.child) == child)
        })
    }

    /// Returns the questions of the variable that alone can lead from one remaining edge of a kept node to another.
    fn told_apart(&self, node: &Node, variable: &Variable, given: QuestionSet) -> QuestionSet {
        let open = variable.asked().without(given);
        let Cells::Sums(sums) = &variable.cells_of else {
            return open;
        };
        // With one of two sums known, whatever tells the remaining cells apart is the other.
        if open.len() < 2 {
            return open;
        }
        let mut found = QuestionSet::default();
        for edge in self.open(node) {
            let child = self.canonical(edge.child);
            let same = self.open(node).filter(|with| self.canonical(with.child) == child);
            let elsewhere = self.cells & !same.fold(0, |cells, with| cells | with.cells);
            for cell in bits(edge.cells & self.cells) {
                for (apart, question) in sums.apart.iter().zip(variable.questions) {
                    if apart[cell] & elsewhere != 0 {
                        found.insert(question);
                    }
                }
            }
        }
        found
    }
}
