import Foundation
import Stripe
import Testing

@Suite("Webhooks signed by Stripe's own library")
struct WebhookVectorTests {
    @Test("are there, of every verdict that a signature can have")
    func count() {
        #expect(SignedPayload.all.count == 32)
        #expect(
            Set(SignedPayload.all.map(\.verdict)) == [
                "believed", "wrongSignature", "unsigned", "malformedHeader", "tooOld", "fromTheFuture",
            ])
    }

    @Test("are believed or refused as they should be", arguments: SignedPayload.all)
    func verdict(_ vector: SignedPayload) throws {
        switch try vector.judge() {
        case .success(let event):
            #expect(vector.isBelieved)
            #expect(event.id == StripeEvent.ID("evt_1Vector"))
            #expect(event.type == "checkout.session.completed" && !event.isLive)
        case .failure(let error): #expect(error == SignedPayload.errors[vector.verdict])
        }
    }

    @Test("are never believed by us and refused by the library", arguments: SignedPayload.all)
    func noLaxer(_ vector: SignedPayload) throws {
        let isBelieved = (try? vector.judge().get()) != nil
        #expect(!isBelieved || vector.library)
    }

    @Test(
        "are believed as often as they are heard: who counts them writes their id down",
        arguments: SignedPayload.believed)
    func repetition(_ vector: SignedPayload) throws {
        let first = try vector.judge().get()
        let second = try vector.judge().get()
        #expect(first == second)
    }

    @Test("have the very headers that we would sign them with")
    func signing() throws {
        let simple = SignedPayload.believed.filter { $0.header.split(separator: ",").count == 2 }
        #expect(simple.count >= 10)
        for vector in simple {
            let header = try vector.secrets.map { secret in
                let time = try #require(Double(vector.header.dropFirst(2).prefix { $0 != "," }))
                return try StripeWebhook(secrets: [secret]).sign(
                    vector.bytes, at: Date(timeIntervalSince1970: time))
            }
            #expect(header.contains(vector.header))
        }
    }

    @Test("are not believed once any bit of the payload is another", arguments: SignedPayload.believed.prefix(4))
    func bentPayload(_ vector: SignedPayload) throws {
        for position in vector.bytes.indices {
            var bent = vector.bytes
            bent[position] ^= 1 << (position % 8)
            #expect(try vector.judge(payload: bent) == .failure(.wrongSignature))
        }
    }

    @Test("are not believed once any character of the header is another", arguments: SignedPayload.believed.prefix(4))
    func bentHeader(_ vector: SignedPayload) throws {
        let header = Array(vector.header.utf8)
        for position in header.indices {
            var bent = header
            bent[position] = bent[position] == UInt8(ascii: "7") ? UInt8(ascii: "8") : UInt8(ascii: "7")
            let judged = try vector.judge(header: String(decoding: bent, as: UTF8.self))
            #expect((try? judged.get()) == nil)
        }
    }
}
