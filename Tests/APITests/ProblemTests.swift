import API
import Domain
import Foundation
import HTTPTypes
import Hummingbird
import Testing

@Suite("Problems")
struct ProblemTests {
    private func members(of problem: Problem) throws -> JSONValue {
        try JSONParser.object(in: Array(try JSONEncoder().encode(problem)))
    }

    @Test("a failure is a problem with every member that applies and no other")
    func members() throws {
        let job = UUID.version7()
        let problem = Problem(
            Explanation(.conflict, "provisioning_in_progress", "Busy.", jobID: job), requestID: "r-1")
        let json = try members(of: problem)
        #expect(
            json.members.map(\.name).sorted() == ["code", "detail", "jobId", "requestId", "status", "title", "type"])
        #expect(json["status"] == .number("409"))
        #expect(json["title"]?.text == "Conflict")
        #expect(json["jobId"]?.text == job.canonical)
        #expect(problem.headers[.contentType] == "application/problem+json")
    }

    @Test("missing credits are told as decimal strings, suggestions as a list")
    func extras() throws {
        let shortfall = Explanation.Shortfall(required: CreditAmount(units: 20_000), available: .zero)
        let short = try members(
            of: Problem(
                Explanation(.paymentRequired, "insufficient_credits", "x", shortfall: shortfall), requestID: "r"))
        #expect(short["required"]?.text == "2.0000")
        #expect(short["available"]?.text == "0.0000")
        #expect(short["title"]?.text == "Payment Required")
        let taken = try members(
            of: Problem(Explanation(.conflict, "slug_taken", "x", suggestions: ["a-shop"]), requestID: "r"))
        #expect(taken["suggestions"] == .array([.string("a-shop")]))
    }

    @Test(
        "every kind of failure has its status",
        arguments: zip(
            FailureKind.allCases, [400, 401, 402, 403, 404, 409, 422, 413, 415, 429, 503, 502, 409]))
    func statuses(_ kind: FailureKind, _ status: Int) { #expect(kind.status.code == status) }

    @Test("an unauthenticated answer says how to authenticate, and names a token that is no good")
    func challenges() {
        func challenge(_ code: String) -> String? {
            Problem(Explanation(.unauthenticated, code, "x"), requestID: "r").headers[.wwwAuthenticate]
        }
        #expect(challenge("token_missing") == "Bearer realm=\"tenantry\"")
        #expect(challenge("invalid_credentials") == "Bearer realm=\"tenantry\"")
        #expect(challenge("token_expired") == "Bearer realm=\"tenantry\", error=\"invalid_token\"")
    }

    @Test("waiting is told in whole seconds, at least one, and always when we are away")
    func retryAfter() {
        func wait(_ kind: FailureKind, _ duration: Duration?) -> String? {
            Problem(Explanation(kind, "x", "x", retryAfter: duration), requestID: "r").headers[.retryAfter]
        }
        #expect(wait(.rateLimited, .seconds(30)) == "30")
        #expect(wait(.rateLimited, .milliseconds(10)) == "1")
        #expect(wait(.unavailable, nil) == "5")
        #expect(wait(.conflict, nil) == nil)
    }

    @Test("an error that does not explain itself tells the client nothing")
    func ownFault() throws {
        struct Secretive: Error { let password = "hunter2" }
        let problem = Problem(answering: Secretive(), requestID: "r")
        #expect(problem.status == .internalServerError)
        #expect(problem.explanation.code == "internal_error")
        #expect(!Problem.isForeseen(Secretive()))
        #expect(!String(decoding: try JSONEncoder().encode(problem), as: UTF8.self).contains("hunter2"))
    }

    @Test("what the framework throws has our codes")
    func framework() {
        #expect(Problem(answering: HTTPError(.badRequest), requestID: "r").explanation.code == "invalid_request")
        #expect(Problem(answering: HTTPError(.contentTooLarge), requestID: "r").explanation.code == "body_too_large")
        #expect(Problem(answering: HTTPError(.badGateway), requestID: "r").status == .internalServerError)
    }
}
