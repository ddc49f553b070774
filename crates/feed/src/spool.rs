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

    pub(crate) fn push(&mut self, place: Place, line: &str) -> io::Result<()> {
        let length = u32::try_from(line.len()).map_err(io::Error::other)?;
        self.file.write_all(&place.input.to_le_bytes())?;
        self.file.write_all(&place.line.to_le_bytes())?;
        self.file.write_all(&length.to_le_bytes())?;
        self.file.write_all(line.as_bytes())?;
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

/// The lines of a spool in the order written.
pub(crate) struct Spooled {
    file: BufReader<File>,
}

impl Iterator for Spooled {
    type Item = io::Result<(Place, String)>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut head = [0_u8; 16];
        match self.file.read_exact(&mut head) {
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => return None,
            Err(error) => return Some(Err(error)),
            Ok(()) => {}
        }
        let number = |from: usize| {
            u32::from_le_bytes([head[from], head[from + 1], head[from + 2], head[from + 3]])
        };
        let line = u64::from(number(4)) | u64::from(number(8)) << 32;
        let mut text = vec![0; number(12) as usize];
        let read = self.file.read_exact(&mut text);
        let place = Place {
            input: number(0),
            line,
        };
        Some(
            read.and_then(|()| String::from_utf8(text).map_err(io::Error::other))
                .map(|text| (place, text)),
        )
    }
}
