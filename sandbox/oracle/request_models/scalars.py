"""Text of a request as the value that botocore would have been given."""

import base64
import binascii
import datetime

from botocore.utils import parse_timestamp

from .refused import Refused

WHOLE = ("integer", "long", "short", "byte")
REAL = ("float", "double")
FORMS = {"iso8601": "%Y-%m-%dT%H:%M:%S", "rfc822": "%a, %d %b %Y %H:%M:%S GMT"}


def of_text(shape, text, path, timestamps="iso8601"):
    """The value of a text, by its shape."""
    try:
        return READERS.get(shape.type_name, unknown)(shape, text, timestamps)
    except (ValueError, binascii.Error) as error:
        raise Refused(f"{text!r} is no {shape.type_name}: {error}", path) from None


def boolean(_shape, text, _timestamps):
    if text not in ("true", "false"):
        raise ValueError("neither true nor false")
    return text == "true"


def timestamp(shape, text, timestamps):
    form = shape.serialization.get("timestampFormat", timestamps)
    if form == "unixTimestamp":
        return datetime.datetime.fromtimestamp(float(text), datetime.timezone.utc)
    if form == "rfc822":
        datetime.datetime.strptime(text, FORMS[form])
    else:
        if not text.endswith("Z"):
            raise ValueError("not in UTC")
        datetime.datetime.strptime(text[:-1].partition(".")[0], FORMS[form])
    return parse_timestamp(text)


def unknown(shape, _text, _timestamps):
    raise ValueError(f"a {shape.type_name} cannot be a text")


READERS = {
    "string": lambda _shape, text, _: text,
    "character": lambda _shape, text, _: text,
    "boolean": boolean,
    "timestamp": timestamp,
    "blob": lambda _shape, text, _: base64.b64decode(text, validate=True),
    **dict.fromkeys(WHOLE, lambda _shape, text, _: int(text)),
    **dict.fromkeys(REAL, lambda _shape, text, _: float(text)),
}
