//! Where each thing stands in Shopify's file, by its older and its newer name.

use super::Header;

/// The places of the columns that are taken over. None: there is no such column.
pub(super) struct Columns {
    pub(super) handle: Option<usize>,
    pub(super) title: Option<usize>,
    pub(super) body: Option<usize>,
    pub(super) vendor: Option<usize>,
    pub(super) category: Option<usize>,
    pub(super) product_type: Option<usize>,
    pub(super) tags: Option<usize>,
    pub(super) published: Option<usize>,
    pub(super) status: Option<usize>,
    /// Name and value of each option.
    pub(super) options: [(Option<usize>, Option<usize>); 3],
    pub(super) sku: Option<usize>,
    pub(super) barcode: Option<usize>,
    pub(super) grams: Option<usize>,
    pub(super) tracker: Option<usize>,
    pub(super) quantity: Option<usize>,
    pub(super) policy: Option<usize>,
    pub(super) price: Option<usize>,
    pub(super) compare_at: Option<usize>,
    pub(super) image: Option<usize>,
    pub(super) image_position: Option<usize>,
    pub(super) image_alt: Option<usize>,
    pub(super) variant_image: Option<usize>,
}

impl Columns {
    pub(super) fn find(header: &Header) -> Result<Self, String> {
        let find = |names: &[&str]| header.find(names);
        let title = find(&["title"])?;
        if title.is_none() {
            return Err(String::from(
                "Shopify's product file has a column named Title; this one has not.",
            ));
        }
        Ok(Self {
            handle: find(&["handle", "urlhandle"])?,
            title,
            body: find(&["bodyhtml", "description"])?,
            vendor: find(&["vendor"])?,
            category: find(&["productcategory"])?,
            product_type: find(&["type", "customproducttype"])?,
            tags: find(&["tags"])?,
            published: find(&["published", "publishedononlinestore"])?,
            status: find(&["status"])?,
            options: [
                (find(&["option1name"])?, find(&["option1value"])?),
                (find(&["option2name"])?, find(&["option2value"])?),
                (find(&["option3name"])?, find(&["option3value"])?),
            ],
            sku: find(&["variantsku", "sku"])?,
            barcode: find(&["variantbarcode", "barcode"])?,
            grams: find(&["variantgrams", "weightvaluegrams"])?,
            tracker: find(&["variantinventorytracker", "inventorytracker"])?,
            quantity: find(&["variantinventoryqty", "inventoryquantity"])?,
            policy: find(&["variantinventorypolicy", "continuesellingwhenoutofstock"])?,
            price: find(&["variantprice", "price"])?,
            compare_at: find(&["variantcompareatprice", "compareatprice"])?,
            image: find(&["imagesrc", "productimageurl"])?,
            image_position: find(&["imageposition"])?,
            image_alt: find(&["imagealttext"])?,
            variant_image: find(&["variantimage", "variantimageurl"])?,
        })
    }

    /// All places that are taken over.
    pub(super) fn used(&self) -> Vec<usize> {
        let options = self
            .options
            .iter()
            .flat_map(|(name, value)| [*name, *value]);
        let others = [
            self.handle,
            self.title,
            self.body,
            self.vendor,
            self.category,
            self.product_type,
            self.tags,
            self.published,
            self.status,
            self.sku,
            self.barcode,
            self.grams,
            self.tracker,
            self.quantity,
            self.policy,
            self.price,
            self.compare_at,
            self.image,
            self.image_position,
            self.image_alt,
            self.variant_image,
        ];
        options.chain(others).flatten().collect()
    }
}
