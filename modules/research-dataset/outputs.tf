output "buckets" {
  description = "By cloud: the bucket's `id`, `name`, `native_id` (for policies and grants) and `url`."
  value = {
    for cloud, bucket in palisade_bucket.this : cloud => {
      id        = bucket.id
      name      = bucket.name
      native_id = bucket.native_id
      url       = bucket.url
    }
  }
}

output "urls" {
  description = "By cloud: `s3://NAME` and `gs://NAME`."
  value       = { for cloud, bucket in palisade_bucket.this : cloud => bucket.url }
}

output "labels" {
  description = "The labels that the module gave each bucket."
  value       = merge(var.labels, { data_class = var.data_class })
}
