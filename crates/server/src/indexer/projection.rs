//! From a product to its search document.

use std::collections::{BTreeMap, HashMap, HashSet};

use domain::{
    catalog::{
        Attribute, AttributeValue, Attributes, Product, ProductTranslation, Scalar, ValueType,
        Variant,
    },
    id::CategoryId,
    inventory::availability::{self, Counting},
    locale::Locale,
    pricing::{selection, smallest_quantity},
    reference::Reference,
    text::Code,
};
use persistence::search::{CategorySource, ProductSource};
use search::document::{
    CategoryMembership, CategoryName, ChannelWindow, PriceContext, PriceSegment, ProductDocument,
    ProductTexts, Revision, VariantDocument,
};

/// Projects the products of one state of the catalogue.
pub(super) struct Projection<'a> {
    reference: &'a Reference,
    categories: &'a HashMap<CategoryId, CategorySource>,
    /// Each locale that documents have texts in, with those that it falls back to before the plain texts, itself first.
    locales: Vec<(Locale, Vec<Locale>)>,
    /// The attributes that filters ask for, by their names in lower case: options of these names say the same.
    named: HashMap<String, Vec<&'a Attribute>>,
    revision: Revision,
}

impl<'a> Projection<'a> {
    pub(super) fn new(
        reference: &'a Reference,
        categories: &'a HashMap<CategoryId, CategorySource>,
        default_locale: &Locale,
        revision: Revision,
    ) -> Self {
        let chain = |locale: Locale| {
            let chain = locale.fallbacks().into_iter();
            let chain = chain
                .take_while(|nearer| nearer != default_locale)
                .collect();
            (locale, chain)
        };
        let locales = reference.locales(default_locale);
        let attributes = reference.attributes.iter().map(|entry| &entry.value);
        let mut named: HashMap<String, Vec<&Attribute>> = HashMap::new();
        for attribute in attributes.filter(|attribute| attribute.filterable) {
            let of_name = named.entry(attribute.name.to_lowercase()).or_default();
            of_name.push(attribute);
        }
        Self {
            reference,
            categories,
            named,
            locales: locales.into_iter().map(chain).collect(),
            revision,
        }
    }

    pub(super) fn document(&self, source: &ProductSource) -> ProductDocument {
        let stored = &source.product;
        let product = &stored.value;
        let categories = self.categories(source);
        let channels = product.channels.iter().map(|publication| ChannelWindow {
            channel: publication.channel.clone(),
            from: publication.from,
            until: publication.until,
        });
        ProductDocument {
            id: stored.id,
            revision: self.revision,
            code: product.code.clone(),
            status: product.status,
            created_at: stored.created_at,
            updated_at: stored.updated_at,
            channels: channels.collect(),
            brand: product.brand.clone(),
            categories: categories
                .iter()
                .map(|(category, direct)| CategoryMembership {
                    code: category.code.clone(),
                    direct: *direct,
                })
                .collect(),
            attributes: self.filterable(&product.attributes),
            texts: self
                .locales
                .iter()
                .map(|(locale, chain)| (locale.clone(), self.texts(product, &categories, chain)))
                .collect(),
            variants: product
                .variants
                .iter()
                .map(|variant| self.variant(variant, source))
                .collect(),
        }
    }

    /// The product's categories, then those above them, the nearest first.
    fn categories(&self, source: &ProductSource) -> Vec<(&'a CategorySource, bool)> {
        let known = |id: &CategoryId| self.categories.get(id);
        let mut found: Vec<_> = source
            .categories
            .iter()
            .filter_map(known)
            .map(|category| (category, true))
            .collect();
        let mut seen: HashSet<&Code> = found.iter().map(|(category, _)| &category.code).collect();
        let mut place = 0;
        while let Some((category, _)) = found.get(place).copied() {
            if let Some(above) = category.parent.as_ref().and_then(known)
                && seen.insert(&above.code)
            {
                found.push((above, false));
            }
            place += 1;
        }
        found
    }

    fn variant(&self, variant: &Variant, source: &ProductSource) -> VariantDocument {
        let product = &source.product;
        let id = product.variant_ids[&variant.sku];
        let levels = source.levels.get(&id).map_or(&[][..], Vec::as_slice);
        let counting = Counting::of(variant.track_inventory, variant.low_stock_threshold);
        let stock = self.reference.channels.iter().map(|channel| {
            let channel = &channel.value;
            let had = availability::of_variant(counting, levels, &channel.locations);
            (channel.code.clone(), had.status)
        });
        let options = product.value.options.iter().zip(&variant.options);
        let mut attributes = self.filterable(&variant.attributes);
        for (name, value) in options.clone() {
            self.add_option(name, value, &mut attributes);
        }
        VariantDocument {
            id,
            sku: variant.sku.clone(),
            barcode: variant.barcode.clone(),
            options: options
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect(),
            attributes,
            stock: stock.collect(),
            prices: self.prices(variant),
        }
    }

