//! Conditions over yes-no questions, as plain expressions that every engine can be given.

/// A condition over questions, which stand by their places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expression {
    Constant(bool),
    Yes(usize),
    Not(Box<Expression>),
    All(Vec<Expression>),
    Any(Vec<Expression>),
}

/// A way of meeting a condition: the questions that must be answered yes and those that must be answered no, as bits.
pub type Way = (u16, u16);

impl Expression {
    /// Joins expressions so that all must hold; what is constant goes, and what stands in a group of the same kind joins this one.
    pub fn all(parts: Vec<Expression>) -> Self {
        Self::joined(parts, true)
    }

    /// Joins expressions so that one must hold.
    pub fn any(parts: Vec<Expression>) -> Self {
        Self::joined(parts, false)
    }

    fn joined(parts: Vec<Expression>, every: bool) -> Self {
        let mut kept: Vec<Expression> = Vec::new();
        for part in parts {
            match part {
                Self::Constant(holds) if holds == every => {}
                Self::Constant(_) => return Self::Constant(!every),
                Self::All(inner) if every => kept.extend(inner),
                Self::Any(inner) if !every => kept.extend(inner),
                other => kept.push(other),
            }
        }
        let mut seen: Vec<Expression> = Vec::new();
        kept.retain(|part| !seen.contains(part) && (seen.push(part.clone()), true).1);
        match kept.len() {
            0 => Self::Constant(every),
            1 => kept.swap_remove(0),
            _ if every => Self::All(kept),
            _ => Self::Any(kept),
        }
    }

    /// Turns an expression round.
    pub fn not(self) -> Self {
        match self {
            Self::Constant(holds) => Self::Constant(!holds),
            Self::Not(inner) => *inner,
            other => Self::Not(Box::new(other)),
        }
    }

    /// Answers whether it holds where the bits say yes.
    pub fn holds(&self, yes: u16) -> bool {
        match self {
            Self::Constant(holds) => *holds,
            Self::Yes(place) => yes >> place & 1 == 1,
            Self::Not(inner) => !inner.holds(yes),
            Self::All(parts) => parts.iter().all(|part| part.holds(yes)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(yes)),
        }
    }

    /// Returns every way of meeting it that no other way contains: the rows of a decision table.
    pub fn ways(&self, met: bool) -> Vec<Way> {
        match self {
            Self::Constant(holds) if *holds == met => vec![(0, 0)],
            Self::Constant(_) => Vec::new(),
            Self::Yes(place) if met => vec![(1 << place, 0)],
            Self::Yes(place) => vec![(0, 1 << place)],
            Self::Not(inner) => inner.ways(!met),
            Self::All(parts) if met => crossed(parts, met),
            Self::Any(parts) if !met => crossed(parts, met),
            Self::All(parts) | Self::Any(parts) => smallest(parts.iter().flat_map(|part| part.ways(met)).collect()),
        }
    }

    /// Writes it with these signs for and, or, not, and these names.
    pub fn text(&self, signs: [&str; 3], names: &[String]) -> String {
        let join = |parts: &[Expression], sign: &str| {
            let parts: Vec<String> = parts.iter().map(|part| part.text(signs, names)).collect();
            format!("({})", parts.join(&format!(" {sign} ")))
        };
        match self {
            Self::Constant(holds) => holds.to_string(),
            Self::Yes(place) => names[*place].clone(),
            Self::Not(inner) => format!("{}({})", signs[2], inner.text(signs, names)),
            Self::All(parts) => join(parts, signs[0]),
            Self::Any(parts) => join(parts, signs[1]),
        }
    }
}

/// Returns the ways of meeting all of these at once.
fn crossed(parts: &[Expression], met: bool) -> Vec<Way> {
    parts.iter().fold(vec![(0, 0)], |ways, part| {
        let with = part.ways(met);
        let pairs = ways.iter().flat_map(|one| with.iter().map(move |other| (one.0 | other.0, one.1 | other.1)));
        smallest(pairs.filter(|(yes, no)| yes & no == 0).collect())
    })
}

/// Leaves out every way that asks for more than another.
fn smallest(mut ways: Vec<Way>) -> Vec<Way> {
    ways.sort_by_key(|way| way.0.count_ones() + way.1.count_ones());
    let mut kept: Vec<Way> = Vec::new();
    for way in ways {
        if !kept.iter().any(|other| other.0 & way.0 == other.0 && other.1 & way.1 == other.1) {
            kept.push(way);
        }
    }
    kept
}
