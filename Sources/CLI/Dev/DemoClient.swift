import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// Talks to the API as any customer's program would, over its socket.
struct DemoClient: Sendable {
    /// An answer that was no success.
    struct Refusal: Error, CustomStringConvertible {
        let description: String
    }

    let base: String
    let http: HTTPClient

    func send<Answer: Decodable>(
        _ method: HTTPMethod, _ path: String, token: String? = nil, host: String? = nil,
        body: [String: any Sendable]? = nil, as type: Answer.Type = Answer.self
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: base + path)
        request.method = method.value
        if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
        if let host { request.headers.add(name: "Host", value: host) }
        if let body {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: try JSONSerialization.data(withJSONObject: body)))
        }
        let response = try await http.execute(request, timeout: .seconds(30))
        let bytes = try await response.body.collect(upTo: 1 << 20)
        let data = Data(bytes.readableBytesView)
        guard (200..<300).contains(response.status.code) else {
            throw Refusal(
                description: "\(path) answered \(response.status.code): \(String(decoding: data, as: UTF8.self))")
        }
        return try JSONDecoder().decode(type, from: data)
    }

    /// The data of each server-sent event of a stream, until the server ends it.
    func events(_ path: String, token: String, _ handle: (Data) throws -> Void) async throws {
        var request = HTTPClientRequest(url: base + path)
        request.headers.add(name: "Authorization", value: "Bearer \(token)")
        let response = try await http.execute(request, timeout: .seconds(600))
        var pending = ""
        for try await chunk in response.body {
            pending += String(buffer: chunk)
            while let end = pending.range(of: "\n\n") {
                let event = pending[..<end.lowerBound]
                pending = String(pending[end.upperBound...])
                let data = event.split(separator: "\n").filter { $0.hasPrefix("data:") }.map { $0.dropFirst(5) }
                if !data.isEmpty { try handle(Data(data.joined(separator: "\n").utf8)) }
            }
        }
    }

    /// The two methods that a demonstration needs.
    enum HTTPMethod {
        case get, post

        fileprivate var value: NIOHTTP1.HTTPMethod { self == .get ? .GET : .POST }
    }
}