    /// Adds what an option says of attributes.
    fn add_option(&self, name: &str, value: &str, attributes: &mut BTreeMap<Code, Vec<Scalar>>) {
        let named = self.named.get(&name.to_lowercase());
        for attribute in named.into_iter().flatten() {
            if let Some(scalar) = attribute.value_of_option(value) {
                let values = attributes.entry(attribute.code.clone()).or_default();
                if !values.contains(&scalar) {
                    values.push(scalar);
                }
            }
        }
    }

    fn prices(&self, variant: &Variant) -> Vec<PriceSegment> {
        let smallest = smallest_quantity(variant.quantity_rule.as_ref());
        let rows = [(&variant.prices[..], smallest)];
        let segments = selection::segments(&rows, &self.reference.price_lists);
        let mut prices: Vec<PriceSegment> = segments
            .into_iter()
            .map(|segment| PriceSegment {
                context: PriceContext(segment.key()),
                from: segment.from,
                until: segment.until,
                amount: segment.min,
            })
            .collect();
        // In one order, since the document is compared by its hash.
        prices.sort_by(|one, other| (&one.context, one.from).cmp(&(&other.context, other.from)));
        prices
    }

    /// Those that filters ask for.
    fn filterable(&self, attributes: &Attributes) -> BTreeMap<Code, Vec<Scalar>> {
        let of_use = attributes.iter().filter(|(code, _)| {
            let known = self.reference.attributes.by_code(code);
            known.is_some_and(|attribute| attribute.value.filterable)
        });
        of_use
            .map(|(code, value)| (code.clone(), value.scalars().to_vec()))
            .collect()
    }

    fn texts(
        &self,
        product: &Product,
        categories: &[(&CategorySource, bool)],
        chain: &[Locale],
    ) -> ProductTexts {
        let translations: Vec<&ProductTranslation> = chain
            .iter()
            .filter_map(|locale| product.translations.get(locale))
            .collect();
        let name = translations.iter().find_map(|texts| texts.name.as_ref());
        let description = translations
            .iter()
            .find_map(|texts| texts.description.as_ref());
        ProductTexts {
            name: name.unwrap_or(&product.name).clone(),
            description: description.or(product.description.as_ref()).cloned(),
            categories: categories
                .iter()
                .map(|(category, direct)| CategoryName {
                    code: category.code.clone(),
                    name: localized(&category.translations, chain)
                        .unwrap_or(&category.name)
                        .to_owned(),
                    direct: *direct,
                    hidden: category.hidden,
                })
                .collect(),
            attributes: self.words(product, &translations, chain),
        }
    }

    /// The texts of searchable attributes and of options, each once.
    fn words(
        &self,
        product: &Product,
        translations: &[&ProductTranslation],
        chain: &[Locale],
    ) -> Vec<String> {
        let mut words = Vec::new();
        for (code, value) in &product.attributes {
            let translated = translations
                .iter()
                .find_map(|texts| texts.attributes.get(code));
            self.write_words(code, translated.unwrap_or(value), chain, &mut words);
        }
        for variant in &product.variants {
            for (code, value) in &variant.attributes {
                self.write_words(code, value, chain, &mut words);
            }
            for (name, value) in product.options.iter().zip(&variant.options) {
                let translated = translations
                    .iter()
                    .find_map(|texts| texts.options.get(name)?.values.get(value));
                words.push(translated.unwrap_or(value).clone());
            }
        }
        let mut seen = HashSet::new();
        words.retain(|word| seen.insert(word.clone()));
        words
    }

    fn write_words(
        &self,
        code: &Code,
        value: &AttributeValue,
        chain: &[Locale],
        words: &mut Vec<String>,
    ) {
        let Some(attribute) = self.reference.attributes.by_code(code) else {
            return;
        };
        let attribute = &attribute.value;
        if !attribute.searchable {
            return;
        }
        words.extend(value.scalars().iter().filter_map(|scalar| match scalar {
            Scalar::Text(text) => Some(text.clone()),
            Scalar::Enum(value) => Some(label(attribute, value, chain)),
            Scalar::Number(_) | Scalar::Boolean(_) | Scalar::Date(_) => None,
        }));
    }
}

/// The name of an ENUM's value.
fn label(attribute: &Attribute, value: &Code, chain: &[Locale]) -> String {
    debug_assert_eq!(attribute.value_type, ValueType::Enum);
    let known = attribute.values.iter().find(|known| known.code == *value);
    let name = known.map(|known| localized(&known.translations, chain).unwrap_or(&known.name));
    name.unwrap_or(value.as_str()).to_owned()
}

fn localized<'t>(translations: &'t BTreeMap<Locale, String>, chain: &[Locale]) -> Option<&'t str> {
    let nearest = chain.iter().find_map(|locale| translations.get(locale));
    nearest.map(String::as_str)
}
