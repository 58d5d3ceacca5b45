extension PostgresEndpoint {
    /// How far a connection is encrypted and its server checked; the names and meanings of libpq's `sslmode`.
    public enum TLSMode: String, Sendable, CaseIterable {
        /// Never encrypted.
        case disable
        /// Encrypted when the server offers it; protects against nobody who can change traffic.
        case prefer
        /// Always encrypted, the server's certificate not checked.
        case require
        /// The certificate leads to a trusted root.
        case verifyCA = "verify-ca"
        /// The certificate leads to a trusted root and names the host.
        case verifyFull = "verify-full"
    }
}
