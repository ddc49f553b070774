//! Who sends a request: nobody in particular, the holder of an API key, or the holder of a token of an issuer.
//!
//! Without an `Authorization` header a request is an anonymous storefront's. With one it must be `Bearer` and a key or a token
//! that holds; a wrong one is refused and never taken for none, so that a client whose key was revoked learns of it.

mod token;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, Response, StatusCode, header},
};
use domain::{
    clock::{Clock, Timestamp},
    id::ApiKeyId,
    outcome::Fault,
};
use graphql::{Credential, Viewer};
use moka::sync::Cache;
use persistence::{ApiKey, Store};
use sha2::{Digest as _, Sha256};

use self::token::{BadToken, Refused, Tokens};
use crate::{config::AuthSettings, problem::problem, request_id::RequestId, telemetry};

/// How long a key is believed without asking the store: a revoked key works for at most so long.
const BELIEVED: Duration = Duration::from_secs(2);
/// How many keys are remembered at once.
const REMEMBERED: u64 = 10_000;
/// How often it is looked whether the key of what stays open still holds.
pub(crate) const KEY_EVERY: Duration = Duration::from_secs(2);
/// How often the use of a key is noted.
const NOTED_EVERY: Duration = Duration::from_secs(60);

/// Tells who sends a request.
pub(crate) struct Authenticator {
    store: Store,
    clock: Arc<dyn Clock>,
    /// By the hash of the key, so that no key is kept in memory.
    known: Cache<[u8; 32], Known>,
    /// None: none are taken.
    tokens: Option<Tokens>,
    noted: Mutex<HashMap<ApiKeyId, Instant>>,
}

#[derive(Clone)]
struct Known {
    id: ApiKeyId,
    expires_at: Option<Timestamp>,
    viewer: Viewer,
}

/// Why a request is not let in.
#[derive(Debug)]
pub(crate) enum Denied {
    /// The header is not `Bearer KEY`.
    Malformed,
    /// No key that holds is this one.
    Unknown,
    /// The token is not good.
    Token(BadToken),
    /// The token can't be checked: its issuer is away.
    IssuerAway,
    /// The store could not be asked.
    Fault(Fault),
}

impl Authenticator {
    /// # Errors
    /// Where the settings of tokens don't fit together.
    pub(crate) fn new(
        store: Store,
        clock: Arc<dyn Clock>,
        settings: &AuthSettings,
    ) -> anyhow::Result<Self> {
        let tokens = Tokens::of(&settings.jwt, Arc::clone(&clock))?;
        let known = Cache::builder()
            .max_capacity(REMEMBERED)
            .time_to_live(BELIEVED)
            .build();
        Ok(Self {
            store,
            clock,
            known,
            tokens,
            noted: Mutex::default(),
        })
    }

    /// The viewer that a request's headers speak for.
    pub(crate) async fn viewer(&self, headers: &HeaderMap) -> Result<Viewer, Denied> {
        let Some(key) = bearer(headers)? else {
            return Ok(Viewer::anonymous());
        };
        if let Some(tokens) = self.tokens.as_ref().filter(|_| Tokens::is_token(key)) {
            return tokens.viewer(key).await.map_err(Denied::from);
        }
        let hash: [u8; 32] = Sha256::digest(key.as_bytes()).into();
        let known = match self.known.get(&hash) {
            Some(known) => known,
            None => {
                let found = self
                    .store
                    .api_key_by_secret(key)
                    .await
                    .map_err(Denied::Fault)?;
                let known = Known::from(found.ok_or(Denied::Unknown)?);
                self.known.insert(hash, known.clone());
                known
            }
        };
        if known.expires_at.is_some_and(|end| end <= self.clock.now()) {
            return Err(Denied::Unknown);
        }
        self.note(known.id);
        Ok(known.viewer)
    }

    /// Why what a viewer began with these headers may go on no longer: their key was revoked, has expired, or their token has
    /// ended. None: it may. Where that can't be known at the moment it may too, since it held a moment ago.
    pub(crate) async fn ended(&self, headers: &HeaderMap) -> Option<Denied> {
        match self.viewer(headers).await {
            Ok(_) | Err(Denied::Fault(_) | Denied::IssuerAway) => None,
            Err(denied) => Some(denied),
        }
    }

