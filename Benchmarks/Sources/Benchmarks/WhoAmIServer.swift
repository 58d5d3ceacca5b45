import Foundation
import FoundationNetworking

/// A server that tells its callers who they are.
struct WhoAmIServer: Sendable {
    let name: String
    /// On 127.0.0.1.
    let port: Int
    let path: String
    let program: Child
    /// They take turns.
    let callers: [Caller]

    /// Returns once it answers a caller whose token is good.
    ///
    /// - Returns: its body.
    @discardableResult
    func waitUntilReady() async throws -> Data {
        guard let caller = callers.first(where: { !$0.isRevoked }) else { throw WrongAnswer(to: "who calls \(name)") }
        for _ in 1...200 {
            if let answer = try? await ask(as: caller, with: caller.token), answer.status == 200 { return answer.body }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw WrongAnswer(to: "\(name): GET \(path) within 20 seconds")
    }

    /// Refuses a server that does not know its callers, or whom a revoked or a bent token can fool: it would be doing
    /// other work than the others.
    func check() async throws {
        for caller in callers {
            let answer = try await ask(as: caller, with: caller.token)
            let isRight =
                caller.isRevoked
                ? answer.status == 401
                : answer.status == 200 && String(decoding: answer.body, as: UTF8.self).contains(caller.identity)
            guard isRight else {
                throw WrongAnswer(to: "\(name): \(caller.isRevoked ? "a revoked" : "a good") token (\(answer.status))")
            }
        }
        guard let caller = callers.first, try await ask(as: caller, with: caller.bentToken).status == 401 else {
            throw WrongAnswer(to: "\(name): a bent token")
        }
    }

    private func ask(as caller: Caller, with token: String) async throws -> (status: Int, body: Data) {
        guard let url = URL(string: "http://127.0.0.1:\(port)\(path)") else { throw WrongAnswer(to: path) }
        var request = URLRequest(url: url, timeoutInterval: 10)
        request.setValue(caller.host, forHTTPHeaderField: "Host")
        request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization")
        let (body, response) = try await URLSession.shared.data(for: request)
        return ((response as? HTTPURLResponse)?.statusCode ?? 0, body)
    }
}
