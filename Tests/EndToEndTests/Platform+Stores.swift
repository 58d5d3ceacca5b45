import Foundation
import NIOHTTP1
import Postgres
import Logging
import TestSupport
import Testing

extension Platform {
    /// Somebody who signed up with a store.
    struct Agency: Sendable {
        let token: String
        let storeID: String
        let slug: String
    }

    func signUp(storeName: String = "Test Store") async throws -> Agency {
        let answer = try await call(
            .POST, "/api/auth/register",
            json: [
                "email": "\(UUID().uuidString)@example.com", "password": "correct horse battery", "firstName": "Ada",
                "lastName": "Lovelace", "storeName": storeName,
            ])
        try #require(answer.status == 201, "\(answer.text)")
        return Agency(
            token: try #require(answer.string("accessToken")), storeID: try #require(answer.string("store", "id")),
            slug: try #require(answer.string("store", "slug")))
    }

    /// An empty database with an owner of its own, who is no superuser.
    func makeTenantDatabase(password: String) async throws -> PostgresEndpoint {
        var endpoint = try await makeDatabase()
        let administrator = try await PostgresConnection.connect(to: endpoint, logger: .init(label: "test"))
        defer { administrator.close() }
        let role = "owner_\(UUID().uuidString.lowercased().prefix(8))"
        try await administrator.execute("create role \(identifier: role) login password \(literal: password)")
        try await administrator.execute(
            "alter database \(identifier: endpoint.database) owner to \(identifier: role)")
        try await administrator.execute("alter schema public owner to \(identifier: role)")
        endpoint.user = role
        endpoint.password = password
        return endpoint
    }

    func connectionString(_ endpoint: PostgresEndpoint, port: Int? = nil) -> String {
        let password = (endpoint.password ?? "").addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        return "postgres://\(endpoint.user):\(password)@127.0.0.1:\(port ?? endpoint.port)/\(endpoint.database)"
    }

    func connect(_ agency: Agency, to url: String, extra: [String: Any] = [:]) async throws -> Answer {
        try await call(
            .POST, "/api/stores/\(agency.storeID)/connect-database", token: agency.token,
            json: ["connectionString": url].merging(extra) { $1 })
    }

    func provisioning(_ agency: Agency) async throws -> Answer {
        try await call(.GET, "/api/stores/\(agency.storeID)/provisioning", token: agency.token)
    }

    /// Waits until the provisioning stands where it is expected to.
    @discardableResult
    func waitForProvisioning(
        _ agency: Agency, status: String, within limit: Duration = .seconds(60),
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Answer {
        try await eventually(within: limit, sourceLocation: sourceLocation) {
            try await provisioning(agency)
        } satisfies: {
            $0.string("status") == status
        }
    }

    /// Waits until a step runs.
    func waitForStep(_ step: String, _ agency: Agency) async throws {
        _ = try await eventually(within: .seconds(60)) {
            try await provisioning(agency)
        } satisfies: { answer in
            let steps = answer.json["steps"] as? [[String: Any]] ?? []
            return steps.contains { $0["name"] as? String == step && $0["status"] as? String == "running" }
        }
    }

    /// The exact number of rows of every table of a tenant database, ours included.
    func rowCounts(_ endpoint: PostgresEndpoint) async throws -> [String: Int64] {
        let connection = try await PostgresConnection.connect(to: endpoint, logger: .init(label: "test"))
        defer { connection.close() }
        let tables = try await connection.all(
            """
            select format('%I.%I', schemaname, tablename) from pg_tables
            where schemaname in ('public', '_tenantry') order by 1
            """, as: String.self)
        var counts: [String: Int64] = [:]
        for table in tables {
            counts[table] = try await connection.first("select count(*) from \(raw: table)", as: Int64.self)
        }
        return counts
    }
}
