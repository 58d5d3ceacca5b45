/// How much one multiplexed connection holds before it refuses more, and how long it bears silence.
public struct RedisLimits: Sendable {
    /// Unanswered commands, a pipeline counting as one; past it commands fail with `.tooManyInFlight`.
    public var commands = 16_384
    /// Encoded bytes of unanswered commands; past it commands fail with `.tooManyInFlight`.
    public var bytes = 64 << 20
    /// Once a command is overdue and nothing at all was received for this long, the connection is given up.
    public var silence: Duration = .seconds(3)

    /// 16,384 commands, 64 MiB, 3 seconds.
    public init() {}
}
