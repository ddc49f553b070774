//! Rows of a CSV file: whatever separates its cells, with the line on which each row begins, in bounded memory.

use std::{
    io::{self, BufRead, Cursor, Read},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use csv::{ByteRecord, ReaderBuilder, StringRecord, Terminator};

use super::header::Header;
use crate::source::{LINE_MAX, broken_file};

/// How much of a file is looked at to find out what separates its cells.
const LOOKED_AT: usize = 64 * 1024;

/// A row with as many cells as there are columns.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// The line on which it begins, from 1.
    pub(crate) line: u64,
    cells: StringRecord,
    /// What is wrong with the row itself.
    pub(crate) broken: Option<String>,
}

impl Row {
    /// A cell without blanks at its ends. None: there is no such column, or nothing in it.
    pub(crate) fn cell(&self, column: Option<usize>) -> Option<&str> {
        self.cells
            .get(column?)
            .map(str::trim)
            .filter(|cell| !cell.is_empty())
    }

    /// Whether there is something in this column.
    pub(crate) fn has(&self, column: usize) -> bool {
        self.cell(Some(column)).is_some()
    }
}

/// What comes next.
pub(crate) enum Next {
    Row(Row),
    /// The file can't be read beyond this line.
    Broken(u64, String),
    End,
}

/// The rows of one file.
pub(crate) struct Rows {
    reader: csv::Reader<Guarded>,
    room: Arc<AtomicUsize>,
    separator: u8,
    columns: usize,
    /// Lines before what the reader sees.
    skipped: u64,
    unreadable: Option<String>,
}

impl Rows {
    /// Begins to read.
    pub(crate) fn open(mut reader: Box<dyn BufRead + Send>) -> Self {
        let (mut start, failed) = look(&mut reader);
        let unreadable = failed.or_else(|| not_text(&start));
        if start.starts_with(b"\xef\xbb\xbf") {
            start.drain(..3);
        }
        // Excel writes, and needs, such a line in front of the header.
        let mut skipped = 0;
        let mut separator = None;
        let first: Vec<u8> = start.iter().copied().take_while(|b| *b != b'\n').collect();
        if let Some(&[sign]) = first.trim_ascii().strip_prefix(b"sep=") {
            separator = Some(sign);
            skipped = 1;
            start.drain(..(first.len() + 1).min(start.len()));
        }
        let separator = separator.unwrap_or_else(|| separator_of(&start));
        let room = Arc::new(AtomicUsize::new(0));
        let guarded = Guarded {
            reader: Box::new(Cursor::new(start).chain(reader)),
            used: Arc::clone(&room),
            last: b'\n',
            ended: false,
        };
        let reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(separator)
            .terminator(Terminator::Any(b'\n'))
            .buffer_capacity(64 * 1024)
            .from_reader(guarded);
        Self {
            reader,
            room,
            separator,
            columns: 0,
            skipped,
            unreadable,
        }
    }

    /// Whether numbers may have a comma before their decimals, as where semicolons separate the cells.
    pub(crate) fn decimal_comma(&self) -> bool {
        self.separator == b';'
    }

    /// The first row. None: the file is empty.
    ///
    /// # Errors
    /// A sentence where there is none to be read.
    pub(crate) fn header(&mut self) -> Result<Option<Header>, String> {
        if let Some(why) = self.unreadable.take() {
            return Err(why);
        }
        match self.read() {
            Ok(None) => Ok(None),
            Ok(Some((_, cells))) => {
                let cells =
                    StringRecord::from_byte_record(cells).map_err(|_| String::from(NOT_UTF8))?;
                self.columns = cells.len();
                Ok(Some(Header::new(&cells)))
            }
            Err(error) => Err(self.why(error)),
        }
    }

