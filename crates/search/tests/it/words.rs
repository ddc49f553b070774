//! What words find.

use domain::locale::Locale;
use search::{
    document::ProductDocument,
    hits::Stage,
    query::{Merchandising, SearchRequest, Synonym},
    text::Part,
};

use crate::fixture::{asking, attributed, categorized, code, described, fill, found, product};

fn in_german(query: &str) -> SearchRequest {
    let mut request = asking(query);
    request.context.locale = Locale::trusted("de");
    request
}

fn branded(mut document: ProductDocument, brand: &str) -> ProductDocument {
    document.brand = Some(brand.to_owned());
    document
}

testkit::on_each_index! {
    async fn forms_of_a_word_find_each_other(index: TestIndex) {
        fill(index.index(), [
            product(1, "Kühlschrank mit Gefrierfach"),
            product(2, "Café set"),
            product(3, "Laser printers"),
        ]).await;
        assert_eq!(found(index.index(), &in_german("Kühlschränke")).await, [1]);
        assert_eq!(found(index.index(), &in_german("kuhlschranke")).await, [1]);
        assert_eq!(found(index.index(), &asking("cafe")).await, [2]);
        assert_eq!(found(index.index(), &asking("CAFÉ")).await, [2]);
        assert_eq!(found(index.index(), &asking("printer")).await, [3]);
    }

    async fn every_word_is_asked_for_wherever_it_stands(index: TestIndex) {
        let mug = categorized(branded(product(1, "Mug"), "Acme"), &["kitchen", "home"]);
        let mug = described(mug, "<p>Dishwasher&nbsp;safe</p>");
        fill(index.index(), [mug, branded(product(2, "Shirt"), "Acme")]).await;
        for query in ["acme mug", "mug kitchen", "home mug", "mug dishwasher", "the mug of acme"] {
            assert_eq!(found(index.index(), &asking(query)).await, [1], "{query}");
        }
        let answer = index.index().search(&asking("acme lamp")).await.unwrap();
        assert_eq!(answer.stage, Stage::Loose);
        assert_eq!(answer.total, Some(2));
    }

    async fn what_is_named_so_comes_before_what_mentions_it(index: TestIndex) {
        fill(index.index(), [
            described(product(1, "Bag"), "Holds a laptop and its charger"),
            product(2, "Laptop"),
            categorized(product(3, "Thing X"), &["Laptop"]),
        ]).await;
        let order = found(index.index(), &asking("laptop")).await;
        assert_eq!(order.len(), 3);
        assert_eq!(order[2], 1);
    }

    async fn what_a_thing_is_comes_before_what_it_is_for(index: TestIndex) {
        fill(index.index(), [
            product(1, "Acme gel mouse pad"),
            product(2, "Acme laser mouse USB 3200 DPI"),
            categorized(product(3, "Acme 1"), &["Mouse pads"]),
            categorized(product(4, "Acme 2"), &["Mice & pointing devices"]),
        ]).await;
        let order = found(index.index(), &asking("mouse")).await;
        assert_eq!(order.len(), 4);
        let place = |number| order.iter().position(|found| *found == number);
        assert!(place(2) < place(1) && place(4) < place(3), "{order:?}");
    }

    async fn codes_skus_barcodes_and_models_are_found_whole_and_by_their_beginning(index: TestIndex) {
        let mut one = product(1, "Headphones WH-1000XM4 black");
        one.variants[0].sku = domain::text::Sku::trusted("006R90321-M/BLACK");
        one.variants[0].barcode = Some("0095205603217".to_owned());
        one.code = code("HX-77");
        fill(index.index(), [one, product(2, "Headphones 1000 pieces")]).await;
        for query in [
            "006R90321-M/BLACK", "006r90321 m black", "006R90", "0095205603217", "009520560", "hx77", "HX-7",
            "WH-1000XM4", "wh1000xm4", "1000XM4", "wh1000x",
        ] {
            assert_eq!(found(index.index(), &asking(query)).await, [1], "{query}");
        }
    }

    async fn a_typo_is_corrected_only_where_nothing_is_spelled_so(index: TestIndex) {
        fill(index.index(), [
            product(1, "Keyboard"),
            product(2, "Mouse"),
            product(3, "House"),
            product(4, "Mousse"),
        ]).await;
        let answer = index.index().search(&asking("keybord")).await.unwrap();
        assert_eq!(crate::fixture::numbers(&answer), [1]);
        assert_eq!(answer.stage, Stage::Corrected);
        assert_eq!(answer.did_you_mean.as_deref(), Some("keyboard"));
        // One letter away from two others, but there is one that is spelled so.
        let answer = index.index().search(&asking("mouse")).await.unwrap();
        assert_eq!(crate::fixture::numbers(&answer), [2]);
        assert_eq!((answer.stage, answer.did_you_mean), (Stage::Exact, None));
        // The first letter is taken for right.
        let answer = index.index().search(&asking("bouse")).await.unwrap();
        assert_eq!(answer.total, Some(0));
    }

    async fn words_written_apart_or_together_find_each_other(index: TestIndex) {
        fill(index.index(), [
            product(1, "Touch-screen monitor"),
            product(2, "Wireless headset"),
            product(3, "iPhone 11 case"),
        ]).await;
        assert_eq!(found(index.index(), &asking("touchscreen monitor")).await, [1]);
        assert_eq!(found(index.index(), &asking("head set")).await, [2]);
        assert_eq!(found(index.index(), &asking("iphone11")).await, [3]);
    }

    async fn words_beside_each_other_come_first_and_quoted_ones_are_asked_for(index: TestIndex) {
        fill(index.index(), [
            product(1, "Mouse with wireless charger"),
            product(2, "Wireless mouse and charger"),
        ]).await;
        assert_eq!(found(index.index(), &asking("wireless mouse")).await, [2, 1]);
        assert_eq!(found(index.index(), &asking("\"wireless charger\"")).await, [1]);
    }

    async fn synonyms_act_at_once_in_the_direction_that_they_have(index: TestIndex) {
        fill(index.index(), [
            product(1, "Notebook computer"),
            product(2, "Laptop"),
            product(3, "Solid state drive"),
        ]).await;
        let with = |query: &str, synonym: Synonym| SearchRequest {
            merchandising: Merchandising { synonyms: vec![synonym], ..Merchandising::default() },
            ..asking(query)
        };
        let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let both = Synonym::TwoWay(texts(&["laptop", "notebook computer"]));
        let sorted = |mut numbers: Vec<u128>| { numbers.sort_unstable(); numbers };
        assert_eq!(found(index.index(), &asking("laptops")).await, [2]);
        assert_eq!(sorted(found(index.index(), &with("laptops", both.clone())).await), [1, 2]);
        assert_eq!(sorted(found(index.index(), &with("notebook computer", both)).await), [1, 2]);
        let one_way = Synonym::OneWay { from: "ssd".to_owned(), to: texts(&["solid state drive"]) };
        assert_eq!(found(index.index(), &with("ssd", one_way.clone())).await, [3]);
        assert_eq!(found(index.index(), &with("solid state drive", one_way)).await, [3]);
    }

    async fn a_query_of_words_that_say_nothing_is_still_a_query(index: TestIndex) {
        fill(index.index(), [product(1, "The Who: best of"), product(2, "Lamp")]).await;
        assert_eq!(found(index.index(), &asking("the who")).await, [1]);
        assert_eq!(found(index.index(), &asking("?!")).await, Vec::<u128>::new());
        assert_eq!(found(index.index(), &asking("  ")).await, [2, 1]);
    }

    async fn what_was_found_is_marked(index: TestIndex) {
        fill(index.index(), [product(1, "Wireless keyboards")]).await;
        let answer = index.index().search(&asking("keyboard")).await.unwrap();
        let marked = answer.highlighter.unwrap().mark("Wireless keyboards");
        let part = |text: &str, found| Part { text: text.to_owned(), found };
        assert_eq!(marked, [part("Wireless ", false), part("keyboards", true)]);
        let answer = index.index().search(&asking("keybord")).await.unwrap();
        let marked = answer.highlighter.unwrap().mark("Wireless keyboards");
        assert_eq!(marked, [part("Wireless ", false), part("keyboards", true)]);
    }

    async fn a_score_is_explained_where_it_is_asked_for(index: TestIndex) {
        fill(index.index(), [product(1, "Lamp")]).await;
        let mut asked = asking("lamp");
        asked.explain = true;
        let answer = index.index().search(&asked).await.unwrap();
        let hit = &answer.hits[0];
        let explanation = hit.explanation.clone().unwrap();
        let told = explanation["value"].as_f64().unwrap();
        assert!((told - f64::from(hit.score.unwrap())).abs() < 1e-3, "{explanation}");
    }

    async fn what_is_like_a_product_is_of_its_kind(index: TestIndex) {
        let lamp = categorized(product(1, "Desk lamp"), &["lamps"]);
        let other = categorized(product(2, "Floor lamp"), &["lamps"]);
        let desk = categorized(product(3, "Oak desk"), &["desks"]);
        let mug = attributed(product(4, "Mug"), "new", domain::catalog::Scalar::Boolean(true));
        let mut gone = categorized(product(5, "Desk lamp"), &["lamps"]);
        gone.variants[0].stock.insert(crate::fixture::code("de"), domain::inventory::StockStatus::OutOfStock);
        let mut draft = categorized(product(6, "Desk lamp"), &["lamps"]);
        draft.status = domain::catalog::ProductStatus::Draft;
        let mut elsewhere = categorized(product(7, "Desk lamp"), &["lamps"]);
        elsewhere.channels[0].channel = crate::fixture::code("us");
        fill(index.index(), [lamp.clone(), other, desk, mug, gone, draft, elsewhere]).await;
        let alike = async |limit| {
            let context = crate::fixture::context();
            let texts = &lamp.texts[&context.locale];
            let alike = index.index().similar(context.clone(), lamp.id, texts, limit).await.unwrap();
            alike.iter().map(|id| id.uuid().as_u128()).collect::<Vec<u128>>()
        };
        // What is sold out comes last; what this buyer can't see, never.
        assert_eq!(alike(10).await, [2, 3, 5]);
        assert_eq!(alike(1).await, [2]);
    }
}
