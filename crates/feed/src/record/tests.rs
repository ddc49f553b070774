//! What single lines are refused for, and what oddities pass.

use super::*;

fn refused(line: &str) -> Vec<String> {
    Record::parse(line)
        .expect_err("this line must be refused")
        .problems
        .iter()
        .map(ToString::to_string)
        .collect()
}

fn product(fields: &str) -> String {
    format!(r#"{{"type":"product","code":"p",{fields}}}"#)
}

#[test]
fn a_line_that_is_not_a_record_says_why() {
    for (line, reason) in [
        (
            "{",
            "This is not JSON: EOF while parsing an object at column 1.",
        ),
        ("[1]", "A record is a JSON object, not a list."),
        (r#"{"code":"a"}"#, "type: Every record needs a type."),
        (
            r#"{"type":7}"#,
            "type: A text is expected here, not a number.",
        ),
        (r#"{"type":"location"}"#, "code: This field is needed."),
        (
            r#"{"type":"location","code":"a","code":"b"}"#,
            "code: This field is given twice.",
        ),
        (
            r#"{"type":"location","code":"a","city":"b"}"#,
            "city: There is no field \"city\" here. Known are: type, code, name, country.",
        ),
        (
            r#"{"type":"location","code":" a"}"#,
            "code: This must not begin or end with a blank.",
        ),
        (
            "{\"type\":\"location\",\"code\":\"a\",\"name\":\"x\\u0007\"}",
            "name: This holds the control character U+0007, which is not allowed.",
        ),
    ] {
        assert_eq!(refused(line), [reason], "{line}");
    }
    assert!(
        refused(r#"{"type":"shelf"}"#)[0]
            .starts_with("type: \"shelf\" is not a type of record. Known are: location,")
    );
}

#[test]
fn every_problem_of_a_line_is_told_at_once_with_its_path() {
    let line = product(
        r#""slug":"No Slug","status":"LIVE","channels":[{"code":"de","from":"2026-01-02T00:00:00Z","until":"2026-01-01T00:00:00Z"}],
        "media":[{"url":"ftp://x"}],"variants":[{"sku":"a","prices":[{"amount":5,"currency":"eur"}],"stock":[{"location":"l","onHand":1.5}]}],
        "attributes":{"a":1,"a":2,"b":{}}"#,
    );
    assert_eq!(
        refused(&line),
        [
            "slug: A slug is made of lower-case letters and digits, joined by single hyphens: \"No Slug\" is not.",
            "status: \"LIVE\" is none of DRAFT, ACTIVE, ARCHIVED.",
            "channels[0].until: A window ends after it starts.",
            "attributes.a: This key is given twice.",
            "attributes.b: A text, a number, a boolean or a list of them is expected here, not an object.",
            "media[0].url: \"ftp://x\" is not an absolute http(s) address.",
            "variants[0].prices[0].amount: Money is a decimal text such as \"19.99\", not a JSON number.",
            "variants[0].prices[0].currency: \"eur\" is not a currency code of ISO 4217, such as \"EUR\" or \"USD\".",
            "variants[0].stock[0].onHand: A whole number from 0 to 1000000000 is expected here.",
        ]
    );
}

#[test]
fn numbers_and_times_keep_to_the_format() {
    for on_hand in ["-1", "1.0", "1e3", "1000000001", "\"5\"", "true"] {
        let line = format!(r#"{{"type":"stock","sku":"a","location":"b","onHand":{on_hand}}}"#);
        assert!(refused(&line)[0].starts_with("onHand: "), "{on_hand}");
    }
    for time in [
        "2026-01-01",
        "2026-01-01T00:00:00",
        "2026-13-01T00:00:00Z",
        "tomorrow",
    ] {
        let line = format!(r#"{{"type":"priceList","code":"a","validFrom":"{time}"}}"#);
        assert!(refused(&line)[0].contains("RFC 3339"), "{time}");
    }
    let offset =
        Record::parse(r#"{"type":"priceList","code":"a","validFrom":"2026-06-01T00:00:00+02:00"}"#)
            .unwrap();
    let Record::PriceList(list) = offset else {
        panic!("a price list was read")
    };
    assert_eq!(
        list.valid_from,
        crate::given::Given::Value("2026-05-31T22:00:00Z".parse().unwrap())
    );
}

#[test]
fn texts_of_every_script_pass() {
    let line = product(
        r#""slug":"קפה-כהה","name":"קפה כהה ☕👩🏽‍🌾","description":"שורה\nשנייה\t!","brand":"東京""#,
    );
    assert!(Record::parse(&line).is_ok());
    assert!(
        Record::parse(&product(r#""slug":"caf\u0065\u0301""#)).is_ok(),
        "escapes and combining marks"
    );
}

#[test]
fn deep_nesting_is_refused_and_not_followed() {
    let line = format!(
        r#"{{"type":"product","code":"p","attributes":{}{}}}"#,
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    assert!(refused(&line)[0].starts_with("This is not JSON: recursion limit exceeded"));
}

#[test]
fn a_base_price_record_needs_each_currency_and_a_list_one_does_not() {
    assert_eq!(
        refused(r#"{"type":"price","sku":"a","prices":[{"amount":"1.00"}]}"#),
        ["prices[0].currency: A base price needs its currency."]
    );
    assert!(
        Record::parse(r#"{"type":"price","sku":"a","priceList":"b","prices":[{"amount":"1.00"}]}"#)
            .is_ok()
    );
    assert!(Record::parse(r#"{"type":"price","sku":"a","priceList":null,"prices":[]}"#).is_ok());
}
