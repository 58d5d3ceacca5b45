import Postgres
import Testing

@testable import Tenancy

@Suite("Which databases may be dialled")
struct TargetPolicyTests {
    private static let master = PostgresEndpoint(
        host: "127.0.0.1", port: 5432, user: "tenantry", database: "tenantry_master")

    private func policy(
        private allowsPrivateHosts: Bool = false, master: PostgresEndpoint = master,
        _ resolving: Resolving = Resolving()
    ) -> TargetPolicy {
        TargetPolicy(allowsPrivateHosts: allowsPrivateHosts, master: master, resolver: resolving.resolver)
    }

    private func target(_ host: String, port: Int = 5432, database: String = "shop") -> DatabaseAddress {
        DatabaseAddress(host: host, port: port, user: "shop", password: "secret", database: database)
    }

    @Test("the address that was judged is the one that is dialled")
    func rebinding() async throws {
        let resolving = Resolving(["93.184.216.34"], ["127.0.0.1"])
        let endpoint = try await policy(resolving).endpoint(for: target("db.example"))
        #expect(endpoint.addresses == ["93.184.216.34"])
        #expect(endpoint.host == "db.example")
        #expect(resolving.questions.count { $0 == "db.example" } == 1)
    }

    @Test("a name that has come to mean a private address is refused at the next connection")
    func judgedAgain() async throws {
        let policy = policy(Resolving(["93.184.216.34"], ["169.254.169.254"]))
        _ = try await policy.endpoint(for: target("db.example"))
        await #expect(throws: TargetRefusal.self) { try await policy.endpoint(for: target("db.example")) }
    }

    @Test(
        "one private address among public ones refuses the name",
        arguments: ["10.0.0.5", "127.0.0.1", "::1", "fd00::1", "::ffff:192.168.0.1", "100.100.100.200", "0.0.0.0"])
    func mixedAnswers(address: String) async throws {
        let resolving = Resolving(["93.184.216.34", "2606:4700::1", address])
        await #expect(throws: TargetRefusal.self) { try await policy(resolving).addresses(for: target("db.example")) }
    }

    @Test("ports below 1024 are refused before anything is resolved", arguments: [1, 22, 25, 80, 443, 1023])
    func ports(port: Int) async throws {
        let resolving = Resolving(["93.184.216.34"])
        await #expect(throws: TargetRefusal.self) {
            try await policy(private: true, resolving).addresses(for: target("db.example", port: port))
        }
        #expect(resolving.questions.isEmpty)
    }

    @Test("a name that nobody knows is not refused, but cannot be dialled yet")
    func unknownName() async throws {
        let policy = policy(Resolving([]))
        #expect(try await policy.addresses(for: target("nowhere.example")).isEmpty)
        await #expect(throws: TenantUnavailable.unknownHost) {
            try await policy.endpoint(for: target("nowhere.example"))
        }
    }

    @Test(
        "the platform's own database is refused under every spelling of its host, even where private hosts are allowed",
        arguments: [
            "127.0.0.1", "127.0.0.2", "::1", "0.0.0.0", "::", "::ffff:127.0.0.1", "::ffff:7f00:1", "::127.0.0.1",
            "localhost", "2130706433",
        ])
    func masterItself(host: String) async throws {
        let refusal = TargetRefusal(rule: "This is the platform's own database.")
        for own in ["127.0.0.1", "::1", "/var/run/postgresql", "localhost"] {
            var master = Self.master
            master.host = own
            let policy = policy(private: true, master: master, Resolving(["127.0.0.1"]))
            await #expect(throws: refusal, "\(own)") {
                try await policy.addresses(for: target(host, database: master.database))
            }
            #expect(try await !policy.addresses(for: target(host, database: "shop")).isEmpty)
            #expect(try await !policy.addresses(for: target(host, port: 5433, database: master.database)).isEmpty)
        }
    }

    @Test("databases beside the master are allowed only where private hosts are")
    func besideTheMaster() async throws {
        var master = Self.master
        master.host = "db.platform.example"
        let resolving = Resolving(["93.184.216.34"])
        #expect(
            try await !policy(private: true, master: master, resolving).addresses(for: target("93.184.216.34")).isEmpty)
        await #expect(throws: TargetRefusal(rule: "This is a server of the platform's own.")) {
            try await policy(master: master, resolving).addresses(for: target("93.184.216.34"))
        }
    }

    @Test(
        "what the customer says of TLS counts; else it is verified, but near databases where those are allowed",
        arguments: [
            (nil, false, "93.184.216.34", PostgresEndpoint.TLSMode.verifyFull),
            (nil, true, "93.184.216.34", .verifyFull), (nil, true, "10.0.0.1", .prefer), (nil, true, "::1", .prefer),
            (.disable, false, "93.184.216.34", .disable), (.require, true, "10.0.0.1", .require),
            (.verifyCA, true, "10.0.0.1", .verifyCA), (.verifyFull, true, "127.0.0.1", .verifyFull),
        ] as [(DatabaseAddress.TLS?, Bool, String, PostgresEndpoint.TLSMode)])
    func tls(
        wanted: DatabaseAddress.TLS?, allowsPrivateHosts: Bool, address: String, mode: PostgresEndpoint.TLSMode
    ) async throws {
        var target = target("db.example", port: 6000)
        target.tls = wanted
        let policy = policy(private: allowsPrivateHosts, Resolving([address]))
        #expect(try await policy.endpoint(for: target).tls == mode)
    }

    @Test("known ports and names of poolers keep nothing prepared on a connection")
    func poolers() async throws {
        let policy = policy(Resolving(["93.184.216.34"]))
        #expect(try await policy.endpoint(for: target("db.example", port: 6543)).isTransactionPooled)
        #expect(try await policy.endpoint(for: target("ep-1-pooler.eu.example")).isTransactionPooled)
        #expect(try await !policy.endpoint(for: target("db.example")).isTransactionPooled)
    }
}
