# Whether a bucket's objects are encrypted with a key that its owner holds.
package palisade.lib.customer_key

# No key is named, or the one that AWS holds for everyone.
missing(bucket) if bucket.encryption.kms_key.absent

missing(bucket) if endswith(bucket.encryption.kms_key.known, "alias/aws/s3")

# No key is named, or a key that is unknown.
could_be_missing(bucket) if missing(bucket)

could_be_missing(bucket) if bucket.encryption.kms_key.unknown
