import AsyncHTTPClient
import Foundation
import Logging
import NIOCore
import NIOHTTP1

/// Sends calls, repeats them as ``RetryRules`` say, and reads answers up to 1 MiB.
struct Transport: Sendable {
    static let longestAnswer = 1 << 20

    let configuration: StripeConfiguration
    let http: HTTPClient
    let logger: Logger

    /// Makes one call.
    ///
    /// - Throws: ``StripeError``; `CancellationError` at once when the task is cancelled, and then the call may have
    ///   taken effect.
    func send<Object: Decodable>(_ request: StripeRequest, for type: Object.Type) async throws -> Object {
        let answer = try await answer(to: request)
        guard answer.isSuccess else {
            let error = StripeError(answer)
            note(error, request, answer)
            throw error
        }
        do { return try JSONDecoder.stripe.decode(Object.self, from: Data(answer.body.readableBytesView)) } catch {
            note(.malformedAnswer, request, answer)
            throw StripeError.malformedAnswer
        }
    }

    /// The last attempt's answer, within the time of a whole call.
    ///
    /// The client's own deadline ends with an answer's head; this one covers the body too.
    private func answer(to request: StripeRequest) async throws -> StripeAnswer {
        let deadline = ContinuousClock.now + configuration.callTimeout
        return try await withThrowingTaskGroup(of: StripeAnswer.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await attempts(at: request, until: deadline) }
            group.addTask {
                try await Task.sleep(until: deadline, clock: .continuous)
                throw StripeError.unreachable
            }
            guard let answer = try await group.next() else { throw StripeError.unreachable }
            return answer
        }
    }

    private func attempts(
        at request: StripeRequest, until deadline: ContinuousClock.Instant
    ) async throws -> StripeAnswer {
        let rules = RetryRules(retries: configuration.retries, pause: configuration.retryPause)
        for attempts in 1... {
            let result = try await attempt(request, until: deadline)
            let outcome: RetryRules.Outcome =
                switch result {
                case .success(let answer):
                    .answer(status: answer.status, shouldRetry: answer.shouldRetry, retryAfter: answer.retryAfter)
                case .failure(.malformedAnswer): .answer(status: 200, shouldRetry: false, retryAfter: nil)
                case .failure: .unreachable
                }
            if case .success(let answer) = result, answer.isSuccess { return answer }
            let remaining = deadline - .now
            guard
                let pause = rules.pause(
                    after: outcome, attempts: attempts, remaining: remaining, chance: .random(in: 0...1))
            else { return try result.get() }
            try await Task.sleep(for: pause)
        }
        throw StripeError.unreachable
    }

    /// One attempt. Every failure but cancellation is a result.
    private func attempt(
        _ request: StripeRequest, until deadline: ContinuousClock.Instant
    ) async throws -> Result<StripeAnswer, StripeError> {
        let remaining = TimeAmount(deadline - .now)
        do {
            let response = try await http.execute(clientRequest(request), timeout: remaining)
            do {
                let body = try await response.body.collect(upTo: Self.longestAnswer)
                return .success(StripeAnswer(response, body: body))
            } catch is NIOTooManyBytesError {
                let refusal = StripeAnswer(response, body: ByteBuffer())  // whose status says enough
                return refusal.isSuccess ? .failure(.malformedAnswer) : .success(refusal)
            }
        } catch {
            try Task.checkCancellation()
            return .failure(.unreachable)
        }
    }

    private func clientRequest(_ request: StripeRequest) -> HTTPClientRequest {
        var url = configuration.baseURL + request.path
        let parameters = request.form.encoded
        var headers: HTTPHeaders = [
            "authorization": "Bearer \(configuration.key.text)",
            "stripe-version": StripeConfiguration.apiVersion,
            "accept": "application/json",
        ]
        switch request.method {
        case .get:
            if !parameters.isEmpty { url += "?" + parameters }
            var sent = HTTPClientRequest(url: url)
            sent.headers = headers
            return sent
        case .post(let key):
            headers.add(name: "content-type", value: "application/x-www-form-urlencoded")
            headers.add(name: "idempotency-key", value: key.text)
            var sent = HTTPClientRequest(url: url)
            sent.method = .POST
            sent.headers = headers
            sent.body = .bytes(ByteBuffer(string: parameters))
            return sent
        }
    }

    private func note(_ error: StripeError, _ request: StripeRequest, _ answer: StripeAnswer) {
        logger.warning(
            "stripe call failed",
            metadata: [
                "path": "\(request.path)", "status": "\(answer.status)", "error": "\(error)",
                "stripe_request": "\(answer.requestID ?? "-")",
            ])
    }
}

extension StripeAnswer {
    fileprivate init(_ response: HTTPClientResponse, body: ByteBuffer) {
        let headers = response.headers
        status = Int(response.status.code)
        shouldRetry =
            switch headers.first(name: "stripe-should-retry") {
            case "true": true
            case "false": false
            default: nil
            }
        retryAfter = headers.first(name: "retry-after").flatMap { Int64($0) }
            .flatMap { 0...86_400 ~= $0 ? .seconds($0) : nil }
        requestID = headers.first(name: "request-id").flatMap {
            $0.utf8.count <= 80 && $0.utf8.allSatisfy(ASCII.isWord) ? $0 : nil
        }
        self.body = body
    }
}
