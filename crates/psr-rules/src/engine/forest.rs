//! Decision diagrams while they are built: shared nodes, made once each.
//!
//! A node asks for the cell of one variable and has a child for each; a leaf carries a word of bits. Variables come in one fixed order on every
//! path, and no node has only equal children, so equal functions are the same node.

use std::collections::HashMap;

use super::variable::Variable;

/// A node, or, with the highest bit set, a leaf.
pub(super) type Ref = u32;

/// The bit that marks a leaf.
pub(super) const LEAF: Ref = 1 << 31;

/// The leaf that says no; its word is 0.
pub(super) const FALSE: Ref = LEAF;
/// The leaf that says yes; its word is 1.
pub(super) const TRUE: Ref = LEAF | 1;

/// How many nodes a forest may have.
pub(super) const MOST_NODES: usize = 200_000;

/// Diagrams that share their nodes.
#[derive(Debug)]
pub(super) struct Forest {
    /// For each variable, how far down it comes.
    pub levels: Vec<usize>,
    pub cells: Vec<usize>,
    /// For each variable, its question where it has only one.
    pub questions: Vec<Option<u8>>,
    pub nodes: Vec<(usize, Box<[Ref]>)>,
    pub leaves: Vec<u64>,
    unique: HashMap<(usize, Box<[Ref]>), Ref>,
    chosen: HashMap<(Ref, Ref, Ref), Ref>,
    joined: HashMap<(Ref, Ref), Ref>,
}

impl Forest {
    /// Returns an empty forest over variables in this order from the top.
    pub fn new(order: &[usize], variables: &[Variable]) -> Self {
        let mut levels = vec![0; order.len()];
        for (level, variable) in order.iter().enumerate() {
            levels[*variable] = level;
        }
        Self {
            levels,
            cells: variables.iter().map(|variable| variable.cells).collect(),
            questions: variables.iter().map(Variable::single).collect(),
            nodes: Vec::new(),
            leaves: vec![0, 1],
            unique: HashMap::new(),
            chosen: HashMap::new(),
            joined: HashMap::new(),
        }
    }

    /// Answers whether the forest has outgrown its bounds; what it returns then means nothing.
    pub fn is_full(&self) -> bool {
        self.nodes.len() > MOST_NODES
    }

    /// Returns the leaf with this word.
    pub fn leaf(&mut self, word: u64) -> Ref {
        let place = self.leaves.iter().position(|known| *known == word);
        let place = place.unwrap_or_else(|| {
            self.leaves.push(word);
            self.leaves.len() - 1
        });
        LEAF | place as Ref
    }

    /// Returns the node with these children.
    pub fn node(&mut self, variable: usize, children: Box<[Ref]>) -> Ref {
        if children.windows(2).all(|pair| pair[0] == pair[1]) {
            return children[0];
        }
        let key = (variable, children);
        if let Some(known) = self.unique.get(&key) {
            return *known;
        }
        let made = self.nodes.len() as Ref;
        self.nodes.push(key.clone());
        self.unique.insert(key, made);
        made
    }

    /// Returns the diagram that says whether the variable is in one of these cells.
    pub fn among(&mut self, variable: usize, cells: u64) -> Ref {
        let child = |cell| if cells >> cell & 1 == 1 { TRUE } else { FALSE };
        let children = (0..self.cells[variable]).map(child).collect();
        self.node(variable, children)
    }

    /// Returns the diagram that is `yes` where the condition holds and `no` elsewhere.
    pub fn choose(&mut self, condition: Ref, yes: Ref, no: Ref) -> Ref {
        match condition {
            TRUE => return yes,
            FALSE => return no,
            _ if yes == no || self.is_full() => return yes,
            _ if yes == TRUE && no == FALSE => return condition,
            _ => {}
        }
        let key = (condition, yes, no);
        if let Some(known) = self.chosen.get(&key) {
            return *known;
        }
        let variable = self.top(&[condition, yes, no]);
        let children = (0..self.cells[variable])
            .map(|cell| {
                let [condition, yes, no] = [condition, yes, no].map(|node| self.child(node, variable, cell));
                self.choose(condition, yes, no)
            })
            .collect();
        let made = self.node(variable, children);
        self.chosen.insert(key, made);
        made
    }

    /// Returns the contrary of a condition.
    pub fn not(&mut self, condition: Ref) -> Ref {
        self.choose(condition, FALSE, TRUE)
    }

    /// Returns the diagram whose leaves carry the bits of both.
    pub fn join(&mut self, one: Ref, other: Ref) -> Ref {
        if one & other & LEAF != 0 {
            return self.leaf(self.word(one) | self.word(other));
        }
        if one == other || self.is_full() {
            return one;
        }
        let key = (one.min(other), one.max(other));
        if let Some(known) = self.joined.get(&key) {
            return *known;
        }
        let variable = self.top(&[one, other]);
        let children = (0..self.cells[variable])
            .map(|cell| {
                let [one, other] = [one, other].map(|node| self.child(node, variable, cell));
                self.join(one, other)
            })
            .collect();
        let made = self.node(variable, children);
        self.joined.insert(key, made);
        made
    }

    /// Returns the word of a leaf.
    pub fn word(&self, leaf: Ref) -> u64 {
        self.leaves[(leaf & !LEAF) as usize]
    }

    /// Returns every node under a root, parents first, each level in the order in which it is met.
    pub fn under(&self, root: Ref) -> Vec<Ref> {
        let mut seen = std::collections::HashSet::new();
        let mut found = Vec::new();
        let mut open = vec![root];
        while let Some(node) = open.pop() {
            if node & LEAF == 0 && seen.insert(node) {
                found.push(node);
                open.extend(self.nodes[node as usize].1.iter().rev());
            }
        }
        found.sort_by_key(|node| self.levels[self.nodes[*node as usize].0]);
        found
    }

    /// Returns the variable that comes first among the nodes that are no leaves.
    fn top(&self, nodes: &[Ref]) -> usize {
        let variables = nodes.iter().filter(|node| **node & LEAF == 0).map(|node| self.nodes[*node as usize].0);
        variables.min_by_key(|variable| self.levels[*variable]).expect("one of the nodes is no leaf")
    }

    fn child(&self, node: Ref, variable: usize, cell: usize) -> Ref {
        match self.nodes.get(node as usize) {
            Some((tested, children)) if *tested == variable => children[cell],
            _ => node,
        }
    }
}
