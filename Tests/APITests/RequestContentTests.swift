import API
import Domain
import HTTPTypes
import Hummingbird
import NIOCore
import Testing

@Suite("Bodies")
struct RequestContentTests {
    @Test(
        "JSON in UTF-8 is read",
        arguments: [
            "application/json", "Application/JSON", "application/json; charset=utf-8", "application/json;charset=UTF-8",
            "application/json; charset=\"utf-8\"", "application/json ;",
        ])
    func json(_ type: String) { #expect(RequestContent.isJSON(type)) }

    @Test(
        "everything else is not",
        arguments: [
            nil, "", "text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin1",
            "application/jsonp", "application/problem+json", "text/json", "application/json, text/plain",
        ])
    func other(_ type: String?) { #expect(!RequestContent.isJSON(type)) }

    /// A request whose body comes in pieces of unknown number.
    private func content(_ pieces: [ByteBuffer], failing: (any Error)? = nil) async throws -> RequestContent {
        let head = HTTPRequest(
            method: .post, scheme: "http", authority: "a", path: "/", headerFields: [.contentType: "application/json"])
        let (body, source) = RequestBody.makeStream()
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for piece in pieces { await source.yield(piece) }
                if let failing { source.finish(failing) } else { source.finish() }
            }
            return try await RequestContent(of: Request(head: head, body: body))
        }
    }

    @Test("pieces are one body, up to a mebibyte in all")
    func pieces() async throws {
        let whole = try await content([ByteBuffer(string: #"{"a":"#), ByteBuffer(string: #""b"}"#)])
        #expect(whole.object["a"]?.text == "b")
        let half = ByteBuffer(repeating: 0x20, count: RequestContent.sizeLimit / 2)
        await #expect(throws: RequestError.bodyTooLarge) { try await content([half, half, ByteBuffer(string: "{}")]) }
    }

    @Test("nothing is an empty object, half of something is not complete")
    func incomplete() async throws {
        #expect(try await content([]).object == .object([]))
        await #expect(throws: RequestError.bodyCutShort) {
            try await content([ByteBuffer(string: #"{"a":"#)], failing: ChannelError.ioOnClosedChannel)
        }
        await #expect(throws: InvalidInput.self) { try await content([ByteBuffer(string: "[]")]) }
    }
}
