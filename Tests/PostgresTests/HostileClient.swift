import Foundation
import NIOConcurrencyHelpers

/// Whoever connected to a ``HostileServer``, as its thread deals with them; blocks.
final class HostileClient: Sendable {
    static let cancelRequest: UInt32 = 80_877_102
    /// No password is asked for, and the first statement is waited for.
    static let greeting =
        message("R", [0, 0, 0, 0]) + message("K", [0, 0, 0, 1, 0, 0, 0, 2]) + message("Z", Array("I".utf8))

    private let socket: Int32
    private let counter = NIOLockedValueBox(0)

    init(socket: Int32) { self.socket = socket }

    /// Bytes that left, as far as this side knows.
    var sent: Int { counter.withLockedValue { $0 } }

    static func message(_ type: Character, _ payload: [UInt8]) -> [UInt8] {
        header(type, length: payload.count + 4) + payload
    }

    static func header(_ type: Character, length: Int) -> [UInt8] {
        Array(String(type).utf8) + withUnsafeBytes(of: UInt32(length).bigEndian) { Array($0) }
    }

    /// A row of one text.
    static func row(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        return message("D", [0, 1] + withUnsafeBytes(of: UInt32(bytes.count).bigEndian) { Array($0) } + bytes)
    }

    /// - Returns: the version that was asked for, 0 when nobody asks any more.
    func startup() -> UInt32 {
        guard let length = number(), let rest = receive(Int(length) - 4), rest.count >= 4 else { return 0 }
        return rest.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// Reads messages up to a Sync and answers them up to the description of a result of one text.
    ///
    /// - Returns: `false` when there are no more.
    func beginAnswer() -> Bool {
        var answer: [UInt8] = []
        while let type = receive(1)?.first, let length = number(), receive(Int(length) - 4) != nil {
            switch Character(Unicode.Scalar(type)) {
            case "P": answer += Self.message("1", [])
            case "B": answer += Self.message("2", [])
            case "D":
                let column = Array("c".utf8) + [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 25, 255, 255, 255, 255, 255, 255, 0, 1]
                answer += Self.message("T", [0, 1] + column)
            case "S": return send(answer)
            default: break
            }
        }
        return false
    }

    func endAnswer() -> Bool {
        send(Self.message("C", Array("SELECT 1".utf8) + [0]) + Self.message("Z", Array("I".utf8)))
    }

    /// Answers every statement with one row for as long as there are any.
    func behave() {
        while beginAnswer(), send(Self.row("fine")), endAnswer() {}
    }

    /// - Returns: `false` when nobody listens any more.
    func send(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return false }
            counter.withLockedValue { $0 += count }
            rest = rest.dropFirst(count)
        }
        return true
    }

    func hangUp() { shutdown(socket, Int32(SHUT_RDWR)) }

    private func number() -> UInt32? { receive(4)?.reduce(0) { $0 << 8 | UInt32($1) } }

    private func receive(_ count: Int) -> [UInt8]? {
        guard count > 0 else { return [] }
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let read = bytes[filled...].withUnsafeMutableBytes { recv(socket, $0.baseAddress, $0.count, 0) }
            guard read > 0 else { return nil }
            filled += read
        }
        return bytes
    }
}
