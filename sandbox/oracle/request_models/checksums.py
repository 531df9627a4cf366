"""Checksums of bodies: there where the model demands one, and right."""

import base64
import hashlib
import zlib

import google_crc32c

from .refused import Refused

MADE = {
    "content-md5": lambda body: hashlib.md5(body).digest(),
    "x-amz-checksum-crc32": lambda body: zlib.crc32(body).to_bytes(4, "big"),
    "x-amz-checksum-crc32c": lambda body: google_crc32c.Checksum(body).digest(),
    "x-amz-checksum-sha1": lambda body: hashlib.sha1(body).digest(),
    "x-amz-checksum-sha256": lambda body: hashlib.sha256(body).digest(),
}


def check(operation, request):
    stated = {name for name in request.headers if name == "content-md5" or name.startswith("x-amz-checksum-")}
    for name in stated - {"x-amz-checksum-mode", "x-amz-checksum-type"}:
        if name not in MADE:
            raise Refused("a checksum that this checker cannot make", f"header {name}")
        made = base64.b64encode(MADE[name](request.body)).decode()
        if request.headers[name] != made:
            raise Refused(f"{request.headers[name]}, of a body whose checksum is {made}", f"header {name}")
    if (operation.http_checksum or {}).get("requestChecksumRequired") and not stated:
        raise Refused(f"{operation.name} demands a checksum", "headers")
