//! Deleting categories that nothing stands in or below.

use std::collections::HashMap;

use domain::{catalog::Category, id::CategoryId, outcome::Failure, problem::Problem, text::Code};
use sea_orm::ConnectionTrait;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::rows::CATEGORY;
use crate::{
    Stored,
    constraint::rejecting,
    sql::Sql,
    whole::KEYS,
    write::{Transaction, dependents::Dependents, log, shape, table::Cell},
};

const DOING: &str = "deleting categories";

const PRODUCTS: Dependents = Dependents {
    counted: "SELECT category_id, COUNT(*) FROM product_category WHERE ",
    by: "category_id",
    one: "1 product is in this category.",
    many: "products are in this category.",
};

const CHILDREN: Dependents = Dependents {
    counted: "SELECT parent_id, COUNT(*) FROM category WHERE ",
    by: "parent_id",
    one: "1 category is below this category.",
    many: "categories are below this category.",
};

impl Transaction {
    /// Deletes categories, in any order; they are as read in this transaction, each once.
    ///
    /// # Errors
    /// Rejected, each path beginning with the place in the batch, where products are in a category, or categories below it
    /// that are not in the batch: then nothing was deleted and the transaction goes on. Else a fault.
    pub async fn delete_categories(
        &mut self,
        categories: Vec<Stored<CategoryId, Category>>,
    ) -> Result<(), Failure> {
        if categories.is_empty() {
            return Ok(());
        }
        self.lock_tree(true).await?;
        let problems = self.category_problems(&categories).await?;
        if !problems.is_empty() {
            return Err(Failure::Rejected(problems));
        }
        let ids: Vec<Uuid> = categories.iter().map(|one| one.id.uuid()).collect();
        self.take_out_of_tree(&ids).await?;
        let keys = ids.into_iter().map(|id| vec![Cell::Id(id)]).collect();
        CATEGORY
            .delete(&self.database, keys)
            .await
            .map_err(rejecting(DOING))?;
        self.tree.forget();
        let nothing = Value::Object(Map::new());
        let events = categories.iter().map(|category| log::Event {
            kind: "category",
            id: category.id.uuid(),
            key: category.value.code.to_string(),
            version: category.version + 1,
            action: log::Action::Deleted,
            changes: log::changes(&shape::category(&category.value), &nothing),
            scope: None,
        });
        self.log(&events.collect::<Vec<_>>()).await
    }

    async fn category_problems(
        &self,
        categories: &[Stored<CategoryId, Category>],
    ) -> Result<Vec<Problem>, Failure> {
        let ids: Vec<Uuid> = categories.iter().map(|one| one.id.uuid()).collect();
        let products = PRODUCTS.counts(&self.database, &ids).await?;
        let children = CHILDREN.counts(&self.database, &ids).await?;
        // Those of the batch go with it.
        let mut going: HashMap<&Code, i64> = HashMap::new();
        for parent in categories
            .iter()
            .filter_map(|one| one.value.parent.as_ref())
        {
            *going.entry(parent).or_default() += 1;
        }
        let mut problems = Vec::new();
        for (index, category) in categories.iter().enumerate() {
            let of = |counts: &HashMap<Uuid, i64>| {
                counts.get(&category.id.uuid()).copied().unwrap_or_default()
            };
            let staying =
                of(&children) - going.get(&category.value.code).copied().unwrap_or_default();
            problems.extend(PRODUCTS.problem(index, of(&products)));
            problems.extend(CHILDREN.problem(index, staying));
        }
        Ok(problems)
    }

    /// So that no order has to be found in which none is above another.
    async fn take_out_of_tree(&self, ids: &[Uuid]) -> Result<(), Failure> {
        for ids in ids.chunks(KEYS) {
            let mut sql = Sql::new(self.database.get_database_backend());
            sql.push("UPDATE category SET parent_id = NULL WHERE parent_id IS NOT NULL AND id")
                .in_list(ids);
            self.database
                .execute_raw(sql.statement())
                .await
                .map_err(rejecting(DOING))?;
        }
        Ok(())
    }
}
