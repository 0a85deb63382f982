//! Finds a known name by its bytes in one step.
//!
//! When the table is built, a multiplier is sought under which no two names fall on the same place.

/// Names with their positions.
#[derive(Debug)]
pub(super) struct KeyTable {
    names: Vec<Box<[u8]>>,
    /// For each place one more than the position of its name; 0 where none is.
    places: Vec<u16>,
    multiplier: u64,
}

impl KeyTable {
    /// Builds the table of some names, which are all different.
    pub fn new<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let names: Vec<Box<[u8]>> = names.map(|name| name.as_bytes().into()).collect();
        let mut size = (names.len() * 4).next_power_of_two().max(8);
        loop {
            // Odd multipliers spread; a larger table makes a clash rarer, so the search ends.
            let found = (0..64_u64).find_map(|attempt| place_all(&names, size, 0x9e37_79b9_7f4a_7c15 ^ (attempt << 1)));
            match found {
                Some((places, multiplier)) => return Self { names, places, multiplier },
                None if size > 1 << 20 => return Self { names, places: Vec::new(), multiplier: 0 },
                None => size *= 2,
            }
        }
    }

    /// Returns the position of a name.
    pub fn get(&self, name: &[u8]) -> Option<usize> {
        let place = place(name, self.places.len().max(1), self.multiplier);
        let position = usize::from(*self.places.get(place)?).checked_sub(1)?;
        (*self.names[position] == *name).then_some(position)
    }
}

fn place_all(names: &[Box<[u8]>], size: usize, multiplier: u64) -> Option<(Vec<u16>, u64)> {
    let mut places = vec![0; size];
    for (position, name) in names.iter().enumerate() {
        let slot: &mut u16 = &mut places[place(name, size, multiplier)];
        if *slot != 0 {
            return None;
        }
        *slot = u16::try_from(position + 1).ok()?;
    }
    Some((places, multiplier))
}

/// Mixes the length with eight bytes from the start, the middle and the end: kebab-case names differ there.
fn place(name: &[u8], size: usize, multiplier: u64) -> usize {
    let eight = |from: usize| {
        let part = &name[from.min(name.len())..(from + 8).min(name.len())];
        let mut bytes = [0; 8];
        bytes[..part.len()].copy_from_slice(part);
        u64::from_le_bytes(bytes)
    };
    let (middle, end) = (name.len() / 2, name.len().saturating_sub(8));
    let mut mixed = name.len() as u64;
    for part in [eight(0), eight(middle), eight(end)] {
        mixed = (mixed ^ part).wrapping_mul(multiplier).rotate_left(29);
    }
    // The size is a power of two.
    (mixed >> 32) as usize & (size - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_found_and_no_other() {
        let names: Vec<String> = (0..300).map(|number| format!("question-number-{number}-of-many")).collect();
        let table = KeyTable::new(names.iter().map(String::as_str));
        for (position, name) in names.iter().enumerate() {
            assert_eq!(table.get(name.as_bytes()), Some(position));
        }
        for other in ["", "q", "question-number-300-of-many", "question-number-1-of-man"] {
            assert_eq!(table.get(other.as_bytes()), None, "{other}");
        }
    }

    #[test]
    fn an_empty_table_knows_no_name() {
        assert_eq!(KeyTable::new(std::iter::empty()).get(b"existing-provider"), None);
    }
}
