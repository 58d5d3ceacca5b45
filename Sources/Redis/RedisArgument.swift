public import FoundationEssentials

/// What can stand as an argument of a command.
public protocol RedisArgument: Sendable {
    /// Appends itself as exactly one argument; more or fewer stops the process.
    func encode(into encoder: inout RedisEncoder)
}

extension String: RedisArgument {
    /// The text in UTF-8.
    public func encode(into encoder: inout RedisEncoder) { encoder.append(self) }
}

extension Substring: RedisArgument {
    /// The text in UTF-8.
    public func encode(into encoder: inout RedisEncoder) { encoder.append(self) }
}

extension Int: RedisArgument {
    /// The number in decimal.
    public func encode(into encoder: inout RedisEncoder) { encoder.append(String(self)) }
}

extension Int64: RedisArgument {
    /// The number in decimal.
    public func encode(into encoder: inout RedisEncoder) { encoder.append(String(self)) }
}

extension [UInt8]: RedisArgument {
    /// The bytes as they are.
    public func encode(into encoder: inout RedisEncoder) { encoder.append(self) }
}

extension Data: RedisArgument {
    /// The bytes as they are.
    public func encode(into encoder: inout RedisEncoder) { encoder.append(self) }
}

extension UUID: RedisArgument {
    /// The 36 characters of its text form in lower case, as PostgreSQL writes it.
    public func encode(into encoder: inout RedisEncoder) { encoder.append(uuidString.lowercased()) }
}
