//! Media of products and variants.

use async_graphql::{Enum, InputObject, Object};
use domain::catalog;

/// What a medium is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "catalog::MediaKind")]
pub(crate) enum MediaKind {
    /// A picture.
    Image,
    /// A film.
    Video,
    /// A three-dimensional model.
    #[graphql(name = "MODEL_3D")]
    Model3d,
    /// Any other file, such as a manual.
    Document,
}

/// A picture, film, model or document, by its address.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct MediaInput {
    /// Its absolute http or https address.
    url: String,
    /// Says what it shows, for those who can't see it, at most 4,096 characters. Null: nothing is said.
    alt: Option<String>,
    /// What it is. Null: IMAGE.
    kind: Option<MediaKind>,
}

/// A picture, film, model or document, by its address.
pub(crate) struct Media<'m>(pub(crate) &'m catalog::Media);

/// A picture, film, model or document, by its address.
#[Object]
impl Media<'_> {
    /// Its absolute http or https address.
    async fn url(&self) -> &str {
        &self.0.url
    }

    /// Says what it shows, for those who can't see it. Null: nothing was said.
    async fn alt(&self) -> Option<&str> {
        self.0.alt.as_deref()
    }

    /// What it is.
    async fn kind(&self) -> MediaKind {
        self.0.kind.into()
    }
}

/// Media as a list of the API.
pub(crate) fn list(media: &[catalog::Media]) -> Vec<Media<'_>> {
    media.iter().map(Media).collect()
}
