/// The page on which a developer pays, as HTML.
struct PayPage {
    let session: ReplaySession

    var html: String {
        """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>Pay \(Self.escape(session.productName))</title>
        <style>
          body { font: 17px/1.5 system-ui, sans-serif; max-width: 24rem; margin: 12vh auto; padding: 0 1rem }
          button { font: inherit; width: 100%; padding: .6rem; margin: .25rem 0; border-radius: 6px; border: 1px solid #889 }
          button.pay { background: #2b4acb; border-color: #2b4acb; color: #fff }
          .amount { font-size: 2rem; margin: 0 }
          small { color: #556 }
        </style>
        <p>\(Self.escape(session.productName))</p>
        <p class="amount">\(amount)</p>
        \(session.status == .open ? buttons : "<p>This page is \(session.status).</p>")
        <p><small>A stand-in for Stripe: no money moves.</small></p>
        </html>

        """
    }

    private var buttons: String {
        let actions = [
            (PayAction.pay, "Pay", " class=\"pay\""), (.payLater, "Pay by a slow method", ""),
            (.fail, "Try a card that is refused", ""),
        ]
        let forms = actions.map { action, label, style in
            "<form method=\"post\" action=\"/c/pay/\(session.id)/\(action.rawValue)\"><button\(style)>\(label)</button></form>"
        }
        let back = session.cancelURL.map { "<p><a href=\"\(Self.escape($0))\">Back</a></p>" } ?? ""
        return forms.joined(separator: "\n") + "\n" + back
    }

    /// `12.50 EUR`
    private var amount: String {
        let currency = session.currency.uppercased()
        guard !Self.wholeCurrencies.contains(session.currency) else { return "\(session.amount) \(currency)" }
        let minor = String(session.amount % 100)
        return "\(session.amount / 100).\(minor.count == 1 ? "0" : "")\(minor) \(currency)"
    }

    /// Those that Stripe counts without a minor unit.
    private static let wholeCurrencies: Set<String> = [
        "bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "vnd", "vuv", "xaf", "xof", "xpf",
    ]

    static func escape(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
    }
}

/// What the page's buttons do.
enum PayAction: String {
    case pay
    case payLater = "pay-later"
    case fail
}
