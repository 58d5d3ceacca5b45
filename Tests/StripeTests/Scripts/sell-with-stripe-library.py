#!/usr/bin/env python3
"""Sells, refunds and fails at a server that speaks Stripe's API, with Stripe's own Python library (PyPI: stripe 16.1.0).

Takes the server's URL and a key; prints what the library saw as one line of JSON. The tests run it when
TENANTRY_TEST_STRIPE_PYTHON names a Python that has the library: scripts/install-stripe-oracles makes one.
"""
import json
import sys

import stripe


def shop(url, key):
    client = stripe.StripeClient(key, base_addresses={"api": url}, max_network_retries=0)
    sessions = client.v1.checkout.sessions
    order = {
        "mode": "payment", "success_url": "https://shop.test/done", "client_reference_id": "purchase-7",
        "metadata": {"store": "7"}, "payment_intent_data": {"metadata": {"store": "7"}},
        "line_items": [{"quantity": 1, "price_data": {
            "currency": "eur", "unit_amount": 1250, "product_data": {"name": "1000 credits"}}}],
    }
    seen = {}
    first = sessions.create(order, {"idempotency_key": "python-1"})
    seen["same_key_same_session"] = sessions.create(order, {"idempotency_key": "python-1"}).id == first.id
    try:
        sessions.create({**order, "client_reference_id": "other"}, {"idempotency_key": "python-1"})
    except stripe.IdempotencyError as error:
        seen["other_params"] = error.http_status
    found = sessions.retrieve(first.id)
    seen["session"] = [found.status, found.payment_status, found.amount_total, found.currency, found.metadata["store"]]
    seen["expired"] = sessions.expire(first.id).status
    payment = client.v1.payment_intents.create(
        {"amount": 500, "currency": "eur", "payment_method": "pm_card_visa", "confirm": True})
    seen["payment"] = [payment.status, payment.amount_received]
    client.v1.refunds.create({"payment_intent": payment.id, "amount": 200})
    client.v1.refunds.create({"payment_intent": payment.id})
    seen["refunds"] = [r.amount for r in client.v1.refunds.list({"payment_intent": payment.id}).auto_paging_iter()]
    charge = client.v1.charges.retrieve(payment.latest_charge)
    seen["charge"] = [charge.refunded, charge.amount_refunded]
    for name, call in {
        "declined": lambda: client.v1.payment_intents.create(
            {"amount": 500, "currency": "eur", "payment_method": "pm_card_visa_chargeDeclinedInsufficientFunds",
             "confirm": True}),
        "too_small": lambda: client.v1.payment_intents.create({"amount": 1, "currency": "eur"}),
        "missing": lambda: sessions.retrieve("cs_test_none"),
        "wrong_key": lambda: stripe.StripeClient(
            "sk_test_wrong", base_addresses={"api": url}, max_network_retries=0).v1.checkout.sessions.retrieve(first.id),
    }.items():
        try:
            call()
        except stripe.StripeError as error:
            seen[name] = [type(error).__name__, error.http_status, error.code]
    return seen


if __name__ == "__main__":
    print(json.dumps(shop(*sys.argv[1:]), sort_keys=True))
