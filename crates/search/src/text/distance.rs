//! How far apart two spellings are.

/// The least number of letters inserted, left out, replaced, or swapped with their neighbour (each place once) that makes
/// one word of the other. None: more than `most`.
pub(crate) fn distance(one: &str, other: &str, most: usize) -> Option<usize> {
    let one: Vec<char> = one.chars().collect();
    let other: Vec<char> = other.chars().collect();
    if one.len().abs_diff(other.len()) > most {
        return None;
    }
    let width = other.len() + 1;
    let mut before: Vec<usize> = vec![0; width];
    let mut last: Vec<usize> = (0..width).collect();
    let mut row: Vec<usize> = vec![0; width];
    for (i, letter) in one.iter().enumerate() {
        row[0] = i + 1;
        let mut least = row[0];
        for (j, candidate) in other.iter().enumerate() {
            let replaced = last[j] + usize::from(letter != candidate);
            let mut best = replaced.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && one[i - 1] == *candidate && *letter == other[j - 1] {
                best = best.min(before[j - 1] + 1);
            }
            row[j + 1] = best;
            least = least.min(best);
        }
        if least > most {
            return None;
        }
        std::mem::swap(&mut before, &mut last);
        std::mem::swap(&mut last, &mut row);
    }
    let found = last[width - 1];
    (found <= most).then_some(found)
}

/// How many letters of a word may be wrong: none of a short one or of one with digits, one of up to five, else two.
pub(crate) fn most_typos(word: &str) -> usize {
    if word.bytes().any(|byte| byte.is_ascii_digit()) {
        return 0;
    }
    match word.chars().count() {
        0..=3 => 0,
        4..=5 => 1,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_swapped_are_one_step() {
        assert_eq!(distance("keybord", "keyboard", 2), Some(1));
        assert_eq!(distance("labtop", "laptop", 1), Some(1));
        assert_eq!(distance("moues", "mouse", 1), Some(1));
        assert_eq!(distance("mouse", "mouse", 0), Some(0));
        assert_eq!(distance("mouse", "monitor", 2), None);
        assert_eq!(distance("ab", "ba", 1), Some(1));
        assert_eq!(distance("", "ab", 2), Some(2));
    }
}
