//! The browser bundles that the page loads, in the order in which it loads them.

use anyhow::{Result, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha384};

/// One file of an npm package.
pub(crate) struct Bundle {
    /// The npm package.
    pub(crate) package: &'static str,
    /// The version that `package.json` pins.
    pub(crate) version: &'static str,
    /// Where the file is in the package.
    pub(crate) path: &'static str,
    /// What the browser gets it as.
    pub(crate) kind: Kind,
    /// The file's hash as a subresource integrity. It guards the page against a content delivery
    /// network that answers something else, and the build against a wrong line here.
    integrity: &'static str,
}

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Kind {
    Script,
    Style,
}

/// React comes before what is written with it.
pub(crate) const BUNDLES: [Bundle; 4] = [
    Bundle {
        package: "graphiql",
        version: "4.1.2",
        path: "graphiql.min.css",
        kind: Kind::Style,
        integrity: "sha384-1el1QShFBnnXTx9x/Cprg82hZWKt0ry29OAYIXt05swbi0KcZDFoj0CWguMpopJr",
    },
    Bundle {
        package: "react",
        version: "18.3.1",
        path: "umd/react.production.min.js",
        kind: Kind::Script,
        integrity: "sha384-DGyLxAyjq0f9SPpVevD6IgztCFlnMF6oW/XQGmfe+IsZ8TqEiDrcHkMLKI6fiB/Z",
    },
    Bundle {
        package: "react-dom",
        version: "18.3.1",
        path: "umd/react-dom.production.min.js",
        kind: Kind::Script,
        integrity: "sha384-gTGxhz21lVGYNMcdJOyq01Edg0jhn/c22nsx0kyqP0TxaV5WVdsSH1fSDUf5YJj1",
    },
    Bundle {
        package: "graphiql",
        version: "4.1.2",
        path: "graphiql.min.js",
        kind: Kind::Script,
        integrity: "sha384-9XdHu7ajgGJziD4J1zNBKQ842Q/+zZfDv+ib1eMhZWBH6hPAs806x+Jbcf0yNO6B",
    },
];

impl Bundle {
    /// The file's own name, which is also its asset's.
    pub(crate) fn name(&self) -> &'static str {
        self.path.rsplit('/').next().unwrap_or(self.path)
    }

    /// The file's address on the content delivery network.
    pub(crate) fn url(&self) -> String {
        format!(
            "https://cdn.jsdelivr.net/npm/{}@{}/{}",
            self.package, self.version, self.path
        )
    }

    pub(crate) fn integrity(&self) -> &'static str {
        self.integrity
    }

    /// Refuses bytes that are not those of the pinned version.
    pub(crate) fn check(&self, bytes: &[u8]) -> Result<()> {
        let found = format!("sha384-{}", STANDARD.encode(Sha384::digest(bytes)));
        ensure!(
            found == self.integrity,
            "{} of {} has the integrity {found}, and build/bundle.rs says {}",
            self.path,
            self.package,
            self.integrity
        );
        Ok(())
    }
}
