//! What is above what: as stored, and as it will be after a batch.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use domain::{
    outcome::Fault,
    problem::{FieldPath, Problem, Reason},
    text::Code,
};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::Planned;
use crate::{fault::fault, row::Columns, sql::Sql, whole::KEYS};

const DOING: &str = "reading the tree of categories";

/// The paths of the categories that a transaction has asked for: each category itself, then what is above it.
#[derive(Default)]
pub(in crate::write) struct Tree {
    paths: HashMap<Code, Arc<[Uuid]>>,
    lock: Lock,
}

/// How a transaction holds the tree.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::write) enum Lock {
    #[default]
    None,
    Shared,
    Own,
}

impl Tree {
    /// The path of a category that was loaded. None: there is no such category.
    pub(in crate::write) fn path(&self, code: &Code) -> Option<&Arc<[Uuid]>> {
        self.paths.get(code)
    }

    /// Reads the paths of those among these categories that are not known yet.
    pub(in crate::write) async fn load(
        &mut self,
        database: &impl ConnectionTrait,
        codes: HashSet<&Code>,
    ) -> Result<(), Fault> {
        let unknown: Vec<Code> = codes
            .into_iter()
            .filter(|code| !self.paths.contains_key(*code))
            .cloned()
            .collect();
        for codes in unknown.chunks(KEYS) {
            for (code, path) in paths(database, codes).await? {
                self.paths.insert(code, path.into());
            }
        }
        Ok(())
    }

    /// Forgets the paths: the tree has changed.
    pub(super) fn forget(&mut self) {
        self.paths.clear();
    }

    /// How it is held.
    pub(in crate::write) fn lock(&self) -> Lock {
        self.lock
    }

    /// Goes back to where it was held so: what was read since may not be so any more.
    pub(in crate::write) fn undo_to(&mut self, lock: Lock) {
        self.lock = lock;
        self.forget();
    }

    /// Notes that the tree is locked. False: it was already.
    pub(super) fn raise_lock(&mut self, to_change: bool) -> bool {
        let wanted = if to_change { Lock::Own } else { Lock::Shared };
        let raised = self.lock < wanted;
        self.lock = self.lock.max(wanted);
        raised
    }
}

async fn paths(
    database: &impl ConnectionTrait,
    codes: &[Code],
) -> Result<HashMap<Code, Vec<Uuid>>, Fault> {
    let mut sql = Sql::new(database.get_database_backend());
    sql.push("WITH RECURSIVE path (code, depth, id, above) AS (SELECT code, 0, id, parent_id FROM category WHERE code").in_list(codes);
    sql.push(" UNION ALL SELECT path.code, path.depth + 1, c.id, c.parent_id FROM path JOIN category c ON c.id = path.above)");
    sql.push(" SELECT code, id FROM path ORDER BY code, depth");
    let rows = database
        .query_all_raw(sql.statement())
        .await
        .map_err(fault(DOING))?;
    let mut paths: HashMap<Code, Vec<Uuid>> = HashMap::new();
    for row in &rows {
        let mut columns = Columns::of(row, DOING);
        let (code, id): (String, Uuid) = (columns.take()?, columns.take()?);
        paths.entry(Code::trusted(&code)).or_default().push(id);
    }
    Ok(paths)
}

/// The part of the tree that a batch is about, as it will be.
pub(super) struct Ancestry {
    ids: HashMap<Code, Uuid>,
    parents: HashMap<Code, Code>,
}

impl Ancestry {
    pub(super) async fn load(
        database: &impl ConnectionTrait,
        changes: &[Planned],
    ) -> Result<Self, Fault> {
        let named: HashSet<&Code> = changes
            .iter()
            .filter_map(|planned| planned.change.after.parent.as_ref())
            .collect();
        let named: Vec<Code> = named.into_iter().cloned().collect();
        let mut ancestry = Self {
            ids: HashMap::new(),
            parents: HashMap::new(),
        };
        for codes in named.chunks(KEYS) {
            ancestry.add_stored(database, codes).await?;
        }
        for planned in changes {
            let code = planned.change.after.code.clone();
            ancestry.ids.insert(code.clone(), planned.id);
            match planned.change.after.parent.clone() {
                Some(parent) => ancestry.parents.insert(code, parent),
                None => ancestry.parents.remove(&code),
            };
        }
        Ok(ancestry)
    }

    /// Adds these categories and all that is above them. UNION, not UNION ALL: shared ancestors come once.
    async fn add_stored(
        &mut self,
        database: &impl ConnectionTrait,
        codes: &[Code],
    ) -> Result<(), Fault> {
        let mut sql = Sql::new(database.get_database_backend());
        sql.push("WITH RECURSIVE up (id, code, above) AS (SELECT id, code, parent_id FROM category WHERE code").in_list(codes);
        sql.push(
            " UNION SELECT c.id, c.code, c.parent_id FROM up JOIN category c ON c.id = up.above)",
        );
        sql.push(" SELECT up.id, up.code, parent.code FROM up LEFT JOIN category parent ON parent.id = up.above");
        let rows = database
            .query_all_raw(sql.statement())
            .await
            .map_err(fault(DOING))?;
        for row in &rows {
            let mut columns = Columns::of(row, DOING);
            let (id, code, parent): (Uuid, String, Option<String>) =
                (columns.take()?, columns.take()?, columns.take()?);
            let code = Code::trusted(&code);
            if let Some(parent) = parent {
                self.parents.insert(code.clone(), Code::trusted(&parent));
            }
            self.ids.insert(code, id);
        }
        Ok(())
    }

    pub(super) fn id(&self, code: &Code) -> Option<Uuid> {
        self.ids.get(code).copied()
    }

    /// How many categories will be above this one.
    pub(super) fn depth(&self, code: &Code) -> usize {
        self.above(code).count()
    }

    /// What is wrong with a category's place. None: nothing.
    pub(super) fn problem(&self, planned: &Planned) -> Option<Problem> {
        let category = &planned.change.after;
        let field = FieldPath::default().index(planned.index).name("parent");
        let parent = category.parent.as_ref()?;
        if !self.ids.contains_key(parent) {
            return Some(Problem::new(
                field,
                Reason::NotFound,
                format!("There is no category \"{parent}\"."),
            ));
        }
        let circular = self
            .above(&category.code)
            .any(|above| *above == category.code);
        circular.then(|| {
            Problem::new(
                field,
                Reason::Cycle,
                format!("\"{}\" would be above itself.", category.code),
            )
        })
    }

    /// What is above, nearest first; in a circle, each once or twice.
    fn above<'a>(&'a self, code: &'a Code) -> impl Iterator<Item = &'a Code> {
        let next = |code: &&Code| self.parents.get(*code);
        std::iter::successors(self.parents.get(code), next).take(self.parents.len())
    }
}
