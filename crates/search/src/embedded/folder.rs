//! The folder of the embedded index: one folder for each generation, and a file that says which is which.

use std::{
    fs::{self, File},
    io::{self, ErrorKind, Write as _},
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use super::schema::LAYOUT;

/// Which generation is which.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Roles {
    /// How documents lie in all of them.
    layout: u32,
    pub(super) live: Option<u64>,
    pub(super) previous: Option<u64>,
    pub(super) aside: Option<u64>,
    /// The greatest number given so far.
    last: u64,
}

const FILE: &str = "generations.json";

impl Roles {
    /// Reads the file. An index of another layout counts as none: it is built anew.
    pub(super) fn read(folder: &Path) -> io::Result<Self> {
        let none = Self {
            layout: LAYOUT,
            ..Self::default()
        };
        let text = match fs::read(folder.join(FILE)) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(none),
            Err(error) => return Err(error),
        };
        let roles: Self = serde_json::from_slice(&text)?;
        if roles.layout != LAYOUT {
            return Ok(Self {
                last: roles.last,
                ..none
            });
        }
        Ok(roles)
    }

    /// Writes the file, so that it holds either what it held or this.
    pub(super) fn write(&self, folder: &Path) -> io::Result<()> {
        let beside = folder.join("generations.json.new");
        let mut file = File::create(&beside)?;
        file.write_all(&serde_json::to_vec(self)?)?;
        file.sync_all()?;
        fs::rename(&beside, folder.join(FILE))?;
        File::open(folder)?.sync_all()
    }

    /// A number that no generation had.
    pub(super) fn next(&mut self) -> u64 {
        self.last += 1;
        self.last
    }
}

/// The folder of a generation.
pub(super) fn of(folder: &Path, generation: u64) -> PathBuf {
    folder.join(format!("{generation:06}"))
}

/// Deletes the folders of generations that have no role: left behind by a program that ended on its way.
pub(super) fn tidy(folder: &Path, roles: &Roles) -> io::Result<()> {
    let kept = [roles.live, roles.previous, roles.aside];
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let number = name.to_str().and_then(|name| name.parse::<u64>().ok());
        if number.is_some_and(|number| !kept.contains(&Some(number))) {
            fs::remove_dir_all(entry.path())?;
        }
    }
    Ok(())
}
