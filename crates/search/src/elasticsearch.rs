//! The index in an Elasticsearch, 7.10 or newer, or an OpenSearch.
//!
//! What the Apache-licensed 7.10 has is all that is used. A product is one document, its variants and their prices are
//! nested ones, so that a condition holds on one and the same variant. Nothing of the mapping depends on the catalogue: an
//! attribute, a context or a locale more is no field more.

mod answer;
mod bulk;
mod conditions;
mod counts;
mod engine;
mod mapping;
mod names;
mod order;
mod request;
mod words;

use std::{
    fmt,
    sync::{Arc, Mutex},
    time::Duration,
};

use domain::outcome::{Fault, FaultKind};
use elasticsearch::{
    Elasticsearch as Client,
    auth::Credentials,
    http::transport::{SingleNodeConnectionPool, TransportBuilder},
};
use serde_json::Value;
use url::Url;

/// How long an engine may take to give a sign of life.
const PING_TIMEOUT: Duration = Duration::from_secs(2);

/// A client of an Elasticsearch. Cheap to clone: all clones share their connections.
#[derive(Clone)]
pub struct Elasticsearch {
    client: Client,
    names: names::Names,
    known: Arc<Mutex<Option<engine::Known>>>,
}

impl Elasticsearch {
    /// A client for the engine at this address, whose indexes and aliases all begin with the prefix: lower-case letters,
    /// digits and hyphens. Servers with the same prefix share the index. Nothing is sent yet.
    ///
    /// # Errors
    /// A fault where the client can't be made, which is a mistake of the address or of the machine's certificates.
    pub fn new(address: &Url, prefix: &str) -> Result<Self, Fault> {
        let (address, credentials) = without_credentials(address);
        let pool = SingleNodeConnectionPool::new(address);
        // A proxy of the environment is for the internet, and the engine is beside the server.
        let mut transport = TransportBuilder::new(pool).disable_proxy();
        if let Some(credentials) = credentials {
            transport = transport.auth(credentials);
        }
        let transport = transport.build().map_err(|error| {
            Fault::new(
                FaultKind::Unavailable,
                "making the client of the search index",
                error,
            )
        })?;
        Ok(Self {
            client: Client::new(transport),
            names: names::Names::new(prefix),
            known: Arc::default(),
        })
    }

    /// Asks the engine which version it is.
    ///
    /// # Errors
    /// A fault where it doesn't answer in two seconds, refuses, or isn't an Elasticsearch.
    pub async fn ping(&self) -> Result<String, Fault> {
        let doing = "asking the search index for a sign of life";
        let failed = |error| Fault::new(FaultKind::Unavailable, doing, error);
        let answer = self
            .client
            .info()
            .request_timeout(PING_TIMEOUT)
            .send()
            .await
            .map_err(failed)?;
        let answer = answer.error_for_status_code().map_err(failed)?;
        let body: Value = answer.json().await.map_err(failed)?;
        match body["version"]["number"].as_str() {
            Some(version) => Ok(version.to_owned()),
            None => Err(Fault::new(
                FaultKind::Unavailable,
                doing,
                "what answers there is no Elasticsearch",
            )),
        }
    }
}

impl fmt::Debug for Elasticsearch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Elasticsearch").finish_non_exhaustive()
    }
}

/// Takes the user's name and password out of an address, so that no error of the client can show them.
fn without_credentials(address: &Url) -> (Url, Option<Credentials>) {
    let mut bare = address.clone();
    let Some(password) = address.password() else {
        return (bare, None);
    };
    let credentials = Credentials::Basic(decoded(address.username()), decoded(password));
    // Refused only by addresses that can't carry a user, and this one carries one.
    let _ = bare.set_username("");
    let _ = bare.set_password(None);
    (bare, Some(credentials))
}

/// `%40` is `@`. An address is decoded as a form's value is, but for `+`, which stands for itself.
fn decoded(text: &str) -> String {
    let form = format!("v={}", text.replace('+', "%2B"));
    url::form_urlencoded::parse(form.as_bytes())
        .next()
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_password_leaves_the_address_and_is_decoded() {
        let address = Url::parse("https://sh%40p:a+b%25c@host:9200/").unwrap();
        let (bare, credentials) = without_credentials(&address);
        assert_eq!(bare.as_str(), "https://host:9200/");
        let Some(Credentials::Basic(user, password)) = credentials else {
            panic!("no credentials")
        };
        assert_eq!((user.as_str(), password.as_str()), ("sh@p", "a+b%c"));
    }
}
