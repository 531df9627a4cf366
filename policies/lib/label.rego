# What a label says. The resource's own wins over the provider's default labels, so it decides where those are unknown.
package palisade.lib.label

of(resource, name) := resource.labels.known[name]

of(resource, name) := resource.labels_all.known[name] if {
	not resource.labels.unknown
	not resource.labels.known[name]
}

of(resource, name) := {"unknown": true, "at": ["labels", {"key": name}]} if {
	not resource.labels.known[name]
	not resource.labels_all.known[name]
	unknown(resource)
}

of(resource, name) := {"unknown": true, "at": ["labels", {"key": name}]} if {
	resource.labels.unknown
}

of(resource, name) := {"absent": true, "at": ["labels", {"key": name}]} if {
	not resource.labels.known[name]
	not resource.labels_all.known[name]
	not unknown(resource)
}

unknown(resource) if resource.labels.unknown

unknown(resource) if resource.labels_all.unknown
