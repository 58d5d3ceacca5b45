/// One command with its arguments, encoded once and ready to be sent any number of times.
///
/// Its description and reflection show the name alone: arguments may be secret.
public struct RedisCommand: Sendable, ExpressibleByArrayLiteral {
    /// The first word, such as `SET`.
    public let name: String
    /// Whether running it twice does no harm. Then, and only then, a command whose connection was lost after it was
    /// sent is sent once more, within the same deadline. False unless set.
    public var isIdempotent = false

    let encoded: [UInt8]

    /// A command of one word and its arguments: `RedisCommand("SET", "colour", "red", "PX", 500)`.
    public init(_ name: String, _ arguments: any RedisArgument...) {
        self.init(name, arguments: arguments)
    }

    /// The same with the arguments in an array. A subcommand (`LOAD` of `FUNCTION LOAD`) is an argument.
    public init(_ name: String, arguments: [any RedisArgument]) {
        var encoder = RedisEncoder(argumentCount: arguments.count + 1)
        encoder.append(name)
        for argument in arguments { argument.encode(into: &encoder) }
        precondition(encoder.argumentCount == arguments.count + 1, "a RedisArgument appends exactly one argument")
        self.name = name
        encoded = encoder.bytes
    }

    /// Words of text: `["GET", "colour"]`. An empty literal stops the process.
    public init(arrayLiteral words: String...) {
        precondition(!words.isEmpty, "a command has a name")
        self.init(words[0], arguments: Array(words.dropFirst()))
    }

    /// The same command, marked as harmless to run twice.
    public func idempotent() -> RedisCommand {
        var copy = self
        copy.isIdempotent = true
        return copy
    }
}

extension RedisCommand: CustomStringConvertible, CustomReflectable {
    /// The name, without the arguments.
    public var description: String { name }
    /// The name and the flag, without the arguments.
    public var customMirror: Mirror { Mirror(self, children: ["name": name, "isIdempotent": isIdempotent]) }
}
