//! Tokens of an issuer (JWT), as RFC 8725 wants them to be taken.
//!
//! How a token may be signed is said by the configuration; its header chooses among that alone, and its key must be one for
//! it. `iss`, `aud` and `exp` must be there and hold, `nbf` too unless that is switched off, and what a token declares
//! critical is never understood. What it says of its holder is mapped by [`holder`].

mod claims;
mod crypto;
mod header;
mod holder;
mod jwks;
mod keys;

use std::sync::Arc;

use anyhow::{Context as _, bail, ensure};
use domain::clock::Clock;
use graphql::Viewer;
use jsonwebtoken::{Validation, decode};
use serde_json::{Map, Value};

use self::{claims::Expected, header::Header, holder::Holders, keys::Keys};
use crate::config::JwtSettings;

/// The most bytes of a token.
const BYTES_MAX: usize = 8 * 1024;

/// Tells who the holder of a token is.
pub(super) struct Tokens {
    keys: Keys,
    expected: Expected,
    holders: Holders,
    clock: Arc<dyn Clock>,
}

/// Why a token is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BadToken {
    /// It isn't written as a signed token is.
    Malformed,
    /// It is signed in a way that is not configured.
    Algorithm,
    /// It has extensions that must be understood, and none is.
    Critical,
    /// It is a token for something else, by its `typ`.
    Type,
    /// Its key is none of its issuer's.
    UnknownKey,
    /// Its signature is not that of its key.
    Signature,
    /// It lacks a claim.
    Missing(&'static str),
    /// It is of another issuer.
    Issuer,
    /// It is for others.
    Audience,
    /// It has ended.
    Expired,
    /// It doesn't hold yet, or says that it is from the future.
    NotYet,
}

impl BadToken {
    /// Why, for people. It fits into a header, and says nothing that the token says.
    pub(crate) fn message(self) -> &'static str {
        match self {
            Self::Malformed => "The token is not a signed JWT.",
            Self::Algorithm => "The token is signed in a way that is not taken here.",
            Self::Critical => {
                "The token has critical extensions (crit), which are not understood here."
            }
            Self::Type => "The token is of another type (typ) than JWT.",
            Self::UnknownKey => "The token's key is none of its issuer's.",
            Self::Signature => "The token's signature is wrong.",
            Self::Missing("exp") => "The token has no exp, as a number.",
            Self::Missing("nbf") => "The token has no nbf, as a number.",
            Self::Missing("iss") => "The token has no iss.",
            Self::Missing("aud") => "The token has no aud.",
            Self::Missing(_) => "The token lacks a claim.",
            Self::Issuer => "The token is of another issuer.",
            Self::Audience => "The token is for another audience.",
            Self::Expired => "The token has expired.",
            Self::NotYet => "The token does not hold yet.",
        }
    }
}

/// Why it isn't told who the holder of a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// The token is not good.
    Bad(BadToken),
    /// The issuer's keys were never fetched, and can't be at the moment.
    Away,
}

impl From<BadToken> for Refused {
    fn from(bad: BadToken) -> Self {
        Self::Bad(bad)
    }
}

impl Tokens {
    /// By these settings. None: no tokens are taken.
    ///
    /// # Errors
    /// Where something is missing or doesn't fit together.
    pub(super) fn of(
        settings: &JwtSettings,
        clock: Arc<dyn Clock>,
    ) -> anyhow::Result<Option<Self>> {
        let Some(issuer) = settings.issuer.clone() else {
            let is_begun = settings.audience.is_some()
                || settings.jwks_url.is_some()
                || settings.key.is_some()
                || settings.key_file.is_some()
                || settings.discovery
                || !settings.algorithms.is_empty();
            ensure!(
                !is_begun,
                "[auth.jwt] has no `issuer`: what the `iss` of tokens must be"
            );
            return Ok(None);
        };
        let Some(audience) = settings.audience.clone() else {
            bail!("[auth.jwt] has no `audience`: what must be among the `aud` of tokens");
        };
        ensure!(
            !settings.algorithms.is_empty(),
            "[auth.jwt] has no `algorithms`: how tokens are signed, such as [\"RS256\"]"
        );
        crypto::install();
        Ok(Some(Self {
            keys: Keys::of(settings, &issuer).context("[auth.jwt] can't be used")?,
            expected: Expected {
                issuer,
                audience,
                leeway: settings.leeway(),
                require_nbf: settings.require_nbf,
            },
            holders: Holders::of(settings),
            clock,
        }))
    }

    /// Whether a bearer's text is a token rather than an API key.
    pub(super) fn is_token(text: &str) -> bool {
        text.contains('.')
    }

    /// The holder of a token.
    pub(super) async fn viewer(&self, token: &str) -> Result<Viewer, Refused> {
        if token.len() > BYTES_MAX {
            return Err(BadToken::Malformed.into());
        }
        let header = Header::of(token)?;
        let algorithm = self.keys.algorithm(&header)?;
        let keys = self.keys.fitting(algorithm, header.kid.as_deref()).await?;
        let validation = only_signature(crypto::algorithm(algorithm));
        let claims = keys
            .iter()
            .find_map(|key| decode::<Map<String, Value>>(token, key, &validation).ok())
            .ok_or(BadToken::Signature)?
            .claims;
        self.expected.check(&claims, self.clock.now())?;
        Ok(self.holders.viewer(&claims))
    }
}

/// The claims are checked by [`claims`], with our clock.
fn only_signature(algorithm: jsonwebtoken::Algorithm) -> Validation {
    let mut validation = Validation::new(algorithm);
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_nbf = false;
    validation.validate_aud = false;
    validation
}
