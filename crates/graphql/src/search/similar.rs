//! `Product.similar`.

use std::sync::Arc;

use async_graphql::{Context, Result};
use domain::{
    catalog::{Attributes, Scalar},
    outcome::Fault,
};
use futures_util::future::try_join_all;
use search::document::{CategoryName, ProductTexts};

use super::ask::{context_of, failed, searching};
use crate::{
    buyer::View,
    catalog::{localized, product::Product},
    context::Asked as _,
    error::{ErrorCode, refuse},
    loaders::Question,
};

const FIRST_MAX: i32 = 50;

/// The products most like this one, in its view.
pub(crate) async fn similar(
    ctx: &Context<'_>,
    product: &Product,
    first: i32,
) -> Result<Vec<Product>> {
    if !(0..=FIRST_MAX).contains(&first) {
        let message = format!("`first` is {first}; it may be 0 to {FIRST_MAX}.");
        return Err(refuse(ErrorCode::BadUserInput, message));
    }
    let searching = searching(ctx).await?;
    let view = &product.view;
    let question = Question {
        context: context_of(ctx, view),
        id: product.record.id,
        texts: Arc::new(texts(ctx, product).await?),
        limit: usize::try_from(first).unwrap_or(0),
    };
    let failed = |fault: &Fault| failed(ctx, fault);
    let likeness = &ctx.loaders().likeness;
    let found = likeness.ask(&searching.index, question, &failed).await?;
    let loads = found
        .into_iter()
        .map(|id| ctx.loaders().product_by_id.load(view, id));
    let found = try_join_all(loads).await?.into_iter().flatten();
    Ok(found.map(|record| Product::of(record, view)).collect())
}

/// What the index reads of the product, but for the description.
async fn texts(ctx: &Context<'_>, product: &Product) -> Result<ProductTexts> {
    let (record, view) = (&product.record, &product.view);
    let categories = &ctx.loaders().categories_by_product_id;
    let categories = categories.load(view, record.id).await?;
    let attributes = record.attributes(&view.reference);
    let attributes = attributes.map_err(|fault| ctx.report(&fault))?;
    Ok(ProductTexts {
        name: record.name.clone(),
        description: None,
        categories: categories
            .iter()
            .map(|category| CategoryName {
                code: category.code.clone(),
                name: category.name.clone(),
                direct: true,
                hidden: false,
            })
            .collect(),
        attributes: words(attributes, view),
    })
}

/// The texts of its searchable attributes, as the context's locale has them.
fn words(attributes: &Attributes, view: &View) -> Vec<String> {
    let mut words = Vec::new();
    for (code, value) in attributes {
        let Some(attribute) = view.reference.attributes.by_code(code) else {
            continue;
        };
        let attribute = &attribute.value;
        if !attribute.searchable {
            continue;
        }
        words.extend(value.scalars().iter().filter_map(|scalar| match scalar {
            Scalar::Text(text) => Some(text.clone()),
            Scalar::Enum(code) => {
                let known = attribute.values.iter().find(|known| known.code == *code)?;
                let locales = &view.buyer.locales;
                Some(localized(&known.name, &known.translations, locales).to_owned())
            }
            Scalar::Number(_) | Scalar::Boolean(_) | Scalar::Date(_) => None,
        }));
    }
    words
}
