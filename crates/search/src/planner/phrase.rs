//! What stands between quotation marks.

/// A query in parts: what is quoted, and what isn't.
pub(super) fn parts(query: &str) -> Vec<(String, bool)> {
    let query = query.replace(
        ['\u{201c}', '\u{201d}', '\u{201e}', '\u{ab}', '\u{bb}'],
        "\"",
    );
    // A mark that nothing closes is a sign of inches.
    let closed = query.matches('"').count() / 2 * 2;
    let mut parts = Vec::new();
    for (number, part) in query.split('"').enumerate() {
        let quoted = number % 2 == 1 && number < closed;
        if !part.trim().is_empty() {
            parts.push((part.to_owned(), quoted));
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn quotation_marks_make_phrases_if_they_are_closed() {
        let part = |text: &str, quoted| (text.to_owned(), quoted);
        assert_eq!(
            parts("a \"b c\" d"),
            [part("a ", false), part("b c", true), part(" d", false)]
        );
        assert_eq!(parts("„rote Tasche“"), [part("rote Tasche", true)]);
        assert_eq!(parts("monitor 27\""), [part("monitor 27", false)]);
    }
}
