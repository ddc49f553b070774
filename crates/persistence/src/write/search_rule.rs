//! Saving what a shop sets for its search.

use domain::{
    outcome::{Failure, Fault},
    text::Code,
};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::Value;
use uuid::Uuid;

use super::{Transaction, log};
use crate::{
    constraint::rejecting,
    fault::{corrupt, fault},
    moment::to_micros,
    row::Columns,
    search::RuleBody,
    sql::Sql,
};

const DOING: &str = "saving a rule of search";

/// A rule as the transaction finds it.
struct Found {
    id: Uuid,
    version: i64,
    body: String,
}

impl Transaction {
    /// Makes a rule, or changes the one with this code; where nothing differs it is left alone. Tells its identifier, and
    /// whether it is new.
    ///
    /// # Errors
    /// Rejected where another writer makes one with this code; else a fault.
    pub async fn save_search_rule<B: RuleBody>(
        &mut self,
        code: &Code,
        body: &B,
    ) -> Result<(Uuid, bool), Failure> {
        let found = self.search_rule::<B>(code).await?;
        let after =
            serde_json::to_value(body).map_err(|error| corrupt(DOING, error.to_string()))?;
        let before: Option<Value> = match &found {
            Some(found) => Some(
                serde_json::from_str(&found.body)
                    .map_err(|error| corrupt(DOING, error.to_string()))?,
            ),
            None => None,
        };
        if let (Some(found), true) = (&found, before.as_ref() == Some(&after)) {
            return Ok((found.id, false));
        }
        let (text, now) = (after.to_string(), to_micros(self.now()));
        let mut sql = Sql::new(self.database.get_database_backend());
        let (id, version) = match &found {
            Some(found) => {
                sql.push("UPDATE search_rule SET body = ")
                    .bind(text)
                    .push(", version = version + 1, updated_at = ")
                    .bind(now)
                    .push(" WHERE id = ")
                    .bind(found.id);
                (found.id, found.version + 1)
            }
            None => {
                let id = self.next_id();
                sql.push("INSERT INTO search_rule (id, kind, code, body, version, created_at, updated_at) VALUES (")
                    .bind(id)
                    .push(", ")
                    .bind(B::KIND.as_str())
                    .push(", ")
                    .bind(code.as_str())
                    .push(", ")
                    .bind(text)
                    .push(", 1, ")
                    .bind(now)
                    .push(", ")
                    .bind(now)
                    .push(")");
                (id, 1)
            }
        };
        self.database
            .execute_raw(sql.statement())
            .await
            .map_err(rejecting(DOING))?;
        let changes = before.and_then(|before| log::changes(&before, &after));
        self.rule_changed::<B>(
            id,
            code,
            version,
            log::Action::saved(found.is_some()),
            changes,
        )
        .await?;
        Ok((id, found.is_none()))
    }

    /// Deletes a rule. False: there is none with this code.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn delete_search_rule<B: RuleBody>(&mut self, code: &Code) -> Result<bool, Failure> {
        let Some(found) = self.search_rule::<B>(code).await? else {
            return Ok(false);
        };
        let mut sql = Sql::new(self.database.get_database_backend());
        sql.push("DELETE FROM search_rule WHERE id = ")
            .bind(found.id);
        self.database
            .execute_raw(sql.statement())
            .await
            .map_err(fault(DOING))?;
        let whole = serde_json::from_str(&found.body).ok();
        self.rule_changed::<B>(
            found.id,
            code,
            found.version + 1,
            log::Action::Deleted,
            whole,
        )
        .await?;
        Ok(true)
    }

    /// The rule with this code; on PostgreSQL nobody else changes it before the transaction ends.
    async fn search_rule<B: RuleBody>(&self, code: &Code) -> Result<Option<Found>, Fault> {
        let mut sql = Sql::new(self.database.get_database_backend());
        sql.push("SELECT id, version, body FROM search_rule WHERE kind = ")
            .bind(B::KIND.as_str())
            .push(" AND code = ")
            .bind(code.as_str());
        if sql.is_postgres() {
            sql.push(" FOR UPDATE");
        }
        let row = self.database.query_one_raw(sql.statement()).await;
        let Some(row) = row.map_err(fault(DOING))? else {
            return Ok(None);
        };
        let mut row = Columns::of(&row, DOING);
        Ok(Some(Found {
            id: row.take()?,
            version: row.take()?,
            body: row.take()?,
        }))
    }

    async fn rule_changed<B: RuleBody>(
        &mut self,
        id: Uuid,
        code: &Code,
        version: i64,
        action: log::Action,
        changes: Option<Value>,
    ) -> Result<(), Failure> {
        let raise = "UPDATE search_rule_state SET version = version + 1 WHERE id = 1";
        let statement = Statement::from_string(self.database.get_database_backend(), raise);
        self.database
            .execute_raw(statement)
            .await
            .map_err(fault(DOING))?;
        self.log(&[log::Event {
            kind: B::KIND.entity(),
            id,
            key: code.to_string(),
            version,
            action,
            changes,
            scope: None,
        }])
        .await
    }
}
