//! What mutations take of a product's tree, and how an input becomes a record of a feed: its lists with names are maps
//! there, and amounts are texts.

mod parts;
mod translation;
mod variant;

use serde_json::{Map, Value};

pub(crate) use self::{
    parts::{AttributeValueInput, OptionValueInput, PublicationInput},
    translation::ProductTranslationInput,
    variant::{
        ProductVariantSetInput, QuantityRuleInput, VariantIncomingInput, VariantPriceInput,
        VariantStockInput,
    },
};
use crate::mutation::{Input, entries, keyed, valued};

/// The record that says of the product with this code what the input says.
pub(crate) fn record(input: &Input, code: &str) -> Map<String, Value> {
    let mut record = input.record("product", code);
    valued(&mut record, "attributes", "code", "value");
    each(&mut record, "channels", publication);
    each(&mut record, "variants", variant_record);
    each(&mut record, "translations", translation);
    keyed(&mut record, "translations", "locale");
    record
}

/// A variant as it stands in the record of its product.
pub(crate) fn variant_record(variant: &mut Map<String, Value>) {
    valued(variant, "attributes", "code", "value");
    valued(variant, "options", "name", "value");
    each(variant, "prices", |price| {
        exact(price, &["amount", "compareAt"]);
    });
}

/// Writes decimals in these fields as texts, which whole ones needn't be in GraphQL.
pub(crate) fn exact(object: &mut Map<String, Value>, fields: &[&str]) {
    for field in fields {
        if let Some(decimal @ Value::Number(_)) = object.get_mut(*field) {
            *decimal = Value::String(decimal.to_string());
        }
    }
}

/// Changes each object of a list.
pub(crate) fn each(
    record: &mut Map<String, Value>,
    field: &str,
    change: impl Fn(&mut Map<String, Value>),
) {
    let Some(Value::Array(items)) = record.get_mut(field) else {
        return;
    };
    for item in items {
        if let Value::Object(item) = item {
            change(item);
        }
    }
}

fn publication(publication: &mut Map<String, Value>) {
    rename(publication, "channel", "code");
}

fn translation(texts: &mut Map<String, Value>) {
    valued(texts, "attributes", "code", "value");
    entries(texts, "options", "name", |mut option| {
        valued(&mut option, "values", "value", "translation");
        rename(&mut option, "translation", "name");
        Value::Object(option)
    });
}

fn rename(fields: &mut Map<String, Value>, from: &str, to: &str) {
    if let Some(value) = fields.remove(from) {
        fields.insert(to.to_owned(), value);
    }
}
