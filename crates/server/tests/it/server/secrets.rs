//! What must never stand in the log, at any level: keys, tokens, and what clients say in their requests.

use tokio::{io::AsyncWriteExt as _, net::TcpStream};

use crate::support::{program::Program, wire::read_to_end};

/// Sends a POST with these lines in its head and gives the whole answer.
async fn post(address: &str, head: &str, body: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let length = body.len();
    let request = format!(
        "POST /graphql HTTP/1.1\r\nHost: test\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n{head}\r\n{body}"
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    read_to_end(&mut stream).await
}

#[tokio::test]
async fn secrets_and_personal_data_stand_in_no_log() {
    let secret = "a-secret-of-the-issuer-0123456789abcdef";
    let program = Program::new()
        .set("VITRINE_LOG", "trace")
        .set("VITRINE_AUTH__JWT__ISSUER", "https://id.example")
        .set("VITRINE_AUTH__JWT__AUDIENCE", "vitrine")
        .set("VITRINE_AUTH__JWT__ALGORITHMS", "HS256")
        .set("VITRINE_AUTH__JWT__KEY", secret);
    let made = program.run(&[
        "api-key",
        "create",
        "--role",
        "admin",
        "--name",
        "Ann Example",
    ]);
    assert_eq!(made.status, 0, "{}", made.err);
    let key = made.out.trim().to_owned();
    assert!(!made.err.contains(&key));
    let almost = format!("{}x", &key[..key.len() - 1]);
    let token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJlbW1hQGV4YW1wbGUuY29tIn0.c2lnbmVk";

    let server = program.serve(&[]);
    let bearer = |text: &str| {
        format!("Authorization: Bearer {text}\r\nCookie: session=crumbs-of-a-cookie\r\n")
    };
    let by_variable = r#"{"query":"mutation($input: CategoryCreateInput!) { categoryCreate(input: $input) { userErrors { message } } }","variables":{"input":{"code":"hats","slug":"hats","name":"emma@example.com"}}}"#;
    let by_literal =
        r#"{"query":"{ products(filter: { text: \"emma@example.com\" }) { totalCount } }"}"#;
    let wrong = r#"{"query":"{ product(by: { slug: \"emma@example.com\" }) { emmasAddress } }"}"#;
    let unreadable = r#"{"query":"{ emma@example.com "#;
    for (head, body, status) in [
        (bearer(&key), by_variable, "200"),
        (bearer(&key), by_variable, "200"),
        (bearer(&key), by_literal, "200"),
        (bearer(&key), wrong, "200"),
        (bearer(&key), unreadable, "400"),
        (bearer(&almost), by_literal, "401"),
        (bearer(token), by_literal, "401"),
        (bearer("emma@example.com"), by_literal, "401"),
    ] {
        let answer = post(&server.address, &head, body).await;
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status}")),
            "{body}: {answer}"
        );
        for hidden in [&*key, &almost, token, secret] {
            assert!(!answer.contains(hidden), "{answer}");
        }
    }
    let log = server.terminate().err;
    assert!(log.contains("/graphql"), "requests are logged: {log}");
    for hidden in [
        &*key,
        &key[16..],
        &almost,
        token,
        secret,
        "emma@example.com",
        "emma%40example.com",
        "crumbs-of-a-cookie",
        "emmasAddress",
    ] {
        let line = log.lines().find(|line| line.contains(hidden));
        assert_eq!(line, None, "{hidden} stands in the log");
    }
}
