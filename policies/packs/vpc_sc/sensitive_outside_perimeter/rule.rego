# METADATA
# title: Sensitive data outside every service perimeter
# description: >-
#   The bucket's label data_class says that it holds health, personal or card data, and its project is in no enforced
#   VPC Service Controls perimeter, so whoever holds a credential can copy it out. Perimeters are given as policy
#   data: `{"perimeters": {"NAME": {"mode": "enforced", "projects": ["PROJECT"]}}}`. Where none are given at all,
#   nothing can be said, and the rule is not decided; an empty map says that there are none. A dry run keeps nothing
#   in. Buckets on AWS have no such perimeter, and the rule says nothing about them.
# custom:
#   id: PE-1
#   severity: critical
#   default: deny
#   compliance: []
#   remediation: put the bucket in a project of an enforced perimeter, or its project into one
#   resource_types: [palisade_bucket]
#   attributes: [gcp.project, labels.data_class]
#   enforced_at: [plan, apply]
package palisade.packs.vpc_sc.sensitive_outside_perimeter

import data.palisade.lib.could
import data.palisade.lib.sensitive

violation contains {
	"resource": bucket.resource,
	"at": bucket.project.at,
	"message": "its label data_class says that it holds sensitive data, and its project is in no enforced perimeter",
} if {
	some bucket in input.buckets
	bucket.cloud.known == "gcp"
	sensitive.is(bucket)
	data.facts.perimeters
	bucket.project.known
	not inside(bucket)
}

undecided contains {"resource": bucket.resource, "at": value.at} if {
	some bucket in input.buckets
	some value in [bucket.cloud, bucket.data_class, bucket.project]
	value.unknown
	could.be(bucket.cloud, "gcp")
	sensitive.could_be(bucket)
	data.facts.perimeters
	not inside(bucket)
}

undecided contains {
	"resource": bucket.resource,
	"at": bucket.project.at,
	"message": "the policy data names no perimeters",
} if {
	some bucket in input.buckets
	could.be(bucket.cloud, "gcp")
	sensitive.could_be(bucket)
	not data.facts.perimeters
}

# The bucket's project is known, and an enforced perimeter holds it.
inside(bucket) if {
	some perimeter in data.facts.perimeters
	perimeter.mode == "enforced"
	bucket.project.known in perimeter.projects
}
