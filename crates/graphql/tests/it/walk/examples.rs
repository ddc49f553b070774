//! A valid call of every mutation, in an order in which each can be made after those before it. They change the shop of
//! `support/shop.jsonl`.
//!
//! To add one: its name, and its own arguments as JSON. All that can be refused about them is tried by the walk itself.

use super::Example;

const fn example(mutation: &'static str, arguments: &'static str) -> Example {
    Example {
        mutation,
        arguments,
        may_be_empty: &[],
    }
}

pub(super) const EXAMPLES: &[Example] = &[
    example(
        "categoryCreate",
        r#"{"input": {"code": "hats", "slug": "hats", "name": "Hats", "translations": [{"locale": "de", "name": "Hüte"}]}}"#,
    ),
    example(
        "categoryUpdate",
        r#"{"by": {"code": "hats"}, "input": {"name": "Hats and caps", "position": 4}}"#,
    ),
    example(
        "categoryMove",
        r#"{"by": {"id": "@categoryCreate.category.id"}, "input": {"parent": "clothing"}}"#,
    ),
    example(
        "categoriesReorder",
        r#"{"input": {"categories": ["kitchen", "clothing"]}}"#,
    ),
    example("categoryDelete", r#"{"by": {"code": "hats"}}"#),
    example(
        "attributeCreate",
        r#"{"input": {"code": "season", "name": "Season", "valueType": "ENUM", "values": [{"code": "winter", "name": "Winter"}], "translations": [{"locale": "de", "name": "Jahreszeit"}]}}"#,
    ),
    example(
        "attributeUpdate",
        r#"{"by": {"code": "season"}, "input": {"name": "Seasons", "filterable": true}}"#,
    ),
    example(
        "attributeValueCreate",
        r#"{"attribute": {"code": "season"}, "input": {"code": "summer", "name": "Summer", "translations": [{"locale": "de", "name": "Sommer"}]}}"#,
    ),
    example(
        "attributeValueUpdate",
        r#"{"attribute": {"id": "@attributeCreate.attribute.id"}, "code": "summer", "input": {"name": "High summer"}}"#,
    ),
    example(
        "attributeValuesReorder",
        r#"{"attribute": {"code": "season"}, "input": {"codes": ["summer"]}}"#,
    ),
    example(
        "attributeValueDelete",
        r#"{"attribute": {"code": "season"}, "code": "summer"}"#,
    ),
    example(
        "attributeDelete",
        r#"{"by": {"id": "@attributeCreate.attribute.id"}}"#,
    ),
    example(
        "translationsSet",
        r#"{"of": {"category": "shirts"}, "input": {"translations": [{"locale": "fr", "name": "Chemises", "slug": "chemises"}]}}"#,
    ),
    example(
        "locationCreate",
        r#"{"input": {"code": "lyon", "name": "Lyon", "country": "FR"}}"#,
    ),
    example(
        "locationUpdate",
        r#"{"by": {"id": "@locationCreate.location.id"}, "input": {"name": "Lyon warehouse"}}"#,
    ),
    example(
        "customerGroupCreate",
        r#"{"input": {"code": "staff", "name": "Staff"}}"#,
    ),
    example(
        "customerGroupUpdate",
        r#"{"by": {"code": "staff"}, "input": {"name": "Our own people"}}"#,
    ),
    example(
        "customerGroupDelete",
        r#"{"by": {"id": "@customerGroupCreate.customerGroup.id"}}"#,
    ),
    example(
        "channelCreate",
        r#"{"input": {"code": "fr", "name": "France", "currencies": ["EUR"], "defaultCurrency": "EUR", "locales": ["fr"], "defaultLocale": "fr", "country": "FR", "pricesIncludeTax": true, "taxRates": [{"taxClass": "standard", "rate": "0.20"}], "locations": ["lyon"]}}"#,
    ),
    example(
        "channelUpdate",
        r#"{"by": {"code": "fr"}, "input": {"name": "La France", "taxRates": [{"taxClass": "reduced", "rate": "0.055"}]}}"#,
    ),
    example(
        "channelDelete",
        r#"{"by": {"id": "@channelCreate.channel.id"}}"#,
    ),
    example("locationDelete", r#"{"by": {"code": "lyon"}}"#),
    example(
        "apiKeyCreate",
        r#"{"input": {"name": "shop window", "role": "STOREFRONT"}}"#,
    ),
    example(
        "apiKeyRevoke",
        r#"{"prefix": "@apiKeyCreate.apiKey.prefix"}"#,
    ),
    example(
        "stockAdjust",
        r#"{"input": {"lines": [{"sku": "GRILL", "location": "reno", "delta": 9}], "reason": "delivery"}}"#,
    ),
    example(
        "stockSet",
        r#"{"input": {"lines": [{"sku": "GRILL", "location": "reno", "onHand": 8, "expected": 10}]}}"#,
    ),
    example(
        "stockTransfer",
        r#"{"input": {"lines": [{"sku": "GRILL", "from": "reno", "to": "berlin", "quantity": 2}]}}"#,
    ),
    example(
        "stockReserve",
        r#"{"input": {"lines": [{"sku": "GRILL", "quantity": 3, "location": "reno"}], "channel": "us", "ttlSeconds": 900}}"#,
    ),
    example(
        "reservationExtend",
        r#"{"id": "@stockReserve.reservation.id", "ttlSeconds": 7200}"#,
    ),
    example(
        "reservationCommit",
        r#"{"id": "@stockReserve.reservation.id", "lines": [{"sku": "GRILL", "quantity": 1}]}"#,
    ),
    example(
        "reservationRelease",
        r#"{"id": "@stockReserve.reservation.id"}"#,
    ),
    example(
        "priceListCreate",
        r#"{"input": {"code": "sale", "name": "Sale", "currency": "EUR", "priority": 3, "channels": ["de"]}}"#,
    ),
    example(
        "priceListUpdate",
        r#"{"by": {"code": "sale"}, "input": {"name": "Winter sale", "priority": 4}}"#,
    ),
    example(
        "pricesSet",
        r#"{"input": {"priceList": "b2b-eur", "set": [{"sku": "MUG", "prices": [{"amount": "8.10"}]}]}}"#,
    ),
    example("priceListDelete", r#"{"by": {"code": "sale"}}"#),
    example(
        "searchSynonymsSet",
        r#"{"input": {"code": "mugs", "words": ["mug", "cup"]}}"#,
    ),
    example("searchSynonymsDelete", r#"{"code": "mugs"}"#),
    example(
        "searchRuleSet",
        r#"{"input": {"code": "first", "when": {"queries": ["mug"]}, "pins": ["mug"]}}"#,
    ),
    example("searchRuleDelete", r#"{"code": "first"}"#),
    example(
        "searchRedirectSet",
        r#"{"input": {"code": "help", "when": {"queries": ["help"]}, "url": "/help"}}"#,
    ),
    example("searchRedirectDelete", r#"{"code": "help"}"#),
    example(
        "productCreate",
        r#"{"input": {"code": "cap", "slug": "cap", "name": "Cap", "channels": [{"channel": "de"}], "categories": ["clothing"], "options": ["Size"], "variants": [{"sku": "CAP-S", "options": [{"name": "Size", "value": "S"}], "prices": [{"amount": "12.00", "currency": "EUR"}]}]}}"#,
    ),
    example(
        "productUpdate",
        r#"{"by": {"code": "cap"}, "input": {"name": "Flat cap", "translations": [{"locale": "de", "name": "Kappe"}]}}"#,
    ),
    example(
        "productSet",
        r#"{"input": {"code": "cap", "brand": "Holm"}}"#,
    ),
    example(
        "productVariantCreate",
        r#"{"product": {"code": "cap"}, "input": {"sku": "CAP-M", "options": [{"name": "Size", "value": "M"}]}}"#,
    ),
    example(
        "productVariantUpdate",
        r#"{"by": {"sku": "CAP-M"}, "input": {"barcode": "4000000000099"}}"#,
    ),
    example(
        "productVariantsReorder",
        r#"{"by": {"code": "cap"}, "input": {"skus": ["CAP-M", "CAP-S"]}}"#,
    ),
    example("productVariantDelete", r#"{"by": {"sku": "CAP-S"}}"#),
    example(
        "productPublish",
        r#"{"by": {"code": "cap"}, "input": {"channels": [{"channel": "us"}]}}"#,
    ),
    example(
        "productUnpublish",
        r#"{"by": {"code": "cap"}, "input": {"channels": ["us"]}}"#,
    ),
    example("productArchive", r#"{"by": {"code": "cap"}}"#),
    example("productDelete", r#"{"by": {"code": "cap"}}"#),
    example(
        "bulk",
        r#"{"input": {"policy": "REJECT_ALL", "records": [{"category": {"code": "gloves", "slug": "gloves", "name": "Gloves"}}, {"product": {"code": "mug", "brand": "Holm & Co"}}]}}"#,
    ),
    example("catalogExport", "{}"),
    example("jobCancel", r#"{"id": "@catalogExport.job.id"}"#),
];

/// What a payload tells once and never again, since only a digest of it is kept.
pub(super) const TOLD_ONCE: &[(&str, &str)] = &[("apiKeyCreate", "secret")];

/// Mutations whose calls are more than a document: the file of an import comes beside it, so that the server's tests have
/// them (`crates/server/tests/it`).
pub(super) const ELSEWHERE: &[&str] = &["catalogImport"];
