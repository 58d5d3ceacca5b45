import NIOCore
import Testing

@testable import Redis

@Suite("The Redis protocol")
struct RESPTests {
    @Test("a command is an array of bulk strings, lengths in bytes")
    func encoding() {
        let command = RedisCommand("SET", "ключ", [UInt8](repeating: 7, count: 123), -40)
        let expected =
            "*4\r\n$3\r\nSET\r\n$8\r\nключ\r\n$123\r\n" + String(repeating: "\u{7}", count: 123)
            + "\r\n$3\r\n-40\r\n"
        #expect(command.encoded == Array(expected.utf8))
        #expect(RedisCommand("GET", "").encoded == Array("*2\r\n$3\r\nGET\r\n$0\r\n\r\n".utf8))
    }

    @Test("replies are the same however the bytes are cut", arguments: [1, 2, 3, 7, 64, 4096])
    func pieces(size: Int) throws {
        let wire = Array(
            "+OK\r\n:-7\r\n$5\r\na\r\nb\n\r\n$-1\r\n*-1\r\n*2\r\n*0\r\n$0\r\n\r\n-WRONGTYPE no list\r\n-odd one\r\n"
                .utf8)
        var reader = ReplyReader()
        var replies: [RedisValue] = []
        for start in stride(from: 0, to: wire.count, by: size) {
            try reader.feed(ByteBuffer(bytes: wire[start..<min(start + size, wire.count)]))
            while let reply = try reader.next() { replies.append(reply) }
        }
        #expect(
            replies == [
                .simple("OK"), .integer(-7), .bulk(Array("a\r\nb\n".utf8)), .null, .null,
                .array([.array([]), .bulk([])]),
                .error(.init(prefix: "WRONGTYPE", message: "no list")),
                .error(.init(prefix: "ERR", message: "odd one")),
            ])
    }

    @Test("arrays nest seven deep; an eighth is a violation, and so is anything that is no reply")
    func violations() throws {
        var deep = ReplyReader()
        try deep.feed(ByteBuffer(string: String(repeating: "*1\r\n", count: 7) + ":1\r\n"))
        #expect(try deep.next() != nil)
        for wire in [String(repeating: "*1\r\n", count: 9), "HTTP/1.1 200 OK\r\n", ":one\r\n", "$-5\r\n"] {
            #expect(violates(wire), "\(wire)")
        }
    }

    private func violates(_ wire: String) -> Bool {
        var reader = ReplyReader()
        do throws(RedisError) {
            try reader.feed(ByteBuffer(string: wire))
            return try reader.next() != nil
        } catch {
            return error.kind == .protocolViolation
        }
    }

    @Test("an error's first word is its prefix only in capitals; repeated arguments are cut off")
    func errorLines() {
        #expect(
            RedisError.Server(line: "OOM command not allowed") == .init(prefix: "OOM", message: "command not allowed"))
        #expect(RedisError.Server(line: "STALE_LEASE2 x") == .init(prefix: "STALE_LEASE2", message: "x"))
        #expect(RedisError.Server(line: "2nd try") == .init(prefix: "ERR", message: "2nd try"))
        #expect(RedisError.Server(line: "NOSCRIPT") == .init(prefix: "NOSCRIPT", message: ""))
        #expect(RedisError.Server(line: "") == .init(prefix: "ERR", message: ""))
        let unknown = RedisError.Server(line: "ERR unknown command 'X', with args beginning with: 'hunter2'")
        #expect(unknown == .init(prefix: "ERR", message: "unknown command 'X'"))
    }

    @Test("values read as text and as numbers where they are that")
    func accessors() {
        #expect(RedisValue.bulk([0xff]).string == nil)
        #expect(RedisValue.bulk(Array("12".utf8)).integer == 12)
        #expect(RedisValue.simple("OK").bytes == [79, 75])
        #expect(RedisValue.array([.null]).array == [.null] && RedisValue.integer(1).array == nil)
        #expect(RedisValue.null.isNull && RedisValue.null.string == nil)
    }
}
