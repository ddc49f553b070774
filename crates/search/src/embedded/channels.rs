//! In which channels products are published, and when.

use std::ops::Range;

use tantivy::{DocId, SegmentReader};

use super::{
    columns::{naturals, numbers},
    texts::Texts,
    unpacking::{Kinds, Lists, Reader, narrow},
};
use crate::plan::Visible;

/// The publications of a segment's products.
pub(super) struct Channels {
    channels: Texts,
    /// Whether a product is active.
    active: Box<[bool]>,
    /// What the publications of a product are, by the places of their kinds.
    publications: Lists,
    kinds: Box<[Kind]>,
}

/// A publication. There are few kinds, unless each product is published from a moment of its own on.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Kind {
    channel: u32,
    from: i64,
    until: i64,
    sold_out: bool,
}

/// How somebody sees products at a moment.
pub(super) struct Sight {
    everything: bool,
    /// None: no product is in the channel.
    channel: Option<u32>,
    at: i64,
}

impl Channels {
    pub(super) fn open(segment: &SegmentReader) -> tantivy::Result<Self> {
        let channels = Texts::open(segment, "channel")?;
        let mut channel = Reader::new(channels.column().clone());
        let mut from = Reader::new(numbers(segment, "channel_from")?);
        let mut until = Reader::new(numbers(segment, "channel_until")?);
        let mut sold_out = Reader::new(naturals(segment, "channel_sold_out")?);
        let mut kinds = Kinds::new();
        let publications = Lists::of(segment.max_doc(), |document, numbers| {
            // What belongs together lies in the same rows of its columns.
            let rows = channel.rows(document);
            let states = channel.values(rows.clone()).iter();
            let states = states.zip(sold_out.values(rows.clone()));
            let windows = from.values(rows.clone()).iter();
            let windows = windows.zip(until.values(rows));
            for ((channel, sold_out), (from, until)) in states.zip(windows) {
                numbers.push(kinds.place(Kind {
                    channel: narrow(*channel)?,
                    from: *from,
                    until: *until,
                    sold_out: *sold_out == 1,
                })?);
            }
            Ok(())
        })?;
        let active = naturals(segment, "active")?;
        let documents = 0..segment.max_doc();
        Ok(Self {
            channels,
            active: documents.map(|doc| active.first(doc) == Some(1)).collect(),
            publications,
            kinds: kinds.into_known(),
        })
    }

    /// How this viewer sees products at this moment, in microseconds.
    pub(super) fn sight(&self, visible: &Visible, at: i64) -> tantivy::Result<Sight> {
        let channel = self.channels.number(&visible.channel)?;
        Ok(Sight {
            everything: visible.everything,
            channel: channel.map(narrow).transpose()?,
            at,
        })
    }

    /// Whether a product that can be seen is sold out in the channel; what isn't in the channel can't be had in it. None: it
    /// can't be seen.
    pub(super) fn seen(&self, doc: DocId, sight: &Sight) -> Option<bool> {
        if !sight.everything && !self.active[doc as usize] {
            return None;
        }
        let publications = self.publications.get(doc).iter();
        let mut kinds = publications.map(|kind| &self.kinds[*kind as usize]);
        match kinds.find(|kind| Some(kind.channel) == sight.channel) {
            Some(kind) => (sight.everything || (kind.from..kind.until).contains(&sight.at))
                .then_some(kind.sold_out),
            None => sight.everything.then_some(true),
        }
    }

    /// From when until when products are published, in microseconds.
    pub(super) fn windows(&self) -> impl Iterator<Item = Range<i64>> + '_ {
        self.kinds.iter().map(|kind| kind.from..kind.until)
    }
}
