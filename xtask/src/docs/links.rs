//! The check that what the Markdown pages point to is there: links, their headings, and paths of the repository that are
//! written as code.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::process::Command;

use crate::run::{self, Outcome};

/// What a page points to, and the headings that can be pointed to in it.
#[derive(Default)]
struct Page {
    links: Vec<String>,
    code: Vec<String>,
    headings: BTreeSet<String>,
}

/// Looks up what every page of the repository points to.
pub(super) fn resolve(root: &Path) -> Outcome {
    let mut git = Command::new("git");
    git.current_dir(root).args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
    let listed = run::output(&mut git)?;
    let files: BTreeSet<&Path> = listed.split_terminator('\0').map(Path::new).collect();
    let mut pages = BTreeMap::new();
    for file in files.iter().filter(|file| is_page(file)) {
        // Git lists what was deleted and not committed yet.
        if let Ok(text) = fs::read_to_string(root.join(file)) {
            pages.insert(*file, Page::of(&text));
        }
    }
    let broken = broken(&files, &pages);
    if broken.is_empty() { Ok(()) } else { Err(format!("not there: {}", broken.join("; "))) }
}

/// Markdown beside sources is rustdoc's, which knows its own links.
fn is_page(file: &Path) -> bool {
    file.extension().is_some_and(|extension| extension == "md")
        && !file.components().any(|part| part.as_os_str() == "src")
}

/// What is pointed to and not there, each with its page.
fn broken(files: &BTreeSet<&Path>, pages: &BTreeMap<&Path, Page>) -> Vec<String> {
    let folders: BTreeSet<&Path> = files.iter().flat_map(|file| file.ancestors().skip(1)).collect();
    let top = Path::new("");
    let is_there = |path: &Path| files.contains(path) || folders.contains(path);
    let mut found = Vec::new();
    for (file, page) in pages {
        let beside = file.parent().unwrap_or(top);
        let link_resolves = |link: &String| {
            let (path, heading) = link.split_once('#').unwrap_or((link, ""));
            let target = if path.is_empty() { Some(file.to_path_buf()) } else { joined(beside, path) };
            target.is_some_and(|target| {
                let has_heading = |page: &Page| heading.is_empty() || page.headings.contains(heading);
                is_there(&target) && pages.get(target.as_path()).is_none_or(has_heading)
            })
        };
        let is_path = |code: &String| {
            let plain = |c: char| c.is_ascii_alphanumeric() || "./_-".contains(c);
            let first = code.split_once('/').map(|(first, _)| Path::new(first));
            code.chars().all(plain) && first.is_some_and(|first| first != top && folders.contains(first))
        };
        let path_resolves = |code: &String| {
            [top, beside].iter().filter_map(|from| joined(from, code)).any(|path| is_there(&path))
        };
        let links = page.links.iter().filter(|link| !link.contains(':') && !link_resolves(link));
        let paths = page.code.iter().filter(|code| is_path(code) && !path_resolves(code));
        found.extend(links.chain(paths).map(|target| format!("{} in {}", target, file.display())));
    }
    found
}

/// A path seen from a folder, from the root; none where it leaves the repository.
fn joined(folder: &Path, path: &str) -> Option<PathBuf> {
    let mut joined = folder.to_owned();
    for part in Path::new(path).components() {
        match part {
            Component::Normal(name) => joined.push(name),
            Component::ParentDir if joined.pop() => {}
            Component::CurDir => {}
            _ => return None,
        }
    }
    Some(joined)
}

impl Page {
    fn of(text: &str) -> Self {
        let mut page = Self::default();
        let (mut fenced, mut paragraph) = (false, String::new());
        for line in text.lines() {
            let fence = line.trim_start().starts_with("```");
            fenced ^= fence;
            if fence || line.trim().is_empty() {
                page.scan(&paragraph);
                paragraph.clear();
            } else if !fenced {
                page.headings.extend(line.starts_with('#').then(|| anchor(line)));
                paragraph += line;
                paragraph.push('\n');
            }
        }
        page.scan(&paragraph);
        page
    }

    /// Code spans and links of a paragraph; what looks like a link inside of code is none.
    fn scan(&mut self, paragraph: &str) {
        let mut rest = paragraph;
        while let Some(at) = rest.find(['`', ']']) {
            rest = &rest[at..];
            let ticks = &rest[..rest.len() - rest.trim_start_matches('`').len()];
            if let Some((target, after)) = rest.strip_prefix("](").and_then(|rest| rest.split_once(')')) {
                self.links.extend(target.split_whitespace().next().map(str::to_owned));
                rest = after;
            } else if ticks.is_empty() {
                rest = &rest[1..];
            } else if let Some((code, after)) = rest[ticks.len()..].split_once(ticks) {
                self.code.push(code.to_owned());
                rest = after;
            } else {
                rest = &rest[ticks.len()..];
            }
        }
    }
}

/// A heading as links name it, by GitHub's rules.
fn anchor(heading: &str) -> String {
    let text = heading.trim_start_matches('#').trim().to_lowercase().replace(' ', "-");
    text.chars().filter(|c| c.is_alphanumeric() || ['-', '_'].contains(c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks a page at `docs/page.md` beside one other and a source.
    fn check(text: &str, expected: &[&str]) {
        let files = ["README.md", "docs/page.md", "docs/other.md", "cloud/lib.rs"].map(Path::new);
        let pages = [("docs/page.md", text), ("docs/other.md", "# Other\n\n## What `a_b` is, and why\n")];
        let pages = pages.map(|(name, text)| (Path::new(name), Page::of(text)));
        let found = broken(&files.into(), &pages.into());
        let expected: Vec<String> =
            expected.iter().map(|target| format!("{target} in docs/page.md")).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn links_resolve() {
        check("[a](other.md), [b](../README.md), [c](../cloud/), [d](./other.md)", &[]);
        check("[`a`](https://example.com/x.md) or [mail](mailto:ada@example.com)", &[]);
        check("[a](another.md) and [b](other.md \"Other\")", &["another.md"]);
        check("[a](../../README.md)", &["../../README.md"]);
        check("[a](/README.md)", &["/README.md"]);
        check("[long\nlabel](gone.md)", &["gone.md"]);
    }

    #[test]
    fn headings_are_there() {
        check("# Here\n\n[a](#here), [b](other.md#what-a_b-is-and-why), [c](../cloud/lib.rs#L3)", &[]);
        check("[a](#here)", &["#here"]);
        check("[a](other.md#why)", &["other.md#why"]);
    }

    #[test]
    fn paths_written_as_code_are_there() {
        check(
            "`cloud/lib.rs`, `docs/`, `cloud/src/<resource>/`, `aws/NAME`, `projects/../keys`, `/metrics`",
            &[],
        );
        check("`cloud/main.rs`", &["cloud/main.rs"]);
    }

    #[test]
    fn code_holds_no_links() {
        check("```hcl\n[a](gone.md) `cloud/gone.rs`\n```\n", &[]);
        check("`[a](gone.md)` and ``a ` [b](gone.md)``", &[]);
        check("a ` alone, [b](gone.md)", &["gone.md"]);
    }
}
