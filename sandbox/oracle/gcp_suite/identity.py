"""OAuth2 and IAM credentials."""

import datetime

import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from google.auth import impersonated_credentials
from google.auth.transport.requests import Request
from google.oauth2 import service_account
from google.oauth2.credentials import Credentials


def identity(report, clients):
    """OAuth2 and IAM credentials, by google-auth where it has the call."""
    robot = "robot@oracle-project.iam.gserviceaccount.com"
    url = f"{clients.rest}/v1/projects/-/serviceAccounts/{robot}:generateAccessToken"
    credentials = impersonated_credentials.Credentials(
        source_credentials=Credentials("oracle"),
        target_principal=robot,
        target_scopes=["https://www.googleapis.com/auth/cloud-platform"],
        lifetime=600,
        iam_endpoint_override=url,
    )
    credentials.refresh(Request())
    left = credentials.expiry - datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
    report.check("identity: google-auth impersonates", 590 <= left.total_seconds() <= 601, True)
    info = requests.get(f"{clients.rest}/tokeninfo", params={"access_token": credentials.token}, timeout=10).json()
    report.check(
        "identity: who the token is for",
        (info["email"], info["email_verified"], int(info["expires_in"]) > 0),
        (robot, "true", True),
    )
    user = requests.get(
        f"{clients.rest}/oauth2/v3/userinfo", headers={"authorization": f"Bearer {credentials.token}"}, timeout=10
    ).json()
    report.check(
        "identity: user info", (user["email"], user["email_verified"], user["sub"] == info["sub"]), (robot, True, True)
    )
    refresh = Credentials(None, refresh_token="r", client_id="c", client_secret="s", token_uri=f"{clients.rest}/token")
    refresh.refresh(Request())
    report.check("identity: google-auth refreshes", (bool(refresh.token), refresh.expired), (True, False))
    key = (
        rsa.generate_private_key(public_exponent=65537, key_size=2048)
        .private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        .decode()
    )
    account = service_account.Credentials.from_service_account_info(
        {"client_email": robot, "private_key": key, "token_uri": f"{clients.rest}/token"}, scopes=["s"]
    )
    account.refresh(Request())
    info = requests.post(f"{clients.rest}/tokeninfo", data={"access_token": account.token}, timeout=10).json()
    report.check("identity: a service account's assertion", info["email"], robot)
    post = lambda body, to=url, **headers: requests.post(
        to, json=body, headers={"authorization": "Bearer x", **headers}, timeout=10
    )
    for what, answer, wanted in [
        ("no scope", post({}), (400, "INVALID_ARGUMENT")),
        ("too long", post({"scope": ["s"], "lifetime": "7200s"}), (400, "INVALID_ARGUMENT")),
        ("no account", post({"scope": ["s"]}, url.replace(robot, "a@example.com")), (404, "NOT_FOUND")),
        ("no caller", post({"scope": ["s"]}, authorization=""), (401, "UNAUTHENTICATED")),
    ]:
        error = answer.json()["error"]
        report.check(f"identity: refused: {what}", (answer.status_code, error["status"]), wanted)
    bad = requests.get(f"{clients.rest}/tokeninfo", timeout=10)
    report.check("identity: refused: no token", (bad.status_code, bad.json()["error"]), (400, "invalid_token"))
