//! The files that trusted documents come in, as the build tools of clients write them:
//!
//! - Relay's and graphql-codegen's: `{"ID": "query …", …}`;
//! - Apollo's: `{"format": "apollo-persisted-query-manifest", "operations": [{"id": "ID", "body": "query …"}, …]}`;
//! - a folder with files of these kinds (`*.json`), or with a document in each file (`ID.graphql`).

use std::{
    collections::HashMap,
    fmt, fs,
    path::{Path, PathBuf},
};

use serde_json::Value;

use super::{super::hex::hex, SHA256, hash};

const APOLLO: &str = "apollo-persisted-query-manifest";

/// A document that the shop's own clients were built with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustedDocument {
    /// What clients call it.
    pub id: String,
    /// The document.
    pub text: String,
    /// Where it was read.
    pub file: PathBuf,
}

/// All trusted documents, each identifier once.
#[derive(Debug, Clone, Default)]
pub struct TrustedDocuments(pub(in crate::front) Vec<TrustedDocument>);

/// Why trusted documents can't be used: the file, the identifier and what is wrong.
#[derive(Debug)]
pub struct ManifestError(String);

impl ManifestError {
    pub(in crate::front) fn new(file: &Path, what: impl fmt::Display) -> Self {
        Self(format!("{}: {what}", file.display()))
    }

    pub(in crate::front) fn at(file: &Path, id: &str, what: impl fmt::Display) -> Self {
        Self::new(file, format_args!("the document \"{id}\" {what}"))
    }
}

impl fmt::Display for ManifestError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for ManifestError {}

impl TrustedDocuments {
    /// Reads a manifest, or all manifests and documents of a folder.
    ///
    /// # Errors
    /// Where a file can't be read or is none of the known kinds, no document is found, or an identifier is given to two
    /// different documents or says that it is a hash which it isn't.
    pub fn read(path: &Path) -> Result<Self, ManifestError> {
        let unreadable =
            |error| ManifestError::new(path, format_args!("it can't be read: {error}"));
        let mut documents = Vec::new();
        if fs::metadata(path).map_err(unreadable)?.is_dir() {
            let entries = fs::read_dir(path).map_err(unreadable)?;
            let files: Result<Vec<PathBuf>, _> = entries
                .map(|entry| entry.map(|entry| entry.path()))
                .collect();
            let mut files = files.map_err(unreadable)?;
            files.sort();
            for file in files {
                match file.extension().and_then(|ending| ending.to_str()) {
                    Some("json") => documents.extend(manifest(&file)?),
                    Some("graphql" | "gql") => documents.push(single(&file)?),
                    _ => {}
                }
            }
        } else {
            documents = manifest(path)?;
        }
        if documents.is_empty() {
            return Err(ManifestError::new(path, "there is no document in it"));
        }
        each_once(documents).map(Self)
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A file that is one document, named by its identifier.
fn single(file: &Path) -> Result<TrustedDocument, ManifestError> {
    let id = file.file_stem().and_then(|stem| stem.to_str());
    let id = id.ok_or_else(|| ManifestError::new(file, "its name is not UTF-8"))?;
    Ok(TrustedDocument {
        id: String::from(id),
        text: text(file)?,
        file: file.to_owned(),
    })
}

fn manifest(file: &Path) -> Result<Vec<TrustedDocument>, ManifestError> {
    let json: Value = serde_json::from_str(&text(file)?)
        .map_err(|error| ManifestError::new(file, format_args!("it is not JSON: {error}")))?;
    let Value::Object(members) = json else {
        let what = "it must be an object of documents by their identifiers, or Apollo's manifest";
        return Err(ManifestError::new(file, what));
    };
    let document = |id: String, text: Value| match text {
        Value::String(text) => Ok(TrustedDocument {
            id,
            text,
            file: file.to_owned(),
        }),
        _ => Err(ManifestError::at(file, &id, "is not a text")),
    };
    if members.get("format").and_then(Value::as_str) != Some(APOLLO) {
        let documents = members.into_iter();
        return documents.map(|(id, text)| document(id, text)).collect();
    }
    let Some(Value::Array(operations)) = members.get("operations") else {
        return Err(ManifestError::new(file, "`operations` must be a list"));
    };
    let operations = operations.iter().enumerate();
    operations
        .map(|(at, operation)| {
            let id = operation.get("id").and_then(Value::as_str);
            let id = id.ok_or_else(|| {
                ManifestError::new(file, format_args!("`operations[{at}]` has no `id`"))
            })?;
            document(id.to_owned(), operation["body"].clone())
        })
        .collect()
}

fn text(file: &Path) -> Result<String, ManifestError> {
    fs::read_to_string(file)
        .map_err(|error| ManifestError::new(file, format_args!("it can't be read: {error}")))
}

fn each_once(documents: Vec<TrustedDocument>) -> Result<Vec<TrustedDocument>, ManifestError> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut kept: Vec<TrustedDocument> = Vec::new();
    for document in documents {
        let TrustedDocument { id, text, file } = &document;
        if id.is_empty() {
            return Err(ManifestError::new(
                file,
                "a document has an empty identifier",
            ));
        }
        if let Some(digits) = id.strip_prefix(SHA256)
            && digits != hex(&hash(text))
        {
            let what = "is not the text that this SHA-256 belongs to";
            return Err(ManifestError::at(file, id, what));
        }
        match seen.get(id) {
            Some(before) if kept[*before].text == *text => {}
            Some(before) => {
                let elsewhere = kept[*before].file.display();
                let what = format_args!("is another one in {elsewhere}");
                return Err(ManifestError::at(file, id, what));
            }
            None => {
                seen.insert(id.clone(), kept.len());
                kept.push(document);
            }
        }
    }
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(files: &[(&str, &str)]) -> Result<Vec<(String, String)>, String> {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            fs::write(folder.path().join(name), text).unwrap();
        }
        let path = match files {
            [(name, _)] if name.ends_with(".json") => folder.path().join(name),
            _ => folder.path().to_owned(),
        };
        let found = TrustedDocuments::read(&path).map_err(|error| error.to_string())?;
        let documents = found.0.into_iter();
        let mut pairs: Vec<_> = documents
            .map(|document| (document.id, document.text))
            .collect();
        pairs.sort();
        Ok(pairs)
    }

