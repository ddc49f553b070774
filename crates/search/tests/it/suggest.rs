//! Autocomplete.

use search::suggest::{SuggestRequest, Suggestions};

use crate::fixture::{categorized, context, fill, product};

fn asked(prefix: &str) -> SuggestRequest {
    SuggestRequest {
        context: context(),
        prefix: prefix.to_owned(),
        limit: 8,
        synonyms: Vec::new(),
    }
}

fn numbers(suggestions: &Suggestions) -> Vec<u128> {
    suggestions
        .products
        .iter()
        .map(|id| id.uuid().as_u128())
        .collect()
}

testkit::on_each_index! {
    async fn beginnings_suggest_products_categories_and_queries(index: TestIndex) {
        let mut printer = categorized(product(1, "Phaser 6000"), &["Laser Printers", "Office"]);
        printer.brand = Some("Xerox".to_owned());
        let mut hidden = categorized(product(2, "Laser pointer"), &["Pointers"]);
        for texts in hidden.texts.values_mut() {
            texts.categories[0].hidden = true;
        }
        let mut draft = product(3, "Laser cutter");
        draft.status = domain::catalog::ProductStatus::Draft;
        fill(index.index(), [printer, hidden, draft]).await;
        let all = index.index().suggest(&asked("las")).await.unwrap();
        let mut products = numbers(&all);
        products.sort_unstable();
        assert_eq!(products, [1, 2]);
        assert_eq!(all.categories.len(), 1);
        assert_eq!((all.categories[0].name.as_str(), all.categories[0].count), ("Laser Printers", 1));
        let texts: Vec<&str> = all.queries.iter().map(|query| query.text.as_str()).collect();
        assert_eq!(texts, ["Laser Printers"]);
        // By a later word, and by a brand.
        let all = index.index().suggest(&asked("Prin")).await.unwrap();
        assert_eq!((numbers(&all), all.categories.len()), (vec![1], 1));
        let all = index.index().suggest(&asked("xero")).await.unwrap();
        let texts: Vec<&str> = all.queries.iter().map(|query| query.text.as_str()).collect();
        assert_eq!(texts, ["Xerox", "Xerox Laser Printers"]);
        let all = index.index().suggest(&asked("xerox la")).await.unwrap();
        assert_eq!(all.queries.len(), 1);
        assert_eq!(numbers(&all), [1]);
        // Of hidden categories, and of nothing, nothing is said.
        assert!(index.index().suggest(&asked("poin")).await.unwrap().categories.is_empty());
        assert_eq!(index.index().suggest(&asked(" ")).await.unwrap(), Suggestions::default());
    }

    /// A prefix of very many words would take very much memory.
    async fn of_very_many_typed_words_the_last_ones_count(index: TestIndex) {
        fill(index.index(), [product(1, "Phaser 6000")]).await;
        let typed = |before: usize| format!("{}{}6000", "cat ".repeat(before), "phaser ".repeat(15));
        let found = index.index().suggest(&asked(&typed(20))).await.unwrap();
        assert_eq!(numbers(&found), [1]);
        let found = index.index().suggest(&asked(&format!("{} cat", typed(0)))).await.unwrap();
        assert_eq!(numbers(&found), [0_u128; 0]);
    }

    async fn many_may_type_at_once(index: TestIndex) {
        fill(index.index(), [product(1, "Phaser 6000")]).await;
        let request = asked("phas");
        let all = (0..64).map(|_| index.index().suggest(&request));
        for found in futures_util::future::join_all(all).await {
            assert_eq!(numbers(&found.unwrap()), [1]);
        }
    }

    async fn what_a_typed_word_means_as_well_is_suggested(index: TestIndex) {
        fill(index.index(), [product(1, "Notebook 15"), product(2, "Laptop 13"), product(3, "Mug")]).await;
        let mut request = asked("laptop");
        request.synonyms = vec![search::query::Synonym::TwoWay(vec![
            "laptop".to_owned(),
            "notebook".to_owned(),
        ])];
        let mut products = numbers(&index.index().suggest(&request).await.unwrap());
        products.sort_unstable();
        assert_eq!(products, [1, 2]);
    }

    async fn beginnings_of_codes_suggest_products(index: TestIndex) {
        let mut one = product(1, "Lamp");
        one.variants[0].sku = domain::text::Sku::trusted("AB-123-X");
        fill(index.index(), [one, product(2, "Mug")]).await;
        let all = index.index().suggest(&asked("ab12")).await.unwrap();
        assert_eq!(numbers(&all), [1]);
    }
}
