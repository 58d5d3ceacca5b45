import API
import Domain
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOConcurrencyHelpers
import NIOCore
import Testing
import Usage

@Suite("Usage and plans over HTTP")
struct UsageTests {
    private let json: HTTPFields = APIFixture.bearer.with(.contentType, "application/json")

    @Test("every answered request is offered once: by its template, with whoever asked and the store that was named")
    func offers() async throws {
        let fixture = APIFixture()
        let store = try fixture.addStore()
        try await fixture.test { client in
            let headers = APIFixture.bearer.with(.requestID, "r-1")
            _ = try await client.execute(uri: "/api/stores/\(store.id)?secret=1", method: .get, headers: headers)
            _ = try await client.execute(
                uri: "/api/stores/\(store.id)/provisioning", method: .get, headers: APIFixture.bearer)
            _ = try await client.execute(
                uri: "/api/credits/balance?storeId=\(store.id)", method: .get, headers: APIFixture.bearer)
            _ = try await client.execute(uri: "/api/stores/\(store.id)", method: .get)
            _ = try await client.execute(uri: "/secret", method: .post)
            _ = try await client.execute(uri: "/healthz", method: .head)
        }
        let offered = fixture.world.withLockedValue { $0.offered }
        #expect(offered.map(\.status) == [200, 404, 200, 401, 404, 200])
        #expect(
            offered.map(\.route) == [
                "/api/stores/{id}", "/api/stores/{id}/provisioning", "/api/credits/balance", "/api/stores/{id}", "-",
                "/healthz",
            ])
        #expect(offered.map(\.user) == [fixture.owner, fixture.owner, fixture.owner, nil, nil, nil])
        #expect(offered.map(\.store) == [store.id, store.id, store.id, nil, nil, nil])
        #expect(offered.map(\.method) == ["GET", "GET", "GET", "GET", "POST", "HEAD"])
        #expect(offered.first?.requestID == "r-1" && offered.allSatisfy { $0.weight == 7 && $0.duration > .zero })
    }

    @Test("usage is shown of the days that were asked for, or of the last thirty")
    func days() async throws {
        let fixture = APIFixture()
        let store = try fixture.addStore()
        try await fixture.test { client in
            func days(_ query: String) async throws -> [String?] {
                let answer = try await client.execute(
                    uri: "/api/stores/\(store.id)/usage\(query)", method: .get, headers: APIFixture.bearer)
                #expect(answer.status == .ok && answer.json["nextCursor"] == .null)
                return answer.json["items"].elements.map { $0["day"]?.text }
            }
            let march = try await days("?from=2026-03-01&to=2026-03-31")
            #expect(march == ["2026-03-01", "2026-03-31"])
            let thirty = try await days("?to=2026-03-30")
            #expect(thirty == ["2026-03-01", "2026-03-30"])
            let longest = try await days("?from=2025-01-01&to=2026-02-04")
            #expect(longest == ["2025-01-01", "2026-02-04"])
            let (recent, started) = (try await days(""), try await days("?from=\(Day.today)"))
            #expect(recent.last == Day.today.description && started.first == Day.today.description)
        }
    }

    @Test(
        "days that make no sense are refused",
        arguments: [
            ("from=2026-02-30", "from"), ("to=yesterday", "to"), ("from=2026-03-02&to=2026-03-01", "from"),
            ("from=2025-01-01&to=2026-02-05", "from"), ("from=9999-12-31", "from"),
            ("from=2026-03-01&from=2026-03-02", "from"),
        ])
    func badDays(query: String, field: String) async throws {
        let fixture = APIFixture()
        let store = try fixture.addStore()
        try await fixture.test { client in
            let answer = try await client.execute(
                uri: "/api/stores/\(store.id)/usage?\(query)", method: .get, headers: APIFixture.bearer)
            #expect(answer.status == .badRequest)
            #expect(answer.json["errors"].elements.first?["field"]?.text == field)
        }
    }

    @Test("a stranger's store has no usage")
    func stranger() async throws {
        let fixture = APIFixture()
        let store = try fixture.addStore(owner: fixture.stranger)
        try await fixture.test { client in
            let answer = try await client.execute(
                uri: "/api/stores/\(store.id)/usage", method: .get, headers: APIFixture.bearer)
            #expect(answer.status == .notFound)
        }
    }

    @Test(
        "a subscription that makes no sense is refused, with every field that is wrong",
        arguments: [
            (#"{}"#, ["plan"]), (#"{"plan":7}"#, ["plan"]), (#"{"plan":"free","status":"canceled"}"#, ["status"]),
            (#"{"plan":"free","status":1,"currentPeriodEnd":"soon"}"#, ["status", "currentPeriodEnd"]),
        ])
    func badSubscription(body: String, fields: [String]) async throws {
        try await APIFixture().test { client in
            let answer = try await client.execute(
                uri: "/api/admin/stores/\(Store.ID.make())/subscription", method: .put, headers: json,
                body: ByteBuffer(string: body))
            #expect(answer.status == .badRequest)
            #expect(answer.json["errors"].elements.compactMap { $0["field"]?.text } == fields, "\(answer.json)")
        }
    }

    @Test("a subscription is active and has no end unless it says so")
    func subscription() async throws {
        try await APIFixture().test { client in
            func put(_ body: String) async throws -> TestResponse {
                try await client.execute(
                    uri: "/api/admin/stores/\(Store.ID.make())/subscription", method: .put, headers: json,
                    body: ByteBuffer(string: body))
            }
            let plain = try await put(#"{"plan":"free"}"#)
            #expect(plain.status == .ok && plain.json["status"]?.text == "active")
            #expect(plain.json["currentPeriodEnd"] == .null && plain.json["limits"]?["dailyJobs"] == .null)
            let whole = try await put(
                #"{"plan":"free","status":"past_due","currentPeriodEnd":"2126-03-01T09:00:00+01:00"}"#)
            #expect(whole.json["status"]?.text == "past_due")
            #expect(whole.json["currentPeriodEnd"]?.text == "2126-03-01T08:00:00.000Z")
        }
    }
}

extension JSONValue? {
    /// The elements of an array; none for everything else.
    fileprivate var elements: [JSONValue] {
        if case .array(let elements)? = self { elements } else { [] }
    }
}
