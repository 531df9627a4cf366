"""Drives the sandbox with Google's own clients and holds its answers to those of the real service.

Clients that know nothing of the sandbox, and nothing of one another:

- google-cloud-storage, the hand-made client of the JSON API;
- google-cloud-container and google-cloud-billing-budgets, generated, over REST; their protobuf types also check every
  answer;
- google-api-python-client, which is made from the API's discovery document; the document's schema also checks every
  JSON body that any client gets, field by field;
- the generated gRPC client of google.storage.v2 that google-cloud-storage carries, and protobuf's own parser.

    python gcp.py                                     starts `$PALISADE sandbox` (or target/debug/palisade) and stops it
    python gcp.py --rest http://... --grpc http://... drives one that runs

One line a check, and a closing line of counts; the exit code tells whether all held.
Pins: google-cloud-storage 3.17.1, google-cloud-storage-control 1.17.0, google-api-python-client 2.202.0,
google-cloud-container 2.67.0, google-cloud-billing-budgets 1.22.0.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import threading

from gcp_suite import budgets, container, discovered, faults, identity, over_grpc, rest, rest_refusals
from gcp_suite.harness import Clients, Report

SUITES = [
    rest.rest_life,
    rest.rest_objects,
    rest.rest_lock,
    rest.rest_iam,
    rest_refusals.rest_refusals,
    discovered.discovered_client,
    over_grpc.grpc_life,
    over_grpc.grpc_refusals,
    over_grpc.grpc_objects,
    over_grpc.grpc_iam,
    identity.identity,
    faults.faults,
    container.container_life,
    container.container_operations,
    container.container_discovered,
    container.container_faults,
    container.container_table,
    budgets.budgets_table,
    budgets.budgets_life,
    budgets.budgets_discovered,
]


def start():
    """Starts the sandbox of the working tree; gives its endpoints and the way to stop it."""
    here = pathlib.Path(__file__).resolve().parents[2]
    program = os.environ.get("PALISADE", here / "target" / "debug" / "palisade")
    process = subprocess.Popen(
        [program, "sandbox", "--until-stdin-closes"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    # A sandbox that does not come up must not hold the suite for ever.
    timer = threading.Timer(30, process.kill)
    timer.start()
    line = process.stdout.readline()
    timer.cancel()
    if not line:
        sys.exit(f"{program} sandbox did not start")
    return json.loads(line), process


def main():
    arguments = argparse.ArgumentParser(description="drives the sandbox with Google's own clients")
    arguments.add_argument("--rest", help="URL of a running sandbox's REST port")
    arguments.add_argument("--grpc", help="URL of a running sandbox's gRPC port")
    options = arguments.parse_args()
    process = None
    if not (options.rest and options.grpc):
        endpoints, process = start()
        options.rest, options.grpc = endpoints["gcp_rest"], endpoints["gcp_grpc"]
    report = Report()
    try:
        clients = Clients(options.rest, options.grpc)
        for suite in SUITES:
            try:
                suite(report, clients)
            except Exception as error:  # One suite's end is one failure, and the others still run.
                report.check(f"{suite.__name__} ran to its end", f"{type(error).__name__}: {error}", "no error")
        report.check(f"{clients.schema.bodies} JSON bodies fit the discovery document", clients.schema.problems, [])
    finally:
        if process:
            process.stdin.close()
            process.wait(timeout=10)
    print(f"{report.passed} passed, {report.failed} failed")
    return 1 if report.failed else 0


if __name__ == "__main__":
    sys.exit(main())
