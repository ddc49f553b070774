//! Lines of feed files: plain or gzipped, with or without byte-order mark, LF or CRLF, in bounded memory.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read},
    path::PathBuf,
};

use flate2::bufread::MultiGzDecoder;

/// The longest line, in bytes.
pub(crate) const LINE_MAX: usize = 16 * 1024 * 1024;

/// Where a feed comes from.
pub enum Input {
    /// A file; gzip is told by its first bytes.
    File(PathBuf),
    /// Anything else that can be read once, with the name to call it by.
    Stream {
        /// Stands in messages instead of a file's name.
        name: String,
        /// The bytes; gzip is told by the first of them.
        reader: Box<dyn Read + Send>,
    },
}

impl Input {
    /// The name that messages use.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::Stream { name, .. } => name.clone(),
        }
    }

    /// Its size in bytes as stored. None: not known beforehand.
    pub(crate) fn size(&self) -> Option<u64> {
        match self {
            Self::File(path) => std::fs::metadata(path).ok().map(|meta| meta.len()),
            Self::Stream { .. } => None,
        }
    }

    /// Opens it, unpacked; `count` is told the number of stored bytes as they are read.
    pub(crate) fn open(
        self,
        count: impl Fn(u64) + Send + 'static,
    ) -> io::Result<Box<dyn BufRead + Send>> {
        let raw: Box<dyn Read + Send> = match self {
            Self::File(path) => Box::new(File::open(path)?),
            Self::Stream { reader, .. } => reader,
        };
        let mut counted = BufReader::with_capacity(256 * 1024, Counted { raw, count });
        Ok(if counted.fill_buf()?.starts_with(&[0x1f, 0x8b]) {
            Box::new(BufReader::with_capacity(
                256 * 1024,
                MultiGzDecoder::new(counted),
            ))
        } else {
            Box::new(counted)
        })
    }
}

struct Counted<F> {
    raw: Box<dyn Read + Send>,
    count: F,
}

impl<F: Fn(u64)> Read for Counted<F> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.raw.read(buffer)?;
        (self.count)(read as u64);
        Ok(read)
    }
}

/// The lines of one file.
pub(crate) struct Lines {
    reader: Box<dyn BufRead + Send>,
    number: u64,
    failed: bool,
}

/// One line that is not blank.
pub(crate) enum Line {
    /// Its number, from 1, and its text without the line break.
    Text(u64, String),
    /// Its number and what is wrong with its bytes.
    Broken(u64, String),
}

impl Iterator for Lines {
    type Item = Line;

    fn next(&mut self) -> Option<Line> {
        while !self.failed {
            self.number += 1;
            let mut bytes = Vec::with_capacity(512);
            match self.read_line(&mut bytes) {
                Ok(Read1::End) => return None,
                Ok(Read1::TooLong) => {
                    return Some(Line::Broken(
                        self.number,
                        format!("The line is longer than {} MiB.", LINE_MAX / 1024 / 1024),
                    ));
                }
                Ok(Read1::Line) => {}
                Err(error) => {
                    self.failed = true;
                    return Some(Line::Broken(self.number, broken_file(&error)));
                }
            }
            let line = if self.number == 1 {
                bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes)
            } else {
                &bytes
            };
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            if line.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            return Some(match std::str::from_utf8(line) {
                Ok(text) => Line::Text(self.number, text.to_owned()),
                Err(error) => Line::Broken(
                    self.number,
                    format!(
                        "This is not UTF-8: the byte at column {} starts no character.",
                        error.valid_up_to() + 1
                    ),
                ),
            });
        }
        None
    }
}

enum Read1 {
    Line,
    TooLong,
    End,
}

impl Lines {
    pub(crate) fn of(reader: Box<dyn BufRead + Send>) -> Self {
        Self {
            reader,
            number: 0,
            failed: false,
        }
    }

    /// Reads up to the line break, which is left out. A line over the limit is read to its end but not kept.
    fn read_line(&mut self, line: &mut Vec<u8>) -> io::Result<Read1> {
        let (mut seen, mut too_long) = (false, false);
        loop {
            let buffer = match self.reader.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                buffer => buffer?,
            };
            if buffer.is_empty() {
                return Ok(if too_long {
                    Read1::TooLong
                } else if seen {
                    Read1::Line
                } else {
                    Read1::End
                });
            }
            seen = true;
            let (part, found) = match buffer.iter().position(|byte| *byte == b'\n') {
                Some(end) => (&buffer[..end], true),
                None => (buffer, false),
            };
            too_long |= line.len() + part.len() > LINE_MAX;
            if too_long {
                line.clear();
            } else {
                line.extend_from_slice(part);
            }
            let used = part.len() + usize::from(found);
            self.reader.consume(used);
            if found {
                return Ok(if too_long {
                    Read1::TooLong
                } else {
                    Read1::Line
                });
            }
        }
    }
}

/// Why a file can't be read to its end, as a sentence.
pub(crate) fn broken_file(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => {
            "The gzip file is cut off: it ends in the middle of its data.".to_owned()
        }
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => {
            format!("The gzip file is broken: {error}.")
        }
        _ => format!("The file can't be read any further: {error}."),
    }
}
