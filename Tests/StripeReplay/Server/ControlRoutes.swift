import Foundation
import HTTPTypes
import Hummingbird

/// `POST /_replay/…`: what customers, banks and bad luck do. Parameters stand in the query.
///
/// `sessions/{id}/pay`, `pay-later`, `settle`, `fail`, `expire`; `charges/{id}/refund?amount=`, `charges/{id}/dispute`;
/// `disputes/{id}/close?won=true`; `outage?kind=500&calls=3` (a status, `hang-up`, `lose-answer` or `none`);
/// `delivery?copies=2&twins=true&held=true`; `release?order=reversed`.
struct ControlRoutes: Sendable {
    let state: ReplayState

    func add(to router: Router<ReplayContext>) {
        let control = router.group("_replay")
        post(control, "sessions/:id/pay") { books, _, id throws(ReplayProblem) in try books.pay(id).json }
        post(control, "sessions/:id/pay-later") { books, _, id throws(ReplayProblem) in try books.payLater(id).json }
        post(control, "sessions/:id/settle") { books, _, id throws(ReplayProblem) in try books.settle(id).json }
        post(control, "sessions/:id/fail") { books, _, id throws(ReplayProblem) in try books.failPayment(id).json }
        post(control, "sessions/:id/expire") { books, _, id throws(ReplayProblem) in try books.expireSession(id) }
        post(control, "charges/:id/refund") { books, form, id throws(ReplayProblem) in
            try books.refund(id, form.integer("amount")).json
        }
        post(control, "charges/:id/dispute") { books, _, id throws(ReplayProblem) in try books.dispute(id).json }
        post(control, "disputes/:id/close") { books, form, id throws(ReplayProblem) in
            try books.closeDispute(id, won: form["won"] == "true").json
        }
        control.post("outage") { request, _ in
            let query = request.uri.queryParameters
            let outage: ReplayOutage? =
                switch query["kind"].map(String.init) {
                case "hang-up": .hangUp
                case "lose-answer": .loseAnswer
                case let kind?: Int(kind).flatMap { 400..<600 ~= $0 ? .refuse(status: $0) : nil }
                case nil: nil
                }
            await state.plan(outage, calls: query["calls"].flatMap { Int($0) } ?? 1)
            return HTTPResponse.Status.noContent
        }
        control.post("delivery") { request, _ in
            let query = request.uri.queryParameters
            await state.setDelivery(
                ReplayDelivery(
                    copies: query["copies"].flatMap { Int($0) } ?? 1, twins: query["twins"] == "true",
                    isHeld: query["held"] == "true"))
            return HTTPResponse.Status.noContent
        }
        control.post("release") { request, _ in
            let order = request.uri.queryParameters["order"].flatMap { ReplayDelivery.Order(rawValue: String($0)) }
            await state.release(order ?? .asMade)
            return HTTPResponse.Status.noContent
        }
    }

    private func post(
        _ group: RouterGroup<ReplayContext>, _ path: RouterPath,
        _ action: @escaping @Sendable (inout ReplayBooks, ReplayForm, _ id: String) throws(ReplayProblem) -> JSON
    ) {
        group.post(path) { request, context in
            let id = context.parameters.get("id") ?? ""
            do throws(ReplayProblem) {
                let form = try ReplayForm(request.uri.query ?? "")
                return Response(
                    ReplayAnswer(
                        try await state.perform { books throws(ReplayProblem) in try action(&books, form, id) }))
            } catch {
                return Response(ReplayAnswer(error))
            }
        }
    }
}
