//! How what a key grants stands in its row.

use domain::{access::Role, outcome::Fault, text::Code};

use crate::fault::corrupt;

const DOING: &str = "reading an API key";
/// The only words that a server before the other roles knows.
const ADMIN: &str = "ADMIN";
const STOREFRONT: &str = "STOREFRONT";
/// Between the codes of channels, which may have blanks but no line breaks.
const BETWEEN: &str = "\n";

/// The columns `role`, `grants` and `channels`.
pub(super) struct Granted {
    pub(super) role: &'static str,
    pub(super) grants: Option<String>,
    pub(super) channels: Option<String>,
}

impl Granted {
    pub(super) fn of(role: Role, channels: Option<&[Code]>) -> Self {
        let codes = channels.map(|codes| codes.iter().map(Code::as_str).collect::<Vec<_>>());
        let channels = codes.map(|codes| codes.join(BETWEEN));
        let (word, grants) = match (role, &channels) {
            (Role::Storefront, None) => (STOREFRONT, None),
            (Role::Admin, None) => (ADMIN, None),
            _ => (STOREFRONT, Some(role.to_string())),
        };
        Self {
            role: word,
            grants,
            channels,
        }
    }
}

pub(super) fn role(role: &str, grants: Option<&str>) -> Result<Role, Fault> {
    match (grants, role) {
        (Some(grants), _) => grants
            .parse()
            .map_err(|_| corrupt(DOING, format!("{grants:?} grants nothing known"))),
        (None, ADMIN) => Ok(Role::Admin),
        (None, STOREFRONT) => Ok(Role::Storefront),
        (None, other) => Err(corrupt(DOING, format!("{other:?} is not a role"))),
    }
}

pub(super) fn channels(text: Option<&str>) -> Result<Option<Vec<Code>>, Fault> {
    let codes = |text: &str| {
        text.split(BETWEEN)
            .map(|code| Code::parse(code).map_err(|error| corrupt(DOING, error.to_string())))
            .collect()
    };
    text.map(codes).transpose()
}
