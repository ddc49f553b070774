//! Puts GraphiQL into the binary.
//!
//! The npm packages named by `graphiql/package-lock.json` are fetched once, into cargo's output
//! folder, and only the four browser bundles that the page loads are kept, gzipped, beside the
//! packages' licences. A later build that finds them there needs neither npm nor a network.
//!
//! `VITRINE_GRAPHIQL` in the build's environment chooses otherwise: `cdn` leaves the bundles out
//! and lets the page load them from a content delivery network, `embed` fails the build rather
//! than falling back to that.
#![expect(
    clippy::print_stdout,
    reason = "cargo reads a build script's directives from its standard output"
)]

mod bundle;
mod licences;
mod npm;
mod table;

use std::env;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

/// Where the page's bundles come from.
#[derive(Clone, Copy, PartialEq)]
enum Source {
    /// From npm if it can be run, else from the content delivery network with a warning.
    NpmIfPossible,
    /// From npm, or the build fails.
    Npm,
    /// From the content delivery network, when the page is opened.
    Network,
}

fn main() -> ExitCode {
    match embed() {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            println!("cargo::error={}", one_line(&problem));
            ExitCode::FAILURE
        }
    }
}

fn embed() -> Result<()> {
    let here =
        PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").context("cargo names the crate's folder")?);
    let out = PathBuf::from(env::var_os("OUT_DIR").context("cargo names the output folder")?);
    let page = here.join("graphiql");

    println!("cargo::rerun-if-env-changed=VITRINE_GRAPHIQL");
    println!("cargo::rerun-if-changed=build");
    for file in ["package.json", "package-lock.json", ".npmrc", "boot.js"] {
        println!("cargo::rerun-if-changed=graphiql/{file}");
    }

    let assets = match source()? {
        Source::Network => None,
        Source::Npm => Some(npm::fetch(&page, &out)?),
        Source::NpmIfPossible => fetch_or_warn(&page, &out),
    };
    table::write(&page, assets.as_deref(), &out)
}

fn source() -> Result<Source> {
    let asked = env::var_os("VITRINE_GRAPHIQL").unwrap_or_default();
    Ok(match asked.to_str() {
        Some("") => Source::NpmIfPossible,
        Some("embed") => Source::Npm,
        Some("cdn") => Source::Network,
        _ => bail!(
            "VITRINE_GRAPHIQL is {}: it can be `embed`, `cdn` or unset",
            asked.display()
        ),
    })
}

fn fetch_or_warn(page: &Path, out: &Path) -> Option<PathBuf> {
    npm::fetch(page, out)
        .inspect_err(|problem| {
            println!(
                "cargo::warning=GraphiQL is not in the binary and its page will load it from the internet: {}. \
                 When npm works, `touch crates/server/build/main.rs` and build again.",
                one_line(problem)
            );
        })
        .ok()
}

/// A cargo directive ends with its line.
fn one_line(problem: &anyhow::Error) -> String {
    format!("{problem:#}")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}
