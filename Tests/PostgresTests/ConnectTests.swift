import Foundation
import Postgres
import Testing

@Suite("Connecting", .timeLimit(.minutes(5)))
struct ConnectTests {
    private func failure(_ change: (inout PostgresEndpoint) -> Void) async throws -> PostgresError? {
        var endpoint = try await testEndpoint()
        change(&endpoint)
        return await postgresError { _ = try await PostgresConnection.connect(to: endpoint, logger: quiet) }
    }

    @Test("an open connection knows its server")
    func facts() async throws {
        try await withConnection({ $0.applicationName = "tester" }) { connection in
            #expect(connection.serverVersion >= 130_000)
            let pid = try await connection.first("select pg_backend_pid()", as: Int32.self)
            #expect(pid == connection.processID)
            let name = try await connection.first("show application_name", as: String.self)
            #expect(name == "tester")
            try await expect("show client_encoding", on: connection, gives: "UTF8")
        }
    }

    @Test("a name is resolved and its addresses are tried in turn")
    func names() async throws {
        try await withConnection({ $0.host = "localhost" }) { connection in
            try await expect("select 1", on: connection, gives: 1)
        }
    }

    @Test("a checked address is dialled instead of the name")
    func checkedAddress() async throws {
        try await withConnection({ ($0.host, $0.addresses) = ("db.invalid", ["127.0.0.1"]) }) { connection in
            try await expect("select 1", on: connection, gives: 1)
        }
    }

    @Test("a port nobody listens on is unreachable")
    func refused() async throws {
        let error = try await failure { $0.port = 1 }
        #expect(error?.kind == .connectionFailed && error?.connectFailure == .unreachable)
        #expect(error?.isConnectionFailure == true)
    }

    @Test("what the server refuses has its code: password, database, user")
    func refusals() async throws {
        let password = try await failure { $0.password = "wrong-secret" }
        #expect(password?.sqlState == "28P01" && password?.connectFailure == .refused)
        #expect(password?.debugDescription.contains("wrong-secret") == false)
        let database = try await failure { $0.database = "no_such_database" }
        #expect(database?.sqlState == "3D000")
        #expect(database?.description.contains("no_such_database") == false)
    }

    @Test("a password that is missing is as good as a wrong one")
    func missingPassword() async throws {
        let endpoint = try await testEndpoint()
        guard endpoint.password != nil else { return }
        let error = try await failure { $0.password = nil }
        #expect(error?.sqlState == "28P01" && error?.connectFailure == .refused)
    }

    @Test("a name that does not exist is not found")
    func unresolvable() async throws {
        let error = try await failure { $0.host = "no-such-host.invalid" }
        #expect(error?.kind == .connectionFailed && error?.connectFailure == .nameNotFound)
    }

    @Test("a listener that never answers costs the connect timeout and no more")
    func blackHole() async throws {
        let hole = try BlackHole()
        defer { hole.close() }
        let start = ContinuousClock.now
        let error = try await failure { ($0.port, $0.connectTimeout) = (hole.port, .milliseconds(300)) }
        #expect(error?.kind == .connectionFailed && error?.connectFailure == .timedOut)
        #expect(ContinuousClock.now - start < .seconds(15))  // far from libpq's own patience of minutes
    }

    @Test("a task cancelled while connecting gives up at once")
    func cancelled() async throws {
        let hole = try BlackHole()
        defer { hole.close() }
        var endpoint = try await testEndpoint()
        (endpoint.port, endpoint.connectTimeout) = (hole.port, .seconds(30))
        let task = Task { [endpoint] in try await PostgresConnection.connect(to: endpoint, logger: quiet) }
        hole.waitForClient()
        task.cancel()
        let error = await postgresError { _ = try await task.value }
        #expect(error?.kind == .cancelled)
    }

    @Test("a NUL in an endpoint is refused before anything is dialled")
    func nul() async throws {
        let error = try await failure { $0.user = "post\0gres" }
        #expect(error?.kind == .misuse)
    }

    @Test("TLS that is demanded of a server without it is an error of its own kind")
    func tlsMissing() async throws {
        let isEncrypted = try await withConnection({ $0.tls = .prefer }) { $0.isEncrypted }
        guard !isEncrypted else { return }
        let error = try await failure { $0.tls = .require }
        #expect(error?.connectFailure == .tls)
    }
}
