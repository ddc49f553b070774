//! Why a socket is closed: the protocol's codes, and those of WebSockets themselves (RFC 6455).

use axum::extract::ws::{CloseFrame, Message};

/// The longest reason that fits in a close frame, in bytes.
const LONGEST_REASON: usize = 123;

/// A reason to close a socket, with what the client is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Close {
    /// Nothing was asked for a long time.
    Idle,
    /// The server ends.
    Ending,
    /// The client doesn't answer pings.
    Silent,
    /// A frame that breaks the WebSocket protocol.
    Broken,
    /// A text that isn't UTF-8.
    NotText,
    /// A message of more bytes than this.
    TooLong(usize),
    /// A message that the protocol doesn't have; says which.
    Invalid(String),
    /// Something was asked before the connection was acknowledged.
    Unauthorized,
    /// Who asks isn't let in; says why.
    Forbidden(&'static str),
    /// The client doesn't speak the protocol.
    Subprotocol,
    /// No `connection_init` came in time.
    InitTimeout,
    /// An operation has this id already.
    IdInUse(String),
    /// `connection_init` came twice.
    SecondInit,
    /// A fault of ours.
    Fault,
}

impl Close {
    fn code(&self) -> u16 {
        match self {
            Self::Idle => 1000,
            Self::Ending | Self::Silent => 1001,
            Self::Broken => 1002,
            Self::NotText => 1007,
            Self::TooLong(_) => 1009,
            Self::Fault => 1011,
            Self::Invalid(_) => 4400,
            Self::Unauthorized => 4401,
            Self::Forbidden(_) => 4403,
            Self::Subprotocol => 4406,
            Self::InitTimeout => 4408,
            Self::IdInUse(_) => 4409,
            Self::SecondInit => 4429,
        }
    }

    fn reason(&self) -> String {
        match self {
            Self::Idle => String::from("Nothing was asked for a long time"),
            Self::Ending => String::from("The server is ending"),
            Self::Silent => String::from("No answer to pings"),
            Self::Broken => String::from("A frame breaks the WebSocket protocol"),
            Self::NotText => String::from("A text isn't UTF-8"),
            Self::TooLong(most) => format!("A message has more than {most} bytes"),
            Self::Fault => String::from("Something went wrong on our side"),
            Self::Invalid(why) => why.clone(),
            Self::Unauthorized => String::from("Unauthorized"),
            Self::Forbidden(why) => format!("Forbidden: {why}"),
            Self::Subprotocol => String::from("Subprotocol not acceptable"),
            Self::InitTimeout => String::from("Connection initialisation timeout"),
            Self::IdInUse(id) => format!("Subscriber for {id} already exists"),
            Self::SecondInit => String::from("Too many initialisation requests"),
        }
    }

    /// The frame that says it.
    pub(super) fn message(&self) -> Message {
        Message::Close(Some(CloseFrame {
            code: self.code(),
            reason: cut(self.reason()).into(),
        }))
    }
}

/// A text of at most so many bytes, whole characters: a longer one would make the frame itself invalid.
fn cut(mut text: String) -> String {
    let mut end = LONGEST_REASON.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.truncate(end);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_always_fits_in_its_frame() {
        for length in [0, 122, 123, 124, 1000] {
            for character in ["a", "é", "🦀"] {
                let id = character.repeat(length);
                let Message::Close(Some(frame)) = Close::IdInUse(id).message() else {
                    panic!("no close frame");
                };
                assert!(frame.reason.len() <= 123, "{}", frame.reason.len());
            }
        }
    }
}
