import Foundation
import LocalServers
import Postgres
import TestSupport
import Testing

/// Against a server of its own with TLS, whose certificate names `localhost` and is its own root.
@Suite("TLS", .timeLimit(.minutes(5)))
struct TLSTests {
    /// Lends the server's endpoint and its certificate, as a file of trusted roots.
    private func withTLS(_ body: (PostgresEndpoint, String) async throws -> Void) async throws {
        let folder = URL(filePath: "/tmp/tenantry-tls-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try makeCertificate(in: folder)
        var options = LocalPostgres.Options(durability: .fast)
        options.settings = [
            "ssl": "on", "ssl_cert_file": "\(folder.path)/cert.pem", "ssl_key_file": "\(folder.path)/key.pem",
        ]
        try await withPostgres(options) { server in
            try await body(try PostgresEndpoint(parsing: server.url()), "\(folder.path)/cert.pem")
        }
    }

    /// The server takes a key only from its own account or root, and only if nobody else can read it.
    private func makeCertificate(in folder: URL) throws {
        let openssl = Process()
        openssl.executableURL = URL(filePath: "/usr/bin/openssl")
        openssl.currentDirectoryURL = folder
        openssl.arguments = [
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
            "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", "key.pem",
            "-out", "cert.pem",
        ]
        openssl.standardError = FileHandle.nullDevice
        try openssl.run()
        openssl.waitUntilExit()
        try #require(openssl.terminationStatus == 0)
        let key = "\(folder.path)/key.pem"
        try #require(chmod(key, 0o600) == 0)
        if let user = ServiceUser.current { try #require(chown(key, user.userID, user.groupID) == 0) }
    }

    @Test("a server whose root is trusted and whose name fits is connected to, encrypted")
    func verified() async throws {
        try await withTLS { server, root in
            var endpoint = server
            (endpoint.host, endpoint.addresses) = ("localhost", ["127.0.0.1"])
            (endpoint.tls, endpoint.tlsRootCertificateFile) = (.verifyFull, root)
            let connection = try await PostgresConnection.connect(to: endpoint, logger: quiet)
            #expect(connection.isEncrypted)
            try await expect("select 1", on: connection, gives: 1)
            connection.close()

            endpoint.resultLimit = ResultLimit(bytes: 1 << 20, rows: 10)
            let bounded = try await PostgresConnection.connect(to: endpoint, logger: quiet)
            #expect(bounded.isEncrypted)
            let text = try await bounded.first("select repeat('x', 900000)", as: String.self)
            #expect(text?.utf8.count == 900_000)
            let error = await postgresError { _ = try await bounded.query("select repeat('x', 1100000)") }
            #expect(error?.kind == .resultTooLarge)

            endpoint = server
            endpoint.tls = .require
            let unverified = try await PostgresConnection.connect(to: endpoint, logger: quiet)
            #expect(unverified.isEncrypted)
            unverified.close()

            endpoint.tls = .disable
            let plain = try await PostgresConnection.connect(to: endpoint, logger: quiet)
            #expect(!plain.isEncrypted)
            plain.close()
        }
    }

    @Test("a name that does not fit is refused by verify-full, whatever address is dialled, but not by verify-ca")
    func wrongName() async throws {
        try await withTLS { server, root in
            var endpoint = server
            (endpoint.host, endpoint.addresses, endpoint.tlsRootCertificateFile) = ("db.example", ["127.0.0.1"], root)
            endpoint.tls = .verifyFull
            let error = await postgresError { _ = try await PostgresConnection.connect(to: endpoint, logger: quiet) }
            #expect(error?.connectFailure == .tls)
            endpoint.tls = .verifyCA
            let connection = try await PostgresConnection.connect(to: endpoint, logger: quiet)
            #expect(connection.isEncrypted)
            connection.close()
        }
    }

    @Test("an unknown root is refused")
    func unknownRoot() async throws {
        try await withTLS { server, _ in
            var endpoint = server
            (endpoint.host, endpoint.addresses, endpoint.tls) = ("localhost", ["127.0.0.1"], .verifyFull)
            let error = await postgresError { _ = try await PostgresConnection.connect(to: endpoint, logger: quiet) }
            #expect(error?.connectFailure == .tls)
        }
    }

    @Test("a server without TLS is not spoken to when TLS is required")
    func required() async throws {
        var endpoint = try await testEndpoint()
        endpoint.tls = .require
        let error = await postgresError { _ = try await PostgresConnection.connect(to: endpoint, logger: quiet) }
        #expect(error?.connectFailure == .tls)
    }
}
