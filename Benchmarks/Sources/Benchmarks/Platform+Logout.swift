import Foundation
import FoundationNetworking
import Postgres

extension Platform {
    private struct Claims: Decodable { let sid: UUID }

    /// Ends the session of a token: by logging out, or in the master database where this program knows no logout.
    func end(_ token: String) async throws {
        guard let url = URL(string: "http://127.0.0.1:\(settings.apiPort)/api/auth/logout") else {
            throw WrongAnswer(to: "/api/auth/logout")
        }
        var request = URLRequest(url: url, timeoutInterval: 10)
        request.httpMethod = "POST"
        request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization")
        let (body, response) = try await URLSession.shared.data(for: request)
        switch (response as? HTTPURLResponse)?.statusCode ?? 0 {
        case 204: return
        case 404, 405: try await revoke(session(of: token))
        case let status:
            throw Refusal(description: "Logging out: \(status) \(String(decoding: body, as: UTF8.self))")
        }
    }

    private func revoke(_ session: UUID) async throws {
        try await settings.withConnection(to: master) { connection in
            _ = try await connection.execute(
                "update sessions set revoked_at = now(), revoke_reason = 'logout' where id = \(session)")
        }
    }

    private func session(of token: String) throws -> UUID {
        let payload = token.split(separator: ".").dropFirst().first ?? ""
        let base64 = String(payload).replacing("-", with: "+").replacing("_", with: "/")
        let padded = base64 + String(repeating: "=", count: (4 - base64.count % 4) % 4)
        guard let data = Data(base64Encoded: padded) else { throw WrongAnswer(to: "what a token says") }
        return try JSONDecoder().decode(Claims.self, from: data).sid
    }
}
