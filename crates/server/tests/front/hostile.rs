//! Documents that were made to hurt: each is refused, and fast.

use std::time::{Duration, Instant};

use axum::http::StatusCode;

use crate::support::{Reply, door};

/// Sends a document, which must be answered within a second, with a short answer.
#[track_caller]
fn refused(reply: &Reply, started: Instant, name: &str) {
    let took = started.elapsed();
    assert!(took < Duration::from_secs(1), "{name} took {took:?}");
    assert!(
        reply.status.is_client_error(),
        "{name}: {} {}",
        reply.status,
        reply.text
    );
    assert!(
        reply.text.len() < 10_000,
        "{name}: {} bytes",
        reply.text.len()
    );
}

fn chain(levels: usize, spreads: usize, kind: &str) -> String {
    let mut text = String::from("{ ...F0 }");
    for level in 0..levels {
        let spread = format!("...F{} ", level + 1).repeat(spreads);
        text += &format!(" fragment F{level} on {kind} {{ {spread} }}");
    }
    text + &format!(" fragment F{levels} on {kind} {{ __typename }}")
}

#[tokio::test]
async fn hostile_documents_are_refused_at_once() {
    let nest = |open: &str, inner: &str, close: &str, count: usize| {
        format!("{}{inner}{}", open.repeat(count), close.repeat(count))
    };
    let cycle: String = (0..200)
        .map(|at| format!(" fragment F{at} on Query {{ ...F{} }}", (at + 1) % 200))
        .collect();
    let documents = [
        ("fragment bomb", chain(24, 2, "Query")),
        ("wide fragment bomb", chain(6, 200, "Query")),
        (
            "bomb of inline fragments",
            nest("... on Query { ... { ", "__typename", " } }", 200),
        ),
        (
            "unused bomb",
            format!(
                "{{ __typename }} {}",
                chain(24, 2, "Query").replacen("{ ...F0 }", "", 1)
            ),
        ),
        (
            "bomb in every operation",
            (0..50)
                .map(|at| format!("query Q{at} {{ ...F0 }} "))
                .collect::<String>()
                + &chain(9, 2, "Query").replacen("{ ...F0 }", "", 1)
                + " query Bad { nothing }",
        ),
        (
            "aliases of __typename",
            format!(
                "{{ {} }}",
                (0..1_900)
                    .map(|at| format!("a{at}:__typename "))
                    .collect::<String>()
            ),
        ),
        (
            "duplicates",
            format!("{{ {} }}", "__typename ".repeat(1_400)),
        ),
        ("circular fragments", format!("{{ ...F0 }}{cycle}")),
        (
            "a fragment in itself",
            String::from(
                "{ ...F } fragment F on Query { ...F ...F book(by: {id: \"1\"}) { ...G } } fragment G on Book { sequel { ...G } }",
            ),
        ),
        (
            "deep fields",
            format!(
                "{{ book(by: {{id: \"1\"}}) {{ {} }} }}",
                nest("sequel { ", "id", " }", 500)
            ),
        ),
        ("deep braces", nest("{ a ", "", " }", 900)),
        ("deep braces without names", "{".repeat(1_900)),
        (
            "deep list literal",
            format!("{{ echo(list: {}) }}", nest("[", "", "]", 900)),
        ),
        (
            "deep object literal",
            format!(
                "{{ book(by: {}) {{ id }} }}",
                nest("{shelf: ", "1", "}", 600)
            ),
        ),
        (
            "deep list type",
            format!(
                "query ($a: {}) {{ __typename }}",
                nest("[", "Int", "]", 900)
            ),
        ),
        (
            "one_of nested deeply",
            format!(
                "{{ book(by: {}) {{ id }} }}",
                nest("{shelf: {row: 1, by: ", "{}", "}}", 150)
            ),
        ),
        (
            "huge integer",
            format!("{{ echo(number: {}) }}", "9".repeat(10_000)),
        ),
        ("huge float", String::from("{ echo(number: 1e999999999) }")),
        ("NUL bytes", String::from("{ __typename\0 }")),
        ("controls", String::from("{ echo(text: \"a\u{1}b\n\") }")),
        (
            "lone surrogate",
            String::from(r#"{ echo(text: "\uD83D") }"#),
        ),
        (
            "code point out of range",
            String::from(r#"{ echo(text: "\u{110000}") }"#),
        ),
        (
            "unclosed string",
            format!("{{ echo(text: \"{}", "x".repeat(10_000)),
        ),
        (
            "unclosed block string",
            format!("{{ echo(text: \"\"\"{}", "x\\\"\"\"".repeat(1_000)),
        ),
        (
            "directive flood",
            format!("{{ __typename {} }}", "@include(if: true) ".repeat(300)),
        ),
        (
            "unknown directive flood",
            format!("{{ __typename {} }}", "@a".repeat(900)),
        ),
        (
            "directives on a spread",
            format!(
                "{{ ...F {} }} fragment F on Query {{ __typename }}",
                "@include(if: true) ".repeat(300)
            ),
        ),
        (
            "variable flood",
            format!(
                "query ({}) {{ __typename }}",
                (0..390)
                    .map(|at| format!("$v{at}: Int "))
                    .collect::<String>()
            ),
        ),
        (
            "default value flood",
            format!(
                "query ($a: [Int] = [{}]) {{ echo(list: $a) }}",
                "1 ".repeat(1_500)
            ),
        ),
        (
            "unknown field flood",
            format!(
                "{{ book(by: {{id: \"1\"}}) {{ {} }} }}",
                (0..900).map(|at| format!("x{at} ")).collect::<String>()
            ),
        ),
        (
            "unknown argument flood",
            format!(
                "{{ echo({}) }}",
                (0..450).map(|at| format!("x{at}: 1 ")).collect::<String>()
            ),
        ),
        (
            "conflicting field flood",
            format!(
                "{{ book(by: {{id: \"1\"}}) {{ {} }} }}",
                (0..150)
                    .map(|at| format!("sequels(first: {at}) {{ id }} "))
                    .collect::<String>()
            ),
        ),
        (
            "conflicts through fragments",
            (0..60)
                .map(|at| {
                    format!(
                        "fragment F{at} on Book {{ sequels(first: {at}) {{ id ...F{} }} }} ",
                        (at + 1) % 60
                    )
                })
                .collect::<String>()
                + "{ book(by: {id: \"1\"}) { ...F0 } }",
        ),
        (
            "introspection flood",
            format!(
                "{{ {} }}",
                (0..25)
                    .map(|at| format!("s{at}: __schema {{ types {{ name }} }} "))
                    .collect::<String>()
            ),
        ),
        ("comments", "#\n".repeat(9_000)),
        ("commas", ",".repeat(20_000)),
        ("names", "a ".repeat(8_000)),
        ("quotes", "\"".repeat(16_000)),
        ("at signs", "@".repeat(16_000)),
        ("a document too long", "x".repeat(200_000)),
        ("operations without names", "{ __typename } ".repeat(40)),
        ("emoji", "😀".repeat(3_000)),
    ];
    let door = door();
    for (name, document) in &documents {
        let started = Instant::now();
        let reply = door.run(document).await;
        refused(&reply, started, name);
    }
}

#[tokio::test]
async fn hostile_bodies_are_refused_at_once() {
    let door = door();
    for (name, body) in [
        (
            "deep JSON",
            format!(
                "{{\"query\":\"{{a}}\",\"variables\":{{\"a\":{}",
                "[".repeat(100_000)
            ),
        ),
        (
            "deep JSON that closes",
            format!(
                "{{\"query\":\"{{a}}\",\"variables\":{{\"a\":{}{}}}}}",
                "[".repeat(100_000),
                "]".repeat(100_000)
            ),
        ),
        (
            "many keys",
            format!(
                "{{\"query\":\"{{__typename}}\",\"variables\":{{{}\"a\":1}}}}",
                (0..20_000)
                    .map(|at| format!("\"v{at}\":1,"))
                    .collect::<String>()
            ),
        ),
        (
            "a key twice",
            String::from("{\"query\":\"{__typename}\",\"query\":\"mutation { burn }\"}"),
        ),
        (
            "an escaped key twice",
            String::from("{\"query\":\"{__typename}\",\"qu\\u0065ry\":\"mutation { burn }\"}"),
        ),
        (
            "a batch",
            format!("[{}{{}}]", "{\"query\":\"{__typename}\"},".repeat(5_000)),
        ),
        (
            "many zeros",
            format!(
                "{{\"query\":\"{{__typename}}\",\"variables\":{{\"a\":[{}0]}}}}",
                "0,".repeat(100_000)
            ),
        ),
        (
            "a huge number",
            format!(
                "{{\"query\":\"{{__typename}}\",\"variables\":{{\"a\":{}}}}}",
                "9".repeat(200_000)
            ),
        ),
        (
            "not UTF-8 in disguise",
            String::from("{\"query\":\"\\ud800\"}"),
        ),
        ("a large body", " ".repeat(1_000_000)),
        ("a text", String::from("query=%7B__typename%7D")),
    ] {
        let started = Instant::now();
        let reply = door.post(body).await;
        refused(&reply, started, name);
        let plain = reply.message();
        assert!(
            !plain.contains("Error(") && !plain.contains("line:"),
            "{plain}"
        );
    }
    let started = Instant::now();
    refused(&door.post(vec![0xFF; 100]).await, started, "not UTF-8");
}

#[tokio::test]
async fn what_a_storefront_needs_passes() {
    let door = door();
    let listing = "{ book(by: {id: \"1\"}) { sequels(first: 100) { id title sequels(first: 10) { id title sequel { id title } } } } }";
    let reply = door.run(listing).await;
    assert_eq!(reply.status, StatusCode::OK);
    assert_eq!(
        reply.data()["book"]["sequels"].as_array().map(Vec::len),
        Some(100)
    );
}
