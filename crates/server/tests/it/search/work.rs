//! `vitrine reindex` and `vitrine search check`, as the real program, beside a server and without one.

use crate::support::program::Program;

#[test]
fn without_a_server_the_commands_do_the_work_themselves() {
    let program = Program::new();
    let feed = program.file("shop.jsonl", crate::support::app::SAMPLE);
    assert_eq!(program.run(&["import", feed.to_str().unwrap()]).status, 0);
    let ran = program.run(&["reindex"]);
    assert_eq!(
        (ran.status, ran.out.as_str()),
        (0, "Indexed 63 products anew.\n"),
        "{}",
        ran.err
    );
    let ran = program.run(&["search", "check"]);
    assert_eq!(
        (ran.status, ran.out.as_str()),
        (0, "63 products, and nothing differs.\n"),
        "{}",
        ran.err
    );
    let ran = program.run(&["reindex", "--rollback"]);
    assert_eq!(
        (ran.status, ran.out.as_str()),
        (0, "The index from before is in use again.\n"),
        "{}",
        ran.err
    );
    let ran = program.run(&["search", "check", "--repair"]);
    assert_eq!(ran.status, 0, "{}{}", ran.out, ran.err);
}

#[test]
fn with_a_server_the_commands_ask_it() {
    let program = Program::new();
    let server = program.serve(&["--sample"]);
    let ran = program.run(&["reindex"]);
    assert_eq!(
        (ran.status, ran.out.as_str()),
        (0, "Indexed 63 products anew.\n"),
        "{}",
        ran.err
    );
    assert!(
        ran.err.contains("A server holds the search index"),
        "{}",
        ran.err
    );
    let ran = program.run(&["search", "check"]);
    assert_eq!(
        (ran.status, ran.out.as_str()),
        (0, "63 products, and nothing differs.\n"),
        "{}",
        ran.err
    );
    server.terminate();
}
