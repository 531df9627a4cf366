output "name" {
  description = "The bucket's name."
  value       = palisade_bucket.this.name
}

output "id" {
  description = "The cloud and the name, as `terraform import` takes them: `aws/NAME` or `gcp/NAME`."
  value       = palisade_bucket.this.id
}

output "native_id" {
  description = "The cloud's own identifier, for policies and grants: the ARN, or `projects/_/buckets/NAME`."
  value       = palisade_bucket.this.native_id
}

output "url" {
  description = "`s3://NAME` or `gs://NAME`."
  value       = palisade_bucket.this.url
}

output "labels" {
  description = "All labels on the bucket, the provider's `default_labels` included."
  value       = palisade_bucket.this.labels_all
}
