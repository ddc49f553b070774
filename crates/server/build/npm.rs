//! Fetching the packages by the lock file, once for each state of it.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

use crate::bundle::BUNDLES;
use crate::licences;

/// What decides which packages are fetched.
const MANIFEST: [&str; 3] = ["package.json", "package-lock.json", ".npmrc"];

/// The folder with the bundles and `licences.txt`; fetched unless an earlier build left them there.
pub(crate) fn fetch(page: &Path, out: &Path) -> Result<PathBuf> {
    let kept = out.join("graphiql-assets");
    let stamp = kept.join("stamp");
    let state = state_of(page)?;
    if fs::read_to_string(&stamp).is_ok_and(|of| of == state) {
        return Ok(kept);
    }

    let work = out.join("graphiql-npm");
    empty(&work)?;
    empty(&kept)?;
    for file in MANIFEST {
        fs::copy(page.join(file), work.join(file)).with_context(|| format!("copying {file}"))?;
    }
    install(&work)?;
    keep(&work.join("node_modules"), &kept)?;
    fs::write(&stamp, state).context("writing the stamp")?;
    fs::remove_dir_all(&work).context("removing the packages")?;
    Ok(kept)
}

/// Changes when other packages or other files of them would be kept.
fn state_of(page: &Path) -> Result<String> {
    let mut hash = Sha256::new();
    for file in MANIFEST {
        hash.update(fs::read(page.join(file)).with_context(|| format!("reading graphiql/{file}"))?);
    }
    for bundle in &BUNDLES {
        hash.update(bundle.url());
        hash.update(bundle.integrity());
    }
    Ok(crate::table::hex(&hash.finalize()))
}

fn empty(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(problem) if problem.kind() != ErrorKind::NotFound => {
            return Err(problem).with_context(|| format!("emptying {}", folder.display()));
        }
        _ => {}
    }
    fs::create_dir_all(folder).with_context(|| format!("creating {}", folder.display()))
}

fn install(work: &Path) -> Result<()> {
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let answer = Command::new(npm)
        .args([
            "ci",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--omit=dev",
            "--prefer-offline",
        ])
        // Without a network npm would try for minutes before it gives up.
        .args([
            "--fetch-retries=1",
            "--fetch-retry-mintimeout=1000",
            "--fetch-retry-maxtimeout=1000",
        ])
        .args(["--loglevel=error", "--no-progress"])
        .current_dir(work)
        .output()
        .context("npm cannot be run")?;
    if !answer.status.success() {
        bail!("npm ci failed: {}", first_lines(&answer.stderr));
    }
    Ok(())
}

/// What npm says before it lists the calls that led there.
fn first_lines(stderr: &[u8]) -> String {
    String::from_utf8_lossy(stderr)
        .lines()
        .map(|line| line.trim_start_matches("npm error").trim())
        .filter(|line| !line.is_empty())
        .take_while(|line| !line.starts_with("at "))
        .take(6)
        .collect::<Vec<_>>()
        .join("; ")
}

/// Copies what the binary takes; the packages themselves are far larger.
fn keep(packages: &Path, kept: &Path) -> Result<()> {
    for bundle in &BUNDLES {
        let bytes = fs::read(packages.join(bundle.package).join(bundle.path))
            .with_context(|| format!("reading {} of {}", bundle.path, bundle.package))?;
        bundle.check(&bytes)?;
        fs::write(kept.join(bundle.name()), bytes)
            .with_context(|| format!("keeping {}", bundle.name()))?;
    }
    fs::write(kept.join("licences.txt"), licences::collect(packages)?)
        .context("keeping the licences")
}
