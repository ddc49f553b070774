use crate::support::{app::SAMPLE, program::Program};

testkit::on_each_database! {
    async fn a_sound_catalogue_is_told_to_be_so_and_a_broken_one_is_found_out(database: TestDatabase) {
        let program = Program::new().set("VITRINE_DATABASE_URL", database.url());
        program.file("sample.jsonl", SAMPLE);
        assert_eq!(program.run(&["import", "sample.jsonl"]).status, 0);
        let well = program.run(&["doctor"]);
        assert_eq!(well.status, 0, "{well:?}");
        assert!(well.out.contains("63 product, 211 variant") && well.out.contains("all is well"), "{}", well.out);

        let one = "SELECT id FROM product WHERE code = 'wool-socks-kvist'";
        database.execute(&format!("DELETE FROM category_listing WHERE product_id = ({one})")).await.unwrap();
        let broken = program.run(&["doctor"]);
        assert_eq!(broken.status, 1);
        assert!(broken.out.contains("FOUND         products are missing from the listing"), "{}", broken.out);
        assert!(broken.out.contains("wool-socks-kvist in "), "{}", broken.out);
    }

    async fn products_without_variants_and_listed_where_they_do_not_stand_are_found(database: TestDatabase) {
        let program = Program::new().set("VITRINE_DATABASE_URL", database.url());
        program.file("sample.jsonl", SAMPLE);
        assert_eq!(program.run(&["import", "sample.jsonl"]).status, 0);
        let one = "SELECT id FROM product WHERE code = 'wool-socks-kvist'";
        database.execute(&format!("DELETE FROM variant WHERE product_id = ({one})")).await.unwrap();
        database
            .execute(&format!("INSERT INTO category_listing (category_id, product_id) SELECT id, ({one}) FROM category WHERE code = 'outlet'"))
            .await
            .unwrap();
        let broken = program.run(&["doctor"]);
        assert!(broken.out.contains("products have no variant: wool-socks-kvist"), "{}", broken.out);
        database.execute("UPDATE product SET tax_class = 'luxury' WHERE code = 'copy-paper-a4'").await.unwrap();
        let untaxed = program.run(&["doctor"]);
        assert!(untaxed.out.contains("but none for their class (product in channel): copy-paper-a4 in "), "{}", untaxed.out);
        assert!(broken.out.contains("do not stand in (product in category): wool-socks-kvist in outlet"), "{}", broken.out);
    }
}

#[test]
fn a_database_that_is_not_one_is_status_1() {
    let program = Program::new();
    std::fs::create_dir(program.folder().join("data")).unwrap();
    program.file(
        "data/vitrine.db",
        "this is a letter, and no database. ".repeat(100),
    );
    let ran = program.run(&["doctor"]);
    assert_eq!(ran.status, 1, "{ran:?}");
}
