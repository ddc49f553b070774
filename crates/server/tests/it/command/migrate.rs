use crate::support::program::Program;

#[test]
fn a_new_database_is_migrated_by_any_command_also_when_that_is_switched_off() {
    let program = Program::new().set("VITRINE_AUTO_MIGRATE", "false");
    assert_eq!(program.run(&["migrate", "--status"]).status, 1);
    let ran = program.run(&["api-key", "list"]);
    assert_eq!(ran.status, 0, "{ran:?}");
    let ran = program.run(&["migrate", "--status"]);
    assert_eq!(
        (ran.status, ran.out.as_str()),
        (0, "The schema is up to date.\n")
    );
}

testkit::on_each_database! {
    async fn an_older_database_is_left_alone_when_that_is_switched_off_and_the_way_out_is_said(database: TestDatabase) {
        database.execute("DROP TABLE api_key").await.unwrap();
        database.execute("DELETE FROM seaql_migrations WHERE version LIKE '%create_api_key'").await.unwrap();
        let careful = Program::new().set("VITRINE_DATABASE_URL", database.url()).set("VITRINE_AUTO_MIGRATE", "false");
        let ran = careful.run(&["export"]);
        assert_eq!(ran.status, 1);
        assert!(ran.err.contains("run `vitrine migrate`"), "{}", ran.err);
        let ran = careful.run(&["migrate"]);
        assert_eq!(ran.status, 0, "{ran:?}");
        assert!(ran.out.starts_with("done: ") && ran.out.lines().count() == 1, "{}", ran.out);
        assert_eq!(careful.run(&["export"]).status, 0);
    }
}
