//! The columns of the segments that are searched, opened and unpacked once: that takes longer than reading what a page needs of
//! them.

use std::{
    collections::HashMap,
    ops::Range,
    sync::{Arc, Mutex, PoisonError},
};

use tantivy::{Searcher, SegmentReader, index::SegmentId};

use super::{columns::Columns, quiet::within_both};

/// The columns of segments.
pub(super) type Segments = HashMap<SegmentId, Arc<Columns>>;

/// Those of the newest state that was searched. A segment's columns never change; deletions are kept elsewhere.
#[derive(Default)]
pub(super) struct Opened(Mutex<Arc<Segments>>);

impl Opened {
    /// Lets go of all, which is opened again if it is searched again.
    pub(super) fn close(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Arc::default();
    }

    /// The columns of all segments that are searched.
    pub(super) fn of(&self, searcher: &Searcher) -> tantivy::Result<Arc<Segments>> {
        let known = Arc::clone(&self.0.lock().unwrap_or_else(PoisonError::into_inner));
        let segments = searcher.segment_readers();
        let is_known = |segment: &SegmentReader| known.contains_key(&segment.segment_id());
        if known.len() == segments.len() && segments.iter().all(is_known) {
            return Ok(known);
        }
        let mut open = Segments::with_capacity(segments.len());
        for segment in segments {
            let id = segment.segment_id();
            let columns = match known.get(&id) {
                Some(columns) => Arc::clone(columns),
                None => Arc::new(Columns::open(segment)?),
            };
            open.insert(id, columns);
        }
        let open = Arc::new(open);
        // What is no longer searched is let go of here, and with it the segment's file.
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&open);
        Ok(open)
    }
}

/// The moments around this one, in microseconds, between which nothing begins or ends in any of them.
pub(super) fn quiet(open: &Segments, at: i64) -> Range<i64> {
    let spans = open.values().map(|columns| columns.quiet(at));
    spans.fold(i64::MIN..i64::MAX, within_both)
}

/// The columns of a segment.
///
/// # Errors
/// Where it isn't among those that were opened, and can't be opened.
pub(super) fn of(open: &Segments, segment: &SegmentReader) -> tantivy::Result<Arc<Columns>> {
    match open.get(&segment.segment_id()) {
        Some(columns) => Ok(Arc::clone(columns)),
        None => Columns::open(segment).map(Arc::new),
    }
}
