//! How a document lies in the embedded index.
//!
//! A product is one document. What filters, facets and orders read are columns; lists that belong together (the windows of
//! channels, the prices of variants) are columns of equal length. The terms of variants lie in one column: first those
//! that all variants have, then for each variant a separator and its own.

use std::collections::BTreeMap;

use tantivy::{
    TantivyDocument,
    schema::{
        Field, IndexRecordOption, NumericOptions, Schema, SchemaBuilder, TextFieldIndexing,
        TextOptions,
    },
};

use crate::{
    document::Revision,
    indexed::{Indexed, IndexedVariant},
    plan::TextField,
};
use domain::id::ProductId;

/// Counted up when documents lie differently: an index of another layout has to be built anew.
pub(super) const LAYOUT: u32 = 2;

/// Between the terms of variants. No term begins so.
pub(super) const VARIANT: &str = "|";

/// What a document is: a product.
pub(super) const PRODUCT: &str = "p";
/// What a document is: the mark of a deletion.
pub(super) const DELETED: &str = "x";

/// The fields.
#[derive(Clone)]
pub(super) struct Fields {
    pub(super) kind: Field,
    pub(super) id: Field,
    pub(super) id_high: Field,
    pub(super) id_low: Field,
    pub(super) revision: Field,
    pub(super) hash: Field,
    pub(super) active: Field,
    pub(super) created: Field,
    pub(super) updated: Field,
    pub(super) channel: Field,
    pub(super) channel_from: Field,
    pub(super) channel_until: Field,
    pub(super) channel_sold_out: Field,
    pub(super) keys: Field,
    pub(super) terms: Field,
    pub(super) price_variant: Field,
    pub(super) price_context: Field,
    pub(super) price_from: Field,
    pub(super) price_until: Field,
    pub(super) price_amount: Field,
    pub(super) sorts: Field,
    pub(super) suggestions: Field,
    pub(super) texts: BTreeMap<TextField, Field>,
}

/// The schema and its fields.
pub(super) fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let exact = |tokenizer: &str, option: IndexRecordOption, norms: bool| {
        TextFieldIndexing::default()
            .set_tokenizer(tokenizer)
            .set_index_option(option)
            .set_fieldnorms(norms)
    };
    let indexed = || {
        TextOptions::default().set_indexing_options(exact("raw", IndexRecordOption::Basic, false))
    };
    let column = || TextOptions::default().set_fast("raw");
    let both = || indexed().set_fast("raw");
    let number = |schema: &mut SchemaBuilder, name: &str| {
        schema.add_i64_field(name, NumericOptions::default().set_fast())
    };
    let natural = |schema: &mut SchemaBuilder, name: &str| {
        schema.add_u64_field(name, NumericOptions::default().set_fast())
    };
    let fields = Fields {
        kind: schema.add_text_field("kind", indexed()),
        id: schema.add_text_field("id", indexed()),
        id_high: natural(&mut schema, "id_high"),
        id_low: natural(&mut schema, "id_low"),
        revision: natural(&mut schema, "revision"),
        hash: schema.add_text_field("hash", column()),
        active: natural(&mut schema, "active"),
        created: number(&mut schema, "created"),
        updated: number(&mut schema, "updated"),
        channel: schema.add_text_field("channel", column()),
        channel_from: number(&mut schema, "channel_from"),
        channel_until: number(&mut schema, "channel_until"),
        channel_sold_out: natural(&mut schema, "channel_sold_out"),
        keys: schema.add_text_field("keys", column()),
        terms: schema.add_text_field("terms", both()),
        price_variant: natural(&mut schema, "price_variant"),
        price_context: schema.add_text_field("price_context", column()),
        price_from: number(&mut schema, "price_from"),
        price_until: number(&mut schema, "price_until"),
        price_amount: number(&mut schema, "price_amount"),
        sorts: schema.add_text_field("sorts", column()),
        suggestions: schema.add_text_field("suggestions", column()),
        texts: TextField::ALL
            .into_iter()
            .map(|field| {
                let option = match field {
                    TextField::Name | TextField::Description => {
                        IndexRecordOption::WithFreqsAndPositions
                    }
                    TextField::Vocabulary => IndexRecordOption::Basic,
                    _ => IndexRecordOption::WithFreqs,
                };
                let options =
                    TextOptions::default().set_indexing_options(exact("whitespace", option, true));
                let name = format!("text_{}", field.as_str());
                (field, schema.add_text_field(&name, options))
            })
            .collect(),
    };
    (schema.build(), fields)
}

/// The document of a product.
pub(super) fn document(fields: &Fields, indexed: &Indexed) -> TantivyDocument {
    let mut document = identity(fields, PRODUCT, indexed.id, indexed.revision);
    document.add_text(fields.hash, &indexed.hash.0);
    document.add_u64(fields.active, u64::from(indexed.active));
    document.add_i64(fields.created, indexed.created);
    document.add_i64(fields.updated, indexed.updated);
    for channel in &indexed.channels {
        document.add_text(fields.channel, &channel.channel);
        document.add_i64(fields.channel_from, channel.from);
        document.add_i64(fields.channel_until, channel.until);
        document.add_u64(fields.channel_sold_out, u64::from(channel.sold_out));
    }
    for key in &indexed.keys {
        document.add_text(fields.keys, key);
    }
    add_variants(fields, &mut document, &indexed.variants);
    for sort in &indexed.sorts {
        document.add_text(fields.sorts, sort);
    }
    for suggestion in &indexed.suggestions {
        document.add_text(fields.suggestions, suggestion);
    }
    for (field, text) in &indexed.texts {
        document.add_text(fields.texts[field], text);
    }
    document
}

/// The mark of a deletion.
pub(super) fn deletion(fields: &Fields, id: ProductId, revision: Revision) -> TantivyDocument {
    identity(fields, DELETED, id, revision)
}

fn identity(fields: &Fields, kind: &str, id: ProductId, revision: Revision) -> TantivyDocument {
    let mut document = TantivyDocument::new();
    let (high, low) = id.uuid().as_u64_pair();
    document.add_text(fields.kind, kind);
    document.add_text(fields.id, id_text(id));
    document.add_u64(fields.id_high, high);
    document.add_u64(fields.id_low, low);
    document.add_u64(fields.revision, revision.0);
    document
}

/// An id as its term: in the order of ids.
pub(super) fn id_text(id: ProductId) -> String {
    id.uuid().simple().to_string()
}

fn add_variants(fields: &Fields, document: &mut TantivyDocument, variants: &[IndexedVariant]) {
    let common = |term: &&String| {
        variants
            .iter()
            .all(|variant| variant.terms.binary_search(term).is_ok())
    };
    let first = variants.first().map(|variant| variant.terms.as_slice());
    for term in first.unwrap_or_default().iter().filter(common) {
        document.add_text(fields.terms, term);
    }
    for (number, variant) in (0_u64..).zip(variants) {
        document.add_text(fields.terms, VARIANT);
        for term in variant.terms.iter().filter(|term| !common(term)) {
            document.add_text(fields.terms, term);
        }
        for price in &variant.prices {
            document.add_u64(fields.price_variant, number);
            document.add_text(fields.price_context, &price.context);
            document.add_i64(fields.price_from, price.from);
            document.add_i64(fields.price_until, price.until);
            document.add_i64(fields.price_amount, price.amount);
        }
    }
}
