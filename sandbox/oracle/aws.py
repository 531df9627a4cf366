"""Drives the sandbox's AWS port with boto3 and asserts what the real services answer.

    python aws.py ENDPOINT                 against a running sandbox
    python aws.py --against moto           the same against moto, started here on a free port

It prints one line a check and ends in "N passed, N failed"; it exits 1 when a check failed. boto3 and moto were
written by others, so a sandbox that only agrees with itself does not pass. Where moto is known to answer otherwise,
aws_oracle/differences.py says so, with who is as the real service and how that is known: such a check is expected to
differ, and fails when it no longer does.

Pinned: boto3==1.44.5, moto[server,s3,sts]==5.2.1.
"""

import argparse
import contextlib
import logging
import sys

from aws_oracle import access, buckets, budgets, ce, ec2, eks, faults, keeping, objects, serving, sts  # noqa: F401: importing tells STORIES
from aws_oracle.differences import DIFFERENCES
from aws_oracle.suite import STEERED, STORIES, Suite, describe


@contextlib.contextmanager
def moto():
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").disabled = True
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        yield f"http://{host}:{port}"
    finally:
        server.stop()


def run(endpoint, against):
    suite = Suite(endpoint, against)
    stories = STORIES + ([*STEERED, faults.faults] if against == "sandbox" else [])
    for tell in stories:
        suite.story = tell.__name__
        try:
            tell(suite)
        except Exception as error:  # noqa: BLE001: the other stories still want to be told
            suite.record("the story was told to its end", describe(error))
    if against == "moto":
        for stale in sorted(DIFFERENCES.keys() - suite.seen):
            suite.failed += 1
            print(f"FAILED  {stale}: named in DIFFERENCES, but there is no such check")
    print(f"{suite.passed} passed, {suite.failed} failed")
    return 1 if suite.failed else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("endpoint", nargs="?", help="the sandbox's AWS endpoint, such as http://127.0.0.1:4000")
    parser.add_argument("--against", choices=["sandbox", "moto"], default="sandbox")
    arguments = parser.parse_args()
    if arguments.endpoint:
        return run(arguments.endpoint.rstrip("/"), arguments.against)
    if arguments.against == "moto":
        with moto() as endpoint:
            return run(endpoint, "moto")
    parser.error("the sandbox's endpoint is needed")


if __name__ == "__main__":
    sys.exit(main())
