//! A feed in a file that is either whole or not there.

use std::{
    fs::File,
    io::{self, BufWriter, Write},
    path::Path,
};

use anyhow::Context as _;
use feed::Progress;
use flate2::{Compression, write::GzEncoder};
use persistence::Store;
use tempfile::NamedTempFile;

use super::BUFFER;

/// Writes the feed beside its place and moves it there when it is whole. Tells how many records it has.
pub(super) async fn write(
    store: &Store,
    path: &Path,
    progress: &impl Progress,
) -> anyhow::Result<u64> {
    let shown = path.display();
    let file =
        beside(path).with_context(|| format!("a file can't be made in the folder of {shown}"))?;
    let mut writer = BufWriter::with_capacity(BUFFER, file.as_file());
    let not_whole = || format!("{shown} was not written");
    let records = if path
        .extension()
        .is_some_and(|end| end.eq_ignore_ascii_case("gz"))
    {
        let mut gzip = GzEncoder::new(writer, Compression::default());
        let records = feed::export(store, &mut gzip, progress)
            .await
            .with_context(not_whole)?;
        writer = gzip.finish().with_context(not_whole)?;
        records
    } else {
        feed::export(store, &mut writer, progress)
            .await
            .with_context(not_whole)?
    };
    settle(writer).with_context(not_whole)?;
    file.persist(path).with_context(not_whole)?;
    Ok(records)
}

fn settle(mut writer: BufWriter<&File>) -> io::Result<()> {
    writer.flush()?;
    writer.get_ref().sync_all()
}

/// A file that deletes itself unless it is moved, with the rights that any new file has.
fn beside(path: &Path) -> io::Result<NamedTempFile> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".vitrine-export-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}
