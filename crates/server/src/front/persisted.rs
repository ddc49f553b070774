//! Documents that requests name instead of sending them.
//!
//! Trusted documents come from the shop's own builds: a manifest that was read and validated when the server started.
//! Automatic ones are sent once with their SHA-256 and kept in bounded memory, by the protocol of Apollo's clients or as
//! `documentId` with the prefix `sha256:`. Where only trusted documents are run, no other is, whatever way it comes.

mod manifest;

use std::{
    collections::{HashMap, HashSet},
    ops::Deref,
    sync::Arc,
};

use graphql::Role;
use moka::sync::Cache;
use sha2::{Digest, Sha256};

pub use manifest::{ManifestError, TrustedDocument, TrustedDocuments};

use super::error::{Code, Refusal};
use super::hex::hex;
use super::request::{DocumentId, GraphqlRequest};

type Hash = [u8; 32];

/// The prefix of an identifier that is the SHA-256 of its document in hexadecimal.
const SHA256: &str = "sha256:";

/// What is run beside trusted documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PersistedRules {
    /// Only trusted documents are run.
    pub only_trusted: bool,
    /// Admins may send any document all the same.
    pub except_admins: bool,
    /// Bytes that documents may take that clients have the server keep. 0: none are kept.
    pub automatic_bytes: u64,
}

impl Default for PersistedRules {
    fn default() -> Self {
        Self {
            only_trusted: false,
            except_admins: false,
            automatic_bytes: 8 * 1024 * 1024,
        }
    }
}

/// The documents that can be asked for by name.
pub(super) struct Persisted {
    rules: PersistedRules,
    by_id: HashMap<Box<str>, Arc<str>>,
    trusted: HashSet<Hash>,
    automatic: Cache<Hash, Arc<str>>,
}

/// The document of a request.
pub(super) struct Found<'a> {
    pub text: Text<'a>,
    /// Under which hash it is to be kept once it has passed its checks.
    keep: Option<Hash>,
}

/// A document's text, as it came or as it was kept.
pub(super) enum Text<'a> {
    Sent(&'a str),
    Kept(Arc<str>),
}

impl Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::Sent(text) => text,
            Self::Kept(text) => text,
        }
    }
}

impl Persisted {
    pub(super) fn new(rules: PersistedRules, documents: TrustedDocuments) -> Self {
        let mut by_id = HashMap::new();
        let mut trusted = HashSet::new();
        for TrustedDocument { id, text, .. } in documents.0 {
            let hash = hash(&text);
            let text: Arc<str> = text.into();
            // Also by its hash, for clients that compute it themselves.
            by_id.insert(format!("{SHA256}{}", hex(&hash)).into(), Arc::clone(&text));
            by_id.insert(id.into(), text);
            trusted.insert(hash);
        }
        let weigh = |_: &Hash, text: &Arc<str>| u32::try_from(text.len() + 128).unwrap_or(u32::MAX);
        Self {
            rules,
            by_id,
            trusted,
            automatic: Cache::builder()
                .max_capacity(rules.automatic_bytes)
                .weigher(weigh)
                .build(),
        }
    }

