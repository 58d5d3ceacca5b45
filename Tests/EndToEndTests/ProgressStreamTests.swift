import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import TestSupport
import Testing

@Suite("Watching a store get its database")
struct ProgressStreamTests {
    /// One server-sent event.
    struct Event: Sendable {
        let id: Int?
        let name: String
        let percent: Int
        let status: String
    }

    @Test(
        "tells of every step in order, ends with “done”, and goes on where a client left off", .timeLimit(.minutes(5)))
    func stream() async throws {
        try await Platform.with { platform in
            let agency = try await platform.signUp()
            let tenant = try await platform.makeTenantDatabase(password: "secret")
            #expect(try await platform.connect(agency, to: platform.connectionString(tenant)).status == 202)
            async let watched = events(platform, agency)
            let worker = try await platform.startWorker()
            let seen = try await watched
            #expect(seen.last?.name == "done" && seen.last?.status == "succeeded")
            #expect(seen.dropLast().allSatisfy { $0.name == "progress" })
            #expect(seen.map(\.percent) == seen.map(\.percent).sorted())
            let ids = seen.compactMap(\.id)
            #expect(ids == ids.sorted() && ids.count == seen.count)

            let resumed = try await events(platform, agency, after: ids.last)
            #expect(resumed.map(\.name) == ["done"])
            await worker.kill()
        }
    }

    @Test("answers a long poll when something changes, and 304 to who knows it already", .timeLimit(.minutes(5)))
    func longPoll() async throws {
        try await Platform.with { platform in
            let agency = try await platform.signUp()
            let early = try await platform.provisioning(agency)
            #expect(early.status == 404)
            let tenant = try await platform.makeTenantDatabase(password: "secret")
            _ = try await platform.connect(agency, to: platform.connectionString(tenant))
            let first = try await platform.provisioning(agency)
            let tag = try #require(first.headers.first(name: "ETag"))
            let path = "/api/stores/\(agency.storeID)/provisioning"
            let known = try await platform.call(.GET, path, token: agency.token, headers: ["If-None-Match": tag])
            #expect(known.status == 304)
            async let waiting = platform.call(
                .GET, path + "?wait=25", token: agency.token, headers: ["If-None-Match": tag])
            let worker = try await platform.startWorker()
            let changed = try await waiting
            #expect(changed.status == 200)
            #expect(changed.headers.first(name: "ETag") != tag)
            await worker.kill()
        }
    }

    private func events(
        _ platform: Platform, _ agency: Platform.Agency, after id: Int? = nil
    ) async throws -> [Event] {
        var request = HTTPClientRequest(
            url: "http://127.0.0.1:\(platform.port)/api/stores/\(agency.storeID)/provisioning/events")
        request.headers.add(name: "Authorization", value: "Bearer \(agency.token)")
        if let id { request.headers.add(name: "Last-Event-ID", value: "\(id)") }
        let response = try await platform.http.execute(request, timeout: .seconds(90))
        var text = ""
        for try await chunk in response.body { text += String(buffer: chunk) }
        return text.components(separatedBy: "\n\n").compactMap(Self.event)
    }

    private static func event(_ block: String) -> Event? {
        var fields: [String: String] = [:]
        for line in block.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { continue }
            fields[String(parts[0])] = parts[1].trimmingCharacters(in: .whitespaces)
        }
        guard let name = fields["event"], let data = fields["data"],
            let json = try? JSONSerialization.jsonObject(with: Data(data.utf8)) as? [String: Any]
        else { return nil }
        return Event(
            id: fields["id"].flatMap { Int($0) }, name: name, percent: json["percent"] as? Int ?? -1,
            status: json["status"] as? String ?? "")
    }
}
