//! The page that tells what happens when a call breaks, from the tables that the acceptance tests keep.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::Pages;

const INTRODUCTION: &str = "# When a call breaks

Written from the tables that `acceptance/tests/bucket_faults.rs` keeps. With the real Terraform, each call that creates,
changes or destroys a bucket is broken in each of these ways, once for a bucket of its own. After the outcome that is
told, state and cloud agree, as boto3 and Google's client tell it: each bucket is there once, configured as one whose
calls were never broken. After a destroy nothing is left. No secret shows in the trace log, the plan or the state.

- *dropped before*, *dropped after*: the connection is closed without an answer, before or after the call is carried out.
- *500 twice*, *429 twice*, *500 for ever*: that many times the call is answered so and not carried out. *500 for ever*
  ends with an error within `timeouts`.
- *killed before*, *killed after*: the provider's process is killed while the call is under way, before it is carried out
  or after that with the answer unread.

Where the provider is killed between the creation of a bucket and the end of its apply, Terraform never hears of the
bucket. The call that creates it therefore marks it: with the tag (S3) or label (Cloud Storage) `palisade-unfinished`,
whose value is a digest of all that is wanted of the bucket. The last call of the creation takes the mark away. The next
apply of the same configuration finds the mark, waits five seconds for whoever may be at work on the bucket still, and
goes on from what is there. A bucket without the mark, or with that of another configuration, is never taken over
unasked: the apply says that it exists in your own account and how to import it. That is so too of a bucket that is
finished when the provider is killed, with nothing left to do but to tell Terraform.

The mark is never shown among `labels`. On AWS, tags at creation need the permission `s3:TagResource`; without it, and
on servers that know no tags at creation, buckets are created with no mark.
";

/// Each cloud, as its table is named and as people name it.
const CLOUDS: [(&str, &str); 2] = [("aws", "AWS"), ("gcp", "Google Cloud")];

/// The page.
pub(super) fn pages(root: &Path) -> Result<Pages, String> {
    let mut page = INTRODUCTION.to_owned();
    for (cloud, title) in CLOUDS {
        let name = format!("acceptance/coverage/faults-{cloud}.json");
        let text = fs::read_to_string(root.join(&name)).map_err(|e| format!("{name}: {e}"))?;
        let rows: Vec<Value> = serde_json::from_str(&text).map_err(|e| format!("{name}: {e}"))?;
        page += &format!("\n## {title}\n\n| to | call | fault | outcome |\n|---|---|---|---|\n");
        for row in &rows {
            let text = |name: &str| row[name].as_str().unwrap_or_default();
            page += &format!(
                "| {} | `{}` | {} | {} |\n",
                text("phase"),
                text("call"),
                text("fault"),
                text("outcome")
            );
        }
    }
    Ok(Pages::from([("faults.md".to_owned(), page)]))
}
