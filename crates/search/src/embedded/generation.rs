//! One generation of the embedded index: its reader, and its writer while this program holds it.

use std::{
    collections::HashMap,
    fs,
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock},
};

use domain::{clock::Timestamp, id::ProductId, outcome::Fault};
use serde::{Deserialize, Serialize};
use tantivy::{
    DocSet as _, Index, IndexReader, IndexWriter, ReloadPolicy, Searcher, TERMINATED, Term,
    collector::Count, query::TermQuery, schema::IndexRecordOption,
};

use super::{
    fault::{doing, file},
    opened::{Opened, Segments},
    schema::{self, Fields, PRODUCT},
};
use crate::{
    document::{ContentHash, Revision},
    hits::{Generation as Number, IndexState, Position},
    index::{Change, Entry},
    indexed::Indexed,
};

/// Memory that the writer fills before it writes a segment, in bytes.
const WRITER_MEMORY: usize = 64 << 20;

/// One generation.
pub(super) struct Generation {
    number: Number,
    index: Index,
    fields: Fields,
    reader: IndexReader,
    columns: Opened,
    writer: Mutex<Option<Writer>>,
    state: RwLock<IndexState>,
}

/// The writer, and the revisions of what it holds that isn't committed.
struct Writer {
    writer: IndexWriter,
    pending: HashMap<ProductId, Revision>,
}

/// What a commit says beside the documents.
#[derive(Default, Serialize, Deserialize)]
struct Payload {
    position: u64,
    /// Microseconds.
    indexed_at: Option<i64>,
}

impl Generation {
    /// Makes an empty generation in a folder, which has no role yet. What is in it was left behind by a program that ended
    /// before it gave its generation one.
    pub(super) fn create(folder: &Path, number: u64) -> Result<Self, Fault> {
        let making = file("making a folder for the search index");
        if folder.exists() {
            fs::remove_dir_all(folder).map_err(&making)?;
        }
        fs::create_dir_all(folder).map_err(making)?;
        let (schema, _) = schema::schema();
        let index = Index::create_in_dir(folder, schema).map_err(doing("making a search index"))?;
        Self::of(index, number)
    }

    /// Opens the generation in a folder.
    pub(super) fn open(folder: &Path, number: u64) -> Result<Self, Fault> {
        let index = Index::open_in_dir(folder).map_err(doing("opening the search index"))?;
        Self::of(index, number)
    }

    fn of(index: Index, number: u64) -> Result<Self, Fault> {
        let doing = doing("opening the search index");
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()
            .map_err(&doing)?;
        let (_, fields) = schema::schema();
        let number = Number(number);
        let state = committed(&index, number).map_err(doing)?;
        Ok(Self {
            number,
            index,
            fields,
            reader,
            columns: Opened::default(),
            writer: Mutex::new(None),
            state: RwLock::new(state),
        })
    }

    pub(super) fn fields(&self) -> &Fields {
        &self.fields
    }

    pub(super) fn searcher(&self) -> Searcher {
        self.reader.searcher()
    }

    /// Unpacks what was committed, so that no search has to.
    pub(super) fn unpack(&self) -> Result<(), Fault> {
        let unpacked = self.columns(&self.searcher());
        unpacked
            .map_err(doing("opening the search index"))
            .map(drop)
    }

    /// Lets go of what was unpacked: nobody searches this any more.
    pub(super) fn pack(&self) {
        self.columns.close();
    }

    /// The columns of what is searched.
    pub(super) fn columns(&self, searcher: &Searcher) -> tantivy::Result<Arc<Segments>> {
        self.columns.of(searcher)
    }

    /// What the last commit reflects; of a generation that another program writes, that program's last commit.
    pub(super) fn state(&self) -> Result<IndexState, Fault> {
        if self.writer().is_none() {
            let doing = doing("reading the state of the search index");
            let state = committed(&self.index, self.number).map_err(&doing)?;
            self.reader.reload().map_err(doing)?;
            *self.state.write().unwrap_or_else(PoisonError::into_inner) = state;
        }
        Ok(self.known_state())
    }

