"""The stories that aws.py tells, one file a family."""
