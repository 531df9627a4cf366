//! The pages that tell what happens when a call breaks, from the tables that the acceptance tests keep.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::Pages;

const INTRODUCTION: &str = "# When a call breaks

With the real Terraform, each call that creates, changes or destroys a resource is broken in each of these ways, once for
a resource of its own, and a call that a provider makes once for all resources in an apply of its own. After the outcome
that is told, state and cloud agree, as clients tell it that are not ours: each resource is there once, configured as one
whose calls were never broken, and what was made for it is there once too. After a destroy nothing is left.

- *dropped before*, *dropped after*: the connection is closed without an answer, before or after the call is carried out.
- *500 twice*, *429 twice*, *500 for ever*: that many times the call is answered so and not carried out.
- *killed before*, *killed after*: the provider's process is killed while the call is under way, before it is carried out
  or after that with the answer unread.

The outcomes:

- *overcome*: the same apply succeeds.
- *told*: the apply ends with an error within `timeouts`, and the next one converges.
- *converges*: the next apply does.
- *imported*: the resource was finished when the provider was killed, with nothing left to do but to tell Terraform, and
  is never taken over unasked: the next apply says that it exists in your own account, and it is imported.

The tables, each with how an apply that was cut short is resumed:

";

const SECRETS: &str = "
No secret shows meanwhile in the trace log, the plan, the state or an output: AWS's secret key, the external id of the
role, the role's own keys and session token; Google's access tokens, given, signed or fetched, a service account's private
key, a user's refresh token and client secret.

A storm of refused calls ends well, too: where three of ten calls, whatever they are, are answered 429 or 503, one apply
creates, one changes and one destroy takes away. Pools, which take their time, are out in it for more than a minute.
";

const BUCKET: &str = "Where the provider is killed between the creation of a bucket and the end of its apply, Terraform never hears of the
bucket. The call that creates it therefore marks it: with the tag (S3) or label (Cloud Storage) `palisade-unfinished`,
whose value is a digest of all that is wanted of the bucket. The last call of the creation takes the mark away. The next
apply of the same configuration finds the mark, waits five seconds for whoever may be at work on the bucket still, and
goes on from what is there. A bucket without the mark, or with that of another configuration, is never taken over
unasked: the apply says that it exists in your own account and how to import it.

The mark is never shown among `labels`. On AWS, tags at creation need the permission `s3:TagResource`; without it, and
on servers that know no tags at creation, buckets are created with no mark.
";

const GPU_POOL: &str = "A node group of EKS carries a mark until its creation has come to its end, as a bucket does: the tag
`palisade-unfinished`. The launch template and the placement group that are made for it carry the tag `palisade-gpu-pool`
with the pool's id. An apply that finds them without the pool goes on with them; they are deleted after the node group.
A mark that cannot be taken away stays until the next change of the pool, which is ready all the same.
Where a destroy is cut short when the node group is gone and they are not, the pool stays in the state, with the status
`DELETED`, until the next destroy or apply has taken them away.

A node pool of GKE carries no mark, for taking it away would be an operation of minutes more, during which the cluster takes
no other. A pool of the name that has everything that is wanted is taken for what an earlier creation left, and any other
one is refused.

A change or an end that is still under way on the cloud when the next apply comes is waited for.
";

const BUDGET: &str = "A budget that has everything that is wanted, its name included, is taken for what an earlier creation left whose answer was
lost or that was killed; on AWS, actions that it lacks are added. Any other budget of the name is refused on AWS, where
names are unique; on Google Cloud, where they are not, one is created beside it. Two equal budgets can therefore not be made
in one billing account.
";

/// Each kind of resource, as people name it and how it resumes.
const RESOURCES: [(&str, &str, &str); 3] =
    [("bucket", "buckets", BUCKET), ("gpu_pool", "GPU pools", GPU_POOL), ("budget", "budgets", BUDGET)];

/// Each cloud, as its table is named and as people name it.
const CLOUDS: [(&str, &str); 2] = [("aws", "AWS"), ("gcp", "Google Cloud")];

/// The faults, in the order of their columns.
const FAULTS: [&str; 7] = [
    "dropped before",
    "dropped after",
    "500 twice",
    "429 twice",
    "500 for ever",
    "killed before",
    "killed after",
];

/// The page that explains, and one a resource.
pub(super) fn pages(root: &Path) -> Result<Pages, String> {
    let mut pages = Pages::new();
    let mut index = INTRODUCTION.to_owned();
    for (kind, title, resumed) in RESOURCES {
        index += &format!("- [{title}](faults/{kind}.md)\n");
        let mut page = format!(
            "# When a call breaks: {title}\n\nWritten from the tables that `acceptance/tests/{kind}_faults.rs` keeps; [what is \
             done and what the words mean](../faults.md).\n\n{resumed}",
        );
        for (cloud, title) in CLOUDS {
            page += &format!("\n## {title}\n\n{}", table(root, &format!("faults-{kind}-{cloud}.json"))?);
        }
        pages.insert(format!("faults/{kind}.md"), page);
    }
    pages.insert("faults.md".to_owned(), index + SECRETS);
    Ok(pages)
}

/// A line a call, a column a fault.
fn table(root: &Path, name: &str) -> Result<String, String> {
    let path = root.join("acceptance/coverage").join(name);
    let text = fs::read_to_string(path).map_err(|e| format!("{name}: {e}"))?;
    let rows: Vec<Value> = serde_json::from_str(&text).map_err(|e| format!("{name}: {e}"))?;
    let mut table =
        format!("| to | call | {} |\n|---|---|{}\n", FAULTS.join(" | "), "---|".repeat(FAULTS.len()));
    let mut told = BTreeSet::new();
    for row in &rows {
        let (phase, call) = (word(row, "phase"), word(row, "call"));
        if !told.insert((phase, call)) {
            continue;
        }
        let same = |other: &&Value| (word(other, "phase"), word(other, "call")) == (phase, call);
        let cells = FAULTS.map(|fault| {
            let of = rows.iter().filter(same).find(|row| word(row, "fault") == fault);
            of.map_or("", |row| word(row, "outcome"))
        });
        table += &format!("| {phase} | `{call}` | {} |\n", cells.join(" | "));
    }
    Ok(table)
}

fn word<'a>(row: &'a Value, name: &str) -> &'a str {
    row[name].as_str().unwrap_or_default()
}
