//! Signatures, checked by `ring`, which is in the program for TLS already (decision 81). Nothing is ever signed here.

use jsonwebtoken::{
    Algorithm, AlgorithmFamily, DecodingKey, DecodingKeyKind, EncodingKey,
    crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils},
    errors::{Error, ErrorKind},
    signature::{self, Verifier},
};
use ring::{hmac, signature as ring_signature};

use crate::config::TokenAlgorithm;

static PROVIDER: CryptoProvider = CryptoProvider {
    signer_factory: no_signer,
    verifier_factory: verifier,
    key_utils: KeyUtils::new_unimplemented(),
};

/// Lets `jsonwebtoken` check signatures.
pub(super) fn install() {
    // Whoever was first installed the same.
    let _ = PROVIDER.install_default();
}

/// The name of an algorithm there.
pub(super) const fn algorithm(algorithm: TokenAlgorithm) -> Algorithm {
    match algorithm {
        TokenAlgorithm::Hs256 => Algorithm::HS256,
        TokenAlgorithm::Rs256 => Algorithm::RS256,
        TokenAlgorithm::Es256 => Algorithm::ES256,
        TokenAlgorithm::EdDsa => Algorithm::EdDSA,
    }
}

fn no_signer(_: &Algorithm, _: &EncodingKey) -> Result<Box<dyn JwtSigner>, Error> {
    Err(ErrorKind::UnsupportedAlgorithm.into())
}

fn verifier(algorithm: &Algorithm, key: &DecodingKey) -> Result<Box<dyn JwtVerifier>, Error> {
    let family = match algorithm {
        Algorithm::HS256 => AlgorithmFamily::Hmac,
        Algorithm::RS256 => AlgorithmFamily::Rsa,
        Algorithm::ES256 => AlgorithmFamily::Ec,
        Algorithm::EdDSA => AlgorithmFamily::Ed,
        _ => return Err(ErrorKind::UnsupportedAlgorithm.into()),
    };
    // A public key is never taken for a secret.
    if key.family() != family {
        return Err(ErrorKind::InvalidKeyFormat.into());
    }
    Ok(Box::new(OfRing {
        algorithm: *algorithm,
        key: key.clone(),
    }))
}

struct OfRing {
    algorithm: Algorithm,
    key: DecodingKey,
}

impl Verifier<Vec<u8>> for OfRing {
    fn verify(&self, message: &[u8], signed: &Vec<u8>) -> Result<(), signature::Error> {
        let right = match (self.algorithm, self.key.kind()) {
            (Algorithm::HS256, DecodingKeyKind::SecretOrDer(secret)) => {
                let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
                hmac::verify(&key, message, signed).is_ok()
            }
            (Algorithm::RS256, DecodingKeyKind::SecretOrDer(key)) => unparsed(
                &ring_signature::RSA_PKCS1_2048_8192_SHA256,
                key,
                message,
                signed,
            ),
            (Algorithm::RS256, DecodingKeyKind::RsaModulusExponent { n, e }) => {
                let key = ring_signature::RsaPublicKeyComponents { n, e };
                let by = &ring_signature::RSA_PKCS1_2048_8192_SHA256;
                key.verify(by, message, signed).is_ok()
            }
            (Algorithm::ES256, DecodingKeyKind::SecretOrDer(key)) => unparsed(
                &ring_signature::ECDSA_P256_SHA256_FIXED,
                key,
                message,
                signed,
            ),
            (Algorithm::EdDSA, DecodingKeyKind::SecretOrDer(key)) => {
                unparsed(&ring_signature::ED25519, key, message, signed)
            }
            _ => false,
        };
        if right {
            Ok(())
        } else {
            Err(signature::Error::new())
        }
    }
}

fn unparsed(
    by: &'static dyn ring_signature::VerificationAlgorithm,
    key: &[u8],
    message: &[u8],
    signed: &[u8],
) -> bool {
    let key = ring_signature::UnparsedPublicKey::new(by, key);
    key.verify(message, signed).is_ok()
}

impl JwtVerifier for OfRing {
    fn algorithm(&self) -> Algorithm {
        self.algorithm
    }
}
