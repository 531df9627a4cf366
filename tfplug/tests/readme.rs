//! The README shows a whole provider: the example that is compiled, and applied by the real terraform.

#[test]
fn the_readme_shows_the_example_as_it_is() {
    let (readme, example) = (include_str!("../README.md"), include_str!("../examples/note.rs"));
    let shown = format!("```rust\n{example}```\n");
    assert!(
        readme.contains(&shown),
        "README.md and examples/note.rs differ: copy the example into the README"
    );
    assert!(example.lines().count() <= 60, "the example has at most 60 lines");
}
