//! How long caches may keep an answer, and how they ask whether theirs still holds.

mod arguments;

use std::time::Duration;

use apollo_compiler::executable::{ExecutableDocument, Operation};
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use graphql::hints::{Freshness, freshness};
use sha2::{Digest, Sha256};

pub(super) use arguments::AskedBy;

use super::answer::Answer;
use super::fields::each_field;
use super::hex::hex;
use super::media::MediaType;

/// How long answers may be kept; the shortest time of all that is in an answer holds for it. Zero: not at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keeping {
    /// The schema.
    pub schema: Duration,
    /// Names, texts, categories, attributes, media.
    pub catalog: Duration,
    /// Prices.
    pub price: Duration,
    /// What searches find.
    pub search: Duration,
    /// Availability and stock.
    pub stock: Duration,
}

impl Default for Keeping {
    fn default() -> Self {
        Self {
            schema: Duration::from_secs(300),
            catalog: Duration::from_secs(60),
            price: Duration::from_secs(30),
            search: Duration::from_secs(30),
            stock: Duration::from_secs(5),
        }
    }
}

impl Keeping {
    /// How long the answer to an operation may be kept. Zero: no cache may keep it.
    pub(super) fn of(&self, document: &ExecutableDocument, operation: &Operation) -> Duration {
        if !operation.is_query() {
            return Duration::ZERO;
        }
        let mut shortest = self.schema;
        each_field(document, &operation.selection_set, &mut |parent, field| {
            if let Some(kind) = freshness(parent, &field.name) {
                shortest = shortest.min(self.time(kind));
            }
        });
        shortest
    }

    /// What decides, beside what an operation shows, how long its answers may be kept.
    pub(super) fn asked_by(document: &ExecutableDocument, operation: &Operation) -> AskedBy {
        let mut asked = AskedBy::default();
        each_field(document, &operation.selection_set, &mut |_, field| {
            asked.add(field);
        });
        asked
    }

    /// How long what is of this kind may be kept.
    pub(super) fn time(&self, kind: Freshness) -> Duration {
        match kind {
            Freshness::Schema => self.schema,
            Freshness::Catalog => self.catalog,
            Freshness::Price => self.price,
            Freshness::Search => self.search,
            Freshness::Stock => self.stock,
            Freshness::Live => Duration::ZERO,
        }
    }
}

/// What a request says that decides who may keep its answer.
pub(super) struct Asker {
    /// Whether a token decides what is answered.
    pub has_token: bool,
    /// Whether it shows what others don't see, and shows it at once.
    pub is_admin: bool,
    /// Whether it is a GET or HEAD, whose answers have a name by which they are asked for again.
    pub reads: bool,
    /// The names of the answers that the client has.
    known: Option<HeaderValue>,
}

impl Asker {
    pub(super) fn new(headers: &HeaderMap, is_admin: bool, reads: bool) -> Self {
        Self {
            has_token: headers.contains_key(header::AUTHORIZATION),
            is_admin,
            reads,
            known: headers.get(header::IF_NONE_MATCH).cloned(),
        }
    }
}

/// Tells caches how long they may keep an answer. An answer that the client has already becomes a 304 without a body.
pub(super) fn tell(
    response: &mut Response<Body>,
    answer: &Answer,
    body: &Bytes,
    media: MediaType,
    asker: &Asker,
) {
    let headers = response.headers_mut();
    let varies = HeaderValue::from_static("accept, authorization, accept-encoding");
    headers.insert(header::VARY, varies);
    let seconds = match answer {
        Answer::Executed { kept, .. } => kept.map_or(0, |kept| kept.as_secs()),
        Answer::Refused(_) => 0,
    };
    if seconds == 0 {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        return;
    }
    let control = match (asker.has_token, asker.is_admin) {
        (false, false) => format!("public, max-age={seconds}"),
        (true, false) => format!("private, max-age={seconds}"),
        // Whoever writes wants to see it.
        (_, true) => String::from("private, no-cache"),
    };
    let control = HeaderValue::from_str(&control).expect("it is made of plain characters");
    headers.insert(header::CACHE_CONTROL, control);
    if !asker.reads {
        return;
    }
    let tag = tag(body, media);
    let known = asker.known.as_ref().and_then(|known| known.to_str().ok());
    let is_known = known.is_some_and(|known| names(known, &tag));
    let tag = HeaderValue::from_str(&tag).expect("it is made of plain characters");
    headers.insert(header::ETAG, tag);
    if is_known {
        headers.remove(header::CONTENT_TYPE);
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        *response.body_mut() = Body::empty();
    }
}

/// The strong name of a body in a media type.
fn tag(body: &Bytes, media: MediaType) -> String {
    let hash = Sha256::new()
        .chain_update(media.header())
        .chain_update(body)
        .finalize();
    format!("\"{}\"", hex(&hash[..16]))
}

/// Whether `If-None-Match` names a tag. A packed answer's tag is weak, and means the same answer.
fn names(known: &str, tag: &str) -> bool {
    known.trim() == "*"
        || known.split(',').any(|one| {
            let one = one.trim();
            one.strip_prefix("W/").unwrap_or(one) == tag
        })
}

