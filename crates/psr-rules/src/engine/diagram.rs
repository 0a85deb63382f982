//! Decision diagrams when they are used: flat, parents before children.
//!
//! Facts leave each variable a set of cells. Walking down from the root along every edge that they allow reaches the leaves of exactly the
//! completions there are, as variables are independent of each other and every cell can come true.

use std::collections::HashMap;

use super::forest::{Forest, LEAF, Ref};

/// A decision diagram on its own, laid out flat.
#[derive(Debug, Clone)]
pub(super) struct Diagram {
    pub nodes: Vec<Node>,
    edges: Vec<Edge>,
    leaves: Vec<u64>,
    root: Ref,
}

/// A node: a variable, and its edges.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node {
    pub variable: u32,
    /// The place of its question, where it has only one.
    pub question: Option<u8>,
    begin: u32,
    end: u32,
}

/// An edge: the cells that take it, and where it leads.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edge {
    pub cells: u64,
    pub child: Ref,
    /// Where it leads in a list of all nodes and then all leaves.
    pub slot: u32,
}

impl Diagram {
    /// Lays out what stands under the root; `leaf` says what the word of a leaf becomes.
    pub fn flat(forest: &Forest, root: Ref, leaf: impl Fn(u64) -> u64) -> Self {
        let order = forest.under(root);
        let mut places: HashMap<Ref, Ref> = order.iter().copied().zip(0..).collect();
        let mut leaves = Vec::new();
        let children = order.iter().flat_map(|node| forest.nodes[*node as usize].1.iter());
        for child in children.chain([&root]).filter(|child| **child & LEAF != 0) {
            places.entry(*child).or_insert_with(|| {
                leaves.push(leaf(forest.word(*child)));
                LEAF | (leaves.len() - 1) as Ref
            });
        }
        let mut flat = Self { nodes: Vec::new(), edges: Vec::new(), leaves, root: places[&root] };
        for node in &order {
            let (variable, children) = &forest.nodes[*node as usize];
            let begin = flat.edges.len();
            for (cell, child) in children.iter().enumerate() {
                let child = places[child];
                match flat.edges[begin..].iter_mut().find(|edge| edge.child == child) {
                    Some(edge) => edge.cells |= 1 << cell,
                    None => flat.edges.push(Edge { cells: 1 << cell, child, slot: slot(child, order.len()) }),
                }
            }
            flat.nodes.push(Node {
                variable: *variable as u32,
                question: forest.questions[*variable],
                begin: begin as u32,
                end: flat.edges.len() as u32,
            });
        }
        flat
    }

    /// Returns the words of the leaves.
    pub fn leaves(&self) -> impl Iterator<Item = u64> {
        self.leaves.iter().copied()
    }

    /// Returns where the root stands in a list of all nodes and then all leaves.
    pub fn root_slot(&self) -> usize {
        slot(self.root, self.nodes.len()) as usize
    }

    /// Returns the edges of a node.
    #[inline]
    pub fn edges(&self, node: &Node) -> &[Edge] {
        &self.edges[node.begin as usize..node.end as usize]
    }

    /// Returns the word of a leaf.
    #[inline]
    pub fn word(&self, leaf: Ref) -> u64 {
        self.leaves[(leaf & !LEAF) as usize]
    }

    /// Follows what is settled from the root down, to the first node that is open or to a leaf.
    #[inline]
    pub fn descend(&self, allowed: &[u64]) -> Ref {
        let mut at = self.root;
        while at & LEAF == 0 {
            let node = &self.nodes[at as usize];
            let cells = allowed[node.variable as usize];
            let mut open = self.edges(node).iter().filter(|edge| edge.cells & cells != 0);
            match (open.next(), open.next()) {
                (Some(edge), None) => at = edge.child,
                _ => return at,
            }
        }
        at
    }

    /// Returns the bits of every leaf that the allowed cells can reach, and in `reached` the nodes they reach, if they reach more than one leaf.
    #[inline]
    pub fn spread(&self, allowed: &[u64], reached: &mut Vec<u64>) -> u64 {
        reached.clear();
        let start = self.descend(allowed);
        if start & LEAF != 0 {
            return self.word(start);
        }
        reached.resize(self.nodes.len().div_ceil(64), 0);
        reached[start as usize / 64] |= 1 << (start % 64);
        let mut words = 0;
        for block in start as usize / 64..reached.len() {
            let mut done: u64 = 0;
            // Children can lie in the same block, so it is read again after each node; they always come later.
            while reached[block] & !done != 0 {
                let place = (reached[block] & !done).trailing_zeros();
                done |= 1 << place;
                let node = &self.nodes[block * 64 + place as usize];
                let cells = allowed[node.variable as usize];
                for edge in self.edges(node) {
                    if edge.cells & cells == 0 {
                        continue;
                    }
                    if edge.child & LEAF != 0 {
                        words |= self.word(edge.child);
                    } else {
                        reached[edge.child as usize / 64] |= 1 << (edge.child % 64);
                    }
                }
            }
        }
        words
    }

    /// Returns the nodes that a last [`spread`](Self::spread) reached, children first.
    pub fn upward(reached: &[u64]) -> impl Iterator<Item = usize> {
        reached.iter().enumerate().rev().flat_map(|(block, word)| {
            let mut rest = *word;
            std::iter::from_fn(move || {
                (rest != 0).then(|| {
                    let place = 63 - rest.leading_zeros() as usize;
                    rest &= !(1 << place);
                    block * 64 + place
                })
            })
        })
    }

    /// Returns the same diagram with other words in its leaves.
    pub fn mapped(&self, leaf: impl Fn(u64) -> u64) -> Self {
        Self { leaves: self.leaves.iter().map(|word| leaf(*word)).collect(), ..self.clone() }
    }

    /// Returns the root.
    pub fn root(&self) -> Ref {
        self.root
    }

    /// Returns the variables it branches on, as they come.
    pub fn variables(&self) -> impl Iterator<Item = usize> {
        self.nodes.iter().map(|node| node.variable as usize)
    }

    /// Returns the variable it branches on, and the cells that lead to this leaf, where it branches on one variable alone.
    pub fn single(&self, leaf: u64) -> Option<(usize, u64)> {
        let [node] = self.nodes.as_slice() else {
            return None;
        };
        let leading = self.edges(node).iter().filter(|edge| self.word(edge.child) == leaf);
        let cells = leading.fold(0, |cells, edge| cells | edge.cells);
        Some((node.variable as usize, cells))
    }
}

/// Returns where a node or leaf stands in a list of all nodes and then all leaves.
fn slot(node: Ref, nodes: usize) -> u32 {
    if node & LEAF == 0 { node } else { nodes as u32 + (node & !LEAF) }
}
