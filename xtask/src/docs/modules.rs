//! The tables in the modules' READMEs, which terraform-docs writes below what is written by hand, as
//! `modules/.terraform-docs.yml` says.

use std::fs;
use std::path::Path;
use std::process::Command;

use acceptance::tools as installed;

use crate::run::{self, Outcome};
use crate::tools::{self, Tool};

/// Writes the tables, or finds that they are not as they would be written.
pub(super) fn tables(root: &Path, check: bool) -> Outcome {
    tools::ensure(Tool::TerraformDocs)?;
    let folder = root.join("modules");
    let mut docs = Command::new(installed::program("terraform-docs"));
    docs.current_dir(&folder).arg(".").args(check.then_some("--output-check"));
    run::output(&mut docs).map_err(|e| format!("modules: {e}run `cargo xtask docs`"))?;
    let say = |e: std::io::Error| format!("modules: {e}");
    for entry in fs::read_dir(&folder).map_err(say)? {
        let readme = entry.map_err(say)?.path().join("README.md");
        let text = fs::read_to_string(&readme).unwrap_or_default();
        if let Some(name) = undescribed(&text) {
            return Err(format!("{}: `{name}` has no description", readme.display()));
        }
    }
    Ok(())
}

/// The first input or output for which terraform-docs found no description.
fn undescribed(readme: &str) -> Option<&str> {
    let (_, tables) = readme.split_once("\n## Inputs\n")?;
    tables.lines().find_map(|row| {
        let mut cells = row.strip_prefix("| ")?.split(" | ");
        let name = cells.next()?;
        let about = cells.next()?.trim_end_matches(" |");
        (about == "n/a").then_some(name)
    })
}

#[cfg(test)]
mod tests {
    use super::undescribed;

    fn check(inputs: &str, outputs: &str, expected: Option<&str>) {
        let readme = format!(
            "## Providers\n\n| Name | Version |\n| ---- | ------- |\n| palisade | n/a |\n\n## Inputs\n\n\
             | Name | Description | Type | Default | Required |\n{inputs}\n## Outputs\n\n\
             | Name | Description |\n{outputs}"
        );
        assert_eq!(undescribed(&readme), expected, "{readme}");
    }

    #[test]
    fn what_has_no_description_is_found() {
        let (cloud, url) = ("| cloud | The cloud. | `string` | n/a | yes |\n", "| url | Where it is. |\n");
        check(cloud, url, None);
        check("No inputs.\n", "No outputs.\n", None);
        check("| cloud | n/a | `string` | n/a | yes |\n", url, Some("cloud"));
        check(cloud, "| url | n/a |\n", Some("url"));
    }
}
