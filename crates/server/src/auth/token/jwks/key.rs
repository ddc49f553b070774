//! A key that an issuer publishes (RFC 7517), as far as it can check tokens here.

use jsonwebtoken::{
    DecodingKey,
    jwk::{AlgorithmParameters, EllipticCurve, Jwk, KeyOperations, PublicKeyUse},
};
use serde_json::Value;

use crate::config::TokenAlgorithm;

/// The most keys of a set that are looked at.
const KEYS_MAX: usize = 32;

/// A key that checks tokens.
pub(super) struct Key {
    pub(super) kid: Option<String>,
    /// The one algorithm that it is for, by its type.
    pub(super) algorithm: TokenAlgorithm,
    pub(super) key: DecodingKey,
}

/// The keys of a set that can be used. Others, of types that aren't known here or for other things, are passed over, as
/// RFC 7517, section 5, wants it.
pub(super) fn of_set(keys: Vec<Value>) -> Vec<Key> {
    let known = keys.into_iter().take(KEYS_MAX);
    known
        .filter_map(|key| serde_json::from_value::<Jwk>(key).ok())
        .filter_map(|key| of_jwk(&key))
        .collect()
}

fn of_jwk(jwk: &Jwk) -> Option<Key> {
    let algorithm = match &jwk.algorithm {
        AlgorithmParameters::RSA(_) => TokenAlgorithm::Rs256,
        AlgorithmParameters::EllipticCurve(key) if key.curve == EllipticCurve::P256 => {
            TokenAlgorithm::Es256
        }
        AlgorithmParameters::OctetKeyPair(key) if key.curve == EllipticCurve::Ed25519 => {
            TokenAlgorithm::EdDsa
        }
        // A secret that is published is none.
        _ => return None,
    };
    let common = &jwk.common;
    let is_for = common
        .key_algorithm
        .is_none_or(|named| named.to_string() == algorithm.name());
    let signs = !matches!(&common.public_key_use, Some(of) if *of != PublicKeyUse::Signature);
    let operations = common.key_operations.as_ref();
    let verifies = operations.is_none_or(|all| all.contains(&KeyOperations::Verify));
    if !(is_for && signs && verifies) {
        return None;
    }
    Some(Key {
        kid: common.key_id.clone(),
        algorithm,
        key: DecodingKey::from_jwk(jwk).ok()?,
    })
}
