package import HTTPTypes

extension HTTPField.Name {
    /// From where a browser says that a request comes (Fetch Metadata §2.3).
    package static let secFetchSite = browser("Sec-Fetch-Site")
    /// By which scheme a proxy was asked.
    package static let forwardedProto = browser("X-Forwarded-Proto")

    private static func browser(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else { preconditionFailure("these names are tokens") }
        return name
    }
}
