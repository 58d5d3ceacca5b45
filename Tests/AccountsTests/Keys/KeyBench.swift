import Accounts
import Domain
import Logging
import Postgres
import Secrets
import ServiceLifecycle
import Tenancy
import TestSupport

/// A master database with signing keys, and what the processes of a platform have in memory of them.
struct KeyBench: Sendable {
    static let lifetime: Duration = .seconds(600)
    static let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })

    let endpoint: PostgresEndpoint
    let master: Database<Master>
    let keyring: Keyring

    /// Lends a bench whose keyring is known to the database.
    static func with(_ body: (KeyBench) async throws -> Void) async throws {
        try await withDatabase(.master) { endpoint in
            let pool = PostgresPool(
                endpoint: endpoint,
                configuration: PostgresPoolConfiguration(maximumConnections: 12, sharedReaders: 1, name: "test"),
                logger: logger)
            do {
                let keyring = try Keyring(parsing: Keyring.makeEntry(named: KeyID("one")!).exposed)  // a name
                let bench = KeyBench(endpoint: endpoint, master: Database(pool), keyring: keyring)
                try await KeyCheck.run(keyring, on: bench.master)
                try await body(bench)
                await pool.close()
            } catch {
                await pool.close()
                throw error
            }
        }
    }

    /// One process: what it mints and checks with, and how it learns of new keys.
    struct Process: Sendable {
        let tokens: AccessTokens
        let reload: PlatformKeyReload

        var active: String { tokens.keys.active.id.rawValue }
        var published: [String] { tokens.keys.published.map(\.id.rawValue) }

        func mint() throws -> String {
            try tokens.mint(for: "somebody", audience: .platform, session: .make(), generation: 1, refreshCounter: 0)
                .token.exposed
        }
    }

    func rotation(_ keyring: Keyring? = nil) -> SigningKeyRotation {
        SigningKeyRotation(master: master, keyring: keyring ?? self.keyring, accessLifetime: Self.lifetime)
    }

    /// Starts a process, as far as keys go; nothing of it runs yet.
    func process(events: MasterEvents? = nil, interval: Duration = .seconds(3_600)) async throws -> Process {
        let keys = try await PlatformKeys.load(with: keyring, on: master)
        let tokens = AccessTokens(issuer: TokenFixture.issuer, keys: keys.signing, lifetime: Self.lifetime)
        return Process(
            tokens: tokens,
            reload: PlatformKeyReload(
                tokens: tokens, rotation: rotation(), master: master,
                events: events ?? MasterEvents(endpoint: endpoint, logger: Self.logger), interval: interval,
                logger: Self.logger))
    }

    /// Runs services for as long as `body` does, then shuts them down.
    func running(_ services: [any Service], _ body: () async throws -> Void) async throws {
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: services.map { .init(service: $0) }, logger: Self.logger))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            do { try await body() } catch {
                tasks.cancelAll()
                throw error
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    /// What the audit log says of signing keys, in order: `act kid`.
    func audited() async throws -> [String] {
        try await master.session.all(
            "select action || ' ' || subject from audit_log where action like 'signing_key.%' order by id",
            as: String.self)
    }

    func states() async throws -> [String] {
        try await master.session.all(
            "select kid || ' ' || state from signing_keys order by created_at, kid", as: String.self)
    }
}
