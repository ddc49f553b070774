//! The licence texts that must travel with the bundles: `graphiql.min.js` contains the packages
//! that it was built from.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// One text: each package with its licence files, in the order of the packages' names.
pub(crate) fn collect(packages: &Path) -> Result<String> {
    let mut text = String::from(
        "The page at /graphiql contains GraphiQL, React and the packages below, under their own licences.\n",
    );
    for package in folders_of_packages(packages)? {
        let name = package.strip_prefix(packages).unwrap_or(&package).display();
        write!(text, "\n==== {name}\n\n")?;
        let licences = licence_files(&package)?;
        for file in &licences {
            let content = fs::read(file).with_context(|| format!("reading {}", file.display()))?;
            text.push_str(String::from_utf8_lossy(&content).trim());
            text.push('\n');
        }
        if licences.is_empty() {
            writeln!(text, "{}", stated_licence(&package)?)?;
        }
    }
    Ok(text)
}

/// `name` and `@scope/name`, sorted.
fn folders_of_packages(packages: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in entries(packages)? {
        let name = name_of(&entry);
        if name.starts_with('@') {
            found.extend(entries(&entry)?);
        } else if !name.starts_with('.') {
            found.push(entry);
        }
    }
    Ok(found)
}

fn licence_files(package: &Path) -> Result<Vec<PathBuf>> {
    let mut files = entries(package)?;
    files.retain(|file| {
        let name = name_of(file).to_lowercase();
        ["licen", "notice", "copying"]
            .iter()
            .any(|start| name.starts_with(start))
            && file.is_file()
    });
    Ok(files)
}

/// The `license` line of a package that brings no text of it.
fn stated_licence(package: &Path) -> Result<String> {
    let manifest = fs::read_to_string(package.join("package.json"))
        .with_context(|| format!("reading package.json of {}", package.display()))?;
    let line = manifest
        .lines()
        .find(|line| line.trim_start().starts_with("\"license\""));
    Ok(line
        .unwrap_or("(no licence stated)")
        .trim()
        .trim_end_matches(',')
        .to_owned())
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let listed = || {
        fs::read_dir(folder)?
            .map(|entry| Ok(entry?.path()))
            .collect::<std::io::Result<Vec<_>>>()
    };
    let mut paths = listed().with_context(|| format!("listing {}", folder.display()))?;
    paths.sort();
    Ok(paths)
}

fn name_of(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}
