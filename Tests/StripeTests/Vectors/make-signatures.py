#!/usr/bin/env python3
"""Writes signatures.json: webhooks, and what Stripe's own Python library makes of each.

Run it by hand where that library is; the tests only read what it has written:

    scripts/install-stripe-oracles
    .build/stripe-oracles/bin/python Tests/StripeTests/Vectors/make-signatures.py

Headers are signed by the library, never by us. `verdict` is what we say: `believed`, or the name of the error. The
library is asked about each, at the time `now`; the file is not written unless it agrees, or is known to be laxer.
"""
import json
import pathlib
import time

import stripe

NOW = 1767225600
TOLERANCE = stripe.Webhook.DEFAULT_TOLERANCE
SECRET = "whsec_5WbX5kEWLlfzsGNjH64I8lOOqUB6e8FH"
NEXT_SECRET = "whsec_2026NextSecretThatFollowsTheFirst0"
OTHER_SECRET = "whsec_0000000000000000000000000000other"

# The library does not look whether a time is still to come.
LAXER = {"fromTheFuture"}


def event(indent=None, **members):
    return json.dumps({
        "id": "evt_1Vector", "object": "event", "api_version": "2026-10-28.endive", "created": NOW,
        "livemode": False, "pending_webhooks": 1, "type": "checkout.session.completed",
        "data": {"object": {
            "id": "cs_test_vector", "object": "checkout.session", "created": NOW - 600, "expires_at": NOW + 85800,
            "livemode": False, "mode": "payment", "status": "complete", "payment_status": "paid",
            "amount_total": 1250, "currency": "eur", "client_reference_id": "purchase-7", "metadata": {},
            "payment_intent": "pi_vector", "url": None, **members}}}, indent=indent, ensure_ascii=False)


def signed(payload, secret=SECRET, at=NOW):
    return stripe.WebhookSignature.generate_signature_header(payload, secret, at)


def signature(header):
    return header.split(",", 1)[1]


def vectors():
    plain, indented = event(), event(2)
    good, theirs = signed(plain), signed(plain, OTHER_SECRET)
    unicode = event(2, metadata={"shop": "Zoë’s “Ünïcode” 🛒", "e\u0301": "\u200d\u2028"})

    def vector(name, verdict, payload=plain, header=good, secrets=(SECRET,), now=NOW):
        return dict(name=name, verdict=verdict, payload=payload, header=header, secrets=list(secrets), now=now)

    yield vector("a compact event", "believed")
    yield vector("an indented event", "believed", indented, signed(indented))
    yield vector("text beyond ASCII", "believed", unicode, signed(unicode))
    escaped = json.dumps(json.loads(unicode))
    yield vector("text beyond ASCII, written with escapes on the way", "wrongSignature", escaped, signed(unicode))
    yield vector("a line break at the end", "believed", plain + "\n", signed(plain + "\n"))
    for name, secret in {
        "a secret of other signs": "whsec_+/=-_.:;~!$%&()*,<>?@[]^{|}",
        "a secret that looks like Base64": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    }.items():
        yield vector(name, "believed", header=signed(plain, secret), secrets=[secret])

    yield vector("the last second of its time", "believed", now=NOW + TOLERANCE)
    yield vector("a second too old", "tooOld", now=NOW + TOLERANCE + 1)
    yield vector("a year too old", "tooOld", now=NOW + 31_536_000)
    yield vector("a clock that is behind by all that is allowed", "believed", now=NOW - TOLERANCE)
    yield vector("a second too far ahead", "fromTheFuture", now=NOW - TOLERANCE - 1)
    yield vector("a long time from now", "fromTheFuture", header=signed(plain, at=99999999999))
    yield vector("heard again within its time", "believed", now=NOW + 120)

    yield vector("another secret", "wrongSignature", header=theirs)
    yield vector("another payload", "wrongSignature", plain.replace("1250", "9250"))
    yield vector("another time", "wrongSignature", header=f"t={NOW + 1}," + signature(good))
    yield vector("an old one with a new time", "wrongSignature",
                 header=f"t={NOW}," + signature(signed(plain, at=NOW - 900)))
    yield vector("parsed and written again", "wrongSignature", json.dumps(json.loads(plain), indent=2))
    yield vector("parsed and written again with its names in order", "wrongSignature",
                 json.dumps(json.loads(plain), sort_keys=True))
    yield vector("a signature of no payload", "wrongSignature", header=signed(""))
    yield vector("a signature cut short", "malformedHeader", header=good[:-1])

    yield vector("the right signature first of two", "believed", header=good + "," + signature(theirs))
    yield vector("the right signature last of three", "believed",
                 header=f"{theirs},{signature(signed(indented))},{signature(good)}")
    yield vector("two signatures, none of them right", "wrongSignature",
                 header=f"{theirs},{signature(signed(indented))}")
    yield vector("a signature of another scheme beside it", "believed", header=good + ",v0=" + "0" * 64)
    yield vector("the right signature under scheme v0", "unsigned", header=good.replace("v1=", "v0="))
    yield vector("a time and nothing else", "unsigned", header=f"t={NOW}")

    both = good + "," + signature(signed(plain, NEXT_SECRET))
    yield vector("rotation: signed with both secrets, we know the old one", "believed", header=both)
    yield vector("rotation: signed with both secrets, we know the new one", "believed", header=both,
                 secrets=[NEXT_SECRET])
    yield vector("rotation: signed with the new secret, we know both", "believed", header=signed(plain, NEXT_SECRET),
                 secrets=[SECRET, NEXT_SECRET])
    yield vector("rotation: signed with the old secret, we have dropped it", "wrongSignature", secrets=[NEXT_SECRET])


def library_believes(vector):
    real, time.time = time.time, lambda: vector["now"]
    try:
        for secret in vector["secrets"]:
            try:
                return stripe.WebhookSignature.verify_header(vector["payload"], vector["header"], secret, TOLERANCE)
            except stripe.SignatureVerificationError:
                continue
        return False
    finally:
        time.time = real


def main():
    written = []
    for vector in vectors():
        vector["library"] = library_believes(vector)
        agreed = vector["library"] == (vector["verdict"] == "believed")
        assert agreed or (vector["library"] and vector["verdict"] in LAXER), vector["name"]
        written.append(vector)
    text = json.dumps(written, indent=2, ensure_ascii=True)
    pathlib.Path(__file__).with_name("signatures.json").write_text(text + "\n")


if __name__ == "__main__":
    main()
