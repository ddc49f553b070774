//! `categoriesReorder`.

use std::collections::HashMap;

use async_graphql::{Context, InputObject, Result};
use domain::{catalog::Category as Whole, id::CategoryId, text::Code};
use persistence::Stored;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::super::Category;
use crate::{
    catalog::user_error::CatalogUserError,
    context::Asked,
    mutation::{Call, Change, Input, Refusal, RefusalCode, Stop, Work, mutation, payload},
};

/// Most categories that are put in order at once.
const MOST: usize = 250;

/// An order of siblings.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct CategoriesReorderInput {
    /// The codes of categories below the same one, 1 to 250, in the order in which they shall be shown: their positions
    /// become 1, 2, 3 and so on. Siblings that are left out keep their positions.
    categories: Vec<String>,
}

payload! {
    /// What became of `categoriesReorder`.
    CategoriesReorderPayload(Vec<Uuid>, CatalogUserError) {
        /// The categories in their order. Empty: nothing was changed, see `userErrors`.
        async fn categories(&self, ctx: &Context<'_>) -> Result<Vec<Category>> {
            let view = self.0.view();
            let mut shown = Vec::new();
            for id in self.0.made().into_iter().flatten() {
                let loaded = ctx.loaders().category_by_id.load(view, CategoryId(*id)).await?;
                shown.extend(loaded.map(|record| Category::of(record, view)));
            }
            Ok(shown)
        }
    }
}

mutation! {
    /// Puts the categories below one category, or the roots, in an order.
    CategoriesReorder.categories_reorder(input: CategoriesReorderInput = "The order.") -> CategoriesReorderPayload
}

impl CategoriesReorder {
    async fn start(
        ctx: &Context<'_>,
        call: Call,
        input: CategoriesReorderInput,
    ) -> Result<CategoriesReorderPayload> {
        let change = Reorder {
            codes: input.categories,
            input: call.input(),
        };
        call.run(ctx, change).await.map(CategoriesReorderPayload)
    }
}

struct Reorder {
    codes: Vec<String>,
    input: Input,
}

impl Reorder {
    /// Everything that is wrong with the order.
    fn refusals(&self, stored: &HashMap<Code, Stored<CategoryId, Whole>>) -> Vec<Refusal> {
        let at = |place: usize| place.to_string();
        let parent = self
            .codes
            .iter()
            .find_map(|code| stored.get(code.as_str()))
            .and_then(|category| category.value.parent.clone());
        let mut refusals = Vec::new();
        for (place, code) in self.codes.iter().enumerate() {
            let (reason, message) = match stored.get(code.as_str()) {
                None => (
                    RefusalCode::NotFound,
                    format!("There is no category with the code {code:?}."),
                ),
                Some(_) if self.codes[..place].contains(code) => (
                    RefusalCode::Duplicate,
                    format!("The category {code:?} is given twice."),
                ),
                Some(category) if category.value.parent != parent => (
                    RefusalCode::Conflict,
                    format!("The category {code:?} is not below the same category as the first."),
                ),
                Some(_) => continue,
            };
            let field = ["input", "categories", &at(place)];
            refusals.push(Refusal::new(reason, &field, message));
        }
        refusals
    }
}

impl Change for Reorder {
    const MUTATION: &'static str = "categoriesReorder";
    type Made = Vec<Uuid>;

    async fn apply(&self, work: &mut Work) -> Result<Vec<Uuid>, Stop> {
        if self.codes.is_empty() || self.codes.len() > MOST {
            let message = format!("Name 1 to {MOST} categories.");
            let field = ["input", "categories"];
            return Err(Stop::refused(RefusalCode::Invalid, &field, message));
        }
        let codes: Vec<Code> = self
            .codes
            .iter()
            .filter_map(|code| Code::parse(code).ok())
            .collect();
        let stored = work.transaction()?.categories_by_code(&codes).await?;
        let refusals = self.refusals(&stored);
        if !refusals.is_empty() {
            return Err(Stop::Refused(refusals));
        }
        let record = |(place, code): (usize, &String)| {
            let mut record = Map::new();
            record.insert(String::from("type"), Value::from("category"));
            record.insert(String::from("code"), Value::from(code.as_str()));
            record.insert(String::from("position"), Value::from(place + 1));
            (record, &self.input)
        };
        let records = self.codes.iter().enumerate().map(record).collect();
        for ending in work.declare_all(records).await? {
            ending.map_err(Stop::Refused)?;
        }
        let ids = codes.iter().filter_map(|code| stored.get(code));
        Ok(ids.map(|category| category.id.uuid()).collect())
    }
}
