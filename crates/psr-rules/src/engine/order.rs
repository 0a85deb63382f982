//! The order of variables: which comes first on every path.
//!
//! It decides how large a diagram is and nothing else; no result depends on it. Each variable in turn is moved past every other, two neighbours
//! changing places at a time, and left where the diagram was smallest.

use std::collections::HashMap;

use super::forest::{Forest, LEAF, Ref};

/// How much larger a diagram may become on the way before a direction is given up.
const WORSE: usize = 2;
/// Diagrams larger than this keep the order of the law: moving through them would take longer than it saves.
const TOO_LARGE: usize = 5_000;
/// How often all variables are moved.
const ROUNDS: usize = 2;

/// Returns an order in which the diagram under the root is small.
pub(super) fn better_order(forest: &Forest, root: Ref, order: &[usize]) -> Vec<usize> {
    let mut sifting = Sifting::of(forest, root, order);
    let mut size = sifting.live().len();
    if size > TOO_LARGE {
        return sifting.order;
    }
    for _ in 0..ROUNDS {
        for variable in order {
            sifting.settle(*variable);
        }
        let now = sifting.live().len();
        if now == size {
            break;
        }
        size = now;
    }
    sifting.order
}

/// A diagram whose variables are being moved.
struct Sifting {
    order: Vec<usize>,
    cells: Vec<usize>,
    nodes: Vec<(usize, Box<[Ref]>)>,
    root: Ref,
}

impl Sifting {
    /// Takes over the nodes under the root, and no others.
    fn of(forest: &Forest, root: Ref, order: &[usize]) -> Self {
        let under = forest.under(root);
        let names: HashMap<Ref, Ref> = under.iter().copied().zip(0..).collect();
        let name = |node: &Ref| names.get(node).copied().unwrap_or(*node);
        let renamed = |node: &Ref| {
            let (variable, children) = &forest.nodes[*node as usize];
            (*variable, children.iter().map(name).collect())
        };
        Self {
            order: order.to_vec(),
            cells: forest.cells.clone(),
            nodes: under.iter().map(renamed).collect(),
            root: name(&root),
        }
    }

    /// Moves a variable to where the diagram is smallest.
    fn settle(&mut self, variable: usize) {
        let last = self.order.len() - 1;
        let mut at = self.order.iter().position(|known| *known == variable).unwrap_or(0);
        let mut best = (self.live().len(), at);
        let bound = best.0 * WORSE;
        for target in [last, 0] {
            while at != target {
                at = self.step(at, target);
                let size = self.live().len();
                best = best.min((size, at));
                if size > bound {
                    break;
                }
            }
        }
        while at != best.1 {
            at = self.step(at, best.1);
        }
    }

    /// Moves the variable at a level one level towards another, and returns where it is then.
    fn step(&mut self, at: usize, towards: usize) -> usize {
        if towards > at {
            self.swap(at);
            at + 1
        } else {
            self.swap(at - 1);
            at - 1
        }
    }

    /// Lets the variable at a level and the next change places. Nodes keep their names, so whatever leads to them stays as it is.
    fn swap(&mut self, level: usize) {
        let (upper, lower) = (self.order[level], self.order[level + 1]);
        let uppers: Vec<Ref> = self.live().into_iter().filter(|node| self.asks(*node, upper)).collect();
        let (moved, kept): (Vec<Ref>, Vec<Ref>) = uppers.into_iter().partition(|node| {
            let children = &self.nodes[*node as usize].1;
            children.iter().any(|child| self.asks(*child, lower))
        });
        let named = |node: Ref| (self.nodes[node as usize].1.clone(), node);
        let mut known: HashMap<Box<[Ref]>, Ref> = kept.into_iter().map(named).collect();
        for node in moved {
            let above = self.nodes[node as usize].1.clone();
            let mut below = Vec::new();
            for cell in 0..self.cells[lower] {
                let children = above.iter().map(|child| self.through(*child, lower, cell)).collect();
                below.push(self.node(upper, children, &mut known));
            }
            self.nodes[node as usize] = (lower, below.into());
        }
        self.order.swap(level, level + 1);
    }

    fn node(&mut self, variable: usize, children: Box<[Ref]>, known: &mut HashMap<Box<[Ref]>, Ref>) -> Ref {
        if children.iter().all(|child| *child == children[0]) {
            return children[0];
        }
        let next = self.nodes.len() as Ref;
        let made = *known.entry(children.clone()).or_insert(next);
        if made == next {
            self.nodes.push((variable, children));
        }
        made
    }

    /// Returns where a child leads for a cell of the variable, if it asks for that at all.
    fn through(&self, child: Ref, variable: usize, cell: usize) -> Ref {
        if self.asks(child, variable) { self.nodes[child as usize].1[cell] } else { child }
    }

    fn asks(&self, node: Ref, variable: usize) -> bool {
        node & LEAF == 0 && self.nodes[node as usize].0 == variable
    }

    /// Returns the nodes that the root leads to.
    fn live(&self) -> Vec<Ref> {
        let mut seen = vec![false; self.nodes.len()];
        let mut found = Vec::new();
        let mut open = vec![self.root];
        while let Some(node) = open.pop() {
            if node & LEAF == 0 && !std::mem::replace(&mut seen[node as usize], true) {
                found.push(node);
                open.extend(self.nodes[node as usize].1.iter());
            }
        }
        found
    }
}
