//! Broken feeds: each is refused with its line and the reason, and leaves the store as it was.

use crate::support::{SHOP, exported, gzip, import_with, issues, load, text};

/// A feed on top of the shop, and the issues that it must get.
type Case = (&'static str, Vec<u8>, &'static [&'static str]);

fn case(name: &'static str, feed: impl Into<Vec<u8>>, issues: &'static [&'static str]) -> Case {
    (name, feed.into(), issues)
}

const PLAIN: &str =
    r#"{"type":"product","code":"p","slug":"p","name":"P","variants":[{"sku":"p"}]}"#;

fn files() -> Vec<Case> {
    let mut cut = gzip(SHOP.as_bytes());
    cut.truncate(cut.len() / 2);
    let long = format!(
        "\n{{\"type\":\"category\",\"code\":\"{}\"}}\n",
        "x".repeat(16 * 1024 * 1024)
    );
    vec![
        case(
            "not UTF-8",
            b"{\"type\":\"location\",\"code\":\"a\",\"name\":\"caf\xe9\"}".to_vec(),
            &["feed:1: This is not UTF-8: the byte at column 42 starts no character."],
        ),
        case(
            "UTF-16",
            "\u{feff}{}"
                .encode_utf16()
                .flat_map(u16::to_le_bytes)
                .collect::<Vec<u8>>(),
            &["feed:1: This is not UTF-8: the byte at column 1 starts no character."],
        ),
        case(
            "not JSON",
            "{\"type\":\"location\",}",
            &["feed:1: This is not JSON: trailing comma at column 20."],
        ),
        case(
            "two values in a line",
            "{}{}",
            &["feed:1: This is not JSON: trailing characters at column 3."],
        ),
        case(
            "a cut gzip file",
            cut,
            &["feed:6: The gzip file is cut off: it ends in the middle of its data."],
        ),
        case(
            "a line over 16 MiB",
            long,
            &["feed:2: The line is longer than 16 MiB."],
        ),
        case(
            "the same key twice",
            format!("{PLAIN}\n{PLAIN}"),
            &["feed:2: product p: The product \"p\" stands in feed:1 already."],
        ),
    ]
}

fn references() -> Vec<Case> {
    vec![
        case(
            "unknown codes",
            r#"{"type":"product","code":"p","slug":"p","name":"P","channels":["mars"],"categories":["lamps","boats"],"attributes":{"height":1,"colour":["blue"]},"variants":[{"sku":"p","prices":[{"amount":"1.00","priceList":"vip"}],"stock":[{"location":"moon","onHand":1}]}]}"#,
            &[
                "feed:1: product p: variants[0].prices[0].priceList: There is no price list \"vip\".",
                "feed:1: product p: variants[0].stock[0].location: There is no location \"moon\".",
                "feed:1: product p: attributes.height: There is no attribute \"height\".",
                "feed:1: product p: attributes.colour[0]: The attribute \"colour\" declares no value \"blue\".",
                "feed:1: product p: categories[1]: There is no category \"boats\".",
                "feed:1: product p: channels[0]: There is no channel \"mars\".",
            ],
        ),
        case(
            "an unknown SKU",
            r#"{"type":"stock","sku":"nope","location":"berlin","onHand":1}"#,
            &["feed:1: stock nope at berlin: sku: There is no SKU \"nope\"."],
        ),
        case(
            "a circle of categories",
            "{\"type\":\"category\",\"code\":\"home\",\"parent\":\"lamps\"}\n{\"type\":\"category\",\"code\":\"me\",\"slug\":\"me\",\"name\":\"Me\",\"parent\":\"me\"}",
            &[
                "feed:1: category home: parent: \"lamps\" is below this category, so that it can't be above it too.",
                "feed:2: category me: parent: A category can't be its own parent.",
            ],
        ),
        case(
            "a SKU of another product",
            r#"{"type":"product","code":"p","slug":"p","name":"P","variants":[{"sku":"lamp-s"}]}"#,
            &[
                "feed:1: product p: variants[0].sku: The SKU \"lamp-s\" belongs to the product \"lamp\"; a feed can't move it.",
            ],
        ),
        case(
            "a SKU in two products of the feed",
            format!(
                "{PLAIN}\n{}",
                PLAIN.replace(r#""code":"p","slug":"p""#, r#""code":"q","slug":"q""#)
            ),
            &[
                "feed:2: product q: variants: One of its SKUs is that of a variant in feed:1 already.",
            ],
        ),
        case(
            "slugs that are taken",
            r#"{"type":"product","code":"p","slug":"lamp","name":"P","variants":[{"sku":"p"}],"translations":{"de":{"slug":"lampe"}}}"#,
            &[
                "feed:1: product p: slug: The slug \"lamp\" is taken by the product \"lamp\".",
                "feed:1: product p: translations.de.slug: The slug \"lampe\" is taken by the product \"lamp\".",
            ],
        ),
        case(
            "a channel without a rate that its products need",
            r#"{"type":"channel","code":"de","taxRates":{"standard":null}}"#,
            &[
                "feed:1: channel de: taxRates: The product \"lamp\" has the tax class \"standard\" and would be sold in the channel \"de\" without a rate for it. Give the class a rate, which may be 0, or change the products first.",
            ],
        ),
        case(
            "a tax class without a rate",
            r#"{"type":"product","code":"p","slug":"p","name":"P","channels":["de"],"taxClass":"luxury","variants":[{"sku":"p"}]}"#,
            &[
                "feed:1: product p: taxClass: The channel \"de\" has no rate for the tax class \"luxury\".",
            ],
        ),
    ]
}

fn values() -> Vec<Case> {
    vec![
        case(
            "wrong digits",
            r#"{"type":"product","code":"p","slug":"p","name":"P","variants":[{"sku":"p","prices":[{"amount":"1.999","currency":"EUR"},{"amount":"1.99999","priceList":"b2b-eur"},{"amount":"1.5","currency":"JPY"},{"amount":"-1","currency":"EUR"}]}]}"#,
            &[
                "feed:1: product p: variants[0].prices[0].amount: \"1.999\" has 3 digits after the point; 2 are allowed here.",
                "feed:1: product p: variants[0].prices[1].amount: \"1.99999\" has 5 digits after the point; 4 are allowed here.",
                "feed:1: product p: variants[0].prices[2].amount: \"1.5\" has 1 digits after the point; 0 are allowed here.",
                "feed:1: product p: variants[0].prices[3].amount: \"-1\" is not an amount: digits with an optional point, such as \"19.99\", without sign or exponent.",
            ],
        ),
        case(
            "a currency that isn't the list's",
            r#"{"type":"price","sku":"lamp-s","priceList":"b2b-eur","prices":[{"amount":"1.00","currency":"USD"}]}"#,
            &[
                "feed:1: price lamp-s in b2b-eur: prices[0].currency: The price list \"b2b-eur\" is in EUR, not USD.",
            ],
        ),
        case(
            "a conflicting option matrix",
            r#"{"type":"product","code":"p","slug":"p","name":"P","options":["Size"],"variants":[{"sku":"p1","options":{"Size":"S"}},{"sku":"p2","options":{"Size":"S"}},{"sku":"p3","options":{"Colour":"Red"}},{"sku":"p1","options":{"Size":"M"}}]}"#,
            &[
                "feed:1: product p: variants[2].options.Colour: The product has no option \"Colour\".",
                "feed:1: product p: variants[2].options.Size: A variant needs a value of the option \"Size\".",
                "feed:1: product p: variants[1].options: The values S are those of variants[0] too.",
                "feed:1: product p: variants[3].sku: The SKU \"p1\" is that of variants[0] too.",
            ],
        ),
        case(
            "two variants without options, and none at all",
            "{\"type\":\"product\",\"code\":\"p\",\"slug\":\"p\",\"name\":\"P\",\"variants\":[{\"sku\":\"p1\"},{\"sku\":\"p2\"}]}\n{\"type\":\"product\",\"code\":\"q\",\"slug\":\"q\",\"name\":\"Q\"}",
            &[
                "feed:1: product p: variants: A product without options has exactly one variant; 2 are given.",
                "feed:2: product q: variants: A product has at least one variant.",
            ],
        ),
        case(
            "attribute values of the wrong type",
            r#"{"type":"product","code":"p","slug":"p","name":"P","attributes":{"colour":"black","weight":"1 kg","care":["a"]},"variants":[{"sku":"p"}],"translations":{"de":{"attributes":{"weight":2}}}}"#,
            &[
                "feed:1: product p: attributes.colour: This attribute takes several values: a list is expected here.",
                "feed:1: product p: attributes.weight: The attribute is of type NUMBER: a number is expected here.",
                "feed:1: product p: attributes.care: This attribute takes one value, not a list.",
                "feed:1: product p: translations.de.attributes.weight: Only TEXT attributes are translated here; the values of an ENUM are translated on the attribute.",
            ],
        ),
        case(
            "what is fixed once made",
            "{\"type\":\"attribute\",\"code\":\"weight\",\"valueType\":\"TEXT\"}\n{\"type\":\"priceList\",\"code\":\"b2b-eur\",\"currency\":\"USD\",\"unitPrecision\":2}",
            &[
                "feed:1: attribute weight: valueType: The type of an attribute is fixed once made.",
                "feed:2: priceList b2b-eur: currency: The currency of a price list is fixed once made; this one is in EUR.",
                "feed:2: priceList b2b-eur: unitPrecision: The precision of a price list can only grow, since its prices may need the 4 digits.",
            ],
        ),
        case(
            "an ENUM value that is in use",
            r#"{"type":"attribute","code":"colour","values":[{"code":"red"}]}"#,
            &[
                "feed:1: attribute colour: values: Products still have a value that would go. Take it from them first.",
            ],
        ),
        case(
            "a channel that contradicts itself",
            r#"{"type":"channel","code":"c","name":"C","currencies":["EUR","EUR"],"defaultCurrency":"USD","locales":["de"],"defaultLocale":"en"}"#,
            &[
                "feed:1: channel c: defaultCurrency: USD is not among the currencies.",
                "feed:1: channel c: defaultLocale: en is not among the locales.",
                "feed:1: channel c: currencies[1]: \"EUR\" is in this list twice.",
            ],
        ),
    ]
}

testkit::on_each_database! {
    async fn each_broken_feed_is_refused_with_line_and_reason(database: TestDatabase) {
        let store = database.store().await;
        load(&store, SHOP).await;
        let before = exported(&store).await;
        for (name, feed, expected) in files().into_iter().chain(references()).chain(values()) {
            let report = import_with(&store, Default::default(), vec![text("feed", feed)]).await;
            assert_eq!(issues(&report), expected, "{name}");
            assert!(!report.applied, "{name}");
        }
        assert_eq!(exported(&store).await, before);
    }
}
