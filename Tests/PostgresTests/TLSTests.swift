import Foundation
import Postgres
import Testing

/// Against a server with TLS whose certificate names `localhost` and is its own root; without one there is nothing to
/// see.
@Suite("TLS", .timeLimit(.minutes(1)))
struct TLSTests {
    /// The server's own certificate as a file of trusted roots, if it has one and lets us read it.
    private func withServerCertificate(_ body: (String) async throws -> Void) async throws {
        let certificate = try await withConnection { connection -> String? in
            guard try await connection.first("show ssl", as: String.self) == "on" else { return nil }
            return try await connection.first("select pg_read_file(current_setting('ssl_cert_file'))", as: String.self)
        }
        guard let certificate else { return }
        let file = NSTemporaryDirectory() + "root-\(UUID()).pem"
        try certificate.write(toFile: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: file) }
        try await body(file)
    }

    @Test("a server whose root is trusted and whose name fits is connected to, encrypted")
    func verified() async throws {
        try await withServerCertificate { root in
            try await withConnection({
                ($0.host, $0.addresses) = ("localhost", ["127.0.0.1"])
                ($0.tls, $0.tlsRootCertificateFile) = (.verifyFull, root)
            }) { connection in
                #expect(connection.isEncrypted)
                try await expect("select 1", on: connection, gives: 1)
            }
            try await withConnection({ $0.tls = .require }) { #expect($0.isEncrypted) }
        }
    }

    @Test("a name that does not fit is refused by verify-full, whatever address is dialled, but not by verify-ca")
    func wrongName() async throws {
        try await withServerCertificate { root in
            var endpoint = try await testEndpoint()
            (endpoint.host, endpoint.addresses, endpoint.tlsRootCertificateFile) = ("db.example", ["127.0.0.1"], root)
            endpoint.tls = .verifyFull
            let error = await postgresError { _ = try await PostgresConnection.connect(to: endpoint, logger: quiet) }
            #expect(error?.connectFailure == .tls)
            endpoint.tls = .verifyCA
            #expect(try await PostgresConnection.connect(to: endpoint, logger: quiet).isEncrypted)
        }
    }

    @Test("an unknown root is refused")
    func unknownRoot() async throws {
        try await withServerCertificate { _ in
            var endpoint = try await testEndpoint()
            (endpoint.host, endpoint.addresses, endpoint.tls) = ("localhost", ["127.0.0.1"], .verifyFull)
            let error = await postgresError { _ = try await PostgresConnection.connect(to: endpoint, logger: quiet) }
            #expect(error?.connectFailure == .tls)
        }
    }
}
