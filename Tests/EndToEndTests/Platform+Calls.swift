import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

extension Platform {
    /// An answer as it came.
    struct Answer: Sendable {
        let status: UInt
        let headers: HTTPHeaders
        let body: Data

        var text: String { String(decoding: body, as: UTF8.self) }
        /// The top level of a JSON object; empty for anything else.
        var json: [String: Any] { (try? JSONSerialization.jsonObject(with: body) as? [String: Any]) ?? [:] }
        var code: String? { json["code"] as? String }

        func string(_ path: String...) -> String? {
            var value: Any? = json
            for key in path { value = (value as? [String: Any])?[key] }
            return value as? String
        }
    }

    func call(
        _ method: HTTPMethod, _ path: String, token: String? = nil, json: Any? = nil, headers: [String: String] = [:],
        at port: Int? = nil
    ) async throws -> Answer {
        let body = try json.map { try JSONSerialization.data(withJSONObject: $0) }
        return try await call(method, path, token: token, body: body, headers: headers, at: port)
    }

    /// Sends a body as it is; `application/json` unless `headers` says otherwise.
    ///
    /// - Parameter port: of another API process than the first.
    func call(
        _ method: HTTPMethod, _ path: String, token: String?, body: Data?, headers: [String: String] = [:],
        at port: Int? = nil
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port ?? self.port)\(path)")
        request.method = method
        if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
        if let body {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: body))
        }
        for (name, value) in headers { request.headers.replaceOrAdd(name: name, value: value) }
        let response = try await http.execute(request, timeout: .seconds(60))
        let bytes = try await response.body.collect(upTo: 4 << 20)
        return Answer(
            status: UInt(response.status.code), headers: response.headers, body: Data(bytes.readableBytesView))
    }
}
