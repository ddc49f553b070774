use crate::support::program::Program;

#[test]
fn a_wrong_use_of_the_command_line_is_status_2() {
    let program = Program::new();
    for arguments in [
        &[][..],
        &["bake"],
        &["import"],
        &["serve", "--quickly"],
        &["api-key", "create", "--role", "king", "--name", "x"],
    ] {
        assert_eq!(program.run(arguments).status, 2, "{arguments:?}");
    }
}

#[test]
fn help_shows_examples_and_is_no_failure() {
    let program = Program::new();
    for command in ["serve", "import", "export", "migrate", "schema"] {
        let ran = program.run(&[command, "--help"]);
        assert_eq!(ran.status, 0, "{command}");
        assert!(
            ran.out.contains("Examples:") && ran.out.contains(&format!("vitrine {command}")),
            "{}",
            ran.out
        );
    }
    assert!(
        program
            .run(&["--help"])
            .out
            .contains("vitrine serve --sample")
    );
}

#[test]
fn a_setting_that_is_not_known_is_status_1_and_named() {
    let program = Program::new().set("VITRINE_LISTN", "127.0.0.1:1");
    let ran = program.run(&["migrate"]);
    assert_eq!(ran.status, 1);
    assert!(
        ran.err
            .starts_with("vitrine: VITRINE_LISTN: there is no setting `listn`."),
        "{}",
        ran.err
    );

    let program = Program::new();
    program.file("vitrine.toml", "databse_url = \"sqlite://x.db\"");
    assert!(
        program
            .run(&["migrate"])
            .err
            .contains("vitrine.toml: there is no setting `databse_url`.")
    );
}

#[test]
fn a_database_of_another_kind_or_out_of_reach_is_status_1_with_the_way_out() {
    let ran = Program::new().run(&["migrate", "--database-url", "mysql://root:s3cret@db/shop"]);
    assert_eq!(ran.status, 1);
    assert!(
        ran.err
            .contains("it may begin with sqlite:// or postgres://")
            && !ran.err.contains("s3cret"),
        "{}",
        ran.err
    );

    let program = Program::new();
    program.file("occupied", "a file, no folder");
    let ran = program.run(&["migrate", "--data-dir", "occupied"]);
    assert_eq!(ran.status, 1);
    assert!(
        ran.err
            .contains("sqlite://occupied/vitrine.db can't be opened")
            && ran.err.contains("--data-dir"),
        "{}",
        ran.err
    );
}

#[test]
fn the_schema_is_printed_whole_or_for_a_role_without_any_database() {
    let program = Program::new().set("VITRINE_DATABASE_URL", "nonsense");
    let whole = program.run(&["schema"]);
    assert_eq!(whole.status, 0, "{}", whole.err);
    assert!(whole.out.contains("type StockLevel"));
    let part = program.run(&["schema", "--role", "storefront"]);
    assert!(part.out.contains("type Query") && !part.out.contains("type StockLevel"));
}

#[test]
fn a_postgresql_that_does_not_answer_is_status_1_without_its_password() {
    let program = Program::new()
        .set(
            "VITRINE_DATABASE_URL",
            "postgres://shop:s3cret@127.0.0.1:1/shop",
        )
        .set("VITRINE_DATABASE__ACQUIRE_TIMEOUT_SECONDS", "1");
    for command in [
        &["serve", "--listen", "127.0.0.1:0"][..],
        &["doctor"],
        &["export"],
    ] {
        let ran = program.run(command);
        assert_eq!(ran.status, 1, "{ran:?}");
        let said = "vitrine: the database postgres://shop:***@127.0.0.1:1/shop can't be reached.";
        assert!(
            ran.err.contains(said) && !ran.err.contains("s3cret"),
            "{}",
            ran.err
        );
        assert_eq!(ran.out, "");
    }
}
