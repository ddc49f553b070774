//! Saving categories: the tree stays a tree, and listings follow it.

mod delete;
mod find;
mod listing;
mod rows;
mod tree;

use domain::{
    catalog::Category,
    id::CategoryId,
    outcome::{Failure, Fault},
    problem::Problem,
};
use sea_orm::{ConnectionTrait, DbBackend};
use uuid::Uuid;

pub(super) use self::tree::{Lock as TreeLock, Tree};
use self::{
    listing::Moves,
    rows::{CATEGORY, TRANSLATION, row, translation_rows},
    tree::Ancestry,
};
use super::{Transaction, log, rows::difference, shape, table::Row};
use crate::{Change, constraint::rejecting, fault::fault, moment::to_micros};

const DOING: &str = "saving categories";

impl Transaction {
    /// Saves categories; parents may be in the same batch, in any order. What equals the stored is not touched, the rest
    /// counts its version and writes its event and audit rows. Products are listed under the ancestors that they have then.
    ///
    /// # Errors
    /// Rejected, each path beginning with the place in the batch, where a parent does not exist or a category would become
    /// its own ancestor; or where the database refuses, which ends the transaction. Else a fault.
    pub async fn save_categories(
        &mut self,
        changes: Vec<Change<CategoryId, Category>>,
    ) -> Result<(), Failure> {
        let changes: Vec<_> = changes
            .into_iter()
            .enumerate()
            .filter(|(_, change)| {
                change
                    .before
                    .as_ref()
                    .is_none_or(|before| before.value != change.after)
            })
            .map(|(index, change)| Planned {
                id: change
                    .before
                    .as_ref()
                    .map_or_else(|| self.next_id(), |before| before.id.uuid()),
                index,
                change,
            })
            .collect();
        if changes.is_empty() {
            return Ok(());
        }
        self.lock_tree(true).await?;
        let ancestry = Ancestry::load(&self.database, &changes).await?;
        let problems: Vec<Problem> = changes
            .iter()
            .filter_map(|planned| ancestry.problem(planned))
            .collect();
        if !problems.is_empty() {
            return Err(Failure::Rejected(problems));
        }
        let moves = Moves::before(&self.database, &changes).await?;
        self.write_categories(changes, &ancestry).await?;
        moves.follow(&self.database).await?;
        self.tree.forget();
        Ok(())
    }

    async fn write_categories(
        &mut self,
        mut changes: Vec<Planned>,
        ancestry: &Ancestry,
    ) -> Result<(), Failure> {
        // A row may name another only when that is there.
        changes.sort_by_key(|planned| ancestry.depth(&planned.change.after.code));
        let now = to_micros(self.now());
        let (mut inserted, mut updated, mut events) = (Vec::new(), Vec::new(), Vec::new());
        let (mut texts_before, mut texts_after): (Vec<Row>, Vec<Row>) = (Vec::new(), Vec::new());
        for planned in &changes {
            let (before, after) = (planned.change.before.as_ref(), &planned.change.after);
            let version = before.map_or(1, |before| before.version + 1);
            let parent = after.parent.as_ref().and_then(|parent| ancestry.id(parent));
            let own = row(planned.id, after, parent, version, now);
            if before.is_some() {
                updated.push(own);
            } else {
                inserted.push(own);
            }
            texts_after.extend(translation_rows(planned.id, after));
            if let Some(before) = before {
                texts_before.extend(translation_rows(planned.id, &before.value));
            }
            let changes = before.and_then(|before| {
                log::changes(&shape::category(&before.value), &shape::category(after))
            });
            events.push(log::Event {
                kind: "category",
                id: planned.id,
                key: after.code.to_string(),
                version,
                action: log::Action::saved(before.is_some()),
                changes,
                scope: None,
            });
        }
        self.give_up_slugs(&changes).await?;
        CATEGORY
            .insert(&self.database, inserted)
            .await
            .map_err(rejecting(DOING))?;
        CATEGORY
            .update(&self.database, updated)
            .await
            .map_err(rejecting(DOING))?;
        let texts = difference(&TRANSLATION, texts_before, texts_after);
        texts
            .rewrite(&TRANSLATION, &self.database)
            .await
            .map_err(rejecting(DOING))?;
        self.log(&events).await
    }

    /// Where one category of the batch takes the slug of another, which takes another in its turn, no order of single
    /// changes works: those that are left get what is no slug for a moment.
    async fn give_up_slugs(&self, changes: &[Planned]) -> Result<(), Failure> {
        let left = changes.iter().filter_map(|planned| {
            let before = planned.change.before.as_ref()?;
            (before.value.slug != planned.change.after.slug)
                .then_some((&before.value.slug, planned.id))
        });
        super::slug::give_up_slugs(
            &self.database,
            "category",
            left,
            changes.iter().map(|planned| &planned.change.after.slug),
        )
        .await
    }

    /// Makes sure that the tree of categories changes by nobody else before this transaction ends; with `to_change` by
    /// nobody but this transaction, else it may be shared with others that want it to stay.
    pub(super) async fn lock_tree(&mut self, to_change: bool) -> Result<(), Fault> {
        // SQLite has one writer at a time, and that is this transaction.
        if self.tree.raise_lock(to_change)
            && self.database.get_database_backend() == DbBackend::Postgres
        {
            let lock = if to_change {
                "pg_advisory_xact_lock"
            } else {
                "pg_advisory_xact_lock_shared"
            };
            // A number of our own among PostgreSQL's advisory locks.
            let sql = format!("SELECT {lock}(7305806010151)");
            self.database
                .execute_unprepared(&sql)
                .await
                .map_err(fault("waiting for other writers of categories"))?;
        }
        Ok(())
    }
}

/// A change that is to be written.
struct Planned {
    /// Its place in the batch.
    index: usize,
    id: Uuid,
    change: Change<CategoryId, Category>,
}
