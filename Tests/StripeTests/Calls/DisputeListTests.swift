import Stripe
import StripeReplay
import Testing

@Suite("The disputes of a payment", .timeLimit(.minutes(5)))
struct DisputeListTests {
    @Test("are its own alone, and none where nobody has asked for the money")
    func list() async throws {
        try await TestShop.open { shop in
            let (sale, other) = (try await shop.sale("a"), try await shop.sale("b"))
            let id = try await shop.server.dispute(sale.charge)
            let found = try await shop.client.disputes(of: sale.payment)
            #expect(found.data.map(\.id) == [id] && !found.hasMore)
            let none = try await shop.client.disputes(of: other.payment)
            #expect(none.data.isEmpty && !none.hasMore)
        }
    }
}
