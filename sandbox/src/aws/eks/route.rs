//! Which operation a request is, by its method and path, and what it names.

use bytes::Bytes;
use http::Request;
use serde_json::Value;

use super::{Ask, cluster, create, delete, describe, tag, update, update_config, update_version};
use crate::aws::json::Error;
use crate::aws::sign;

/// An operation of the service's model.
pub(super) struct Operation {
    pub(super) name: &'static str,
    method: &'static str,
    /// What is in braces names something. The last one takes the rest of the path.
    path: &'static str,
    pub(super) run: fn(&Ask<'_>) -> Result<Value, Error>,
}

static OPERATIONS: &[Operation] = &[
    on("CreateNodegroup", "POST", "clusters/{cluster}/node-groups", create::create),
    on("DeleteNodegroup", "DELETE", "clusters/{cluster}/node-groups/{nodegroup}", delete::delete),
    on("DescribeCluster", "GET", "clusters/{cluster}", cluster::describe),
    on("DescribeNodegroup", "GET", "clusters/{cluster}/node-groups/{nodegroup}", describe::describe),
    on("DescribeUpdate", "GET", "clusters/{cluster}/updates/{update}", update::describe),
    on("ListClusters", "GET", "clusters", cluster::list),
    on("ListNodegroups", "GET", "clusters/{cluster}/node-groups", describe::list),
    on("ListTagsForResource", "GET", "tags/{arn}", tag::list),
    on("ListUpdates", "GET", "clusters/{cluster}/updates", update::list),
    on("TagResource", "POST", "tags/{arn}", tag::tag),
    on("UntagResource", "DELETE", "tags/{arn}", tag::untag),
    on(
        "UpdateNodegroupConfig",
        "POST",
        "clusters/{cluster}/node-groups/{nodegroup}/update-config",
        update_config::update,
    ),
    on(
        "UpdateNodegroupVersion",
        "POST",
        "clusters/{cluster}/node-groups/{nodegroup}/update-version",
        update_version::update,
    ),
];

const fn on(
    name: &'static str,
    method: &'static str,
    path: &'static str,
    run: fn(&Ask<'_>) -> Result<Value, Error>,
) -> Operation {
    Operation { name, method, path, run }
}

/// A request as it was addressed.
pub(super) struct Route {
    pub(super) operation: &'static Operation,
    /// What the path names.
    named: Vec<(&'static str, String)>,
    query: Vec<(String, String)>,
}

impl Route {
    /// `None` for what is no operation that is served.
    pub(super) fn of(request: &Request<Bytes>) -> Option<Self> {
        let path = request.uri().path().trim_start_matches('/');
        let query = sign::parameters(request.uri().query().unwrap_or_default());
        OPERATIONS.iter().filter(|operation| operation.method == request.method()).find_map(|operation| {
            let named = names(operation.path, path)?;
            Some(Self { operation, named, query: query.clone() })
        })
    }

    pub(super) fn cluster(&self) -> &str {
        self.named("cluster")
    }

    /// The node group that the path, the query or an ARN names; empty where there is none.
    pub(super) fn nodegroup(&self) -> &str {
        match self.named("nodegroup") {
            "" => {
                self.parameter("nodegroupName").or_else(|| self.arn().split('/').nth(2)).unwrap_or_default()
            }
            name => name,
        }
    }

    pub(super) fn update(&self) -> &str {
        self.named("update")
    }

    /// The ARN of what is tagged.
    pub(super) fn arn(&self) -> &str {
        self.named("arn")
    }

    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters(name).next()
    }

    pub(super) fn parameters(&self, name: &str) -> impl Iterator<Item = &str> {
        self.query.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    fn named(&self, what: &str) -> &str {
        self.named.iter().find(|(name, _)| *name == what).map(|(_, value)| value.as_str()).unwrap_or_default()
    }
}

/// What a path names by a template; `None` where it does not fit.
fn names(template: &'static str, path: &str) -> Option<Vec<(&'static str, String)>> {
    let mut named = Vec::new();
    let mut rest = Some(path);
    for part in template.split('/') {
        let text = rest?;
        let name = part.strip_prefix('{').and_then(|part| part.strip_suffix('}'));
        // An ARN may have its slashes as they are.
        let (text, after) = match text.split_once('/') {
            Some((text, after)) if name != Some("arn") => (text, Some(after)),
            _ => (text, None),
        };
        match name {
            Some(name) if !text.is_empty() => {
                named.push((name, urlencoding::decode(text).ok()?.into_owned()))
            }
            None if part == text => {}
            _ => return None,
        }
        rest = after;
    }
    rest.is_none().then_some(named)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_find_their_operation() {
        let check = |method: &str, uri: &str, expected: Option<(&str, &str, &str)>| {
            let request = Request::builder().method(method).uri(uri).body(Bytes::new()).unwrap();
            let route = Route::of(&request);
            let seen = route.as_ref().map(|route| (route.operation.name, route.cluster(), route.nodegroup()));
            assert_eq!(seen, expected, "{method} {uri}");
        };
        check("POST", "/clusters/c/node-groups", Some(("CreateNodegroup", "c", "")));
        check("GET", "/clusters/c%20d/node-groups/n", Some(("DescribeNodegroup", "c d", "n")));
        check("POST", "/clusters/c/node-groups/n/update-config", Some(("UpdateNodegroupConfig", "c", "n")));
        check("GET", "/clusters/c/updates/u?nodegroupName=n", Some(("DescribeUpdate", "c", "n")));
        let tags = Some(("ListTagsForResource", "", "n"));
        check("GET", "/tags/arn%3Aaws%3Aeks%3Ar%3A1%3Anodegroup%2Fc%2Fn%2Fu", tags);
        check("GET", "/tags/arn:aws:eks:r:1:nodegroup/c/n/u", tags);
        check("GET", "/clusters", Some(("ListClusters", "", "")));
        check("GET", "/clusters/", None);
        check("PUT", "/clusters/c", None);
        check("GET", "/clusters/c/node-groups/n/else", None);
    }
}