#[cfg(test)]
mod tests {
    use apollo_compiler::ExecutableDocument as Document;
    use apollo_compiler::response::JsonMap;

    use super::super::ViewerSchema;
    use super::*;

    fn seconds(text: &str) -> u64 {
        let schema = ViewerSchema::parse(&graphql::sdl(graphql::Role::Admin)).unwrap();
        let document = Document::parse_and_validate(&schema.schema, text, "document").unwrap();
        let operation = document.operations.iter().next().unwrap();
        Keeping::default().of(&document, operation).as_secs()
    }

    /// With these variables.
    fn asked(text: &str, variables: serde_json::Value) -> Option<Freshness> {
        let schema = ViewerSchema::parse(&graphql::sdl(graphql::Role::Storefront)).unwrap();
        let document = Document::parse_and_validate(&schema.schema, text, "document").unwrap();
        let operation = document.operations.iter().next().unwrap();
        let variables: JsonMap = serde_json::from_value(variables).unwrap();
        Keeping::asked_by(&document, operation).with(&variables)
    }

    #[test]
    fn what_a_list_is_asked_by_decides_too() {
        let none = || serde_json::json!({});
        let list = |by: &str| asked(&format!("{{ products({by}) {{ totalCount }} }}"), none());
        assert_eq!(list("filter: {brand: [\"PRICE\"]}"), None);
        assert_eq!(
            list("filter: {availability: [IN_STOCK]}"),
            Some(Freshness::Stock)
        );
        assert_eq!(list("filter: {orderable: true}"), Some(Freshness::Stock));
        assert_eq!(
            list("filter: {price: {min: \"1\"}}"),
            Some(Freshness::Price)
        );
        assert_eq!(list("sort: {key: PRICE}"), Some(Freshness::Price));
        assert_eq!(list("sort: {key: NAME}"), None);
        let search = |by: &str| {
            asked(
                &format!("{{ search({by}) {{ nodes {{ name }} }} }}"),
                none(),
            )
        };
        assert_eq!(search("outOfStock: HIDE"), Some(Freshness::Stock));
        assert_eq!(search("outOfStock: SHOW, query: \"HIDE\""), None);
        assert_eq!(
            search("facets: [{kind: BRAND}, {kind: AVAILABILITY}]"),
            Some(Freshness::Stock)
        );
        assert_eq!(
            search("filter: {or: [{brand: [\"x\"]}, {not: {price: {max: \"9\"}}}]}"),
            Some(Freshness::Price)
        );
        let text = "query($f: SearchFilter, $k: SearchSortKey!) { search(filter: $f, sort: {key: $k}) { nodes { name } } }";
        let with = |filter, key| asked(text, serde_json::json!({"f": filter, "k": key}));
        let in_stock = serde_json::json!({"and": [{"availability": ["IN_STOCK"]}]});
        assert_eq!(with(serde_json::json!(null), "NAME"), None);
        assert_eq!(
            with(serde_json::json!(null), "PRICE"),
            Some(Freshness::Price)
        );
        assert_eq!(with(in_stock, "PRICE"), Some(Freshness::Stock));
    }

    #[test]
    fn the_strictest_hint_wins() {
        assert_eq!(seconds("{ __typename }"), 300);
        assert_eq!(seconds("{ __schema { description } }"), 300);
        let of = |fields: &str| seconds(&format!("{{ products {{ nodes {{ {fields} }} }} }}"));
        assert_eq!(of("name"), 60);
        assert_eq!(of("name priceRange { min { amount } }"), 30);
        assert_eq!(
            of("availability { status } priceRange { min { amount } }"),
            5
        );
        assert_eq!(
            seconds(
                "{ products { nodes { ...P } } } fragment P on Product { ... on Product { availability { status } } }"
            ),
            5
        );
        assert_eq!(seconds("{ search(query: \"x\") { nodes { name } } }"), 30);
        assert_eq!(
            seconds("{ products { nodes { name } } jobs { nodes { id } } }"),
            0
        );
        assert_eq!(seconds("mutation { jobCancel(id: 1) { job { id } } }"), 0);
    }

    #[test]
    fn every_field_at_the_storefronts_root_says_how_long_it_holds() {
        let schema = ViewerSchema::parse(&graphql::sdl(graphql::Role::Storefront)).unwrap();
        let root = schema.schema.get_object("Query").unwrap();
        let live = root.fields.keys();
        let live = live.filter(|field| freshness("Query", field) == Some(Freshness::Live));
        assert_eq!(
            live.collect::<Vec<_>>(),
            Vec::<&apollo_compiler::Name>::new()
        );
    }

    #[test]
    fn a_tag_is_known_among_others_and_when_it_was_packed() {
        let tag = tag(&Bytes::from_static(b"{}"), MediaType::Json);
        assert!(names(&tag, &tag));
        assert!(names("*", &tag));
        assert!(names(&format!("\"x\", W/{tag}"), &tag));
        assert!(!names("\"x\"", &tag));
        assert_ne!(
            tag,
            super::tag(&Bytes::from_static(b"{}"), MediaType::GraphqlResponse)
        );
    }
}
