"""STS: who calls, and roles assumed."""

import base64
import datetime
import json
import time
import urllib.error
import urllib.request

from .suite import ACCOUNT, KEYS, story

ROLE = f"arn:aws:iam::{ACCOUNT}:role/deploy"


def jwt(expires_in=600, **claims):
    def part(value):
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    claims = {
        "iss": "https://accounts.google.com", "sub": "1234", "aud": "sts.amazonaws.com",
        "exp": int(time.time()) + expires_in, **claims,
    }
    return f"{part({'alg': 'RS256', 'typ': 'JWT'})}.{part(claims)}.c2lnbmF0dXJl"


@story
def sts_identity(s):
    s.ok("a caller is told who it is", s.client("sts").get_caller_identity, {"Account": ACCOUNT, "Arn": ..., "UserId": ...})
    s.ok(
        "a session is told its role",
        lambda: assumed(s).get_caller_identity(),
        {"Account": ACCOUNT, "Arn": f"arn:aws:sts::{ACCOUNT}:assumed-role/deploy/oracle"},
    )
    unsigned = urllib.request.Request(
        s.endpoint + "/", b"Action=GetCallerIdentity&Version=2011-06-15",
        {"content-type": "application/x-www-form-urlencoded; charset=utf-8"},
    )
    try:
        urllib.request.urlopen(unsigned, timeout=10)
        seen = (200, "")
    except urllib.error.HTTPError as error:
        seen = (error.code, error.read().decode())
    s.equal("an unsigned call is refused", (seen[0], "<Code>MissingAuthenticationToken</Code>" in seen[1]), (403, True))
    s.refused(
        "an unknown key is refused",
        s.client("sts", key="AKIAZZZZZZZZZZZZZZZZ").get_caller_identity,
        "InvalidClientTokenId", 403, "The security token included in the request is invalid.",
    )
    s.refused(
        "a wrong secret is refused",
        s.client("sts", key="AKIAIOSFODNN7EXAMPLE", secret="wrong").get_caller_identity,
        "SignatureDoesNotMatch", 403,
    )
    s.ok(
        "a right secret is taken",
        s.client("sts", key=KEYS[0], secret=KEYS[1]).get_caller_identity,
        {"Account": ACCOUNT},
    )
    s.refused("an unknown action is refused",
              lambda: s.client("sts").decode_authorization_message(EncodedMessage="x"), "InvalidAction", 400)


def assumed(s, service="sts"):
    keys = s.client("sts").assume_role(RoleArn=ROLE, RoleSessionName="oracle")["Credentials"]
    return s.client(service, key=keys["AccessKeyId"], secret=keys["SecretAccessKey"], token=keys["SessionToken"])


@story
def sts_assume_role(s):
    sts = s.client("sts", parameter_validation=False)
    answer = s.ok(
        "a role is assumed",
        lambda: sts.assume_role(RoleArn=ROLE, RoleSessionName="oracle", DurationSeconds=900),
        {"AssumedRoleUser": {"Arn": f"arn:aws:sts::{ACCOUNT}:assumed-role/deploy/oracle", "AssumedRoleId": ...},
         "Credentials": {"AccessKeyId": ..., "SecretAccessKey": ..., "SessionToken": ..., "Expiration": ...}},
    )
    keys = answer.get("Credentials", {})
    s.equal("temporary keys start with ASIA", keys.get("AccessKeyId", "")[:4], "ASIA")
    lifetime = keys["Expiration"] - datetime.datetime.now(datetime.timezone.utc)
    s.equal("a session lasts as long as was asked", 800 < lifetime.total_seconds() <= 901, True)
    s.ok("a session works with S3", lambda: assumed(s, "s3").list_buckets())
    s.refused(
        "a session without its token is refused",
        s.client("sts", key=keys["AccessKeyId"], secret=keys["SecretAccessKey"]).get_caller_identity,
        "InvalidClientTokenId", 403,
    )
    s.refused(
        "a session with a wrong secret is refused",
        s.client("sts", key=keys["AccessKeyId"], secret="wrong", token=keys["SessionToken"]).get_caller_identity,
        "SignatureDoesNotMatch", 403,
    )
    s.refused(
        "S3 refuses a session with a wrong token",
        s.client(key=keys["AccessKeyId"], secret=keys["SecretAccessKey"], token="wrong").list_buckets,
        "InvalidToken", 400, "The provided token is malformed or otherwise invalid.",
    )

    def assume(**changes):
        return lambda: sts.assume_role(**{"RoleArn": ROLE, "RoleSessionName": "oracle", **changes})

    constraint = "1 validation error detected: Value '{}' at '{}' failed to satisfy constraint: {}"
    s.refused(
        "a session name must have the right letters", assume(RoleSessionName="two words"), "ValidationError", 400,
        constraint.format("two words", "roleSessionName", r"Member must satisfy regular expression pattern: [\w+=,.@-]*"),
    )
    s.refused(
        "a session lasts twelve hours at most", assume(DurationSeconds=43201), "ValidationError", 400,
        constraint.format("43201", "durationSeconds", "Member must have value less than or equal to 43200"),
    )
    s.refused(
        "a session lasts a quarter of an hour at least", assume(DurationSeconds=899), "ValidationError", 400,
        constraint.format("899", "durationSeconds", "Member must have value greater than or equal to 900"),
    )
    s.refused("a user is no role", assume(RoleArn=f"arn:aws:iam::{ACCOUNT}:user/deploy"), "ValidationError", 400,
              f"arn:aws:iam::{ACCOUNT}:user/deploy is invalid")
    guarded = f"arn:aws:iam::{ACCOUNT}:role/external-id/s3cret/partner"
    s.refused("an external id is asked for", assume(RoleArn=guarded), "AccessDenied", 403)
    s.refused("a wrong external id is refused", assume(RoleArn=guarded, ExternalId="guess"), "AccessDenied", 403)
    s.ok("the right external id is taken", assume(RoleArn=guarded, ExternalId="s3cret"))


@story
def sts_web_identity(s):
    sts = s.client("sts")

    def assume(token, **changes):
        arguments = {"RoleArn": ROLE, "RoleSessionName": "oracle", "WebIdentityToken": token, **changes}
        return lambda: sts.assume_role_with_web_identity(**arguments)

    s.ok(
        "a Google identity gets a session", assume(jwt()),
        {"SubjectFromWebIdentityToken": "1234", "Provider": "accounts.google.com", "Audience": "sts.amazonaws.com",
         "AssumedRoleUser": {"Arn": f"arn:aws:sts::{ACCOUNT}:assumed-role/deploy/oracle"}},
    )
    s.refused("an old token is refused", assume(jwt(expires_in=-5)), "ExpiredTokenException", 400)
    s.refused("garbage is no token", assume("garbage"), "InvalidIdentityToken", 400)
    s.refused("a token without a subject is refused", assume(jwt(sub="")), "InvalidIdentityToken", 400)
    s.refused("the role is checked", assume(jwt(), RoleArn="arn:aws:iam::1:role/deploy"), "ValidationError", 400)
