resource "terraform_data" "reader" {
  input = "arn:aws:iam::111122223333:role/reader"
}

resource "palisade_bucket" "reports" {
  cloud    = "aws"
  name     = "acme-reports"
  location = "eu-central-1"
  aws = {
    policy_json = jsonencode({
      Version = "2012-10-17"
      Statement = [{
        Effect    = "Allow"
        Principal = { AWS = terraform_data.reader.output }
        Action    = "s3:GetObject"
        Resource  = "arn:aws:s3:::acme-reports/*"
      }]
    })
  }
}