    fn pair(id: &str, text: &str) -> (String, String) {
        (String::from(id), String::from(text))
    }

    #[test]
    fn relays_and_codegens_manifests_are_texts_by_id() {
        let found = read(&[("queries.json", r#"{"b": "{ b }", "a": "{ a }"}"#)]).unwrap();
        assert_eq!(found, [pair("a", "{ a }"), pair("b", "{ b }")]);
    }

    #[test]
    fn apollos_manifest_is_a_list_of_operations() {
        let text = r#"{"format": "apollo-persisted-query-manifest", "version": 1, "operations":
            [{"id": "7f", "name": "A", "type": "query", "body": "query A { a }"}]}"#;
        assert_eq!(
            read(&[("manifest.json", text)]).unwrap(),
            [pair("7f", "query A { a }")]
        );
        let without =
            r#"{"format": "apollo-persisted-query-manifest", "operations": [{"body": "{ a }"}]}"#;
        let said = read(&[("manifest.json", without)]).unwrap_err();
        assert!(said.ends_with("`operations[0]` has no `id`"), "{said}");
    }

    #[test]
    fn a_folder_may_have_manifests_and_single_documents() {
        let found = read(&[
            ("web.json", r#"{"a": "{ a }"}"#),
            ("app.json", r#"{"b": "{ b }", "a": "{ a }"}"#),
            ("c.graphql", "{ c }"),
            ("README.md", "no document"),
        ]);
        let expected = [pair("a", "{ a }"), pair("b", "{ b }"), pair("c", "{ c }")];
        assert_eq!(found.unwrap(), expected);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_file_and_id() {
        let of = |files: &[(&str, &str)]| read(files).unwrap_err();
        assert!(of(&[("a.json", "[]")]).contains("a.json: it must be an object"));
        assert!(of(&[("a.json", "{")]).contains("a.json: it is not JSON: "));
        assert!(of(&[("a.json", "{}")]).contains("there is no document in it"));
        assert!(of(&[("a.json", r#"{"x": 1}"#)]).contains("the document \"x\" is not a text"));
        assert!(of(&[("a.json", r#"{"": "{ a }"}"#)]).contains("an empty identifier"));
        let wrong = r#"{"sha256:00": "{ a }"}"#;
        assert!(
            of(&[("a.json", wrong)]).contains(
                "the document \"sha256:00\" is not the text that this SHA-256 belongs to"
            )
        );
        let twice = of(&[
            ("a.json", r#"{"x": "{ a }"}"#),
            ("b.json", r#"{"x": "{ b }"}"#),
        ]);
        assert!(
            twice.contains("b.json: the document \"x\" is another one in "),
            "{twice}"
        );
        assert!(TrustedDocuments::read(Path::new("/nowhere.json")).is_err());
    }
}
