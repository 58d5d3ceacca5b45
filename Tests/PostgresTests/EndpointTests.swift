import Testing

@testable import Postgres

@Suite("Endpoints")
struct EndpointTests {
    @Test("a connection string is read part by part")
    func parsing() throws {
        let endpoint = try PostgresEndpoint(
            parsing:
                "postgresql://us%40er:p%3A@ss:w%2Frd@db.example.com:6543/sh%20op?sslmode=verify-full&connect_timeout=3&application_name=x&sslrootcert=/r.pem"
        )
        #expect(endpoint.user == "us@er")
        #expect(endpoint.password == "p:@ss:w/rd")
        #expect(endpoint.host == "db.example.com" && endpoint.port == 6543)
        #expect(endpoint.database == "sh op" && endpoint.tls == .verifyFull)
        #expect(endpoint.connectTimeout == .seconds(3) && endpoint.tlsRootCertificateFile == "/r.pem")
    }

    @Test("addresses and socket directories are hosts too")
    func hosts() throws {
        let six = try PostgresEndpoint(parsing: "postgres://u@[::1]:5433/d")
        #expect(six.host == "::1" && six.port == 5433 && six.password == nil)
        let directory = try PostgresEndpoint(parsing: "postgres://u@/d?host=/run/postgresql")
        #expect(directory.host == "/run/postgresql" && directory.isSocketDirectory)
    }

    @Test(
        "what is wrong is named",
        arguments: [
            ("mysql://u@h/d", PostgresEndpoint.ParseError.wrongScheme), ("postgres://h/d", .missingUser),
            ("postgres://u@/d", .missingHost), ("postgres://u@h", .missingDatabase),
            ("postgres://u@a,b/d", .severalHosts),
            ("postgres://u@h:0/d", .invalidPort), ("postgres://u@h:x/d", .invalidPort),
            ("postgres://u:%zz@h/d", .invalidEncoding),
            ("postgres://u:%00@h/d", .containsNUL), ("postgres://u@h/d?options=-c", .unknownParameter("options")),
            ("postgres://u@h/d?sslmode=maybe", .invalidParameter("sslmode")), ("postgres://u@[::1/d", .malformed),
            ("postgres://u@h/d?service=x", .unknownParameter("service")),
        ])
    func refusals(url: String, error: PostgresEndpoint.ParseError) {
        #expect(throws: error) { try PostgresEndpoint(parsing: url) }
    }

    @Test("the password is in no description, dump or error")
    func secrecy() throws {
        let endpoint = try PostgresEndpoint(parsing: "postgres://u:s3cret@h/d")
        var dumped = ""
        dump(endpoint, to: &dumped)
        #expect(!"\(endpoint) \(String(reflecting: endpoint)) \(dumped)".contains("s3cret"))
    }

    @Test("libpq is told everything it could otherwise take from the environment")
    func parameters() throws {
        let endpoint = try PostgresEndpoint(parsing: "postgres://u@h/d?sslmode=verify-full")
        let parameters = Dictionary(
            uniqueKeysWithValues: endpoint.parameters(dialing: "192.0.2.1").map { ($0.name, $0.value) })
        #expect(parameters["hostaddr"] == "192.0.2.1" && parameters["host"] == "h")
        #expect(parameters["sslmode"] == "verify-full" && parameters["passfile"] == "/dev/null/none")
        #expect(parameters["options"] == nil)
        #expect(parameters.values.allSatisfy { !$0.isEmpty })
    }

    @Test("a refused sign-in's code is found in libpq's words")
    func report() {
        let text =
            "connection to server at \"::1\", port 1 failed: FATAL:  28P01: password authentication failed\nLOCATION:  x"
        #expect(ConnectReport(message: text).error.sqlState == "28P01")
        let plain = ConnectReport(message: "connection to server at \"::1\", port 1 failed: Connection refused").error
        #expect(plain.sqlState == nil && plain.connectFailure == .unreachable)
    }
}
