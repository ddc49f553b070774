//! `translationsSet`: the texts of one thing in other languages.

use async_graphql::{Context, InputObject, OneofObject, Result};
use domain::text::Code;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::{
    catalog::{
        attribute::Attribute, category::Category, product::Product, user_error::CatalogUserError,
    },
    context::Asked,
    mutation::{Call, Change, Input, RefusalCode, Seen, Stop, Work, keyed, mutation, payload},
    scalars::LocaleTag,
};

/// What is translated: exactly one of these, by its code.
#[derive(Debug, OneofObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) enum TranslatedBy {
    /// A product.
    Product(String),
    /// A category.
    Category(String),
    /// An attribute.
    Attribute(String),
}

/// Texts in one language. What is left out stays as it is; null clears it, and the plain text is shown.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct TranslationInput {
    /// The language.
    locale: LocaleTag,
    /// The name, at most 512 characters.
    name: Option<String>,
    /// Names its page in this language; unique among the things of its kind. Attributes have none.
    slug: Option<String>,
    /// The description, as text or HTML, at most 65,536 characters. Attributes have none.
    description: Option<String>,
}

/// The texts.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct TranslationsSetInput {
    /// By language, each once. Languages that are left out stay as they are.
    translations: Vec<TranslationInput>,
}

/// What was translated.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub(crate) enum Translated {
    Product(Uuid),
    Category(Uuid),
    Attribute(Uuid),
}

payload! {
    /// What became of `translationsSet`.
    TranslationsSetPayload(Translated, CatalogUserError) {
        /// The product. Null: another thing was translated, or none, see `userErrors`.
        async fn product(&self, ctx: &Context<'_>) -> Option<Result<Product>> {
            let Translated::Product(id) = *self.0.made()? else {
                return None;
            };
            let loaded = ctx.loaders().product_by_id.load(self.0.view(), id.into()).await;
            loaded.map(|record| record.map(|record| Product::of(record, self.0.view()))).transpose()
        }

        /// The category. Null: another thing was translated, or none, see `userErrors`.
        async fn category(&self, ctx: &Context<'_>) -> Option<Result<Category>> {
            let Translated::Category(id) = *self.0.made()? else {
                return None;
            };
            let loaded = ctx.loaders().category_by_id.load(self.0.view(), id.into()).await;
            loaded.map(|record| record.map(|record| Category::of(record, self.0.view()))).transpose()
        }

        /// The attribute. Null: another thing was translated, or none, see `userErrors`.
        async fn attribute(&self) -> Option<Attribute> {
            let Translated::Attribute(id) = *self.0.made()? else {
                return None;
            };
            let view = self.0.view();
            let entry = view.reference.attributes.by_id(id.into())?;
            Some(Attribute::of(entry, view))
        }
    }
}

mutation! {
    @versioned
    /// Sets texts of one thing in other languages.
    TranslationsSet.translations_set(
        of: TranslatedBy = "What is translated.",
        input: TranslationsSetInput = "The texts.",
    ) -> TranslationsSetPayload
}

impl TranslationsSet {
    async fn start(
        ctx: &Context<'_>,
        call: Call,
        of: TranslatedBy,
        _: TranslationsSetInput,
    ) -> Result<TranslationsSetPayload> {
        let change = Set {
            of,
            input: call.input(),
        };
        call.run(ctx, change).await.map(TranslationsSetPayload)
    }
}

struct Set {
    of: TranslatedBy,
    input: Input,
}

impl Set {
    /// What is translated, and its version. None: there is none.
    async fn stored(&self, work: &mut Work) -> Result<Option<(Translated, i64)>, Stop> {
        let transaction = work.transaction()?;
        let parse = |code: &String| Code::parse(code).ok();
        Ok(match &self.of {
            TranslatedBy::Product(code) => {
                let codes: Vec<Code> = parse(code).into_iter().collect();
                let found = transaction.products_by_code(&codes).await?;
                found
                    .into_values()
                    .next()
                    .map(|product| (Translated::Product(product.id.uuid()), product.version))
            }
            TranslatedBy::Category(code) => {
                let codes: Vec<Code> = parse(code).into_iter().collect();
                let found = transaction.categories_by_code(&codes).await?;
                found
                    .into_values()
                    .next()
                    .map(|category| (Translated::Category(category.id.uuid()), category.version))
            }
            TranslatedBy::Attribute(code) => {
                let entry = transaction.reference().attributes.by_code(code);
                entry.map(|entry| (Translated::Attribute(entry.id.uuid()), entry.version))
            }
        })
    }

    fn record(&self) -> Map<String, Value> {
        let (kind, code) = match &self.of {
            TranslatedBy::Product(code) => ("product", code),
            TranslatedBy::Category(code) => ("category", code),
            TranslatedBy::Attribute(code) => ("attribute", code),
        };
        let mut record = self.input.record(kind, code);
        keyed(&mut record, "translations", "locale");
        record
    }
}

impl Change for Set {
    const MUTATION: &'static str = "translationsSet";
    type Made = Translated;

    async fn apply(&self, work: &mut Work) -> Result<Translated, Stop> {
        let Some((translated, version)) = self.stored(work).await? else {
            let message = "There is nothing with this code.";
            return Err(Stop::refused(RefusalCode::NotFound, &["of"], message));
        };
        let id = match translated {
            Translated::Product(id) | Translated::Category(id) | Translated::Attribute(id) => id,
        };
        let record = self.record();
        work.expect(Seen {
            id,
            version,
            says: Some(&record),
        })
        .await?;
        work.declare(record, &self.input).await?;
        Ok(translated)
    }
}