    /// The document that a request sends or names.
    ///
    /// # Errors
    /// `PERSISTED_QUERY_NOT_FOUND` or `PERSISTED_DOCUMENT_NOT_FOUND` where it isn't kept here,
    /// `PERSISTED_QUERY_NOT_SUPPORTED` where none is, `DOCUMENT_NOT_TRUSTED` where only trusted ones are run, and
    /// `BAD_REQUEST` where what is sent isn't what is named.
    pub(super) fn find<'a>(
        &self,
        request: &'a GraphqlRequest,
        role: Role,
    ) -> Result<Found<'a>, Refusal> {
        let sent = request.query.as_deref();
        let Some(id) = &request.document_id else {
            let text = sent.ok_or_else(super::request::missing_query)?;
            return if self.is_open_to(role) || self.trusted.contains(&hash(text)) {
                Ok(Found::as_sent(text))
            } else {
                Err(not_trusted())
            };
        };
        if let Some(kept) = self.trusted(id.as_str()) {
            return match sent {
                Some(text) if *text != **kept => Err(other_document()),
                _ => Ok(Found::kept(kept)),
            };
        }
        if !self.is_open_to(role) {
            return Err(not_trusted());
        }
        match (sent, sha256(id)) {
            (Some(text), Some(named)) if hash(text) != named => Err(other_document()),
            (Some(text), Some(named)) => Ok(Found {
                text: Text::Sent(text),
                keep: (self.rules.automatic_bytes > 0).then_some(named),
            }),
            // What an identifier of another kind means is known to its maker alone.
            (Some(text), None) => match id {
                DocumentId::Id(_) => Ok(Found::as_sent(text)),
                DocumentId::Hash(_) => Err(other_document()),
            },
            (None, named) => named
                .and_then(|named| self.automatic.get(&named))
                .map(|kept| Found::kept(&kept))
                .ok_or_else(|| self.not_found(id)),
        }
    }

    /// Keeps a document that has passed all checks, if its client asked for that.
    pub(super) fn keep(&self, found: &Found<'_>) {
        if let Some(hash) = found.keep
            && !self.automatic.contains_key(&hash)
        {
            self.automatic.insert(hash, Arc::from(&*found.text));
        }
    }

    fn is_open_to(&self, role: Role) -> bool {
        !self.rules.only_trusted || (self.rules.except_admins && !role.permissions().is_none())
    }

    /// A trusted document by its identifier, in which the prefix `sha256:` may be there or not.
    fn trusted(&self, id: &str) -> Option<&Arc<str>> {
        let other = || match id.strip_prefix(SHA256) {
            Some(payload) => self.by_id.get(payload),
            None => self.by_id.get(&*format!("{SHA256}{id}")),
        };
        self.by_id.get(id).or_else(other)
    }

    fn not_found(&self, id: &DocumentId) -> Refusal {
        match id {
            // Apollo's clients know these two by their messages.
            DocumentId::Hash(_) if self.rules.automatic_bytes == 0 => Refusal::new(
                Code::PersistedQueryNotSupported,
                "PersistedQueryNotSupported",
            ),
            DocumentId::Hash(_) => {
                Refusal::new(Code::PersistedQueryNotFound, "PersistedQueryNotFound")
            }
            DocumentId::Id(id) => {
                let shown: String = id.chars().take(100).collect();
                let message = format!(
                    "No document is kept as \"{shown}\". Send the document itself, or have it added to the server's persisted documents."
                );
                Refusal::new(Code::PersistedDocumentNotFound, message)
            }
        }
    }
}

impl<'a> Found<'a> {
    fn as_sent(text: &'a str) -> Self {
        Self {
            text: Text::Sent(text),
            keep: None,
        }
    }

    fn kept(text: &Arc<str>) -> Self {
        Self {
            text: Text::Kept(Arc::clone(text)),
            keep: None,
        }
    }
}

/// The hash that an identifier is. None: it is none.
fn sha256(id: &DocumentId) -> Option<Hash> {
    let digits = match id {
        DocumentId::Hash(digits) => digits,
        DocumentId::Id(id) => id.strip_prefix(SHA256)?,
    };
    parse_hex(digits)
}

fn hash(text: &str) -> Hash {
    Sha256::digest(text).into()
}

/// 64 hexadecimal digits, in lower case as the draft has them.
fn parse_hex(digits: &str) -> Option<Hash> {
    let lower = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    if digits.len() != 64 || !digits.bytes().all(lower) {
        return None;
    }
    let mut hash = [0; 32];
    for (at, byte) in hash.iter_mut().enumerate() {
        *byte = u8::from_str_radix(digits.get(2 * at..2 * at + 2)?, 16).ok()?;
    }
    Some(hash)
}

fn not_trusted() -> Refusal {
    let message = "This server runs only documents that it was given before, and this is none of them. Name one by its `documentId`.";
    Refusal::new(Code::DocumentNotTrusted, message)
}

