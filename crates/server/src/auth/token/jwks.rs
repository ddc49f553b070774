//! The keys that an issuer publishes: fetched when they are needed, kept, and fetched again.
//!
//! They are asked for again when half of their time is over, beside the requests; when all of it is over, a request waits for
//! that; and when a token names a key that is not known, but never more often than once a second and by one request at a
//! time. Where the issuer is away the old ones are used for a day at most.

mod fetch;
mod key;

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use jsonwebtoken::DecodingKey;

use self::{fetch::Client, key::Key};
use super::{BadToken, Refused};
use crate::config::TokenAlgorithm;
pub(super) use fetch::Source;

/// The least time between two fetches.
const EVERY: Duration = Duration::from_secs(1);
/// How long an issuer that didn't answer is left alone where its old keys can be used.
const LEFT_ALONE: Duration = Duration::from_secs(5);
/// How long old keys are used where the issuer is away.
const OLD_MAX: Duration = Duration::from_secs(24 * 60 * 60);

/// The keys of an issuer.
pub(super) struct KeySet {
    client: Client,
    /// For how long keys are used without asking again.
    time: Duration,
    kept: Mutex<Kept>,
    /// Whoever holds it fetches.
    turn: tokio::sync::Mutex<()>,
}

#[derive(Clone, Default)]
struct Kept {
    keys: Arc<[Key]>,
    /// When they were fetched. None: never.
    fetched: Option<Instant>,
    /// When it was last tried.
    tried: Option<Instant>,
}

impl Kept {
    fn has_been_tried(&self, within: Duration) -> bool {
        self.tried.is_some_and(|tried| tried.elapsed() < within)
    }

    fn age(&self) -> Option<Duration> {
        self.fetched.map(|fetched| fetched.elapsed())
    }

    /// Whether the last try failed.
    fn is_away(&self) -> bool {
        self.tried > self.fetched
    }
}

impl KeySet {
    /// # Errors
    /// Where no HTTP client can be made.
    pub(super) fn new(source: Source, time: Duration) -> anyhow::Result<Arc<Self>> {
        Ok(Arc::new(Self {
            client: Client::new(source)?,
            time,
            kept: Mutex::default(),
            turn: tokio::sync::Mutex::default(),
        }))
    }

    /// The keys for this algorithm with this id; without an id all that are for it.
    pub(super) async fn fitting(
        self: &Arc<Self>,
        algorithm: TokenAlgorithm,
        kid: Option<&str>,
    ) -> Result<Vec<DecodingKey>, Refused> {
        self.freshen().await;
        let mut kept = self.usable()?;
        let mut fitting = pick(&kept.keys, algorithm, kid);
        if fitting.is_empty() && !kept.has_been_tried(EVERY) {
            self.fetch().await;
            kept = self.usable()?;
            fitting = pick(&kept.keys, algorithm, kid);
        }
        if fitting.is_empty() {
            return Err(BadToken::UnknownKey.into());
        }
        Ok(fitting)
    }

    /// Sees to it that the keys are not too old, as far as the issuer lets it.
    async fn freshen(self: &Arc<Self>) {
        let kept = self.kept();
        match kept.age() {
            None => self.fetch().await,
            Some(age) if age < self.time / 2 => {}
            Some(_) if kept.is_away() && kept.has_been_tried(LEFT_ALONE) => {}
            Some(age) if age < self.time => {
                let set = Arc::clone(self);
                tokio::spawn(async move { set.fetch().await });
            }
            Some(_) => self.fetch().await,
        }
    }

    fn usable(&self) -> Result<Kept, Refused> {
        let kept = self.kept();
        if kept.age().is_some_and(|age| age < OLD_MAX) {
            Ok(kept)
        } else {
            Err(Refused::Away)
        }
    }

    /// Fetches the keys, unless somebody has just done so.
    async fn fetch(&self) {
        let _turn = self.turn.lock().await;
        if self.kept().has_been_tried(EVERY) {
            return;
        }
        let fetched = self.client.keys().await;
        let now = Instant::now();
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.tried = Some(now);
        match fetched {
            Ok(keys) => {
                kept.keys = keys.into();
                kept.fetched = Some(now);
            }
            Err(error) => {
                tracing::warn!("the keys of the issuer of tokens could not be fetched: {error:#}");
            }
        }
    }

    fn kept(&self) -> Kept {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.clone()
    }
}

fn pick(keys: &[Key], algorithm: TokenAlgorithm, kid: Option<&str>) -> Vec<DecodingKey> {
    keys.iter()
        .filter(|key| key.algorithm == algorithm)
        .filter(|key| kid.is_none() || key.kid.as_deref() == kid)
        .map(|key| key.key.clone())
        .collect()
}
