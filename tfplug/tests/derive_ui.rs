//! Wrong derives fail to compile, with a message at the field.

#[test]
fn wrong_derives_do_not_compile() {
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
}
