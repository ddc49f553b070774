use std::io::Read as _;

use flate2::read::GzDecoder;

use crate::support::{app::SAMPLE, program::Program};

testkit::on_each_database! {
    async fn without_a_file_the_feed_alone_is_on_standard_output(database: TestDatabase) {
        let program = Program::new().set("VITRINE_DATABASE_URL", database.url());
        program.file("sample.jsonl", SAMPLE);
        assert_eq!(program.run(&["import", "sample.jsonl"]).status, 0);
        let ran = program.run(&["export"]);
        assert_eq!(ran.status, 0, "{}", ran.err);
        assert_eq!(ran.out.lines().count(), SAMPLE.lines().count());
        assert!(ran.out.lines().all(|line| line.starts_with("{\"type\":")));
        assert!(ran.err.contains("118 records were written."), "{}", ran.err);
    }
}

#[test]
fn a_file_is_whole_gzipped_by_its_name_and_readable_as_any_other() {
    let program = Program::new();
    program.file("sample.jsonl", SAMPLE);
    assert_eq!(program.run(&["import", "sample.jsonl"]).status, 0);
    assert_eq!(program.run(&["export", "out.jsonl"]).status, 0);
    assert_eq!(program.run(&["export", "out.jsonl.gz"]).status, 0);
    let plain = std::fs::read_to_string(program.folder().join("out.jsonl")).unwrap();
    let mut unzipped = String::new();
    let gzipped = std::fs::File::open(program.folder().join("out.jsonl.gz")).unwrap();
    GzDecoder::new(gzipped)
        .read_to_string(&mut unzipped)
        .unwrap();
    assert_eq!(plain, unzipped);
    assert_eq!(plain, program.run(&["export"]).out);
    let left: Vec<_> = std::fs::read_dir(program.folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert!(
        left.iter()
            .all(|name| !name.to_string_lossy().starts_with(".vitrine-export")),
        "{left:?}"
    );
}

#[test]
fn a_folder_that_is_not_there_is_status_1_and_leaves_nothing() {
    let program = Program::new();
    let ran = program.run(&["export", "missing/out.jsonl"]);
    assert_eq!(ran.status, 1);
    assert!(ran.err.contains("missing/out.jsonl"), "{}", ran.err);
}
