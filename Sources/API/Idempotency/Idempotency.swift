package import Domain
package import Foundation
package import Hummingbird
import HTTPTypes
import Logging
import Requests

/// Carries out keyed requests once, and gives their answer to everybody who asks with the same key again.
///
/// The answer is kept before it is sent. One that says to try again as it was (401, 402, 429 and all of our own
/// faults) is not kept, and neither is anything that failed before the request was begun: unknown callers, strangers' resources,
/// bodies that cannot be read.
package struct Idempotency: Sendable {
    let records: IdempotencyPort
    /// What an error means that does not explain itself.
    let translate: @Sendable (any Error) -> (any Failure)?

    /// Answers a request, by `perform` unless it was answered before.
    ///
    /// A request without a key is simply carried out. A failure of `perform` is answered here, so that it can be kept.
    ///
    /// - Parameters:
    ///   - content: what the request carries, its fields found to be sound.
    ///   - principal: whose keys these are; `nil` for callers who did not say who they are.
    ///   - perform: gets the id of what it is to make; the same id again when a request with this key died before, so
    ///     what is there under this id is to be answered with, not made again. `nil` without a key.
    /// - Throws: ``RequestError/malformedKey``, ``RequestError/keyReused``, ``RequestError/inProgress``.
    package func once(
        _ request: Request, _ content: RequestContent, by principal: Account.ID?, in context: AppRequestContext,
        perform: (_ effect: UUID?) async throws -> Answer
    ) async throws -> Answer {
        guard let key = try IdempotencyKey(request.headers) else { return try await perform(nil) }
        return try await once(
            request, content, named: key, by: principal?.description ?? "anonymous", in: context, perform: perform)
    }

    private func once(
        _ request: Request, _ content: RequestContent, named key: IdempotencyKey, by principal: String,
        in context: AppRequestContext, perform: (_ effect: UUID) async throws -> Answer
    ) async throws -> Answer {
        let route = "\(request.method.rawValue) \(context.endpointPath ?? request.uri.path)"
        let start = try await records.begin(
            principal, route, key.value, Self.fingerprint(of: request, content))
        switch start {
        case .replay(let stored): return Answer(replaying: stored)
        case .running: throw RequestError.inProgress
        case .reused: throw RequestError.keyReused
        case .fresh(let claim):
            return await keep(
                try await answer(in: context) { try await perform(claim.effectID) }, for: claim, in: context)
        }
    }

    /// The same for requests that must have a key.
    ///
    /// - Parameter principal: whose keys these are, up to 80 characters.
    /// - Throws: ``RequestError/keyRequired`` besides.
    package func onlyOnce(
        _ request: Request, _ content: RequestContent, by principal: String, in context: AppRequestContext,
        perform: (_ effect: UUID) async throws -> Answer
    ) async throws -> Answer {
        guard let key = try IdempotencyKey(request.headers) else { throw RequestError.keyRequired }
        return try await once(request, content, named: key, by: principal, in: context, perform: perform)
    }

    /// What two requests must share to be the same: method, path, and what the body means.
    private static func fingerprint(of request: Request, _ content: RequestContent) -> [UInt8] {
        let head = "\(request.method.rawValue) \(request.uri.path)\n"
        return IdempotencyRecords.fingerprint(of: Array(head.utf8) + content.object.canonicalBytes)
    }

    private func answer(in context: AppRequestContext, _ perform: () async throws -> Answer) async throws -> Answer {
        do {
            return try await perform()
        } catch {
            let error = translate(error) ?? error
            if !Problem.isForeseen(error) {
                context.logger.error("request failed", metadata: ["error": "\(String(reflecting: error))"])
            }
            return try Answer(Problem(answering: error, requestID: context.requestID))
        }
    }

    private func keep(
        _ answer: Answer, for claim: IdempotencyClaim, in context: AppRequestContext
    ) async -> Answer {
        guard Self.isFinal(answer.status.code) else {
            await answer.status.code < 500 ? records.abandon(claim) : records.release(claim)
            return answer
        }
        do {
            try await records.finish(claim, StoredAnswer(answer))
        } catch {
            // What was asked for is done; its answer is worth more than the promise to repeat it.
            context.logger.warning("answer not kept", metadata: ["error": "\(error)"])
        }
        return answer
    }

    private static func isFinal(_ status: Int) -> Bool { status < 500 && ![401, 402, 429].contains(status) }
}
