/// How long tokens are good.
package struct TokenConfiguration: Sendable {
    /// 1 s to a day.
    package var accessLifetime: Duration
    /// A minute to 400 days.
    package var refreshLifetime: Duration

    /// - Throws: ``ConfigurationError``.
    init(_ settings: Settings) throws(ConfigurationError) {
        accessLifetime = try settings.duration(
            "TENANTRY_ACCESS_TOKEN_TTL", in: .seconds(1)...(.seconds(86_400)), default: .seconds(600))
        refreshLifetime = try settings.duration(
            "TENANTRY_REFRESH_TOKEN_TTL", in: .seconds(60)...(.seconds(400 * 86_400)), default: .seconds(30 * 86_400))
    }
}
