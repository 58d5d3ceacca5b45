import Domain
import Jobs
import Logging
import Postgres
import Tenancy
import Testing

@testable import Stores

@Suite("Databases on the operator's own cluster", .serialized, .timeLimit(.minutes(5)))
struct ManagedClusterTests {
    private func connect(_ endpoint: PostgresEndpoint) async throws -> PostgresConnection {
        try await PostgresConnection.connect(to: endpoint, logger: Logger(label: "test"))
    }

    /// How the platform itself reaches the store's database, and the name of that.
    private func endpoint(of store: Store, _ platform: Platform) async throws -> PostgresEndpoint {
        let row = try #require(
            try await platform.master.session.first(
                "select credential_version, sealed_credentials from store_databases where store_id = \(store.id)",
                as: (Int, [UInt8]).self))
        let address = try platform.reach.vault.open(row.1, store: store.id, version: row.0)
        var endpoint = platform.endpoint
        endpoint.user = address.user
        endpoint.password = address.password
        endpoint.database = address.database
        return endpoint
    }

    @Test("are made once, and nobody but their owner may connect")
    func provisioning() async throws {
        try await withPlatform(hasCluster: true) { platform in
            let (store, other) = (try await platform.makeStore(), try await platform.makeStore())
            for store in [store, other] {
                let id = try await platform.connect(store, to: .managed)
                let interrupted = try await platform.claim(id)
                try await interrupted.perform(through: .connect)
                try await interrupted.release()
                #expect(try await platform.work(on: id).state == .succeeded)
                #expect(try await platform.look(at: store).database?.kind == .managed)
            }
            let (own, others) = (try await endpoint(of: store, platform), try await endpoint(of: other, platform))
            #expect(own.user != others.user)
            #expect(own.password?.utf8.count == 64)
            let connection = try await connect(own)
            let record = try await connection.first("select id from store", as: Store.ID.self)
            #expect(record == store.id)
            connection.close()
            var intruder = others
            intruder.database = own.database
            let error = await #expect(throws: PostgresError.self) { try await connect(intruder) }
            #expect(error?.sqlState == "42501")
            try await drop([own, others], platform)
        }
    }

    @Test("are closed to others even if the process died between making and closing them")
    func unfinished() async throws {
        try await withPlatform(hasCluster: true) { platform in
            let (store, other) = (try await platform.makeStore(), try await platform.makeStore())
            let cluster = try #require(platform.provisioner.cluster)
            let (address, others) = (cluster.newAddress(for: store.id), cluster.newAddress(for: other.id))
            try await cluster.ensureDatabase(others)
            let administrator = try await connect(cluster.administrator)
            try await administrator.execute("create role \(identifier: address.user)")
            try await administrator.execute("create database \(identifier: address.database)")
            try await administrator.execute(
                "alter database \(identifier: address.database) owner to \(identifier: address.user)")
            try await cluster.ensureDatabase(address)
            try await cluster.ensureDatabase(address)
            administrator.close()
            var own = cluster.administrator
            (own.user, own.password, own.database) = (address.user, address.password, address.database)
            try await connect(own).close()
            var intruder = own
            (intruder.user, intruder.password) = (others.user, others.password)
            await #expect(throws: PostgresError.self) { try await connect(intruder) }
            intruder.database = others.database
            try await connect(intruder).close()
            try await drop([own, intruder], platform)
        }
    }

    @Test("wait for the operator when this process knows of no cluster")
    func noCluster() async throws {
        try await withPlatform(hasCluster: false) { platform in
            let store = try await platform.makeStore()
            let address = DatabaseAddress(host: "127.0.0.1", port: 5998, user: "u", password: "p", database: "shop")
            let id = try await platform.connect(store, to: .database(address))
            try await platform.master.session.execute("update store_databases set kind = 'managed'")
            let job = try await platform.work(on: id)
            #expect(job.state == .failed)
            #expect(job.error?.code == "no_managed_cluster")
        }
    }

    private func drop(_ endpoints: [PostgresEndpoint], _ platform: Platform) async throws {
        for endpoint in endpoints {
            try await platform.master.session.execute("drop database \(identifier: endpoint.database) with (force)")
            try await platform.master.session.execute("drop role \(identifier: endpoint.user)")
        }
    }
}
