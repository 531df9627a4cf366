"""Checks requests that the sandbox kept against the models that the clouds publish.

    curl ENDPOINT/_sandbox/requests | python check_requests.py [KEY_ID=SECRET ...]
        says what is wrong with which request, then how many there were of each operation; exits 1 when one is refused
    python check_requests.py --serve
        the same for many: one line of JSON in, {"requests": [...], "keys": {"KEY_ID": "SECRET"}}, one line out,
        {"checked": {"aws s3 CreateBucket": 2}, "refused": [{"n": 1, "operation": ..., "why": ...}]}
"""

import json
import sys

from request_models import check


def serve():
    for line in sys.stdin:
        asked = json.loads(line)
        print(json.dumps(check(asked["requests"], asked.get("keys"))), flush=True)


def main(arguments):
    report = check(json.load(sys.stdin), dict(argument.split("=", 1) for argument in arguments))
    for refusal in report["refused"]:
        print(f"REFUSED {refusal['n']} {refusal['operation']}: {refusal['why']}")
    for name, count in sorted(report["checked"].items()):
        print(f"{count:6} {name}")
    print(f"{sum(report['checked'].values()) - len(report['refused'])} passed, {len(report['refused'])} failed")
    return 1 if report["refused"] else 0


if __name__ == "__main__":
    sys.exit(serve() if sys.argv[1:] == ["--serve"] else main(sys.argv[1:]))