    /// The next row.
    pub(crate) fn next(&mut self) -> Next {
        let (line, mut cells) = match self.read() {
            Ok(None) => return Next::End,
            Ok(Some(row)) => row,
            Err(error) => return Next::Broken(self.line(), self.why(error)),
        };
        while cells.len() > self.columns && cells.iter().next_back().is_some_and(<[u8]>::is_empty) {
            cells.truncate(cells.len() - 1);
        }
        let mut broken = (cells.len() != self.columns).then(|| {
            format!(
                "This row has {} cells; the header has {}. Is there a quotation mark too few, or one of the signs that \
                 separate cells outside of quotation marks?",
                cells.len(),
                self.columns
            )
        });
        let cells = StringRecord::from_byte_record(cells).unwrap_or_else(|error| {
            broken = Some(NOT_UTF8.to_owned());
            StringRecord::from_byte_record_lossy(error.into_byte_record())
        });
        Next::Row(Row {
            line,
            cells,
            broken,
        })
    }

    /// The next row that has something in it, with its line.
    fn read(&mut self) -> Result<Option<(u64, ByteRecord)>, csv::Error> {
        let mut cells = ByteRecord::new();
        loop {
            // What the reader has buffered already counts for the next row, which leaves room for two rows at most.
            self.room.store(0, Ordering::Relaxed);
            if !self.reader.read_byte_record(&mut cells)? {
                return Ok(None);
            }
            let breaks = cells.as_slice().iter().filter(|b| **b == b'\n').count() as u64;
            let mut line = self.line().saturating_sub(breaks + 1);
            // A quotation mark that is not closed takes the line's end into its cell.
            let ended = self.reader.get_ref().ended && cells.as_slice().ends_with(b"\n");
            if ended && cells.len() < self.columns {
                line += 1;
            }
            strip_carriage_return(&mut cells);
            if cells.iter().any(|cell| !cell.trim_ascii().is_empty()) {
                return Ok(Some((line, cells)));
            }
        }
    }

    /// The line that comes next.
    fn line(&self) -> u64 {
        self.reader.position().line() + self.skipped
    }

    fn why(&self, error: csv::Error) -> String {
        match error.into_kind() {
            csv::ErrorKind::Io(error) if error.kind() == io::ErrorKind::FileTooLarge => format!(
                "This row is longer than {} MiB. Is a quotation mark not closed?",
                LINE_MAX / 1024 / 1024
            ),
            csv::ErrorKind::Io(error) => broken_file(&error),
            other => format!("The file can't be read any further: {other:?}."),
        }
    }
}

const NOT_UTF8: &str = "This is not UTF-8. Save the file as \"CSV UTF-8\".";

/// Reads the beginning: as much as is needed to see the whole first line, if it is not too long.
fn look(reader: &mut Box<dyn BufRead + Send>) -> (Vec<u8>, Option<String>) {
    let mut start = Vec::new();
    while start.len() < LOOKED_AT {
        let buffer = match reader.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return (start, Some(broken_file(&error))),
            Ok([]) => break,
            Ok(buffer) => buffer,
        };
        let used = buffer.len();
        start.extend_from_slice(buffer);
        reader.consume(used);
    }
    (start, None)
}

fn not_text(start: &[u8]) -> Option<String> {
    if start.starts_with(b"\xff\xfe") || start.starts_with(b"\xfe\xff") {
        return Some(String::from(
            "This is UTF-16, which spreadsheets call \"Unicode text\". Save the file as \"CSV UTF-8\".",
        ));
    }
    start.starts_with(b"PK\x03\x04").then(|| {
        String::from("This is a spreadsheet or a ZIP file. Save it as \"CSV UTF-8\", or unpack it.")
    })
}

/// The sign that stands most often in the first line, outside of quotation marks.
fn separator_of(start: &[u8]) -> u8 {
    let mut counts = [(b',', 0_u32), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    for byte in start {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => break,
            _ if !quoted => {
                if let Some((_, count)) = counts.iter_mut().find(|(sign, _)| sign == byte) {
                    *count += 1;
                }
            }
            _ => {}
        }
    }
    let mut best = counts[0];
    for candidate in counts {
        if candidate.1 > best.1 {
            best = candidate;
        }
    }
    best.0
}

