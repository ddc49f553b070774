//! An issuer of tokens: it signs them, and publishes its keys on a socket of its own.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, AtomicUsize, Ordering},
};

use axum::{Json, Router, extract::State, http::StatusCode, routing::get};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use ring::{
    hmac,
    rand::SystemRandom,
    signature::{
        ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _,
        RSA_PKCS1_SHA256, RsaKeyPair, RsaPublicKeyComponents,
    },
};
use serde_json::{Value, json};

/// Signs.
pub(crate) enum Signer {
    Secret(Vec<u8>),
    Rsa(RsaKeyPair),
    P256(EcdsaKeyPair),
    Ed(Ed25519KeyPair),
    /// Leaves the signature empty.
    Nobody,
}

impl Signer {
    pub(crate) fn ed() -> Self {
        let document = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).unwrap();
        Self::Ed(Ed25519KeyPair::from_pkcs8(document.as_ref()).unwrap())
    }

    pub(crate) fn p256() -> Self {
        let (by, random) = (&ECDSA_P256_SHA256_FIXED_SIGNING, SystemRandom::new());
        let document = EcdsaKeyPair::generate_pkcs8(by, &random).unwrap();
        Self::P256(EcdsaKeyPair::from_pkcs8(by, document.as_ref(), &random).unwrap())
    }

    /// A key for tests alone, which is no secret.
    pub(crate) fn rsa() -> Self {
        Self::Rsa(RsaKeyPair::from_der(include_bytes!("issuer/rsa.der")).unwrap())
    }

    pub(crate) fn algorithm(&self) -> &'static str {
        match self {
            Self::Secret(_) => "HS256",
            Self::Rsa(_) => "RS256",
            Self::P256(_) => "ES256",
            Self::Ed(_) => "EdDSA",
            Self::Nobody => "none",
        }
    }

    fn sign(&self, message: &[u8]) -> Vec<u8> {
        let random = SystemRandom::new();
        match self {
            Self::Secret(secret) => {
                let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
                hmac::sign(&key, message).as_ref().to_vec()
            }
            Self::Rsa(pair) => {
                let mut signature = vec![0; pair.public().modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &random, message, &mut signature)
                    .unwrap();
                signature
            }
            Self::P256(pair) => pair.sign(&random, message).unwrap().as_ref().to_vec(),
            Self::Ed(pair) => pair.sign(message).as_ref().to_vec(),
            Self::Nobody => Vec::new(),
        }
    }

    /// The public key as a JWK of this id.
    pub(crate) fn jwk(&self, kid: &str) -> Value {
        match self {
            Self::Rsa(pair) => {
                let public = RsaPublicKeyComponents::<Vec<u8>>::from(pair.public());
                let (modulus, exponent) = (&public.n, &public.e);
                let bytes = |value: &[u8]| BASE64.encode(value);
                json!({ "kty": "RSA", "kid": kid, "alg": "RS256", "use": "sig", "n": bytes(modulus), "e": bytes(exponent) })
            }
            Self::P256(pair) => {
                let (x, y) = pair.public_key().as_ref()[1..].split_at(32);
                json!({ "kty": "EC", "crv": "P-256", "kid": kid, "x": BASE64.encode(x), "y": BASE64.encode(y) })
            }
            Self::Ed(pair) => {
                json!({ "kty": "OKP", "crv": "Ed25519", "kid": kid, "x": BASE64.encode(pair.public_key().as_ref()) })
            }
            Self::Secret(_) | Self::Nobody => panic!("it has no public key"),
        }
    }

    /// A token with this header, to which `alg` is added where it is not there, and these claims.
    pub(crate) fn token(&self, mut header: Value, claims: &Value) -> String {
        if header.get("alg").is_none() {
            header["alg"] = json!(self.algorithm());
        }
        let part = |value: &Value| BASE64.encode(value.to_string());
        let message = format!("{}.{}", part(&header), part(claims));
        let signature = BASE64.encode(self.sign(message.as_bytes()));
        format!("{message}.{signature}")
    }
}

/// What the issuer publishes.
#[derive(Default)]
struct Published {
    keys: Mutex<Vec<Value>>,
    away: AtomicBool,
    asked: AtomicUsize,
    address: Mutex<String>,
}

/// An issuer that can be asked for its keys.
pub(crate) struct Issuer {
    published: Arc<Published>,
    pub(crate) address: String,
}

impl Issuer {
    pub(crate) async fn new(keys: Vec<Value>) -> Self {
        let published = Arc::new(Published::default());
        *published.keys.lock().unwrap() = keys;
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        published.address.lock().unwrap().clone_from(&address);
        let router = Router::new()
            .route("/keys", get(keys_of))
            .route("/.well-known/openid-configuration", get(configuration))
            .with_state(Arc::clone(&published));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { published, address }
    }

    /// From now on these are its keys.
    pub(crate) fn publish(&self, keys: Vec<Value>) {
        *self.published.keys.lock().unwrap() = keys;
    }

    pub(crate) fn go_away(&self, away: bool) {
        self.published.away.store(away, Ordering::Relaxed);
    }

    /// How often its keys were asked for.
    pub(crate) fn asked(&self) -> usize {
        self.published.asked.load(Ordering::Relaxed)
    }
}

async fn keys_of(State(published): State<Arc<Published>>) -> Result<Json<Value>, StatusCode> {
    published.asked.fetch_add(1, Ordering::Relaxed);
    if published.away.load(Ordering::Relaxed) {
        return Err(StatusCode::SERVICE_UNAVAILABLE);
    }
    Ok(Json(json!({ "keys": *published.keys.lock().unwrap() })))
}

async fn configuration(State(published): State<Arc<Published>>) -> Json<Value> {
    let address = published.address.lock().unwrap().clone();
    Json(json!({ "issuer": address, "jwks_uri": format!("{address}/keys") }))
}
