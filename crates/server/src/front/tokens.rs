//! A first look at a document's text: how many tokens it has, and where its descriptions are.
//!
//! Descriptions before operations, fragments and variables came with the specification of September 2025, and the
//! parser doesn't know them. They say nothing to a server, so they are blanked out, each byte by a space, which keeps
//! every position of the text.

use std::borrow::Cow;
use std::ops::Range;

/// What the first look found.
pub(super) struct Scan<'a> {
    /// How many tokens the text has. What isn't GraphQL counts a token for each byte.
    pub tokens: usize,
    /// The text with descriptions blanked out.
    pub text: Cow<'a, str>,
}

/// Looks through a document. Linear in its length.
pub(super) fn scan(text: &str) -> Scan<'_> {
    let mut scanner = Scanner {
        bytes: text.as_bytes(),
        at: 0,
    };
    let mut scan = Scan {
        tokens: 0,
        text: Cow::Borrowed(text),
    };
    let mut open: Vec<u8> = Vec::new();
    let mut previous: &[u8] = b"";
    let mut description: Option<Range<usize>> = None;
    while let Some(range) = scanner.next() {
        let token = &text.as_bytes()[range.clone()];
        scan.tokens += 1;
        if let Some(string) = description.take()
            && describes(&open, token)
        {
            blank(scan.text.to_mut(), string);
            scan.tokens -= 1;
        }
        match token {
            b"{" | b"(" | b"[" => open.push(token[0]),
            b"}" | b")" | b"]" => drop(open.pop()),
            // The value of a default comes after `=`, a description does not.
            [b'"', ..] if previous != b"=" => description = Some(range),
            _ => {}
        }
        previous = token;
    }
    scan
}

/// Whether a string before this token describes it, given the brackets that are open.
fn describes(open: &[u8], token: &[u8]) -> bool {
    match open {
        [] => matches!(
            token,
            b"query" | b"mutation" | b"subscription" | b"fragment"
        ),
        [b'('] => token == b"$",
        _ => false,
    }
}

fn blank(text: &mut String, range: Range<usize>) {
    let spaces: String = text[range.clone()]
        .bytes()
        .map(|byte| {
            if matches!(byte, b'\n' | b'\r') {
                char::from(byte)
            } else {
                ' '
            }
        })
        .collect();
    text.replace_range(range, &spaces);
}

struct Scanner<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Scanner<'_> {
    /// The bytes of the next token.
    fn next(&mut self) -> Option<Range<usize>> {
        self.skip_ignored();
        let start = self.at;
        let rest = &self.bytes[start..];
        let length = match rest.first()? {
            b'"' => string_length(rest),
            b'.' if rest.starts_with(b"...") => 3,
            byte if is_word(*byte) => rest.iter().take_while(|byte| is_word(**byte)).count(),
            _ => 1,
        };
        self.at = start + length;
        Some(start..self.at)
    }

    fn skip_ignored(&mut self) {
        while let Some(byte) = self.bytes.get(self.at) {
            match byte {
                b' ' | b'\t' | b'\n' | b'\r' | b',' => self.at += 1,
                b'#' => {
                    let rest = &self.bytes[self.at..];
                    self.at += rest
                        .iter()
                        .take_while(|byte| !matches!(byte, b'\n' | b'\r'))
                        .count();
                }
                0xEF if self.bytes[self.at..].starts_with("\u{FEFF}".as_bytes()) => self.at += 3,
                _ => return,
            }
        }
    }
}

/// The length of the string that starts here, with its quotes; to the end of the text (or, for a plain string, of the
/// line) if it isn't closed.
fn string_length(text: &[u8]) -> usize {
    if text.starts_with(b"\"\"\"") {
        let mut at = 3;
        while at < text.len() {
            match &text[at..] {
                [b'"', b'"', b'"', ..] => return at + 3,
                [b'\\', b'"', b'"', b'"', ..] => at += 4,
                _ => at += 1,
            }
        }
        return text.len();
    }
    let mut at = 1;
    while at < text.len() {
        match text[at] {
            b'"' => return at + 1,
            b'\n' | b'\r' => return at,
            b'\\' if at + 1 < text.len() && text[at + 1].is_ascii() => at += 2,
            _ => at += 1,
        }
    }
    text.len()
}

/// Letters, digits and what numbers are made of.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_counted_without_what_the_grammar_ignores() {
        assert_eq!(scan("{ a, b # a comment { } \n c }").tokens, 5);
        assert_eq!(
            scan("query Q($a: [Int!] = [1, 2]) { f(x: $a, s: \"a \\\" }\") ...F }").tokens,
            30
        );
        assert_eq!(scan("{ f(s: \"\"\"a \"b\" \\\"\"\" } \"\"\") }").tokens, 8);
        assert_eq!(scan("").tokens, 0);
        assert_eq!(scan("\u{FEFF}{a}").tokens, 3);
    }

    #[test]
    fn descriptions_are_blanked_out_in_place() {
        let text = "\"\"\"All\nof\"\"\" query Q(\"x\" $a: String = \"d\" \"y\" $b: [S] = [\"e\" \"f\"]) { f }";
        let left =
            "      \n      query Q(    $a: String = \"d\"     $b: [S] = [\"e\" \"f\"]) { f }";
        assert_eq!(scan(text).text, left);
        assert_eq!(scan(text).tokens, scan(left).tokens);
    }

    #[test]
    fn strings_that_describe_nothing_stay_for_the_parser() {
        for text in [
            "\"x\" { a }",
            "{ \"x\" a }",
            "{ f(a: \"query\") }",
            "\"x",
            "{ f(a: \"x\" b: $b) }",
            "\"é\\é\" }",
        ] {
            assert_eq!(scan(text).text, text);
        }
    }
    proptest::proptest! {
        #[test]
        fn the_text_keeps_its_length_and_its_lines(text in r##"("|\"\"\"|\\|query|\$|[({\[})\]]|=|é|\n|\r|a| |#){0,40}"##) {
            let scanned = scan(&text);
            proptest::prop_assert_eq!(scanned.text.len(), text.len());
            proptest::prop_assert_eq!(scanned.text.lines().count(), text.lines().count());
            proptest::prop_assert!(scanned.tokens <= text.len());
        }
    }
}