/// A line may end with a carriage return before its line feed.
fn strip_carriage_return(cells: &mut ByteRecord) {
    let Some(last) = cells.iter().next_back() else {
        return;
    };
    if let Some(stripped) = last.strip_suffix(b"\r") {
        let stripped = stripped.to_vec();
        cells.truncate(cells.len() - 1);
        cells.push_field(&stripped);
    }
}

/// Stops where a row is too long, and ends the last line where the file doesn't.
struct Guarded {
    reader: Box<dyn Read + Send>,
    used: Arc<AtomicUsize>,
    last: u8,
    /// Whether the last line's end was missing.
    ended: bool,
}

impl Read for Guarded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(buffer)?;
        if read == 0 && self.last != b'\n' && !buffer.is_empty() {
            self.last = b'\n';
            self.ended = true;
            buffer[0] = b'\n';
            return Ok(1);
        }
        if let Some(last) = buffer[..read].last() {
            self.last = *last;
        }
        if self.used.fetch_add(read, Ordering::Relaxed) > LINE_MAX {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Line, cells, and whether it is broken.
    type Seen = (u64, Vec<String>, bool);

    fn rows(text: impl Into<Vec<u8>>) -> (Option<Header>, Vec<Seen>) {
        let mut rows = Rows::open(Box::new(Cursor::new(text.into())));
        let header = rows.header().unwrap();
        let mut all = Vec::new();
        while let Next::Row(row) = rows.next() {
            let cells = row.cells.iter().map(str::to_owned).collect();
            all.push((row.line, cells, row.broken.is_some()));
        }
        (header, all)
    }

    fn good(line: u64, cells: [&str; 2]) -> (u64, Vec<String>, bool) {
        (line, cells.map(str::to_owned).to_vec(), false)
    }

    #[test]
    fn a_row_knows_its_line_whatever_stands_before_it() {
        let expected = vec![
            good(2, ["1", "two\nlines"]),
            good(5, ["3", "quoted \"word\""]),
            good(6, ["4", "end"]),
        ];
        let text = "a,b\n1,\"two\nlines\"\n\n3,\"quoted \"\"word\"\"\"\n4,end";
        assert_eq!(rows(text).1, expected);
        let crlf: Vec<_> = rows(format!("\u{feff}{}\r\n", text.replace('\n', "\r\n"))).1;
        assert_eq!(crlf[0].1[1], "two\r\nlines");
        assert_eq!(crlf[1..], expected[1..]);
    }

    #[test]
    fn the_sign_between_cells_is_found() {
        for text in [
            "a;b\n1;2",
            "a\tb\n1\t2",
            "sep=;\na;b,c\n1;2",
            "\"a;;\",b\n1,2",
        ] {
            let (_, all) = rows(text);
            assert_eq!(all[0].1, ["1", "2"], "{text:?}");
            assert_eq!(all[0].0, text.lines().count() as u64, "{text:?}");
        }
    }

    #[test]
    fn a_row_of_another_length_is_broken_and_empty_cells_at_its_end_are_not() {
        let (_, all) = rows("a,b\n1\n1,2,3\n1,2,,\n,,,\n");
        let broken: Vec<_> = all
            .iter()
            .map(|(line, _, broken)| (*line, *broken))
            .collect();
        assert_eq!(broken, [(2, true), (3, true), (4, false)]);
    }

    #[test]
    fn a_quotation_mark_that_is_not_closed_ends_the_file_and_not_the_memory() {
        let mut text = b"a,b\n1,\"".to_vec();
        text.resize(LINE_MAX + 1024 * 1024, b'x');
        let mut rows = Rows::open(Box::new(Cursor::new(text)));
        rows.header().unwrap();
        assert!(matches!(rows.next(), Next::Broken(2, why) if why.contains("quotation mark")));
    }
}
