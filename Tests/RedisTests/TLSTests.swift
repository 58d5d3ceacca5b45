import Foundation
import Redis
import Testing

@Suite("Redis over TLS", .timeLimit(.minutes(5)))
struct TLSTests {
    private let options = [
        "--tls-port", "{port}", "--tls-auth-clients", "no", "--tls-cert-file", "{dir}/cert.pem", "--tls-key-file",
        "{dir}/key.pem", "--tls-ca-cert-file", "{dir}/cert.pem",
    ]

    /// A certificate for 127.0.0.1 and localhost that is its own authority.
    private func makeCertificate(_ directory: URL) throws {
        let openssl = Process()
        openssl.executableURL = URL(filePath: "/usr/bin/openssl")
        openssl.currentDirectoryURL = directory
        openssl.arguments = [
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
            "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", "key.pem",
            "-out", "cert.pem",
        ]
        openssl.standardError = FileHandle.nullDevice
        try openssl.run()
        openssl.waitUntilExit()
        try #require(openssl.terminationStatus == 0)
    }

    @Test("commands go encrypted, the certificate checked for a name and for an address")
    func roundTrip() async throws {
        try await withRedis(options, readyURL: { "unix://\($0.socketPath)" }, prepare: makeCertificate) { server in
            for host in ["localhost", "127.0.0.1"] {
                let url = "rediss://\(host):\(server.port)?cafile=\(server.directory.path)/cert.pem"
                try await withClient(url) { client in
                    let value = String(repeating: "colour ", count: 30_000)
                    try await client.send(["SET", "k", value])
                    #expect(try await client.send(["GET", "k"]).string == value)
                }
            }
        }
    }

    @Test("a server nobody vouches for is not spoken to, nor one without TLS, and the reason is told")
    func distrust() async throws {
        try await withRedis(options, readyURL: { "unix://\($0.socketPath)" }, prepare: makeCertificate) { server in
            try await withClient("rediss://localhost:\(server.port)") { client in
                let error = await redisError { try await client.send(["PING"], deadline: .seconds(2)) }
                #expect(error?.kind == .connectionFailed)
                #expect(error?.debugDescription.contains("CERTIFICATE_VERIFY_FAILED") == true)
            }
        }
        try await withRedis { server in
            try await withClient("rediss://localhost:\(server.port)") { client in
                let error = await redisError { try await client.send(["PING"], deadline: .seconds(2)) }
                #expect(error?.kind == .connectionFailed)
            }
        }
    }
}
