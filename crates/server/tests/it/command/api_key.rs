use crate::support::program::Program;

#[test]
fn a_key_is_printed_alone_listed_without_itself_and_revoked() {
    let program = Program::new();
    let made = program.run(&[
        "api-key",
        "create",
        "--role",
        "admin",
        "--name",
        "laptop",
        "--expires",
        "90d",
    ]);
    assert_eq!(made.status, 0, "{made:?}");
    let key = made.out.strip_suffix('\n').unwrap();
    assert!(
        key.starts_with("vtr_") && key.len() == 47 && !key.contains('\n'),
        "{key}"
    );

    let listed = program.run(&["api-key", "list"]).out;
    assert!(
        listed.contains(&key[..16]) && listed.contains("laptop") && listed.contains("active"),
        "{listed}"
    );
    assert!(!listed.contains(key));

    assert_eq!(program.run(&["api-key", "revoke", &key[..16]]).status, 0);
    assert!(program.run(&["api-key", "list"]).out.contains("revoked"));
    let unknown = program.run(&["api-key", "revoke", "vtr_nobody"]);
    assert_eq!(unknown.status, 1);
    assert!(
        unknown.err.contains("no key begins with `vtr_nobody`"),
        "{}",
        unknown.err
    );
}

#[test]
fn two_keys_differ() {
    let program = Program::new();
    let make = || {
        program
            .run(&["api-key", "create", "--role", "storefront", "--name", "web"])
            .out
    };
    assert_ne!(make(), make());
}
