# Which resources hold data that must be kept close: told by the label `data_class`, whatever its case.
package palisade.lib.sensitive

# Health, personal and card data, and what the operator's data adds to them. Nothing takes one away.
classes := {"phi", "pii", "pci"} | {lower(class) | some class in data.facts.sensitive_classes}

# The resource's label says so.
is(resource) if resource.data_class.known in classes

# The resource's label says so, or is unknown and may say so.
could_be(resource) if is(resource)

could_be(resource) if resource.data_class.unknown
