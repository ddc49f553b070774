//! Writes `graphiql_assets.rs`, which `src/graphiql/asset.rs` includes: what the page loads, and
//! the bytes of what the binary serves itself.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use anyhow::{Context, Result};
use flate2::{Compression, write::GzEncoder};
use sha2::{Digest, Sha256};

use crate::bundle::{BUNDLES, Kind};

const SCRIPT: &str = "text/javascript; charset=utf-8";
const STYLE: &str = "text/css; charset=utf-8";
const TEXT: &str = "text/plain; charset=utf-8";

/// Without `assets` the page loads the bundles from the content delivery network.
pub(crate) fn write(page: &Path, assets: Option<&Path>, out: &Path) -> Result<()> {
    let gzipped = out.join("graphiql-gzipped");
    fs::create_dir_all(&gzipped).context("creating the folder of gzipped assets")?;

    let mut table = String::from("static ASSETS: &[Asset] = &[\n");
    table.push_str(&asset(&page.join("boot.js"), SCRIPT, &gzipped)?);
    if let Some(assets) = assets {
        for bundle in &BUNDLES {
            let content_type = if bundle.kind == Kind::Style {
                STYLE
            } else {
                SCRIPT
            };
            table.push_str(&asset(&assets.join(bundle.name()), content_type, &gzipped)?);
        }
        table.push_str(&asset(&assets.join("licences.txt"), TEXT, &gzipped)?);
    }
    table.push_str("];\n");
    write_list(&mut table, "STYLES", Kind::Style)?;
    write_list(&mut table, "SCRIPTS", Kind::Script)?;
    writeln!(table, "const EMBEDDED: bool = {};", assets.is_some())?;
    fs::write(out.join("graphiql_assets.rs"), table).context("writing graphiql_assets.rs")
}

/// One line of the table; the bytes are kept gzipped, as nearly every browser takes them.
fn asset(file: &Path, content_type: &str, gzipped: &Path) -> Result<String> {
    let name = file
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let bytes = fs::read(file).with_context(|| format!("reading {}", file.display()))?;
    let hash = hex(&Sha256::digest(&bytes)[..16]);

    let path = gzipped.join(&name);
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&bytes)?;
    fs::write(&path, encoder.finish()?).with_context(|| format!("writing {}", path.display()))?;
    Ok(format!(
        "    Asset {{ name: {name:?}, content_type: {content_type:?}, hash: {hash:?}, gzipped: include_bytes!({path:?}) }},\n"
    ))
}

fn write_list(table: &mut String, name: &str, kind: Kind) -> Result<()> {
    writeln!(table, "static {name}: &[Bundle] = &[")?;
    for bundle in BUNDLES.iter().filter(|bundle| bundle.kind == kind) {
        let (name, url, integrity) = (bundle.name(), bundle.url(), bundle.integrity());
        writeln!(
            table,
            "    Bundle {{ name: {name:?}, url: {url:?}, integrity: {integrity:?} }},"
        )?;
    }
    writeln!(table, "];")?;
    Ok(())
}

/// Lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut digits, byte| {
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}
