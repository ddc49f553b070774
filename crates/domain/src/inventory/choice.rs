//! From where a reservation takes its units: the location that a line names, or the channel's locations in their order.

#[cfg(test)]
mod tests;

use std::collections::HashMap;

use super::QUANTITY_MAX;
use crate::{id::VariantId, text::Code};

/// One line of what shall be reserved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// What.
    pub variant: VariantId,
    /// How many units, 1 to [`QUANTITY_MAX`].
    pub quantity: i64,
    /// From where. None: the channel's order decides.
    pub location: Option<Code>,
    /// Whether its stock is counted. If not, it can always be had.
    pub tracked: bool,
}

/// Units that one line takes from one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The place of the line.
    pub line: usize,
    /// From where. None: of what isn't counted, where the channel has no location.
    pub location: Option<Code>,
    /// How many units.
    pub quantity: i64,
}

/// A line for which there is not enough.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shortage {
    /// The place of the line.
    pub line: usize,
    /// How many units the line could have had, after what the lines before it take.
    pub available: i64,
}

/// How locations are chosen.
#[derive(Clone, Copy, Debug)]
pub struct Choice<'a> {
    /// The channel's locations, the preferred first.
    pub order: &'a [Code],
    /// Whether a line may take from several locations where none holds the whole of it.
    pub allow_split: bool,
}

/// Chooses for each line from where it takes its units, of what can be reserved of each variant at each location. Lines
/// that name a location come first, since they have no choice; of the others each takes the first location that still
/// holds the whole of it, or, if that is allowed and none does, what each has in turn. The takings are in the order of
/// lines.
///
/// # Errors
/// The lines for which there is not enough, in order: then nothing may be taken.
pub fn choose(
    wishes: &[Wish],
    choice: Choice<'_>,
    available: &HashMap<(VariantId, Code), i64>,
) -> Result<Vec<Taken>, Vec<Shortage>> {
    let mut left = available.clone();
    let (mut taken, mut short) = (Vec::with_capacity(wishes.len()), Vec::new());
    let (named, chosen): (Vec<_>, Vec<_>) = wishes
        .iter()
        .enumerate()
        .partition(|(_, wish)| wish.location.is_some());
    for (line, wish) in named.into_iter().chain(chosen) {
        match of_line(wish, choice, &mut left) {
            Ok(places) => taken.extend(places.into_iter().map(|(location, quantity)| Taken {
                line,
                location,
                quantity,
            })),
            Err(available) => short.push(Shortage { line, available }),
        }
    }
    if short.is_empty() {
        taken.sort_by_key(|taken| taken.line);
        Ok(taken)
    } else {
        short.sort_by_key(|short| short.line);
        Err(short)
    }
}

/// From where, and how many; or how many there are.
fn of_line(
    wish: &Wish,
    choice: Choice<'_>,
    left: &mut HashMap<(VariantId, Code), i64>,
) -> Result<Vec<(Option<Code>, i64)>, i64> {
    let named = wish.location.as_ref();
    let order = named.map_or(choice.order, std::slice::from_ref);
    if !wish.tracked {
        return Ok(vec![(order.first().cloned(), wish.quantity)]);
    }
    let at = |place: &Code, left: &HashMap<(VariantId, Code), i64>| {
        let units = left.get(&(wish.variant, place.clone())).copied();
        units.unwrap_or_default().max(0)
    };
    let whole = order.iter().find(|place| at(place, left) >= wish.quantity);
    let split = choice.allow_split && named.is_none();
    let places: Vec<(Code, i64)> = match whole {
        Some(place) => vec![(place.clone(), wish.quantity)],
        None if split => in_turn(wish.quantity, order, |place| at(place, left)),
        None => Vec::new(),
    };
    let found: i64 = places.iter().map(|(_, units)| units).sum();
    if found < wish.quantity {
        let each = order.iter().map(|place| at(place, left));
        let most = if split {
            found
        } else {
            each.max().unwrap_or_default()
        };
        return Err(most.min(QUANTITY_MAX));
    }
    let taken = places.into_iter().map(|(place, units)| {
        if let Some(has) = left.get_mut(&(wish.variant, place.clone())) {
            *has -= units;
        }
        (Some(place), units)
    });
    Ok(taken.collect())
}

/// What each location has, until it is enough or there are no more locations.
fn in_turn(quantity: i64, order: &[Code], at: impl Fn(&Code) -> i64) -> Vec<(Code, i64)> {
    let mut missing = quantity;
    let mut places = Vec::new();
    for place in order {
        let units = at(place).min(missing);
        if units > 0 {
            missing -= units;
            places.push((place.clone(), units));
        }
    }
    places
}
