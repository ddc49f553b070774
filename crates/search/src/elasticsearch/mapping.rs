//! How a document lies in Elasticsearch.

use domain::pricing::selection::price_key_parts;
use serde_json::{Map, Value, json};

use super::names::Names;
use crate::{
    document::Revision,
    indexed::{Indexed, IndexedChannel, IndexedPrice, IndexedVariant},
    plan::TextField,
    term::SEPARATOR,
};
use domain::id::ProductId;

/// What a document is: a product.
pub(super) const PRODUCT: &str = "p";
/// What a document is: the mark of a deletion.
pub(super) const DELETED: &str = "x";
/// What a document is: how far the index reaches. There is one, with this as its id too.
pub(super) const STATE: &str = "state";

/// The most variants and prices of one product.
pub(super) const NESTED_MAX: u64 = 100_000;

/// The template of all indexes of these names.
pub(super) fn template(names: &Names) -> Value {
    json!({
        "index_patterns": [names.all()],
        "template": { "settings": settings(), "mappings": mappings() },
        "_meta": { "by": "vitrine" },
    })
}

fn settings() -> Value {
    json!({
        "index": {
            // One shard holds some tens of millions of products, and scores are those of the whole.
            "number_of_shards": 1,
            "auto_expand_replicas": "0-1",
            // A commit refreshes.
            "refresh_interval": "-1",
            "mapping": { "nested_objects": { "limit": NESTED_MAX } },
        },
        "analysis": {
            "analyzer": { "terms": { "type": "custom", "tokenizer": "whitespace" } },
        },
    })
}

fn mappings() -> Value {
    let keyword = json!({ "type": "keyword" });
    let long = json!({ "type": "long" });
    let texts: Map<String, Value> = TextField::ALL
        .into_iter()
        .map(|field| {
            let options = match field {
                TextField::Name | TextField::Description => "positions",
                TextField::Vocabulary => "docs",
                _ => "freqs",
            };
            let mapping = json!({
                "type": "text",
                "analyzer": "terms",
                "index_options": options,
            });
            (field.as_str().to_owned(), mapping)
        })
        .collect();
    json!({
        "dynamic": false,
        "properties": {
            "kind": keyword,
            "id": keyword,
            "revision": long,
            "hash": keyword,
            "active": { "type": "boolean" },
            "created": long,
            "updated": long,
            "channels": {
                "type": "nested",
                "properties": {
                    "channel": keyword, "from": long, "until": long, "sold_out": { "type": "byte" },
                },
            },
            "variants": {
                "type": "nested",
                "properties": {
                    "terms": keyword,
                    "keys": keyword,
                    "prices": {
                        "type": "nested",
                        "properties": {
                            "context": keyword, "except": keyword, "from": long, "until": long, "amount": long,
                        },
                    },
                },
            },
            "sorts": { "type": "nested", "properties": { "name": keyword, "text": keyword } },
            "suggestions": keyword,
            "text": { "properties": texts },
        },
    })
}

/// The document of a product.
pub(super) fn document(indexed: &Indexed) -> Value {
    let variants = indexed
        .variants
        .iter()
        .map(|variant| variant_document(variant, &indexed.keys));
    let sorts = indexed.sorts.iter().filter_map(|sort| {
        let (name, text) = sort.split_once(SEPARATOR)?;
        Some(json!({ "name": name, "text": text }))
    });
    let texts: Map<String, Value> = indexed
        .texts
        .iter()
        .map(|(field, text)| (field.as_str().to_owned(), Value::from(text.as_str())))
        .collect();
    json!({
        "kind": PRODUCT,
        "id": id_text(indexed.id),
        "revision": indexed.revision.0,
        "hash": indexed.hash.0,
        "active": indexed.active,
        "created": indexed.created,
        "updated": indexed.updated,
        "channels": indexed.channels.iter().map(channel_document).collect::<Vec<_>>(),
        "variants": variants.collect::<Vec<_>>(),
        "sorts": sorts.collect::<Vec<_>>(),
        "suggestions": indexed.suggestions,
        "text": texts,
    })
}

fn channel_document(channel: &IndexedChannel) -> Value {
    json!({
        "channel": channel.channel,
        "from": channel.from,
        "until": channel.until,
        "sold_out": u8::from(channel.sold_out),
    })
}

fn variant_document(variant: &IndexedVariant, keys: &[String]) -> Value {
    let price = |price: &IndexedPrice| {
        let (context, except) = price_key_parts(&price.context);
        json!({
            "context": context,
            "except": except,
            "from": price.from,
            "until": price.until,
            "amount": price.amount,
        })
    };
    json!({
        "terms": variant.terms,
        "keys": keys,
        "prices": variant.prices.iter().map(price).collect::<Vec<_>>(),
    })
}

/// The mark of a deletion.
pub(super) fn deletion(id: ProductId, revision: Revision) -> Value {
    json!({ "kind": DELETED, "id": id_text(id), "revision": revision.0 })
}

/// An id as its document's: in the order of ids.
pub(super) fn id_text(id: ProductId) -> String {
    id.uuid().simple().to_string()
}
