"""Breaks good requests by hand, one thing at a time, and asserts that the checker refuses each for that very thing.

    python broken_requests.py

The good ones are what botocore and Google's types make, and the checker must pass them. It prints one line a check and
ends in "N passed, N failed"; it exits 1 when a check failed.
"""

import sys

from broken import aws, google
from request_models import check


def verdict(request, keys):
    refused = check([request], keys)["refused"]
    return refused[0]["why"] if refused else None


def main():
    passed = failed = 0
    for name, make, wanted, keys in [*aws.cases(), *google.cases()]:
        why = verdict(make(), keys)
        fits = why is None if wanted is None else why is not None and wanted in why
        passed, failed = passed + fits, failed + (not fits)
        print(f"ok      {name}" if fits else f"FAILED  {name}: wanted {wanted!r}, got {why!r}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
