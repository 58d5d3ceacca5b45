/// One reply of the server in the five shapes of RESP2.
public enum RedisValue: Sendable, Equatable {
    /// No such key, or nothing came: a null bulk string or a null array.
    case null
    /// A signed 64-bit number.
    case integer(Int64)
    /// A status line such as `OK`.
    case simple(String)
    /// Bytes, at most 512 MiB by Redis' own limit.
    case bulk([UInt8])
    /// Replies in order, nested seven deep at most (hiredis 0.14).
    case array([RedisValue])
    /// A refusal inside an array. At the top level it is thrown instead.
    case error(RedisError.Server)
}

extension RedisValue {
    /// The text of a status or of a bulk string in valid UTF-8; else `nil`.
    public var string: String? {
        switch self {
        case .simple(let text): text
        case .bulk(let bytes): String(validating: bytes, as: UTF8.self)
        default: nil
        }
    }

    /// The number of an integer reply, or of a bulk string in decimal (as `GET` returns a counter); else `nil`.
    public var integer: Int64? {
        switch self {
        case .integer(let number): number
        case .bulk, .simple: string.flatMap { Int64($0) }
        default: nil
        }
    }

    /// The bytes of a bulk string or a status; else `nil`.
    public var bytes: [UInt8]? {
        switch self {
        case .bulk(let bytes): bytes
        case .simple(let text): Array(text.utf8)
        default: nil
        }
    }

    /// The elements of an array; else `nil`.
    public var array: [RedisValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    /// Whether this is ``null``.
    public var isNull: Bool { self == .null }
}
