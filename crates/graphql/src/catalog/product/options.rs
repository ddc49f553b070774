//! The options that tell a product's variants apart.

use std::sync::Arc;

use async_graphql::{InputObject, SimpleObject};
use domain::outcome::Fault;
use persistence::catalog::{ProductRecord, VariantRecord};

/// What tells a product's variants apart, such as size or colour.
#[derive(SimpleObject)]
pub(crate) struct ProductOption {
    /// Its name in the context's locale.
    name: String,
    /// The values that its variants have, in the context's locale, each once, in the variants' order.
    values: Vec<String>,
}

/// A variant's value of one option.
#[derive(SimpleObject)]
pub(crate) struct SelectedOption {
    /// The option's name in the context's locale.
    name: String,
    /// The variant's value in the context's locale.
    pub(crate) value: String,
}

/// The value that was picked of one option.
#[derive(Debug, InputObject)]
pub(crate) struct SelectedOptionInput {
    /// The option's name, in the context's locale or in the catalogue's.
    name: String,
    /// The picked value, in the context's locale or in the catalogue's.
    value: String,
}

/// A product's options with the values of its variants.
pub(crate) fn of_product(
    product: &ProductRecord,
    variants: &[Arc<VariantRecord>],
) -> Result<Vec<ProductOption>, Fault> {
    let mut options: Vec<ProductOption> = Vec::new();
    for (place, option) in product.options()?.iter().enumerate() {
        let mut values: Vec<String> = Vec::new();
        for variant in variants {
            if let Some(value) = variant
                .option_values()?
                .get(place)
                .map(|value| option.value(value))
                && !values.iter().any(|known| known == value)
            {
                values.push(value.to_owned());
            }
        }
        options.push(ProductOption {
            name: option.name.clone(),
            values,
        });
    }
    Ok(options)
}

/// What a variant has of its product's options, in their order.
pub(crate) fn of_variant(
    product: &ProductRecord,
    variant: &VariantRecord,
) -> Result<Vec<SelectedOption>, Fault> {
    let selected =
        product
            .options()?
            .iter()
            .zip(variant.option_values()?)
            .map(|(option, value)| SelectedOption {
                name: option.name.clone(),
                value: option.value(value).to_owned(),
            });
    Ok(selected.collect())
}

/// The variant that has what was picked. None: no variant has, or not each option was picked exactly once.
pub(crate) fn pick(
    product: &ProductRecord,
    variants: &[Arc<VariantRecord>],
    picked: &[SelectedOptionInput],
) -> Result<Option<Arc<VariantRecord>>, Fault> {
    let picked: Vec<(&str, &str)> = picked
        .iter()
        .map(|option| (&*option.name, &*option.value))
        .collect();
    let Some(values) = product.options()?.resolve(&picked) else {
        return Ok(None);
    };
    for variant in variants {
        if variant.option_values()? == values {
            return Ok(Some(Arc::clone(variant)));
        }
    }
    Ok(None)
}
