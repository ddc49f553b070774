//! Products.

use domain::{
    catalog::{DEFAULT_TAX_CLASS, Product, ProductStatus, Publication},
    problem::Reason,
    text::Code,
};

use super::{Known, attributes, needed, note_repeats, translations::translations, variants};
use crate::{
    fields::{Path, Sink},
    given::Given,
    record::{Kind, ProductPatch},
};

/// The whole product after a record.
pub(crate) fn product(
    stored: Option<&Product>,
    patch: ProductPatch,
    known: &Known<'_>,
    sink: &Sink,
) -> Option<Product> {
    let root = &Path::Root;
    let slug = needed(
        patch.slug,
        stored.map(|stored| &stored.slug),
        "slug",
        root,
        sink,
    );
    let name = needed(
        patch.name,
        stored.map(|stored| &stored.name),
        "name",
        root,
        sink,
    );
    let options = patch
        .options
        .over_or(stored.map(|stored| stored.options.clone()), Vec::new());
    note_repeats(&options, &root.name("options"), sink);
    let variants = variants::variants(patch.variants, stored, &options, known, sink);
    let texts = attributes::attributes(
        patch.attributes,
        stored.map(|stored| &stored.attributes),
        known,
        &root.name("attributes"),
        sink,
    );
    let translations = translations(patch.translations, stored, known, sink);
    if let Given::Value(categories) = &patch.categories {
        // What is stored names categories that there are: the store sees to that.
        note_repeats(categories, &root.name("categories"), sink);
        known.check_all(Kind::Category, categories, &root.name("categories"), sink);
    }
    let merged = Product {
        code: patch.code,
        slug: slug?,
        name: name?,
        description: patch
            .description
            .over(stored.and_then(|stored| stored.description.clone())),
        brand: patch
            .brand
            .over(stored.and_then(|stored| stored.brand.clone())),
        status: patch
            .status
            .over_or(stored.map(|stored| stored.status), ProductStatus::Active),
        channels: patch
            .channels
            .over_or(stored.map(|stored| stored.channels.clone()), Vec::new()),
        categories: patch
            .categories
            .over_or(stored.map(|stored| stored.categories.clone()), Vec::new()),
        tax_class: patch.tax_class.over_or(
            stored.map(|stored| stored.tax_class.clone()),
            Code::trusted(DEFAULT_TAX_CLASS),
        ),
        attributes: texts,
        options,
        media: patch
            .media
            .over_or(stored.map(|stored| stored.media.clone()), Vec::new()),
        variants,
        translations,
    };
    check_publications(&merged.channels, &merged.tax_class, known, sink);
    Some(merged)
}

/// Each channel is known, named once, and has a rate for the product's tax class if it has rates at all.
fn check_publications(channels: &[Publication], tax_class: &Code, known: &Known<'_>, sink: &Sink) {
    let path = Path::Name(&Path::Root, "channels");
    for (place, publication) in channels.iter().enumerate() {
        let path = path.index(place);
        if channels[..place]
            .iter()
            .any(|before| before.channel == publication.channel)
        {
            sink.note(
                &path,
                Reason::Duplicate,
                format!("\"{}\" is in this list twice.", publication.channel),
            );
        }
        let Some(channel) = known
            .reference
            .channels
            .by_code(&publication.channel)
            .map(|entry| &entry.value)
        else {
            known.missing(Kind::Channel, &publication.channel, &path, sink);
            continue;
        };
        if !channel.tax_rates.is_empty() && !channel.tax_rates.contains_key(tax_class) {
            let message = format!(
                "The channel \"{}\" has no rate for the tax class \"{tax_class}\".",
                channel.code
            );
            sink.note(
                &Path::Name(&Path::Root, "taxClass"),
                Reason::Conflict,
                message,
            );
        }
    }
}
