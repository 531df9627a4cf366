//! Each folder of `examples/` with a `main.tf` applies, then shows an empty plan, imports with an empty plan, and
//! destroys, on the clouds that it names. `cargo test -p acceptance --test examples` runs them alone. The examples of
//! modules are played in `modules.rs`.

use std::fs;
use std::path::Path;

use acceptance::{Sandbox, Terraform, binaries};

/// Plays one example through.
fn check(example: &str) {
    let sandbox = Sandbox::start();
    let terraform = Terraform::new().on(&sandbox);
    terraform.copy(&folder().join(example));
    terraform.apply();
    terraform.is_settled();

    let buckets: Vec<(String, String)> = terraform.buckets();
    assert!(!buckets.is_empty(), "{example} has no bucket");
    for (address, id) in &buckets {
        terraform.forget(address);
        terraform.import(address, id);
    }
    terraform.is_settled();

    terraform.destroy();
    let oracle = sandbox.oracle();
    for (_, id) in &buckets {
        let (cloud, name) = id.split_once('/').unwrap_or_else(|| panic!("{id} is not CLOUD/NAME"));
        assert!(!oracle.bucket_exists(cloud, name), "{id} is still there");
    }
}

fn folder() -> std::path::PathBuf {
    binaries::root().join("examples")
}

/// One test an example, so that each can be run alone; the last test finds an example that has none.
macro_rules! examples {
    ($($test:ident: $folder:literal,)*) => {
        $(#[test]
        fn $test() {
            check($folder);
        })*

        #[test]
        fn every_example_is_tested() {
            let entries = fs::read_dir(folder()).expect("examples/").flatten();
            let modules = binaries::root().join("modules");
            let alone = entries.filter(|entry| !modules.join(entry.file_name()).is_dir());
            let with_main = alone.filter(|entry| has_main(&entry.path()));
            let mut names: Vec<String> = with_main.map(|entry| entry.file_name().to_string_lossy().into()).collect();
            names.sort();
            assert_eq!(names, [$($folder),*]);
        }
    };
}

fn has_main(folder: &Path) -> bool {
    folder.join("main.tf").is_file()
}

examples! {
    access_logs: "access-logs",
    bucket_aws: "bucket-aws",
    bucket_both: "bucket-both",
    bucket_gcp: "bucket-gcp",
    records: "records",
    web_assets: "web-assets",
}
