import HTTPTypes
import Hummingbird
import NIOCore

/// Writes each call down, and lets it have the trouble that is planned for it.
struct OutageMiddleware: RouterMiddleware {
    let state: ReplayState

    func handle(
        _ request: Request, context: ReplayContext,
        next: @concurrent (Request, ReplayContext) async throws -> Response
    ) async throws -> Response {
        let call = ReplayCall(
            method: request.method.rawValue, path: request.uri.path,
            idempotencyKey: request.headers[.idempotencyKey], apiVersion: request.headers[.stripeVersion])
        switch await state.receive(call) {
        case nil: return try await next(request, context)
        case .refuse(let status, let code, let fields): return Self.refusal(status, code, fields)
        case .hangUp: return try await cut(context)
        case .loseAnswer:
            _ = try await next(request, context)
            return try await cut(context)
        case .delay(let time):
            try await Task.sleep(for: time)
            return try await next(request, context)
        case .stall:
            return Response(
                status: .ok,
                body: ResponseBody { writer in
                    try await writer.write(ByteBuffer(string: "{"))
                    try await Task.sleep(for: .seconds(60))
                    try await writer.finish(nil)
                })
        case .flood(let bytes):
            let chunk = ByteBuffer(repeating: UInt8(ascii: " "), count: 64 << 10)
            return Response(
                status: .ok,
                body: ResponseBody { writer in
                    for _ in 0...(bytes / chunk.readableBytes) { try await writer.write(chunk) }
                    try await writer.finish(nil)
                })
        case .babble: return Response(status: .ok, body: ResponseBody(byteBuffer: ByteBuffer(string: "<html>")))
        case .redirect(let url): return Response(status: .temporaryRedirect, headers: [.location: url])
        }
    }

    private func cut(_ context: ReplayContext) async throws -> Response {
        try? await context.channel.close()
        return Response(status: .internalServerError)
    }

    private static func refusal(_ status: Int, _ code: String?, _ fields: [String: String]) -> Response {
        let type = status == 429 || status == 409 ? "invalid_request_error" : "api_error"
        var response = Response(
            ReplayAnswer(ReplayProblem(status: status, type: type, code: code, message: "Planned trouble.")))
        for (name, value) in fields {
            if let name = HTTPField.Name(name) { response.headers[name] = value }
        }
        return response
    }
}

extension HTTPField.Name {
    // All of these are tokens as RFC 9110 wants them.
    static let idempotencyKey = Self("Idempotency-Key")!
    static let stripeVersion = Self("Stripe-Version")!
    static let idempotentReplayed = Self("Idempotent-Replayed")!
    static let requestID = Self("Request-Id")!
}

extension Response {
    init(_ answer: ReplayAnswer) {
        var headers: HTTPFields = [
            .contentType: "application/json", .requestID: ReplayBooks.newID("req_"), .cacheControl: "no-store",
        ]
        if answer.isReplayed { headers[.idempotentReplayed] = "true" }
        self.init(
            status: .init(code: answer.status), headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
    }
}