fn other_document() -> Refusal {
    let message = "The document that is sent is not the one that the request names: its identifier belongs to another text. Send one of the two.";
    Refusal::new(Code::BadRequest, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trusting(rules: PersistedRules) -> Persisted {
        let document = |id: &str, text: &str| TrustedDocument {
            id: String::from(id),
            text: String::from(text),
            file: "test.json".into(),
        };
        Persisted::new(
            rules,
            TrustedDocuments(vec![
                document("names", "{ a }"),
                document("0123abc", "{ b }"),
            ]),
        )
    }

    fn asking(query: Option<&str>, id: Option<DocumentId>) -> GraphqlRequest {
        GraphqlRequest {
            query: query.map(String::from),
            document_id: id,
            ..GraphqlRequest::default()
        }
    }

    fn find(persisted: &Persisted, request: &GraphqlRequest) -> Result<String, Code> {
        let found = persisted.find(request, Role::Storefront);
        found
            .map(|found| {
                persisted.keep(&found);
                String::from(&*found.text)
            })
            .map_err(|refusal| refusal.code)
    }

    fn id(id: &str) -> Option<DocumentId> {
        Some(DocumentId::Id(String::from(id)))
    }

    fn apollo(text: &str) -> Option<DocumentId> {
        Some(DocumentId::Hash(hex(&hash(text))))
    }

    #[test]
    fn a_trusted_document_is_found_by_its_id_or_its_hash() {
        let persisted = trusting(PersistedRules::default());
        let hash = hex(&hash("{ a }"));
        for name in [
            id("names"),
            id(&hash),
            id(&format!("sha256:{hash}")),
            id("sha256:names"),
            apollo("{ a }"),
        ] {
            assert_eq!(
                find(&persisted, &asking(None, name.clone())).as_deref(),
                Ok("{ a }"),
                "{name:?}"
            );
        }
        let hash_of_another_kind = Some(DocumentId::Hash(String::from("0123abc")));
        assert_eq!(
            find(&persisted, &asking(None, hash_of_another_kind)).as_deref(),
            Ok("{ b }")
        );
        assert_eq!(
            find(&persisted, &asking(None, id("other"))),
            Err(Code::PersistedDocumentNotFound)
        );
    }

    #[test]
    fn a_document_is_kept_once_its_hash_came_with_it() {
        let persisted = trusting(PersistedRules::default());
        assert_eq!(
            find(&persisted, &asking(None, apollo("{ c }"))),
            Err(Code::PersistedQueryNotFound)
        );
        assert!(find(&persisted, &asking(Some("{ c }"), apollo("{ c }"))).is_ok());
        assert_eq!(
            find(&persisted, &asking(None, apollo("{ c }"))).as_deref(),
            Ok("{ c }")
        );
        let by_draft = id(&format!("sha256:{}", hex(&hash("{ c }"))));
        assert_eq!(
            find(&persisted, &asking(None, by_draft)).as_deref(),
            Ok("{ c }")
        );
        assert_eq!(
            find(&persisted, &asking(Some("{ d }"), apollo("{ c }"))),
            Err(Code::BadRequest)
        );
    }

    #[test]
    fn nothing_is_kept_where_that_is_off() {
        let off = PersistedRules {
            automatic_bytes: 0,
            ..PersistedRules::default()
        };
        let persisted = trusting(off);
        assert!(find(&persisted, &asking(Some("{ c }"), apollo("{ c }"))).is_ok());
        assert_eq!(
            find(&persisted, &asking(None, apollo("{ c }"))),
            Err(Code::PersistedQueryNotSupported)
        );
    }

    #[test]
    fn where_only_trusted_documents_are_run_no_other_is() {
        let only = PersistedRules {
            only_trusted: true,
            ..PersistedRules::default()
        };
        let persisted = trusting(only);
        for request in [
            asking(Some("{ c }"), None),
            asking(Some("{ c }"), apollo("{ c }")),
            asking(None, apollo("{ c }")),
            asking(Some("{ c }"), id("other")),
            asking(None, id("other")),
        ] {
            assert_eq!(
                find(&persisted, &request),
                Err(Code::DocumentNotTrusted),
                "{request:?}"
            );
        }
        assert_eq!(
            find(&persisted, &asking(Some("{ c }"), id("names"))),
            Err(Code::BadRequest)
        );
        assert!(find(&persisted, &asking(Some("{ a }"), None)).is_ok());
        assert!(find(&persisted, &asking(None, id("names"))).is_ok());

        let admins = |except_admins| {
            let rules = PersistedRules {
                except_admins,
                ..only
            };
            let request = asking(Some("{ c }"), None);
            trusting(rules).find(&request, Role::Admin).is_ok()
        };
        assert!(admins(true));
        assert!(!admins(false));
    }

    #[test]
    fn what_clients_have_kept_stays_within_its_bytes() {
        let small = PersistedRules {
            automatic_bytes: 10_000,
            ..PersistedRules::default()
        };
        let persisted = trusting(small);
        for number in 0..1_000 {
            let text = format!("{{ a{number} }}");
            assert!(find(&persisted, &asking(Some(&text), apollo(&text))).is_ok());
        }
        persisted.automatic.run_pending_tasks();
        assert!(persisted.automatic.weighted_size() <= 10_000);
    }
}
