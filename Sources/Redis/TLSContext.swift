internal import NIOPosix
internal import NIOSSL

/// Makes the TLS settings of a client: the server's certificate and name are verified, TLS 1.2 is the oldest accepted.
enum TLSContext {
    /// Reads the trusted certificates, on a thread that may block, and again for every connection: they get renewed.
    ///
    /// - Throws: NIOSSL's error if the file is missing or holds no certificate.
    static func make(rootCertificateFile file: String?) async throws -> NIOSSLContext {
        try await NIOThreadPool.singleton.runIfActive {
            var configuration = TLSConfiguration.makeClientConfiguration()
            configuration.minimumTLSVersion = .tlsv12
            if let file { configuration.trustRoots = .file(file) }
            return try NIOSSLContext(configuration: configuration)
        }
    }
}
