import HTTPTypes
import Hummingbird
import NIOCore

/// `/v1/…`, as Stripe documents it.
struct ReplayRoutes: Sendable {
    static let longestBody = 256 << 10

    let state: ReplayState
    let apiKey: String

    func add(to router: Router<ReplayContext>) {
        let v1 = router.group("v1").add(middleware: OutageMiddleware(state: state))
        post(v1, "checkout/sessions") { books, form, _ throws(ReplayProblem) in try books.createSession(form) }
        get(v1, "checkout/sessions/:id") { books, _, id throws(ReplayProblem) in try books.retrieveSession(id) }
        post(v1, "checkout/sessions/:id/expire") { books, _, id throws(ReplayProblem) in try books.expireSession(id) }
        post(v1, "payment_intents") { books, form, _ throws(ReplayProblem) in try books.createPayment(form) }
        get(v1, "payment_intents") { books, form, _ throws(ReplayProblem) in try books.listPayments(form) }
        get(v1, "payment_intents/:id") { books, _, id throws(ReplayProblem) in try books.payment(id) }
        post(v1, "payment_intents/:id/confirm") { books, _, id throws(ReplayProblem) in try books.confirmPayment(id) }
        get(v1, "charges") { books, form, _ throws(ReplayProblem) in try books.listCharges(form) }
        get(v1, "charges/:id") { books, _, id throws(ReplayProblem) in try books.charge(id) }
        post(v1, "refunds") { books, form, _ throws(ReplayProblem) in try books.createRefund(form) }
        get(v1, "refunds") { books, form, _ throws(ReplayProblem) in try books.listRefunds(form) }
        get(v1, "refunds/:id") { books, _, id throws(ReplayProblem) in try books.refund(id) }
        get(v1, "disputes") { books, form, _ throws(ReplayProblem) in try books.listDisputes(form) }
        get(v1, "disputes/:id") { books, _, id throws(ReplayProblem) in try books.retrieveDispute(id) }
        get(v1, "events/:id") { books, _, id throws(ReplayProblem) in try books.event(id) }
    }

    private typealias Endpoint =
        @Sendable (inout ReplayBooks, ReplayForm, _ id: String) throws(ReplayProblem) -> JSON

    private func get(_ group: RouterGroup<ReplayContext>, _ path: RouterPath, _ endpoint: @escaping Endpoint) {
        group.get(path) { request, context in
            await answer(request, request.uri.query ?? "", context, key: nil, endpoint)
        }
    }

    private func post(_ group: RouterGroup<ReplayContext>, _ path: RouterPath, _ endpoint: @escaping Endpoint) {
        group.post(path) { request, context in
            let body = String(buffer: try await request.body.collect(upTo: Self.longestBody))
            return await answer(request, body, context, key: request.headers[.idempotencyKey], endpoint)
        }
    }

    private func answer(
        _ request: Request, _ parameters: String, _ context: ReplayContext, key: String?, _ endpoint: Endpoint
    ) async -> Response {
        guard request.headers[.authorization] == "Bearer \(apiKey)" else {
            return Response(ReplayAnswer(ReplayProblem(status: 401, message: "Invalid API Key provided.")))
        }
        let id = context.parameters.get("id") ?? ""
        do throws(ReplayProblem) {
            let form = try ReplayForm(parameters)
            let asked = "\(request.method) \(request.uri.path) \(form.fingerprint)"
            let operation: ReplayState.Operation = { books throws(ReplayProblem) in try endpoint(&books, form, id) }
            return Response(await state.answer(key: key, asked: asked, operation))
        } catch {
            return Response(ReplayAnswer(error))
        }
    }
}
