//! What people type into a search field, in two languages.
#![no_main]

use libfuzzer_sys::fuzz_target;
use serde_json::json;
use vitrine_fuzz::shop;

const SEARCH: &str = "query($text: String!, $context: BuyerContext) {
    search(query: $text, first: 3, facets: [{ kind: CATEGORY }], context: $context) {
        totalCount { value } didYouMean edges { highlights { parts { text } } } }
    suggest(prefix: $text, context: $context) { queries { text } products { code } categories { code } } }";

fuzz_target!(|data: &[u8]| {
    let [locale, data @ ..] = data else { return };
    let locale = if locale % 2 == 0 { "de" } else { "en" };
    let text = String::from_utf8_lossy(data);
    shop().run(
        SEARCH,
        &json!({ "text": text, "context": { "locale": locale } }),
        false,
    );
});
