/// Why a command brought no reply, or that the server refused it.
///
/// ``description`` names the kind alone and may be shown to anybody; host names, file names and the server's own words
/// stand in ``debugDescription`` only. Neither ever holds a password or an argument of a command.
public struct RedisError: Error, Sendable, Equatable {
    /// What went wrong, and with it whether the command may have taken effect.
    public enum Kind: Sendable, Equatable {
        /// No connection stood until the deadline: the command was never sent.
        case connectionFailed
        /// The connection ended after the command was sent: it may have taken effect.
        case connectionLost
        /// No reply by the deadline: the command may have taken effect, or may still.
        case timeout
        /// The calling task was cancelled; the command may have taken effect.
        case cancelled
        /// The server answered with an error. `prefix` is its first word ("ERR", "READONLY", "WRONGTYPE"…).
        case server(prefix: String, message: String)
        /// The bytes received are no RESP2, or nest deeper than seven arrays.
        case protocolViolation
        /// The bound on unanswered commands or bytes is reached: the command was never sent.
        case tooManyInFlight
        /// The client was shut down: the command was never sent.
        case closed
    }

    /// What went wrong.
    public let kind: Kind
    /// The cause for operators: a system error, a rule. Empty if the kind says it all.
    let detail: String

    init(_ kind: Kind, detail: String = "") {
        self.kind = kind
        self.detail = detail
    }

    init(_ refusal: Server) {
        self.init(.server(prefix: refusal.prefix, message: refusal.message))
    }

    /// The first word of the server's error, or `nil` if the server was not what refused.
    public var serverPrefix: String? {
        if case .server(let prefix, _) = kind { prefix } else { nil }
    }
}

extension RedisError: CustomStringConvertible, CustomDebugStringConvertible {
    /// One sentence for anybody.
    public var description: String {
        switch kind {
        case .connectionFailed: "Redis could not be reached."
        case .connectionLost: "The connection to Redis was lost."
        case .timeout: "Redis did not answer in time."
        case .cancelled: "The Redis command was cancelled."
        case .server(let prefix, _): "Redis refused the command (\(prefix))."
        case .protocolViolation: "Redis sent something that is no reply."
        case .tooManyInFlight: "Too many Redis commands are waiting for replies."
        case .closed: "The Redis client is closed."
        }
    }

    /// ``description`` with the cause, for operators' logs.
    public var debugDescription: String {
        if case .server(let prefix, let message) = kind { return "\(description) \(prefix) \(message)" }
        return detail.isEmpty ? description : "\(description) \(detail)"
    }
}
