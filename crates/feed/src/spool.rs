//! Keeps well-formed lines on disk until they are applied, a file for each kind, since records may name later ones.

use std::{
    fs::File,
    io::{self, BufReader, BufWriter, ErrorKind, Read, Seek, Write},
};

use crate::keys::Place;

/// Lines of one kind, written in order.
pub(crate) struct Spool {
    file: BufWriter<File>,
    count: u64,
}

impl Spool {
    pub(crate) fn new() -> io::Result<Self> {
        Ok(Self {
            file: BufWriter::with_capacity(256 * 1024, tempfile::tempfile()?),
            count: 0,
        })
    }

    /// `origin` is empty where the line stands in the feed as it is.
    pub(crate) fn push(&mut self, place: Place, line: &str, origin: &str) -> io::Result<()> {
        let length = |text: &str| u32::try_from(text.len()).map_err(io::Error::other);
        self.file.write_all(&place.input.to_le_bytes())?;
        self.file.write_all(&place.line.to_le_bytes())?;
        self.file.write_all(&length(line)?.to_le_bytes())?;
        self.file.write_all(&length(origin)?.to_le_bytes())?;
        self.file.write_all(&[place.part])?;
        self.file.write_all(line.as_bytes())?;
        self.file.write_all(origin.as_bytes())?;
        self.count += 1;
        Ok(())
    }

    pub(crate) const fn count(&self) -> u64 {
        self.count
    }

    /// Ends the writing and starts the reading.
    pub(crate) fn read(self) -> io::Result<Spooled> {
        let mut file = self
            .file
            .into_inner()
            .map_err(io::IntoInnerError::into_error)?;
        file.rewind()?;
        Ok(Spooled {
            file: BufReader::with_capacity(256 * 1024, file),
        })
    }
}

/// How long the numbers before a line are.
const HEAD: usize = 21;

/// A line as it was kept.
pub(crate) struct Kept {
    pub(crate) place: Place,
    pub(crate) text: String,
    /// Empty where the line stands in the feed as it is.
    pub(crate) origin: String,
}

/// The lines of a spool in the order written.
pub(crate) struct Spooled {
    file: BufReader<File>,
}

impl Iterator for Spooled {
    type Item = io::Result<Kept>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut head = [0_u8; HEAD];
        match self.file.read_exact(&mut head) {
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => return None,
            Err(error) => return Some(Err(error)),
            Ok(()) => {}
        }
        let number = |from: usize| {
            u32::from_le_bytes([head[from], head[from + 1], head[from + 2], head[from + 3]])
        };
        let line = u64::from(number(4)) | u64::from(number(8)) << 32;
        let place = Place {
            input: number(0),
            line,
            part: head[20],
        };
        let (text, origin) = (number(12), number(16));
        let kept = self.text(text).and_then(|text| {
            Ok(Kept {
                place,
                text,
                origin: self.text(origin)?,
            })
        });
        Some(kept)
    }
}

impl Spooled {
    fn text(&mut self, length: u32) -> io::Result<String> {
        let mut text = vec![0; length as usize];
        self.file.read_exact(&mut text)?;
        String::from_utf8(text).map_err(io::Error::other)
    }
}
