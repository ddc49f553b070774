use std::io::Write as _;

use flate2::{Compression, write::GzEncoder};
use testkit::database::TestDatabase;

use crate::support::{app::SAMPLE, program::Program};

const GOOD: &str = r#"{"type":"location","code":"berlin","name":"Berlin"}"#;
const BAD: &str = r#"{"type":"location","code":"paris"}"#;

fn on(database: &TestDatabase) -> Program {
    Program::new().set("VITRINE_DATABASE_URL", database.url())
}

testkit::on_each_database! {
    async fn the_status_tells_what_became_of_the_lines(database: TestDatabase) {
        let program = on(&database);
        program.file("good.jsonl", GOOD);
        program.file("mixed.jsonl", format!("{GOOD}\n{BAD}\n"));
        let count = || async { database.column("SELECT COUNT(*) FROM location").await.remove(0) };

        let ran = program.run(&["import", "mixed.jsonl"]);
        assert_eq!(ran.status, 1, "{ran:?}");
        assert!(ran.err.contains("mixed.jsonl:2: location paris: name: "), "{}", ran.err);
        assert!(ran.out.contains("so nothing was applied"), "{}", ran.out);
        assert_eq!(count().await, "0");

        assert_eq!(program.run(&["import", "--dry-run", "good.jsonl"]).status, 0);
        assert_eq!(count().await, "0");

        let ran = program.run(&["import", "--skip-invalid", "mixed.jsonl"]);
        assert_eq!(ran.status, 3, "{ran:?}");
        assert_eq!(count().await, "1");

        let ran = program.run(&["import", "good.jsonl"]);
        assert_eq!(ran.status, 0, "{ran:?}");
        let figures: Vec<Vec<&str>> = ran.out.lines().map(|line| line.split_whitespace().collect()).collect();
        assert_eq!(figures[0], ["created", "updated", "unchanged", "refused"]);
        assert_eq!(figures[1], ["location", "0", "0", "1", "0"]);
        assert_eq!(figures[2], ["Applied."]);
    }
}

#[test]
fn the_sample_is_loaded_from_a_file_from_gzip_and_from_standard_input() {
    let program = Program::new();
    program.file("sample.jsonl", SAMPLE);
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    gzip.write_all(SAMPLE.as_bytes()).unwrap();
    program.file("sample.jsonl.gz", gzip.finish().unwrap());

    let first = program.run(&["import", "sample.jsonl"]);
    assert_eq!(first.status, 0, "{first:?}");
    assert!(
        first
            .out
            .contains("product               63         0          0        0"),
        "{}",
        first.out
    );
    let second = program.run(&["import", "sample.jsonl.gz"]);
    assert!(
        second
            .out
            .contains("product                0         0         63        0"),
        "{}",
        second.out
    );
    let third = program.run_with_input(&["import", "-"], SAMPLE);
    assert_eq!(third.status, 0, "{third:?}");
}

#[test]
fn a_file_that_is_not_there_is_a_wrong_use() {
    let ran = Program::new().run(&["import", "missing.jsonl"]);
    assert_eq!(ran.status, 2, "{ran:?}");
    assert!(
        ran.err.contains("missing.jsonl can't be opened"),
        "{}",
        ran.err
    );
}

#[test]
fn errors_beyond_the_limit_are_counted() {
    let program = Program::new();
    program.file(
        "bad.jsonl",
        format!("{BAD}\n").replace("paris", "a") + &BAD.replace("paris", "b") + "\n" + BAD,
    );
    let ran = program.run(&["import", "--max-errors", "1", "bad.jsonl"]);
    assert_eq!(ran.status, 1);
    assert!(ran.err.contains("… and 2 more errors"), "{}", ran.err);
    assert_eq!(ran.err.matches("bad.jsonl:").count(), 1);
}

#[test]
fn a_shopify_export_makes_a_shop_of_an_empty_store() {
    let program = Program::new();
    program.file(
        "products_export.csv",
        "Handle,Title,Published,Option1 Name,Option1 Value,Variant SKU,Variant Price,Note (product.metafields.custom.note)\n\
         tin-mug,Tin mug,TRUE,Title,Default Title,TM-1,12.00,from Riga\n",
    );
    let asked = program.run(&["import", "products_export.csv"]);
    assert_eq!(asked.status, 1, "{asked:?}");
    assert!(
        asked
            .err
            .contains("products_export.csv:1: In which currency are the prices?"),
        "{}",
        asked.err
    );
    let ran = program.run(&["import", "products_export.csv", "--currency", "eur"]);
    assert_eq!(ran.status, 0, "{ran:?}");
    assert!(
        ran.err
            .contains("note: products_export.csv: Metafields are left out: Note"),
        "{}",
        ran.err
    );
    let prices = program.run_with_input(
        &["import", "--format", "csv", "-"],
        "sku,price\nTM-1,12.005\n",
    );
    assert_eq!(prices.status, 1);
    assert!(
        prices
            .err
            .contains("-:2: price TM-1 in EUR: price: \"12.005\" has 3 digits"),
        "{}",
        prices.err
    );
}
