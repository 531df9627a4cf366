//! Each folder of `examples/` with a `main.tf` applies, then shows an empty plan, imports with an empty plan, and
//! destroys, on the clouds that it names. `cargo test -p acceptance --test examples` runs them alone. The examples of
//! modules are played in `modules.rs`.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use acceptance::process::Guard;
use acceptance::{Sandbox, Terraform, binaries};

/// Plays one example through.
fn check(example: &str) {
    let sandbox = Sandbox::start();
    let terraform = Terraform::new().on(&sandbox);
    terraform.copy(&folder().join(example));
    terraform.apply();
    terraform.is_settled();

    let resources = terraform.resources();
    assert!(!resources.is_empty(), "{example} has no resource");
    let buckets = terraform.buckets();
    for (address, id) in &resources {
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

/// A newcomer's way: what `palisade sandbox` says to export is all that the provider needs to call it.
#[test]
fn the_sandbox_says_how_to_call_it() {
    let mut command = Command::new(binaries::palisade());
    command.args(["sandbox", "--until-stdin-closes"]);
    let mut sandbox =
        Guard::start(command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()));
    let stderr = sandbox.child().stderr.take().expect("stderr is piped");
    let lines = BufReader::new(stderr).lines().map_while(Result::ok);
    let exports: Vec<String> = lines
        .take_while(|line| !line.starts_with("The calls so far"))
        .filter_map(|line| line.trim().strip_prefix("export ").map(str::to_owned))
        .collect();
    let variables = exports.iter().flat_map(|line| line.split(' ')).filter_map(|pair| pair.split_once('='));

    let terraform = Terraform::new().with(variables);
    terraform.copy(&folder().join("demo/keeps-the-rules"));
    terraform.apply();
    terraform.is_settled();
    terraform.destroy();
}

fn has_main(folder: &Path) -> bool {
    folder.join("main.tf").is_file()
}

examples! {
    access_logs: "access-logs",
    bucket: "bucket",
    bucket_both: "bucket-both",
    bucket_gcp: "bucket-gcp",
    budget: "budget",
    gpu_pool: "gpu-pool",
    records: "records",
    web_assets: "web-assets",
}
