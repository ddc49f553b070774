//! Which changes a subscriber wants to hear of.

use std::collections::HashSet;

use async_graphql::{ID, InputObject, Result};
use domain::id::{ProductId, VariantId};
use persistence::catalog::product::CategoryFilter as Categories;
use uuid::Uuid;

use super::feed::Changed;
use crate::{
    catalog::product::CategoryFilter,
    error::{ErrorCode, refuse},
    node_id::{NodeType, decode, decode_as},
};

/// Which products' changes are told: all that is given must hold. Where several values are given, one of them must; an
/// empty list lets nothing pass.
#[derive(Debug, Default, InputObject)]
pub(crate) struct ProductChangeFilter {
    /// Has one of these ids.
    id: Option<Vec<ID>>,
    /// Has one of these codes.
    code: Option<Vec<String>>,
    /// Has, or had before the change, a variant with one of these SKUs.
    sku: Option<Vec<String>>,
    /// Is in one of these categories, or was before the change.
    category: Option<CategoryFilter>,
}

/// Which variants' changes are told: all that is given must hold. Where several values are given, one of them must; an
/// empty list lets nothing pass.
#[derive(Debug, Default, InputObject)]
pub(crate) struct VariantChangeFilter {
    /// Has one of these ids, or is of the product that has one of them.
    id: Option<Vec<ID>>,
    /// Has one of these SKUs.
    sku: Option<Vec<String>>,
    /// Its product is in one of these categories.
    category: Option<CategoryFilter>,
}

impl ProductChangeFilter {
    pub(crate) fn into_place(self) -> Result<PlaceFilter> {
        let products = self.id.map(|ids| {
            let ids = ids.iter().map(|id| decode_as(NodeType::Product, id));
            ids.collect::<Result<HashSet<ProductId>>>()
        });
        Ok(PlaceFilter {
            products: products.transpose()?,
            variants: None,
            codes: self.code.map(HashSet::from_iter),
            skus: self.sku.map(HashSet::from_iter),
            categories: self
                .category
                .map(CategoryFilter::into_condition)
                .transpose()?,
        })
    }
}

impl VariantChangeFilter {
    pub(crate) fn into_place(self) -> Result<PlaceFilter> {
        let (mut products, mut variants) = (HashSet::new(), HashSet::new());
        for id in self.id.iter().flatten() {
            match decode(id)? {
                (NodeType::Product, id) => drop(products.insert(ProductId(id))),
                (NodeType::ProductVariant, id) => drop(variants.insert(VariantId(id))),
                _ => {
                    let message = "`id` takes ids of variants and of products.";
                    return Err(refuse(ErrorCode::InvalidId, message));
                }
            }
        }
        Ok(PlaceFilter {
            products: self.id.is_some().then_some(products),
            variants: self.id.is_some().then_some(variants),
            codes: None,
            skus: self.sku.map(HashSet::from_iter),
            categories: self
                .category
                .map(CategoryFilter::into_condition)
                .transpose()?,
        })
    }
}

/// A filter as it is asked of each change.
#[derive(Debug)]
pub(crate) struct PlaceFilter {
    products: Option<HashSet<ProductId>>,
    variants: Option<HashSet<VariantId>>,
    codes: Option<HashSet<String>>,
    skus: Option<HashSet<String>>,
    categories: Option<Categories>,
}

impl PlaceFilter {
    /// Whether a change of a product passes.
    pub(crate) fn passes_product(&self, changed: &Changed) -> bool {
        let (event, place) = (&changed.event, &changed.place);
        let gone = event
            .scope
            .as_ref()
            .map_or(&[][..], |scope| &scope.skus_gone);
        self.in_categories(changed)
            && place.product.is_some_and(|product| {
                self.products
                    .as_ref()
                    .is_none_or(|ids| ids.contains(&product))
            })
            && self
                .codes
                .as_ref()
                .is_none_or(|codes| codes.contains(&event.key))
            && self.skus.as_ref().is_none_or(|skus| {
                let now = place.variants.iter().map(|(_, sku)| sku);
                now.chain(gone).any(|sku| skus.contains(sku))
            })
    }

    /// Whether a change of a variant passes.
    pub(crate) fn passes_variant(&self, changed: &Changed, variant: VariantId, sku: &str) -> bool {
        let named = |ids: &HashSet<ProductId>| {
            changed
                .place
                .product
                .is_some_and(|product| ids.contains(&product))
        };
        let by_id = match (&self.products, &self.variants) {
            (None, None) => true,
            (products, variants) => {
                products.as_ref().is_some_and(named)
                    || variants.as_ref().is_some_and(|ids| ids.contains(&variant))
            }
        };
        by_id
            && self.skus.as_ref().is_none_or(|skus| skus.contains(sku))
            && self.in_categories(changed)
    }

    /// The variants that it names one by one. None: it doesn't.
    pub(crate) fn named_variants(&self) -> Option<(Vec<Uuid>, Vec<String>)> {
        let ids = self.variants.iter().flatten().map(|id| id.uuid());
        let skus = self.skus.iter().flatten().cloned();
        let by_product = self.products.as_ref().is_some_and(|ids| !ids.is_empty());
        let named = !by_product && (self.variants.is_some() || self.skus.is_some());
        named.then(|| (ids.collect(), skus.collect()))
    }

    fn in_categories(&self, changed: &Changed) -> bool {
        self.categories.as_ref().is_none_or(|wanted| {
            changed.place.categories.iter().any(|category| {
                (category.itself || wanted.include_descendants)
                    && (wanted.ids.contains(&category.id) || wanted.codes.contains(&category.code))
            })
        })
    }
}
