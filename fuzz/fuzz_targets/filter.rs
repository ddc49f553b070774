//! Filters, sorts, facets and contexts of listings and of search.
#![no_main]

use std::sync::OnceLock;

use arbitrary::Unstructured;
use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};
use vitrine_fuzz::{Inputs, shop};

const LISTING: &str = "query($filter: ProductFilter, $sort: ProductSort, $context: BuyerContext) {
    products(filter: $filter, sort: $sort, first: 3, context: $context) { totalCount nodes { code priceRange { min { amount } } } } }";
const SEARCH: &str = "query($filter: SearchFilter, $sort: SearchSort, $facets: [FacetInput!], $context: BuyerContext) {
    search(query: \"lamp\", filter: $filter, sort: $sort, facets: $facets, first: 3, context: $context) {
        totalCount { value } facets { values { label count filter } } edges { cursor } } }";

fn inputs(admin: bool) -> &'static Inputs {
    static STOREFRONT: OnceLock<Inputs> = OnceLock::new();
    static ADMIN: OnceLock<Inputs> = OnceLock::new();
    if admin {
        ADMIN.get_or_init(|| Inputs::of(graphql::Role::Admin))
    } else {
        STOREFRONT.get_or_init(|| Inputs::of(graphql::Role::Storefront))
    }
}

/// Whether search is asked, the variables, and whether an admin asks.
fn request(data: &[u8]) -> arbitrary::Result<(bool, Value, bool)> {
    let mut bytes = Unstructured::new(data);
    let (search, admin, context) = (bytes.arbitrary()?, bytes.arbitrary()?, bytes.ratio(1, 4)?);
    let inputs = inputs(admin);
    let mut variables = json!({
        "filter": inputs.value(if search { "SearchFilter" } else { "ProductFilter" }, &mut bytes)?,
        "sort": inputs.value(if search { "SearchSort" } else { "ProductSort" }, &mut bytes)?,
    });
    if search {
        variables["facets"] = json!([inputs.value("FacetInput", &mut bytes)?]);
    }
    if context {
        variables["context"] = inputs.value("BuyerContext", &mut bytes)?;
    }
    Ok((search, variables, admin))
}

fuzz_target!(|data: &[u8]| {
    if let Ok((search, variables, admin)) = request(data) {
        shop().run(if search { SEARCH } else { LISTING }, &variables, admin);
    }
});