    /// What is searched reflects this, or a later state.
    pub(super) fn known_state(&self) -> IndexState {
        *self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Applies changes; what is older than what is there is left out.
    pub(super) fn apply(&self, changes: &[Change]) -> Result<(), Fault> {
        let doing = doing("writing to the search index");
        let mut held = self.writer();
        let Writer { writer, pending } = self.held(&mut held)?;
        let searcher = self.searcher();
        for change in changes {
            let (id, revision) = match change {
                Change::Upsert(document) => (document.id, document.revision),
                Change::Delete { id, revision } => (*id, *revision),
            };
            let known = match pending.get(&id) {
                Some(revision) => Some(*revision),
                None => self.revision(&searcher, id).map_err(&doing)?,
            };
            if known.is_some_and(|known| known > revision) {
                continue;
            }
            writer.delete_term(self.id_term(id));
            let document = match change {
                Change::Upsert(document) => schema::document(&self.fields, &Indexed::of(document)),
                Change::Delete { .. } => schema::deletion(&self.fields, id, revision),
            };
            writer.add_document(document).map_err(&doing)?;
            pending.insert(id, revision);
        }
        Ok(())
    }

    /// Makes what was applied durable and visible.
    pub(super) fn commit(&self, position: Position, at: Timestamp) -> Result<IndexState, Fault> {
        let doing = doing("committing to the search index");
        let mut held = self.writer();
        let Writer { writer, pending } = self.held(&mut held)?;
        let known = self.known_state();
        let state = IndexState {
            generation: self.number,
            position: position.max(known.position),
            indexed_at: Some(at),
        };
        let payload = Payload {
            position: state.position.0,
            indexed_at: Some(at.timestamp_micros()),
        };
        let payload = serde_json::to_string(&payload).expect("numbers can be written");
        let mut commit = writer.prepare_commit().map_err(&doing)?;
        commit.set_payload(&payload);
        commit.commit().map_err(&doing)?;
        pending.clear();
        self.reader.reload().map_err(doing)?;
        *self.state.write().unwrap_or_else(PoisonError::into_inner) = state;
        Ok(state)
    }

    /// How many products there are.
    pub(super) fn count(&self) -> Result<u64, Fault> {
        let query = TermQuery::new(
            Term::from_field_text(self.fields.kind, PRODUCT),
            IndexRecordOption::Basic,
        );
        let count = self
            .searcher()
            .search(&query, &Count)
            .map_err(doing("counting the search index"))?;
        Ok(count as u64)
    }

    /// Products in the order of their ids.
    pub(super) fn entries(
        &self,
        after: Option<ProductId>,
        limit: usize,
    ) -> Result<Vec<Entry>, Fault> {
        self.read_entries(after, limit)
            .map_err(doing("walking through the search index"))
    }

    fn read_entries(&self, after: Option<ProductId>, limit: usize) -> tantivy::Result<Vec<Entry>> {
        let mut entries = Vec::new();
        for segment in self.searcher().segment_readers() {
            let ids = segment.inverted_index(self.fields.id)?;
            let revisions = segment.fast_fields().u64("revision")?;
            let Some(hashes) = segment.fast_fields().str("hash")? else {
                continue; // Nothing but marks of deletions.
            };
            let mut range = ids.terms().range();
            if let Some(after) = after {
                range = range.gt(schema::id_text(after));
            }
            let mut stream = range.into_stream()?;
            let mut taken = 0;
            while taken < limit && stream.advance() {
                let mut postings =
                    ids.read_postings_from_terminfo(stream.value(), IndexRecordOption::Basic)?;
                let Some(doc) = alive(segment, &mut postings) else {
                    continue;
                };
                let Some(hash) = hashes.ords().first(doc) else {
                    continue; // The mark of a deletion.
                };
                let mut text = String::new();
                hashes.ord_to_str(hash, &mut text)?;
                let id = std::str::from_utf8(stream.key())
                    .ok()
                    .and_then(|id| uuid::Uuid::try_parse(id).ok());
                if let Some(id) = id {
                    taken += 1;
                    entries.push(Entry {
                        id: id.into(),
                        revision: Revision(revisions.first(doc).unwrap_or_default()),
                        hash: ContentHash(text),
                    });
                }
            }
        }
        entries.sort_unstable_by_key(|entry| entry.id);
        entries.truncate(limit);
        Ok(entries)
    }

    /// Forgets marks of deletions.
    pub(super) fn forget_deletions(&self, until: Revision) -> Result<(), Fault> {
        let doing = doing("forgetting deletions in the search index");
        let mut held = self.writer();
        let Writer { writer, .. } = self.held(&mut held)?;
        for segment in self.searcher().segment_readers() {
            let marks = segment.inverted_index(self.fields.kind).map_err(&doing)?;
            let term = Term::from_field_text(self.fields.kind, schema::DELETED);
            let postings = marks
                .read_postings(&term, IndexRecordOption::Basic)
                .map_err(|error| doing(error.into()))?;
            let Some(mut postings) = postings else {
                continue;
            };
            let columns = segment.fast_fields();
            let revisions = columns.u64("revision").map_err(&doing)?;
            let highs = columns.u64("id_high").map_err(&doing)?;
            let lows = columns.u64("id_low").map_err(&doing)?;
            let mut doc = postings.doc();
            while doc != TERMINATED {
                if !segment.is_deleted(doc)
                    && revisions.first(doc).unwrap_or_default() <= until.0
                    && let (Some(high), Some(low)) = (highs.first(doc), lows.first(doc))
                {
                    let id = uuid::Uuid::from_u64_pair(high, low);
                    writer.delete_term(self.id_term(id.into()));
                }
                doc = postings.advance();
            }
        }
        Ok(())
    }

    /// Lets go of the writer; what was not committed is lost.
    pub(super) fn close(&self) {
        self.writer().take();
    }

    fn writer(&self) -> MutexGuard<'_, Option<Writer>> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The writer, taken hold of where this program doesn't hold it yet.
    fn held<'a>(&self, held: &'a mut Option<Writer>) -> Result<&'a mut Writer, Fault> {
        if held.is_none() {
            let doing = doing("taking hold of the search index's writer");
            let writer = self
                .index
                .writer_with_num_threads(1, WRITER_MEMORY)
                .map_err(&doing)?;
            // Tantivy 0.27 gives the first operation of a writer the number of the last commit, and a merge of that state
            // may take its deletion for done: the document would be there twice. So the first one deletes nothing.
            writer.delete_term(Term::from_field_text(self.fields.id, ""));
            // Another program may have written meanwhile.
            self.reader.reload().map_err(&doing)?;
            let state = committed(&self.index, self.number).map_err(doing)?;
            *self.state.write().unwrap_or_else(PoisonError::into_inner) = state;
            *held = Some(Writer {
                writer,
                pending: HashMap::new(),
            });
        }
        Ok(held.as_mut().expect("it was just taken hold of"))
    }

    /// The revision of what is committed of a product.
    fn revision(&self, searcher: &Searcher, id: ProductId) -> tantivy::Result<Option<Revision>> {
        let term = self.id_term(id);
        for segment in searcher.segment_readers() {
            let ids = segment.inverted_index(self.fields.id)?;
            let Some(mut postings) = ids.read_postings(&term, IndexRecordOption::Basic)? else {
                continue;
            };
            if let Some(doc) = alive(segment, &mut postings) {
                let revisions = segment.fast_fields().u64("revision")?;
                return Ok(revisions.first(doc).map(Revision));
            }
        }
        Ok(None)
    }

    fn id_term(&self, id: ProductId) -> Term {
        Term::from_field_text(self.fields.id, &schema::id_text(id))
    }
}

/// The first of these documents that was not deleted.
fn alive(
    segment: &tantivy::SegmentReader,
    postings: &mut impl tantivy::DocSet,
) -> Option<tantivy::DocId> {
    let mut doc = postings.doc();
    while doc != TERMINATED {
        if !segment.is_deleted(doc) {
            return Some(doc);
        }
        doc = postings.advance();
    }
    None
}

fn committed(index: &Index, generation: Number) -> tantivy::Result<IndexState> {
    let payload = index.load_metas()?.payload;
    let payload: Payload = payload
        .and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_default();
    Ok(IndexState {
        generation,
        position: Position(payload.position),
        indexed_at: payload
            .indexed_at
            .and_then(chrono::DateTime::from_timestamp_micros),
    })
}
