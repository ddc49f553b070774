//! Length limits of free text, counted in characters (Unicode scalar values), and the refusal of control characters.

/// Most characters of a name.
pub const NAME_MAX: usize = 512;
/// Most characters of a description.
pub const DESCRIPTION_MAX: usize = 65_536;
/// Most characters of a barcode.
pub const BARCODE_MAX: usize = 64;
/// Most characters of any other text.
pub const TEXT_MAX: usize = 4_096;

/// Why a text was refused. The messages are sentences for the person who wrote it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Nothing was given where something is needed.
    #[error("This must not be empty.")]
    Empty,
    /// More characters than allowed.
    #[error("This is {length} characters long; at most {max} are allowed.")]
    TooLong {
        /// How many characters were given.
        length: usize,
        /// How many are allowed.
        max: usize,
    },
    /// A control character other than tab and line breaks.
    #[error("This holds the control character U+{0:04X}, which is not allowed.")]
    ControlCharacter(u32),
    /// Blanks at either end of a key.
    #[error("This must not begin or end with a blank.")]
    Untrimmed,
    /// Not of the form of a slug.
    #[error(
        "A slug is made of lower-case letters and digits, joined by single hyphens: {0:?} is not."
    )]
    NotASlug(String),
}

/// Checks length (at most `max` characters) and control characters; the empty text passes.
///
/// # Errors
/// [`TextError::TooLong`], [`TextError::ControlCharacter`].
pub fn parse_text(text: &str, max: usize) -> Result<(), TextError> {
    // Bytes bound characters from above, so that the common case counts nothing.
    if text.len() > max {
        let length = text.chars().count();
        if length > max {
            return Err(TextError::TooLong { length, max });
        }
    }
    match text
        .chars()
        .find(|c| c.is_control() && !matches!(c, '\t' | '\n' | '\r'))
    {
        Some(control) => Err(TextError::ControlCharacter(u32::from(control))),
        None => Ok(()),
    }
}

/// A name: not empty, at most [`NAME_MAX`] characters.
///
/// # Errors
/// As [`parse_text`], and [`TextError::Empty`] for nothing but blanks.
pub fn parse_name(text: &str) -> Result<(), TextError> {
    if text.trim().is_empty() {
        return Err(TextError::Empty);
    }
    parse_text(text, NAME_MAX)
}

/// A description: at most [`DESCRIPTION_MAX`] characters.
///
/// # Errors
/// As [`parse_text`].
pub fn parse_description(text: &str) -> Result<(), TextError> {
    parse_text(text, DESCRIPTION_MAX)
}

/// A barcode: not empty, at most [`BARCODE_MAX`] characters. No check digit is asked for, since shops use their own.
///
/// # Errors
/// As [`parse_name`].
pub fn parse_barcode(text: &str) -> Result<(), TextError> {
    if text.trim().is_empty() {
        return Err(TextError::Empty);
    }
    parse_text(text, BARCODE_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_counted_in_characters() {
        assert_eq!(parse_name(&"🛒".repeat(NAME_MAX)), Ok(()));
        let one_more = "é".repeat(NAME_MAX + 1);
        let too_long = TextError::TooLong {
            length: NAME_MAX + 1,
            max: NAME_MAX,
        };
        assert_eq!(parse_name(&one_more), Err(too_long));
        assert_eq!(parse_description(&"x".repeat(DESCRIPTION_MAX)), Ok(()));
        assert!(parse_description(&"x".repeat(DESCRIPTION_MAX + 1)).is_err());
        assert!(parse_barcode(&"0".repeat(BARCODE_MAX + 1)).is_err());
    }

    #[test]
    fn control_characters_other_than_tab_and_line_breaks_are_refused() {
        assert_eq!(parse_text("one\ttwo\r\nthree", TEXT_MAX), Ok(()));
        for control in ['\0', '\u{1b}', '\u{7f}', '\u{9f}'] {
            let refused = Err(TextError::ControlCharacter(u32::from(control)));
            assert_eq!(parse_text(&format!("a{control}b"), TEXT_MAX), refused);
        }
        let message = TextError::ControlCharacter(0x1b).to_string();
        assert_eq!(
            message,
            "This holds the control character U+001B, which is not allowed."
        );
    }

    #[test]
    fn right_to_left_text_and_emoji_are_text() {
        assert_eq!(parse_name("חולצה כחולה 👕"), Ok(()));
        assert_eq!(parse_description(""), Ok(()));
    }

    #[test]
    fn a_name_and_a_barcode_need_more_than_blanks() {
        for blank in ["", " ", "\t\n"] {
            assert_eq!(parse_name(blank), Err(TextError::Empty));
            assert_eq!(parse_barcode(blank), Err(TextError::Empty));
        }
    }
}
