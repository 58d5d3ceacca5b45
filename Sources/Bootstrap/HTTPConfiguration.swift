/// Where the API listens, and whom it believes about client addresses.
package struct HTTPConfiguration: Sendable {
    package var host: String
    /// 0 for any free port.
    package var port: Int
    /// Stores get `<slug>.<this>`.
    package var platformHostname: String
    /// Networks in CIDR notation, separated by commas, whose `X-Forwarded-For` is believed.
    package var trustedProxies: String

    /// - Throws: ``ConfigurationError``.
    init(_ settings: Settings) throws(ConfigurationError) {
        host = try settings.text("TENANTRY_HTTP_HOST") ?? "127.0.0.1"
        port = try settings.number("TENANTRY_HTTP_PORT", in: 0...65_535, default: 8_080)
        platformHostname = try settings.text("TENANTRY_PLATFORM_HOSTNAME")?.lowercased() ?? "localhost"
        trustedProxies = try settings.text("TENANTRY_TRUSTED_PROXIES") ?? ""
    }
}
