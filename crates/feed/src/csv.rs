//! CSV files as feeds: the price and stock lists that shops keep, and the product file that Shopify exports.
//!
//! A file is read row by row ([`rows`]), its header tells the columns ([`header`]), and a dialect ([`flat`], [`shopify`])
//! makes records of the feed of them ([`draft`]). From there on a record takes the way of any other. What is later found to
//! be wrong with one is told with the row and the column that it came from ([`origin`]). What CSV doesn't say, such as the
//! currency, comes from the caller's wishes and from what is in the store ([`settings`]).

mod draft;
mod flat;
mod guess;
mod header;
mod origin;
mod rows;
mod settings;
mod shopify;
mod words;

use std::io::BufRead;

use domain::problem::{Problem, Reason};

pub use settings::Wishes;

pub(crate) use draft::Draft;
pub(crate) use guess::{guess, looks_like_csv};
pub(crate) use origin::Origin;
pub(crate) use settings::Settings;

use flat::Flat;
use rows::{Next, Row, Rows};
use shopify::Shopify;

/// What the columns of a file mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// A price list, a stock list, or both in one.
    Flat,
    /// Shopify's product export.
    Shopify,
}

/// What a file says, piece by piece.
pub(crate) enum Event {
    /// A record.
    Record(Draft),
    /// Something that records name, to be made only where it does not exist.
    Implied(Draft),
    /// A row, or the file as a whole, that is no record.
    Refused(u64, Problem),
    /// Something that whoever gave the file should know. The line is 0 where it is about the whole file.
    Notice(u64, String),
}

/// The pieces of one file, in order.
pub(crate) struct Reader {
    rows: Rows,
    dialect: Reading,
    events: std::collections::VecDeque<Event>,
    ended: bool,
}

enum Reading {
    Flat(Box<Flat>),
    Shopify(Box<Shopify>),
    Nothing,
}

impl Reader {
    /// Begins to read. `dialect` None: the header decides.
    pub(crate) fn open(
        reader: Box<dyn BufRead + Send>,
        dialect: Option<Dialect>,
        settings: &Settings,
    ) -> Self {
        let mut rows = Rows::open(reader);
        let mut events = std::collections::VecDeque::new();
        let opened = match rows.header() {
            Ok(None) => Ok(Reading::Nothing),
            Ok(Some(header)) => match dialect.or_else(|| guess::dialect(&header)) {
                Some(Dialect::Flat) => {
                    Flat::open(header, rows.decimal_comma(), settings.clone(), &mut events)
                        .map(|flat| Reading::Flat(Box::new(flat)))
                }
                Some(Dialect::Shopify) => Shopify::open(header, settings.clone(), &mut events)
                    .map(|shopify| Reading::Shopify(Box::new(shopify))),
                None => Err(guess::unknown(&header)),
            },
            Err(why) => Err(why),
        };
        let dialect = opened.unwrap_or_else(|why| {
            let problem = Problem::new(Default::default(), Reason::Invalid, why);
            events.push_back(Event::Refused(1, problem));
            Reading::Nothing
        });
        Self {
            rows,
            dialect,
            events,
            ended: false,
        }
    }

    fn step(&mut self) {
        if matches!(self.dialect, Reading::Nothing) {
            self.ended = true;
            return;
        }
        match self.rows.next() {
            Next::Row(row) => self.take(row),
            Next::Broken(line, why) => {
                self.end();
                let problem = Problem::new(Default::default(), Reason::Invalid, why);
                self.events.push_back(Event::Refused(line, problem));
            }
            Next::End => self.end(),
        }
    }

    fn take(&mut self, row: Row) {
        match &mut self.dialect {
            Reading::Flat(flat) => flat.row(&row, &mut self.events),
            Reading::Shopify(shopify) => shopify.row(row, &mut self.events),
            Reading::Nothing => {}
        }
    }

    fn end(&mut self) {
        self.ended = true;
        match &mut self.dialect {
            Reading::Flat(flat) => flat.end(&mut self.events),
            Reading::Shopify(shopify) => shopify.end(&mut self.events),
            Reading::Nothing => {}
        }
    }
}

impl Iterator for Reader {
    type Item = Event;

    fn next(&mut self) -> Option<Event> {
        while self.events.is_empty() && !self.ended {
            self.step();
        }
        self.events.pop_front()
    }
}
