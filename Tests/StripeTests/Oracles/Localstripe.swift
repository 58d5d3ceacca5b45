import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Stripe
import TestSupport
import Testing

/// A localstripe of this test's own on a free port: somebody else's idea of Stripe's payments and refunds.
///
/// It knows no pages to pay on, no disputes and no idempotency keys, and it tells of payments alone.
struct Localstripe: Sendable {
    /// `TENANTRY_TEST_LOCALSTRIPE`: the program, if there is one.
    static let binary = ProcessInfo.processInfo.environment["TENANTRY_TEST_LOCALSTRIPE"]
    static let apiKey = "sk_test_localstripe_0123456789"

    let client: StripeClient
    let receiver: WebhookReceiver
    private let baseURL: String

    /// Runs it with a client and a receiver of its webhooks for as long as `body` does.
    static func open(_ body: (Localstripe) async throws -> Void) async throws {
        let binary = try #require(binary)
        let port = try await Sockets.freePort()
        let arguments = ["--port", "\(port)", "--from-scratch"]
        let receiver = WebhookReceiver()
        try await ChildProgram.run(binary, arguments, readyWhen: "Running on") {
            try await serving(receiver) {
                let baseURL = "http://127.0.0.1:\(port)"
                try await withClient(of: baseURL, apiKey: apiKey) { client in
                    let local = Localstripe(client: client, receiver: receiver, baseURL: baseURL)
                    try await local.post(
                        "/_config/webhooks/tests", ["url": receiver.url(), "secret": TestShop.secret])
                    try await body(local)
                }
            }
        }
    }

    /// A card by its number.
    ///
    /// - Returns: what a payment takes for a payment method.
    func card(_ number: String) async throws -> String {
        try await paymentMethod([
            "type": "card", "card[number]": number, "card[exp_month]": "12", "card[exp_year]": "2030",
            "card[cvc]": "123",
        ])
    }

    /// A bank account, whose money takes half a second to come.
    ///
    /// - Returns: what a payment takes for a payment method.
    func bankAccount(_ number: String) async throws -> String {
        try await paymentMethod(["type": "sepa_debit", "sepa_debit[iban]": number])
    }

    private func paymentMethod(_ parameters: [String: String]) async throws -> String {
        let answer = try await post("/v1/payment_methods", parameters)
        return try JSONDecoder().decode(Named.self, from: Data(answer.utf8)).id
    }

    private struct Named: Decodable { let id: String }

    @discardableResult
    private func post(_ path: String, _ parameters: [String: String]) async throws -> String {
        var form = URLComponents()
        form.queryItems = parameters.map { URLQueryItem(name: $0, value: $1) }
        var request = HTTPClientRequest(url: baseURL + path)
        request.method = .POST
        request.headers = [
            "authorization": "Bearer \(Self.apiKey)", "content-type": "application/x-www-form-urlencoded",
        ]
        request.body = .bytes(ByteBuffer(string: form.percentEncodedQuery ?? ""))
        let response = try await receiver.http.execute(request, timeout: .seconds(10))
        let text = String(buffer: try await response.body.collect(upTo: 1 << 20))
        try #require(response.status == .ok, "\(text)")
        return text
    }
}
