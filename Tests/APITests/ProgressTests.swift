import API
import Domain
import HTTPTypes
import Hummingbird
import HummingbirdTesting
@testable import Jobs
import Stores
import Testing

@Suite("Watching a job")
struct ProgressTests {
    private func fixture() throws -> (APIFixture, String) {
        let fixture = APIFixture()
        let store = try fixture.addStore()
        return (fixture, "/api/stores/\(store.id)/provisioning")
    }

    @Test("before the first connect there is nothing to watch")
    func nothing() async throws {
        let (fixture, uri) = try fixture()
        try await fixture.test { client in
            #expect(try await client.execute(uri: uri, method: .get, headers: APIFixture.bearer).status == .notFound)
            let events = try await client.execute(uri: uri + "/events", method: .get, headers: APIFixture.bearer)
            #expect(events.status == .notFound)
        }
    }

    @Test("a caller who knows the state is told that it is still the same")
    func notModified() async throws {
        let (fixture, uri) = try fixture()
        fixture.setJob(.running, percent: 10, revision: 3)
        try await fixture.test { client in
            let first = try await client.execute(uri: uri, method: .get, headers: APIFixture.bearer)
            #expect(first.json["percent"] == .number("10"))
            let tag = try #require(first.headers[.eTag])
            let headers = APIFixture.bearer.with(.ifNoneMatch, tag)
            let second = try await client.execute(uri: uri, method: .get, headers: headers)
            #expect(second.status == .notModified)
            #expect(second.body.readableBytes == 0)
            #expect(second.headers[.eTag] == tag)
            fixture.setJob(.running, percent: 20, revision: 4)
            #expect(try await client.execute(uri: uri, method: .get, headers: headers).status == .ok)
        }
    }

    @Test("an answer is held back until something changed", .timeLimit(.minutes(5)))
    func longPoll() async throws {
        let (fixture, uri) = try fixture()
        fixture.setJob(.running, percent: 10, revision: 3)
        try await fixture.test { client in
            async let answer = client.execute(uri: uri + "?wait=25", method: .get, headers: APIFixture.bearer)
            await fixture.watched()
            fixture.setJob(.running, percent: 70, revision: 4)
            let changed = try await answer
            #expect(changed.json["percent"] == .number("70"))
        }
    }

    @Test("a wait that nothing ends is over in time", .timeLimit(.minutes(5)))
    func timeout() async throws {
        let (fixture, uri) = try fixture()
        fixture.setJob(.running, percent: 10, revision: 3)
        try await fixture.test { client in
            let tag = try await client.execute(uri: uri, method: .get, headers: APIFixture.bearer).headers[.eTag]
            let answer = try await client.execute(
                uri: uri + "?wait=1", method: .get, headers: APIFixture.bearer.with(.ifNoneMatch, tag ?? ""))
            #expect(answer.status == .notModified)
        }
    }

    @Test("what will not change by itself is answered at once", .timeLimit(.minutes(5)))
    func settled() async throws {
        let (fixture, uri) = try fixture()
        fixture.setJob(.actionRequired, revision: 5)
        try await fixture.test { client in
            let start = ContinuousClock.now
            let answer = try await client.execute(uri: uri + "?wait=25", method: .get, headers: APIFixture.bearer)
            #expect(answer.json["status"]?.text == "action_required")
            #expect(ContinuousClock.now - start < .seconds(10))
        }
    }

    @Test("a wait is a number of seconds", arguments: ["-1", "x", "1.5", "%20"])
    func malformedWait(_ wait: String) async throws {
        let (fixture, uri) = try fixture()
        fixture.setJob(.succeeded, revision: 5)
        try await fixture.test { client in
            let answer = try await client.execute(uri: "\(uri)?wait=\(wait)", method: .get, headers: APIFixture.bearer)
            #expect(answer.fields == ["wait"])
        }
    }
}
