//! Media: pictures and films of products and variants.

/// What a medium is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MediaKind {
    /// A picture.
    Image,
    /// A film.
    Video,
    /// A three-dimensional model.
    Model3d,
    /// Any other file, such as a manual.
    Document,
}

crate::spelling::spelled!(MediaKind { Image => "IMAGE", Video => "VIDEO", Model3d => "MODEL_3D", Document => "DOCUMENT" });

/// One medium, by address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Media {
    /// Its absolute http(s) address.
    pub url: String,
    /// Says what it shows, for those who can't see it. None: nothing was said.
    pub alt: Option<String>,
    /// What it is.
    pub kind: MediaKind,
}
