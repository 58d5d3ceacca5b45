import HTTPTypes
import Hummingbird
import NIOCore

/// `/c/pay/{id}`: the page to pay on, and its buttons.
struct PageRoutes: Sendable {
    let state: ReplayState

    func add(to router: Router<ReplayContext>) {
        let pages = router.group("c/pay/:id")
        pages.get { _, context in
            let id = context.parameters.get("id") ?? ""
            return await page { books throws(ReplayProblem) in try books.session(id) }
        }
        pages.post(":action") { _, context in
            let id = context.parameters.get("id") ?? ""
            guard let action = context.parameters.get("action").flatMap(PayAction.init) else {
                return Response(status: .notFound)
            }
            return await page { books throws(ReplayProblem) in
                switch action {
                case .pay: try books.pay(id)
                case .payLater: try books.payLater(id)
                case .fail: try books.failPayment(id)
                }
            }
        }
    }

    /// The page of a session, or the way back to the shop when it is done.
    private func page(
        _ action: @Sendable (inout ReplayBooks) throws(ReplayProblem) -> ReplaySession
    ) async -> Response {
        do throws(ReplayProblem) {
            let session = try await state.perform(action)
            guard session.status != .complete else {
                let url = session.successURL.replacing("{CHECKOUT_SESSION_ID}", with: session.id)
                return Response(status: .seeOther, headers: [.location: url])
            }
            return Response(
                status: .ok,
                headers: [
                    .contentType: "text/html; charset=utf-8", .cacheControl: "no-store",
                    .contentSecurityPolicy: "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'",
                ], body: ResponseBody(byteBuffer: ByteBuffer(string: PayPage(session: session).html)))
        } catch {
            return Response(ReplayAnswer(error))
        }
    }
}
