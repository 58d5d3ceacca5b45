/// Where the API listens, and whom it believes about client addresses.
package struct HTTPConfiguration: Sendable {
    package var host: String
    /// 0 for any free port.
    package var port: Int
    /// How long a connection may have nothing to do, and how long a request may take to come. Longer than a load
    /// balancer keeps its own idle connections, or that may send a request into one that is just being closed.
    package var idleTimeout: Duration
    /// Stores get `<slug>.<this>`.
    package var platformHostname: String
    /// Networks in CIDR notation, separated by commas, whose `X-Forwarded-For` is believed.
    package var trustedProxies: String
    /// Whether throttles count; off only for load tests.
    package var isThrottled: Bool

    /// - Throws: ``ConfigurationError``.
    init(_ settings: Settings) throws(ConfigurationError) {
        host = try settings.text("TENANTRY_HTTP_HOST") ?? "127.0.0.1"
        port = try settings.number("TENANTRY_HTTP_PORT", in: 0...65_535, default: 8_080)
        idleTimeout = .seconds(try settings.number("TENANTRY_HTTP_IDLE_SECONDS", in: 1...3_600, default: 75))
        platformHostname = try settings.text("TENANTRY_PLATFORM_HOSTNAME")?.lowercased() ?? "localhost"
        trustedProxies = try settings.text("TENANTRY_TRUSTED_PROXIES") ?? ""
        let limits = try settings.text("TENANTRY_RATE_LIMITS") ?? "on"
        guard ["on", "off"].contains(limits) else { throw ConfigurationError("TENANTRY_RATE_LIMITS", "is on or off") }
        isThrottled = limits == "on"
    }
}
