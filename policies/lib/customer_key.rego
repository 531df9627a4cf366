# Whether a key, as the view shows it, is one that its owner holds.
package palisade.lib.customer_key

# No key is named, or the one that AWS holds for everyone: `alias/aws/s3`, `alias/aws/ebs`.
missing(key) if key.absent

missing(key) if contains(key.known, "alias/aws/")

# No key is named, or a key that is unknown.
could_be_missing(key) if missing(key)

could_be_missing(key) if key.unknown
