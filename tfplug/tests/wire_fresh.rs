//! The code under `src/wire` is generated from `proto/` and checked in, so that whoever builds needs no protoc
//! and no build script. This test generates it anew and compares.

use std::fs;
use std::path::Path;

const MENDED_BY: &str = "UPDATE_WIRE=1 cargo test -p tfplug --test wire_fresh";

/// The wire shows values as opaque bytes; their `Debug` is written by hand so that no log prints a secret.
const OPAQUE: &[&str] = &["tfplugin6.DynamicValue", "tfplugin6.RawState"];

#[test]
fn generated_code_is_what_the_proto_files_say() {
    let fresh = tempfile::tempdir().expect("a folder for the generated code");
    generate(fresh.path());
    for name in ["plugin.rs", "tfplugin6.rs"] {
        check(&fresh.path().join(name), &Path::new("src/wire").join(name));
    }
}

fn check(fresh: &Path, checked_in: &Path) {
    let fresh = fs::read_to_string(fresh).expect("the generated file is there");
    if std::env::var_os("UPDATE_WIRE").is_some() {
        fs::write(checked_in, fresh).expect("src/wire can be written");
        return;
    }
    let old = fs::read_to_string(checked_in).unwrap_or_default();
    // Not assert_eq: a difference of 10,000 lines helps nobody.
    assert!(old == fresh, "{} is not what proto/ generates, please run `{MENDED_BY}`", checked_in.display());
}

fn generate(out: &Path) {
    let files = protox::compile(["tfplugin6.proto", "go_plugin.proto"], ["proto"]).expect("proto/ compiles");
    tonic_prost_build::configure()
        .out_dir(out)
        .bytes(".")
        .skip_debug(OPAQUE)
        .build_transport(false)
        // A call that a service leaves out answers UNIMPLEMENTED, as the protocol asks.
        .generate_default_stubs(true)
        .emit_rerun_if_changed(false)
        .compile_fds(files)
        .expect("code is generated");
}
