use tfplug::Schema;

use crate::convert::same;

/// A cloud.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Schema)]
pub(crate) enum Cloud {
    Aws,
    Gcp,
}

same!(Cloud, cloud::Cloud { Aws, Gcp });
