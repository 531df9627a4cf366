# Which buckets hold data that must be kept close: told by the label `data_class`, whatever its case.
package palisade.lib.sensitive

# Health, personal and card data, and what the operator's data adds to them. Nothing takes one away.
classes := {"phi", "pii", "pci"} | {lower(class) | some class in data.facts.sensitive_classes}

# The bucket's label says so.
is(bucket) if bucket.data_class.known in classes

# The bucket's label says so, or is unknown and may say so.
could_be(bucket) if is(bucket)

could_be(bucket) if bucket.data_class.unknown
