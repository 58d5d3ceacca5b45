import Credits

/// How credits may be paid.
package struct PaymentConfiguration: Sendable {
    /// Whether agencies may say themselves that they have paid; operators always may.
    package var allowsManual: Bool

    /// - Throws: ``ConfigurationError``.
    init(_ settings: Settings) throws(ConfigurationError) {
        allowsManual = try settings.flag("TENANTRY_ALLOW_MANUAL_PAYMENTS", default: false)
    }

    /// Which ways of paying are open to whom.
    var policy: PaymentPolicy { PaymentPolicy(allowsManual: allowsManual, hasStripe: false) }
}
