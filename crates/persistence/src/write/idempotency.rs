//! Mutations that are sent twice are done once: the answer to the first is remembered under its key.

use std::collections::HashMap;

use domain::{
    clock::Timestamp,
    outcome::Fault,
    text::{TextError, parse_text},
};
use sea_orm::{ConnectionTrait, DbBackend, Value, sea_query::ArrayType};
use sha2::{Digest, Sha256};

use super::{
    Transaction,
    table::{Cell, Table, Type},
};
use crate::{
    Store,
    fault::fault,
    moment::to_micros,
    row::Columns,
    seeded::{self, Bug},
    sql::Sql,
};

const DOING: &str = "looking for the answer to an earlier request";

/// Most characters of an [`IdempotencyKey`].
pub const IDEMPOTENCY_KEY_MAX: usize = 255;

/// The key that a client gives a mutation which it may send again. Each actor has keys of its own.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    /// Takes 1 to 255 characters, no control characters among them.
    ///
    /// # Errors
    /// [`TextError`], which says what is wrong.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        if text.is_empty() {
            return Err(TextError::Empty);
        }
        if let Some(control) = text.chars().find(|c| c.is_control()) {
            return Err(TextError::ControlCharacter(u32::from(control)));
        }
        parse_text(text, IDEMPOTENCY_KEY_MAX)?;
        Ok(Self(text.to_owned()))
    }

    /// The text itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What makes two requests the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestKey {
    /// The key that the client gave.
    pub key: IdempotencyKey,
    /// The mutation's name.
    pub mutation: &'static str,
    /// The SHA-256 of its normalised input.
    pub request: [u8; 32],
}

const ANSWER: Table = Table {
    name: "idempotency",
    columns: &[
        ("actor", Type::Text),
        ("key", Type::Text),
        ("mutation", Type::Text),
        ("request", Type::Bytes),
        ("answer", Type::Text),
        ("at", Type::BigInt),
    ],
    key: 2,
    updated: &[],
    counts: false,
};

/// What is known of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remembered {
    /// Nothing: the mutation is to be done.
    New,
    /// The same mutation with the same input was done, and this was its answer.
    Same(String),
    /// The key was used for another mutation, or with another input.
    Other,
}

/// An answer as it is stored: to which mutation, with the SHA-256 of which input.
struct Answered {
    mutation: String,
    request: Vec<u8>,
    answer: String,
}

impl Answered {
    /// Reads the columns `mutation, request, answer`.
    fn read(row: &mut Columns<'_>) -> Result<Self, Fault> {
        Ok(Self {
            mutation: row.take()?,
            request: row.take()?,
            answer: row.take()?,
        })
    }

    /// What it means for a request with the same key.
    fn to(self, mutation: &str, request: &[u8; 32]) -> Remembered {
        if self.mutation == mutation && self.request == request {
            Remembered::Same(self.answer)
        } else {
            Remembered::Other
        }
    }
}