    /// Notes that a key was used, not in the request's way, and at most once a minute.
    fn note(&self, id: ApiKeyId) {
        let now = Instant::now();
        let mut noted = self.noted.lock().unwrap_or_else(PoisonError::into_inner);
        if noted
            .get(&id)
            .is_some_and(|last| now.duration_since(*last) < NOTED_EVERY)
        {
            return;
        }
        noted.insert(id, now);
        drop(noted);
        let store = self.store.clone();
        tokio::spawn(async move {
            if let Err(fault) = store.api_key_used(id).await {
                tracing::warn!(
                    error = telemetry::chain(&fault),
                    "could not note that an API key was used"
                );
            }
        });
    }
}

impl From<ApiKey> for Known {
    fn from(key: ApiKey) -> Self {
        let viewer = Viewer {
            role: key.role,
            credential: Credential::ApiKey,
            name: key.name.into(),
            channels: key.channels.map(Into::into),
            ..Viewer::anonymous()
        };
        Self {
            id: key.id,
            expires_at: key.expires_at,
            viewer,
        }
    }
}

/// The key of the one `Authorization` header. None: there is no such header.
fn bearer(headers: &HeaderMap) -> Result<Option<&str>, Denied> {
    let mut given = headers.get_all(header::AUTHORIZATION).iter();
    let (Some(first), None) = (given.next(), given.next()) else {
        return if headers.contains_key(header::AUTHORIZATION) {
            Err(Denied::Malformed)
        } else {
            Ok(None)
        };
    };
    let text = first.to_str().map_err(|_| Denied::Malformed)?;
    match text.trim().split_once(' ') {
        Some((scheme, key)) if scheme.eq_ignore_ascii_case("bearer") && !key.trim().is_empty() => {
            Ok(Some(key.trim()))
        }
        _ => Err(Denied::Malformed),
    }
}

impl From<Refused> for Denied {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Bad(bad) => Self::Token(bad),
            Refused::Away => Self::IssuerAway,
        }
    }
}

impl Denied {
    /// What the client is told.
    pub(crate) fn into_response(self, id: &RequestId) -> Response<Body> {
        let (status, code) = (StatusCode::SERVICE_UNAVAILABLE, "SERVICE_UNAVAILABLE");
        let mut challenge = HeaderValue::from_static("Bearer");
        let message = match self {
            Self::Malformed => {
                "The Authorization header must be `Bearer` and one API key or token. Without the header a request is a storefront's."
            }
            Self::Unknown => {
                "This API key is not known, has expired or was revoked. Without the header a request is a storefront's."
            }
            Self::Token(bad) => {
                // RFC 6750, section 3. The messages have neither quotes nor backslashes.
                let told = format!(
                    "Bearer error=\"invalid_token\", error_description=\"{}\"",
                    bad.message()
                );
                challenge = HeaderValue::try_from(told).unwrap_or(challenge);
                bad.message()
            }
            Self::IssuerAway => {
                let message = "The token can't be checked at the moment: its issuer doesn't answer. Try again.";
                return problem(status, code, message, id);
            }
            Self::Fault(fault) => {
                tracing::error!(
                    request.id = id.as_str(),
                    error = telemetry::chain(&fault),
                    "an API key could not be looked up"
                );
                let message = "The API key can't be checked at the moment. Try again.";
                return problem(status, code, message, id);
            }
        };
        let mut response = problem(StatusCode::UNAUTHORIZED, "UNAUTHENTICATED", message, id);
        response
            .headers_mut()
            .insert(header::WWW_AUTHENTICATE, challenge);
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(given: &[&str]) -> HeaderMap {
        given
            .iter()
            .map(|value| (header::AUTHORIZATION, HeaderValue::from_str(value).unwrap()))
            .collect()
    }

    #[test]
    fn one_bearer_header_is_a_key_and_none_is_nobody() {
        assert_eq!(bearer(&headers(&[])).unwrap(), None);
        assert_eq!(bearer(&headers(&["Bearer abc"])).unwrap(), Some("abc"));
        assert_eq!(bearer(&headers(&["bearer  abc "])).unwrap(), Some("abc"));
    }

    #[test]
    fn anything_else_in_the_header_is_refused() {
        for given in [
            &["abc"][..],
            &["Basic YTpi"],
            &["Bearer "],
            &[""],
            &["Bearer a", "Bearer b"],
        ] {
            assert!(
                matches!(bearer(&headers(given)), Err(Denied::Malformed)),
                "{given:?}"
            );
        }
    }
}
