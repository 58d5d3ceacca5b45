import Foundation
import FoundationNetworking

extension Platform {
    /// Somebody who has signed up with a store.
    struct Agency: Sendable {
        let email: String
        let token: String
        let storeID: String
        let slug: String
        let storeName: String
        let ownerName: String
    }

    /// An answer that was no success.
    struct Refusal: Error, CustomStringConvertible {
        let description: String
    }

    private struct SignedIn: Decodable {
        struct Store: Decodable {
            let id: String
            let slug: String
        }

        let accessToken: String
        let store: Store
    }

    private struct Accepted: Decodable {
        struct Job: Decodable { let id: UUID }

        let job: Job
    }

    func signUp() async throws -> Agency {
        let (email, name) = ("\(UUID().uuidString.lowercased())@example.com", "Corner Shop")
        let body = try await send(
            "POST", "/api/auth/register",
            json: [
                "email": email, "password": "correct horse battery", "firstName": "Ada", "lastName": "Lovelace",
                "storeName": name,
            ])
        let answer = try JSONDecoder().decode(SignedIn.self, from: body)
        return Agency(
            email: email, token: answer.accessToken, storeID: answer.store.id, slug: answer.store.slug,
            storeName: name, ownerName: "Ada Lovelace")
    }

    /// - Returns: the job that was promised.
    func connect(_ agency: Agency, to url: String) async throws -> UUID {
        let body = try await send(
            "POST", "/api/stores/\(agency.storeID)/connect-database", token: agency.token,
            json: ["connectionString": url])
        return try JSONDecoder().decode(Accepted.self, from: body).job.id
    }

    /// Returns when nothing will change any more: the stream of events ends then.
    func waitForProvisioning(of agency: Agency) async throws {
        _ = try await send("GET", "/api/stores/\(agency.storeID)/provisioning/events", token: agency.token)
    }

    /// Returns once the API answers and finds everything it needs.
    func waitUntilReady() async throws {
        for _ in 1...300 {
            if (try? await send("GET", "/readyz")) != nil { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        let log = FileManager.default.contents(atPath: "\(settings.scratch)/serve.err") ?? Data()
        throw Refusal(description: "tenantry serve is not ready: \(String(decoding: log, as: UTF8.self).suffix(2_000))")
    }

    private func send(
        _ method: String, _ path: String, token: String? = nil, json: [String: String]? = nil
    ) async throws -> Data {
        guard let url = URL(string: "http://127.0.0.1:\(settings.apiPort)\(path)") else {
            throw Refusal(description: "\(path) is no path")
        }
        var request = URLRequest(url: url, timeoutInterval: 300)
        request.httpMethod = method
        if let token { request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization") }
        if let json {
            request.setValue("application/json", forHTTPHeaderField: "Content-Type")
            request.httpBody = try JSONEncoder().encode(json)
        }
        let (body, response) = try await URLSession.shared.data(for: request)
        let status = (response as? HTTPURLResponse)?.statusCode ?? 0
        guard 200..<300 ~= status else {
            throw Refusal(description: "\(method) \(path): \(status) \(String(decoding: body, as: UTF8.self))")
        }
        return body
    }
}