impl Transaction {
    /// What is known of this actor's key, for a mutation and the SHA-256 of its normalised input. To be asked first in a
    /// transaction: whoever asks for the same key meanwhile waits until this transaction ends, also on another node, and
    /// is told of its answer then.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn answer_for(
        &mut self,
        key: &IdempotencyKey,
        mutation: &str,
        request: &[u8; 32],
    ) -> Result<Remembered, Fault> {
        if seeded::has(Bug::NoIdempotency) {
            return Ok(Remembered::New);
        }
        self.take_key(key).await?;
        let mut sql = Sql::new(self.database.get_database_backend());
        sql.push("SELECT mutation, request, answer FROM idempotency WHERE actor = ");
        sql.bind(self.actor.as_str())
            .push(" AND key = ")
            .bind(key.as_str());
        let row = self
            .database
            .query_one_raw(sql.statement())
            .await
            .map_err(fault(DOING))?;
        let Some(row) = row else {
            return Ok(Remembered::New);
        };
        let mut columns = Columns::of(&row, DOING);
        Ok(Answered::read(&mut columns)?.to(mutation, request))
    }

    /// Remembers the answer to a mutation under its key, with the rest of this transaction. A refusal is an answer, too:
    /// undo to the point before it ([`Transaction::undo_to`]), remember, commit.
    ///
    /// # Errors
    /// A fault of the database, also where the key has an answer.
    pub async fn remember(
        &mut self,
        key: &IdempotencyKey,
        mutation: &str,
        request: &[u8; 32],
        answer: &str,
    ) -> Result<(), Fault> {
        self.remember_all(vec![(key, mutation, request, answer.to_owned())])
            .await
    }

    /// The same of several.
    pub(super) async fn remember_all(
        &mut self,
        answers: Vec<(&IdempotencyKey, &str, &[u8; 32], String)>,
    ) -> Result<(), Fault> {
        if seeded::has(Bug::NoIdempotency) {
            return Ok(());
        }
        let at = to_micros(self.now());
        let rows = answers.into_iter().map(|(key, mutation, request, answer)| {
            vec![
                Cell::text(self.actor.as_str()),
                Cell::text(key.as_str()),
                Cell::text(mutation),
                Cell::Bytes(request.to_vec()),
                Cell::Text(answer),
                Cell::BigInt(at),
            ]
        });
        ANSWER
            .insert(&self.database, rows.collect())
            .await
            .map_err(fault("remembering an answer"))
    }

    /// What is known of several keys of this actor, no two of them alike. None: somebody else is at it, and one shall ask
    /// again; it waits for nobody.
    pub(super) async fn answers_for(
        &self,
        keys: &[&RequestKey],
    ) -> Result<Vec<Option<Remembered>>, Fault> {
        if seeded::has(Bug::NoIdempotency) || keys.is_empty() {
            return Ok(vec![Some(Remembered::New); keys.len()]);
        }
        let taken = self.try_keys(keys).await?;
        let texts: Vec<&str> = keys.iter().map(|key| key.key.as_str()).collect();
        let sql = self.answers_of(&texts);
        let rows = self.database.query_all_raw(sql.statement()).await;
        let mut found: HashMap<String, Answered> = HashMap::new();
        for row in &rows.map_err(fault(DOING))? {
            let mut row = Columns::of(row, DOING);
            found.insert(row.take()?, Answered::read(&mut row)?);
        }
        let known = keys.iter().zip(taken).map(|(key, taken)| {
            let answered = found.remove(key.key.as_str());
            let known = answered.map_or(Remembered::New, |answered| {
                answered.to(key.mutation, &key.request)
            });
            // What was answered stays answered, whoever is at it.
            (taken || known != Remembered::New).then_some(known)
        });
        Ok(known.collect())
    }

    /// The answers of several keys. PostgreSQL is told to look for each key: one actor may have very many, and as long as it
    /// knows little of the table it would read them all.
    fn answers_of(&self, keys: &[&str]) -> Sql {
        let mut sql = self.sql();
        let postgres = sql.is_postgres();
        if postgres {
            sql.push("SELECT found.* FROM unnest(CAST(")
                .bind_array(keys)
                .push(" AS text[])) AS wanted (key) CROSS JOIN LATERAL (");
        }
        sql.push("SELECT key, mutation, request, answer FROM idempotency WHERE actor = ")
            .bind(self.actor.as_str())
            .push(" AND key");
        if postgres {
            sql.push(" = wanted.key LIMIT 1) found");
        } else {
            sql.in_list(keys);
        }
        sql
    }

    /// Makes others who ask for the keys wait, where nobody has done so before.
    async fn try_keys(&self, keys: &[&RequestKey]) -> Result<Vec<bool>, Fault> {
        // SQLite has one writer at a time, and that is this transaction.
        if self.database.get_database_backend() != DbBackend::Postgres {
            return Ok(vec![true; keys.len()]);
        }
        let locks = keys
            .iter()
            .map(|key| lock_of(self.actor.as_str(), &key.key));
        let locks = locks.map(Value::from).collect();
        let mut sql = self.sql();
        sql.push("SELECT pg_try_advisory_xact_lock(wanted.lock) FROM unnest(CAST(")
            .bind(Value::Array(ArrayType::BigInt, Some(Box::new(locks))))
            .push(" AS int8[])) WITH ORDINALITY AS wanted (lock, place) ORDER BY wanted.place");
        let rows = self.database.query_all_raw(sql.statement()).await;
        let rows = rows.map_err(fault(DOING))?;
        let taken = rows.iter().map(|row| Columns::of(row, DOING).take());
        taken.collect()
    }

    /// Makes others who ask for the key wait.
    async fn take_key(&self, key: &IdempotencyKey) -> Result<(), Fault> {
        // SQLite has one writer at a time, and that is this transaction.
        if self.database.get_database_backend() != DbBackend::Postgres {
            return Ok(());
        }
        let mut sql = Sql::new(DbBackend::Postgres);
        sql.push("SELECT pg_advisory_xact_lock(")
            .bind(lock_of(self.actor.as_str(), key))
            .push(")");
        self.database
            .execute_raw(sql.statement())
            .await
            .map(drop)
            .map_err(fault("waiting for the same request"))
    }
}

impl Store {
    /// Forgets the answers that were remembered before a moment, and tells how many.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn sweep_idempotency(&self, older_than: Timestamp) -> Result<u64, Fault> {
        let mut sql = self.sql();
        sql.push("DELETE FROM idempotency WHERE at < ")
            .bind(to_micros(older_than));
        self.writer()
            .execute_raw(sql.statement())
            .await
            .map(|done| done.rows_affected())
            .map_err(fault("forgetting old answers"))
    }
}

/// A key among PostgreSQL's advisory locks. Two keys that share one wait for each other, and no more.
fn lock_of(actor: &str, key: &IdempotencyKey) -> i64 {
    let mut hash = Sha256::new();
    hash.update(actor);
    hash.update([0]);
    hash.update(key.as_str());
    let hash = hash.finalize();
    let first = hash.first_chunk().expect("SHA-256 has 32 bytes");
    i64::from_be_bytes(*first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_has_1_to_255_characters() {
        assert!(IdempotencyKey::parse("k").is_ok());
        assert!(IdempotencyKey::parse(&"é".repeat(255)).is_ok());
        assert!(IdempotencyKey::parse("").is_err());
        assert!(IdempotencyKey::parse(&"k".repeat(256)).is_err());
        assert!(IdempotencyKey::parse("a\u{0}b").is_err());
        assert!(IdempotencyKey::parse("a\nb").is_err());
    }
}
