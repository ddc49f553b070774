//! `Attribute`.

use std::{collections::BTreeMap, sync::Arc};

use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use domain::{catalog, id::AttributeId, locale::Locale, reference::Entry};

use crate::{
    buyer::View,
    catalog::localized,
    context::Asked,
    node_id::{NodeType, encode},
    scalars::{LocaleTag, int},
    viewer::{is_admin, require},
};

/// The type of an attribute's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "catalog::ValueType")]
pub(crate) enum ValueType {
    /// Free text.
    Text,
    /// A finite number, perhaps with a unit.
    Number,
    /// True or false.
    Boolean,
    /// A calendar day, such as `2026-11-22`.
    Date,
    /// One of the values that the attribute declares.
    Enum,
}

/// The definition of an attribute.
#[derive(Clone)]
pub(crate) struct Attribute {
    entry: Entry<AttributeId, catalog::Attribute>,
    view: Arc<View>,
}

impl Attribute {
    pub(crate) fn of(entry: &Entry<AttributeId, catalog::Attribute>, view: &Arc<View>) -> Self {
        Self {
            entry: entry.clone(),
            view: Arc::clone(view),
        }
    }
}

/// What can be said of products and variants beyond their fixed fields: its name, the type of its values and its use.
#[Object]
impl Attribute {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        encode(NodeType::Attribute, self.entry.id.uuid())
    }

    /// The seller's key of it.
    async fn code(&self) -> &str {
        &self.entry.value.code
    }

    /// Its name in the context's locale.
    async fn name(&self) -> &str {
        localized(
            &self.entry.value.name,
            &self.entry.value.translations,
            &self.view.buyer.locales,
        )
    }

    /// The type of its values.
    async fn value_type(&self) -> ValueType {
        self.entry.value.value_type.into()
    }

    /// The unit of its numbers, such as `kg`. Null: none.
    async fn unit(&self) -> Option<&str> {
        self.entry.value.unit.as_deref()
    }

    /// Whether a product may have several values of it.
    async fn list(&self) -> bool {
        self.entry.value.list
    }

    /// Whether it is meant as a filter of listings.
    async fn filterable(&self) -> bool {
        self.entry.value.filterable
    }

    /// Whether full-text search looks at it.
    async fn searchable(&self) -> bool {
        self.entry.value.searchable
    }

    /// The values of an ENUM, in order; empty for the other types.
    async fn values(&self) -> Vec<AttributeEnumValue<'_>> {
        let locales = &self.view.buyer.locales;
        self.entry
            .value
            .values
            .iter()
            .map(|value| AttributeEnumValue { value, locales })
            .collect()
    }

    /// Its name in other languages than the catalogue's own, as they are stored, by language.
    #[graphql(visible = "is_admin")]
    async fn translations(&self, ctx: &Context<'_>) -> Result<Vec<AttributeTranslation>> {
        require(ctx, "Attribute.translations")?;
        Ok(AttributeTranslation::list(&self.entry.value.translations))
    }

    /// How many products have something of it, themselves or on one of their variants; drafts and archived ones too.
    #[graphql(visible = "is_admin")]
    async fn product_count(&self, ctx: &Context<'_>) -> Result<i32> {
        require(ctx, "Attribute.productCount")?;
        let loader = &ctx.loaders().product_count_by_attribute;
        let count = loader.load(&self.view, self.entry.value.code.clone());
        Ok(int(count.await?))
    }

    /// Counts its changes, from 1.
    async fn version(&self) -> i32 {
        int(self.entry.version)
    }
}

/// One value of an ENUM attribute.
pub(crate) struct AttributeEnumValue<'a> {
    value: &'a catalog::EnumValue,
    locales: &'a [Locale],
}

/// A value that an ENUM attribute declares.
#[Object]
impl AttributeEnumValue<'_> {
    /// Its key within the attribute.
    async fn code(&self) -> &str {
        &self.value.code
    }

    /// Its name in the context's locale.
    async fn name(&self) -> &str {
        localized(&self.value.name, &self.value.translations, self.locales)
    }

    /// Its name in other languages than the catalogue's own, as they are stored, by language.
    #[graphql(visible = "is_admin")]
    async fn translations(&self, ctx: &Context<'_>) -> Result<Vec<AttributeTranslation>> {
        require(ctx, "AttributeEnumValue.translations")?;
        Ok(AttributeTranslation::list(&self.value.translations))
    }
}

/// A name in another language than the catalogue's own.
#[derive(SimpleObject)]
#[graphql(visible = "is_admin")]
pub(crate) struct AttributeTranslation {
    /// The language.
    locale: LocaleTag,
    /// The name.
    name: String,
}

impl AttributeTranslation {
    fn list(names: &BTreeMap<Locale, String>) -> Vec<Self> {
        let names = names.iter();
        names
            .map(|(locale, name)| Self {
                locale: LocaleTag(locale.clone()),
                name: name.clone(),
            })
            .collect()
    }
}
