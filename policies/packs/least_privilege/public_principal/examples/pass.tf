resource "palisade_bucket" "reports" {
  cloud    = "aws"
  name     = "acme-reports"
  location = "eu-central-1"
  aws = {
    policy_json = jsonencode({
      Version = "2012-10-17"
      Statement = [{
        Effect    = "Allow"
        Principal = "*"
        Action    = "s3:GetObject"
        Resource  = "arn:aws:s3:::acme-reports/*"
        Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-a1b2c3d4e5" } }
      }]
    })
  }
}
