package import Requests

/// What the routes ask of throttles.
package struct ThrottlePort: Sendable {
    /// Whether a request may go on; charges it if so.
    package var judge: @Sendable ([ThrottleBucket]) async -> ThrottleVerdict
    /// An attempt that was charged has turned out to be its owner's.
    package var succeeded: @Sendable ([ThrottleBucket]) async -> Void
    /// Authenticates device cookies.
    package var deviceKey: DeviceCookieKey

    /// Calls one by one.
    package init(
        judge: @escaping @Sendable ([ThrottleBucket]) async -> ThrottleVerdict,
        succeeded: @escaping @Sendable ([ThrottleBucket]) async -> Void, deviceKey: DeviceCookieKey
    ) {
        self.judge = judge
        self.succeeded = succeeded
        self.deviceKey = deviceKey
    }

    /// The throttle itself.
    package init(_ throttle: Throttle, deviceKey: DeviceCookieKey) {
        self.init(
            judge: { await throttle.judge($0) }, succeeded: { await throttle.succeeded($0) }, deviceKey: deviceKey)
    }
}
