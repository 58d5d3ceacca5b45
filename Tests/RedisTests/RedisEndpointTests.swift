import Redis
import Testing

@Suite("A Redis URL")
struct RedisEndpointTests {
    @Test("names host, port, login and database")
    func full() throws {
        let endpoint = try RedisEndpoint(parsing: "redis://ada:p%40ss%2Fword@cache.example:7000/5")
        #expect(endpoint.address == .tcp(host: "cache.example", port: 7000))
        #expect(endpoint.username == "ada" && endpoint.password == "p@ss/word")
        #expect(endpoint.database == 5 && !endpoint.tls)
        #expect(endpoint.commandTimeout == .seconds(2))
    }

    @Test(
        "needs no more than a host",
        arguments: [
            ("redis://localhost", "redis://localhost:6379/0"), ("rediss://localhost/", "rediss://localhost:6379/0"),
            ("REDIS://[::1]:7/2", "redis://[::1]:7/2"), ("redis://h?db=4", "redis://h:6379/4"),
            ("unix:///run/redis.sock?db=2", "unix:///run/redis.sock?db=2"),
            ("unix://redis.sock", "unix://redis.sock?db=0"),
        ])
    func short(url: String, description: String) throws {
        #expect(try RedisEndpoint(parsing: url).description == description)
    }

    @Test("may name the certificates to trust, with TLS alone")
    func certificates() throws {
        let endpoint = try RedisEndpoint(parsing: "rediss://:pw@h?cafile=/etc/ca.pem")
        #expect(endpoint.tls && endpoint.tlsRootCertificateFile == "/etc/ca.pem")
        #expect(endpoint.username == nil && endpoint.password == "pw")
        #expect(throws: RedisEndpoint.ParseError.certificatesWithoutTLS) {
            try RedisEndpoint(parsing: "redis://h?cafile=/etc/ca.pem")
        }
    }

    @Test(
        "is refused with the rule it broke, its text left out",
        arguments: [
            ("http://hunter2", RedisEndpoint.ParseError.unsupportedScheme), ("hunter2", .unsupportedScheme),
            ("redis://", .missingHost), ("redis:///5", .missingHost), ("unix://", .missingSocketPath),
            ("redis://h:0", .invalidPort), ("redis://h:65536", .invalidPort), ("redis://h/x", .invalidDatabase),
            ("redis://h/-1", .invalidDatabase), ("redis://h/1?db=2", .invalidDatabase),
            ("redis://h/01", .invalidDatabase),
            ("redis://hunter2@h", .usernameWithoutPassword), ("redis://h?timeout=5", .unknownOption),
            ("redis://h?db=1&db=2", .unknownOption), ("redis://h?db=", .unknownOption), ("redis://h#1", .malformed),
        ])
    func refused(url: String, reason: RedisEndpoint.ParseError) {
        #expect(throws: reason) { try RedisEndpoint(parsing: url) }
        #expect(!reason.description.contains("hunter2"))
    }

    @Test("never shows its password, nor does a command its arguments")
    func secrets() throws {
        let endpoint = try RedisEndpoint(parsing: "redis://ada:hunter2@h")
        let command = RedisCommand("AUTH", "hunter2")
        var dumped = ""
        dump(endpoint, to: &dumped)
        dump(command, to: &dumped)
        for text in ["\(endpoint)", String(reflecting: endpoint), "\(command)", String(reflecting: command), dumped] {
            #expect(!text.contains("hunter2") && !text.contains("104"))
        }
    }
}
