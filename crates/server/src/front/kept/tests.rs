use apollo_compiler::ExecutableDocument as Document;

use super::super::ViewerSchema;
use super::*;

fn footing_of(text: &str) -> Footing {
    let schema = ViewerSchema::parse(&graphql::sdl(graphql::Role::Storefront)).unwrap();
    let document = Document::parse_and_validate(&schema.schema, text, "document").unwrap();
    let operation = document.operations.iter().next().unwrap();
    rests_on(&document, operation)
}

#[test]
fn an_answer_rests_on_all_that_is_asked_in_it() {
    for (text, expected) in [
        (
            "{ products { nodes { name availability { status } } } }",
            Footing::Catalogue,
        ),
        (
            "{ categories { nodes { name } } search { nodes { name } } }",
            Footing::Index,
        ),
        (
            "{ category(by: {code: \"c\"}) { search { nodes { name } } } }",
            Footing::Index,
        ),
        (
            "{ products { nodes { ...P } } } fragment P on Product { similar(first: 3) { name } }",
            Footing::Index,
        ),
        ("{ search { indexedAt } }", Footing::Moment),
        (
            "{ product(by: {code: \"p\"}) { variants { nodes { price { lowestPriorPrice { amount } } } } } }",
            Footing::Moment,
        ),
        (
            "subscription { productChanged { product { name } } }",
            Footing::Moment,
        ),
    ] {
        assert_eq!(footing_of(text), expected, "{text}");
    }
}

fn key(document: u8, operation: Option<&str>, variables: &str, sees: &str) -> Key {
    let variables: JsonMap = serde_json::from_str(variables).unwrap();
    let question = Question::of(
        &[document; 32],
        operation,
        &variables,
        sees,
        Footing::Catalogue,
    );
    question.unwrap().key
}

#[test]
fn whatever_decides_the_answer_is_in_the_question() {
    let all = [
        key(1, None, "{}", ""),
        key(2, None, "{}", ""),
        key(1, Some("A"), "{}", ""),
        key(1, Some("B"), "{}", ""),
        key(1, None, r#"{"a": 1}"#, ""),
        key(1, None, r#"{"a": null}"#, ""),
        key(1, None, r#"{"a": "1"}"#, ""),
        key(1, None, "{}", "A"),
        key(1, None, "{}", "vip"),
    ];
    for (place, one) in all.iter().enumerate() {
        assert!(!all[..place].contains(one), "{place}");
    }
    assert_eq!(all[0], key(1, None, "{}", ""));
    let of_the_moment = Question::of(&[1; 32], None, &JsonMap::new(), "", Footing::Moment);
    assert!(of_the_moment.is_none());
}
