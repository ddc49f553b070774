//! Records from elsewhere than a file, such as a mutation's input: the same meaning, in a transaction of the caller's.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use domain::{
    problem::{FieldPath, Problem, Reason},
    text::Code,
};
use persistence::Transaction;

use super::{
    ImportError,
    apply::Applying,
    claims::Claims,
    tally::{Ending, Tally},
    tree::Tree,
};
use crate::{
    given::Given,
    keys::Place,
    record::{Kind, Record},
};

/// What became of records in a transaction that is still open.
pub struct Declared {
    /// To commit, or to drop, which undoes all of it.
    pub transaction: Transaction,
    /// For each record, in order: how it ended, or all that is wrong with it.
    pub endings: Vec<Result<Ending, Vec<Problem>>>,
    /// Another writer took a key between the look and the write: the transaction can only be dropped.
    pub lost: bool,
}

impl Declared {
    /// Whether every record was applied, or was so already.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        !self.lost && self.endings.iter().all(Result::is_ok)
    }
}

/// Applies records, kind by kind in the order of a feed, so that one may name another. A key, a SKU or a slug that comes
/// twice is refused the second time. Good records are applied even where others are refused: the caller decides what to keep.
///
/// # Errors
/// [`ImportError`] where the database fails.
pub async fn declare(
    transaction: Transaction,
    records: Vec<Record>,
) -> Result<Declared, ImportError> {
    let count = records.len();
    let mut tally = Tally::of_each();
    let (mut seen, mut claims) = (HashSet::new(), Claims::default());
    let mut kinds: Vec<Vec<(Place, Record)>> = Kind::ALL.iter().map(|_| Vec::new()).collect();
    for (line, record) in (0..).zip(records) {
        let place = at(line);
        let fresh = if seen.insert((record.kind(), record.key())) {
            claims.take(&record)
        } else {
            let problem = Problem::new(
                FieldPath::default(),
                Reason::Duplicate,
                "An earlier record has this key already.",
            );
            Err(vec![problem])
        };
        match fresh {
            Ok(()) => kinds[record.kind().place()].push((place, record)),
            Err(problems) => {
                tally.refuse(place, Some(record.kind()), Some(&record.key()), problems);
            }
        }
    }
    let mut applying = Applying::new(transaction, &mut tally, Arc::default());
    applying.learn_enum_values();
    applying.tree = tree(&mut applying.transaction, &kinds).await?;
    for (kind, batch) in Kind::ALL.into_iter().zip(kinds) {
        if !batch.is_empty() && !applying.undone {
            applying.apply_batch(kind, batch).await?;
        }
        if kind == Kind::Attribute {
            applying.learn_enum_values();
        }
    }
    let (transaction, lost) = (applying.transaction, applying.undone);
    let mut endings: HashMap<Place, _> = tally.into_endings();
    let undone = || {
        Err(vec![Problem::new(
            FieldPath::default(),
            Reason::Conflict,
            "Nothing was changed, since another record failed.",
        )])
    };
    let endings = (0..count as u64)
        .map(|line| endings.remove(&at(line)).unwrap_or_else(undone))
        .collect();
    Ok(Declared {
        transaction,
        endings,
        lost,
    })
}

const fn at(line: u64) -> Place {
    Place {
        input: 0,
        line,
        part: 0,
    }
}

/// The whole tree where categories change; else those categories alone that products name.
async fn tree(
    transaction: &mut Transaction,
    kinds: &[Vec<(Place, Record)>],
) -> Result<Tree, ImportError> {
    if !kinds[Kind::Category.place()].is_empty() {
        return Tree::load(transaction).await;
    }
    let named: HashSet<Code> = kinds[Kind::Product.place()]
        .iter()
        .filter_map(|(_, record)| match record {
            Record::Product(patch) => Some(&patch.categories),
            _ => None,
        })
        .flat_map(|given| match given {
            Given::Value(codes) => codes.as_slice(),
            Given::Absent | Given::Null => &[],
        })
        .cloned()
        .collect();
    let named: Vec<Code> = named.into_iter().collect();
    let mut tree = Tree::default();
    for code in transaction.category_ids(&named).await?.into_keys() {
        tree.put(code, None);
    }
    Ok(tree)
}
