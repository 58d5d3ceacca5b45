import Credits
import Payments
import Stripe

/// How credits may be paid.
package struct PaymentConfiguration: Sendable {
    /// Whether agencies may say themselves that they have paid; operators always may.
    package var allowsManual: Bool
    /// The account with Stripe; `nil` where there is none.
    var stripe: StripePayments.Configuration?

    /// - Throws: ``ConfigurationError``.
    init(_ settings: Settings, platformHostname: String) throws(ConfigurationError) {
        allowsManual = try settings.flag("TENANTRY_ALLOW_MANUAL_PAYMENTS", default: false)
        stripe = try Self.stripe(settings, platformHostname: platformHostname)
    }

    /// Which ways of paying are open to whom.
    var policy: PaymentPolicy { PaymentPolicy(allowsManual: allowsManual, hasStripe: stripe != nil) }

    private static func stripe(
        _ settings: Settings, platformHostname: String
    ) throws(ConfigurationError) -> StripePayments.Configuration? {
        let names = (key: "TENANTRY_STRIPE_SECRET_KEY", secrets: "TENANTRY_STRIPE_WEBHOOK_SECRET")
        let (key, secrets) = (try settings.text(names.key), try settings.text(names.secrets))
        guard key != nil || secrets != nil else { return nil }
        guard let key else { throw ConfigurationError(names.key, "is not set, but \(names.secrets) is: both or none.") }
        guard let secrets else {
            throw ConfigurationError(
                names.secrets,
                "is not set, but \(names.key) is. It is the signing secret of the webhook endpoint, whsec_….")
        }
        return StripePayments.Configuration(
            client: try client(
                settings,
                key: try understood(names.key) { () throws(StripeConfigurationError) in
                    try StripeAPIKey(key)
                }),
            webhook: try understood(names.secrets) { () throws(StripeConfigurationError) in
                try StripeWebhook(secrets: secrets.split(separator: ",").map { $0.trimmingSpaces })
            }, returnURL: try returnURL(settings, platformHostname: platformHostname))
    }

    private static func client(
        _ settings: Settings, key: StripeAPIKey
    ) throws(ConfigurationError) -> StripeConfiguration {
        let name = "TENANTRY_STRIPE_API_URL"
        guard let url = try settings.text(name) else {
            return try understood(name) { () throws(StripeConfigurationError) in try StripeConfiguration(key: key) }
        }
        return try understood(name) { () throws(StripeConfigurationError) in
            try StripeConfiguration(key: key, baseURL: url)
        }
    }

    private static func returnURL(
        _ settings: Settings, platformHostname: String
    ) throws(ConfigurationError) -> ReturnURL {
        let name = "TENANTRY_STRIPE_RETURN_URL"
        guard let url = ReturnURL(try settings.text(name) ?? "https://\(platformHostname)/") else {
            throw ConfigurationError(name, "is where browsers go after a payment: https://shop.example/credits")
        }
        return url
    }

    private static func understood<Value>(
        _ name: String, _ make: () throws(StripeConfigurationError) -> Value
    ) throws(ConfigurationError) -> Value {
        do { return try make() } catch { throw ConfigurationError(name, "cannot be used: \(error)") }
    }
}

extension StringProtocol {
    /// Without spaces at both ends.
    fileprivate var trimmingSpaces: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
