import Foundation
import Logging
import NIOHTTP1
import Postgres
import TestSupport
import Testing

extension Platform {
    /// Somebody with an account, signed in.
    struct Person: Sendable {
        let id: String
        let email: String
        var access: String
        var refresh: String
        static let password = "correct horse battery"
    }

    func signUpPerson(email: String = "\(UUID().uuidString.lowercased())@example.com") async throws -> Person {
        let answer = try await call(
            .POST, "/api/auth/register",
            json: ["email": email, "password": Person.password, "firstName": "Ada", "lastName": "Lovelace"])
        try #require(answer.status == 201, "\(answer.text)")
        return try person(answer, email: email)
    }

    /// Signs somebody in once more.
    func signIn(
        _ email: String, password: String = Person.password, hostname: String? = nil
    ) async throws -> Person {
        let answer = try await login(email, password, hostname: hostname)
        try #require(answer.status == 200, "\(answer.text)")
        return try person(answer, email: email)
    }

    func login(
        _ email: String, _ password: String = Person.password, hostname: String? = nil, headers: [String: String] = [:]
    ) async throws -> Answer {
        var fields = ["email": email, "password": password]
        fields["hostname"] = hostname
        return try await call(.POST, "/api/auth/login", json: fields, headers: headers)
    }

    func refresh(_ token: String, at port: Int? = nil) async throws -> Answer {
        try await call(.POST, "/api/auth/refresh", json: ["refreshToken": token], at: port)
    }

    /// What an access token is worth.
    func me(_ token: String, at port: Int? = nil) async throws -> Answer {
        try await call(.GET, "/api/auth/me", token: token, at: port)
    }

    /// Logs out, and asks again while it is told that not every process may know yet.
    func logout(_ token: String, scope: String? = nil, at port: Int? = nil) async throws -> Answer {
        var answer = try await logoutOnce(token, scope: scope, at: port)
        for _ in 1...50 where answer.code == "revocation_pending" {
            answer = try await logoutOnce(token, scope: scope, at: port)
        }
        return answer
    }

    func logoutOnce(_ token: String, scope: String? = nil, at port: Int? = nil) async throws -> Answer {
        try await call(.POST, "/api/auth/logout", token: token, json: scope.map { ["scope": $0] }, at: port)
    }

    /// Runs something in the master database.
    @discardableResult
    func inMaster<Value>(_ body: (PostgresConnection) async throws -> Value) async throws -> Value {
        let connection = try await PostgresConnection.connect(to: master, logger: .init(label: "test"))
        defer { connection.close() }
        return try await body(connection)
    }

    private func person(_ answer: Answer, email: String) throws -> Person {
        Person(
            id: try #require(answer.string("user", "id")), email: email,
            access: try #require(answer.string("accessToken")), refresh: try #require(answer.string("refreshToken")))
    }
}
