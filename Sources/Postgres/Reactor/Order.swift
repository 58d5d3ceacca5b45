/// What the rest of the process may ask of a reactor.
enum Order: Sendable {
    case dial(Dial)
    /// A name was looked up; empty when it is not known.
    case resolved(UInt64, addresses: [String])
    case perform(UInt64, Command)
    /// The task behind a command was cancelled. Unknown and finished commands are ignored.
    case cancel(UInt64, command: UInt64)
    /// The request to cancel reached the server, or never will.
    case cancelReturned(UInt64)
    case subscribe(UInt64, Subscription)
    case unsubscribe(UInt64, subscription: UInt64)
    /// Closes a connection or stops its dialling; what it still had to do fails.
    case close(UInt64)
    case remind(ContinuousClock.Instant, @Sendable () -> Void)
}
