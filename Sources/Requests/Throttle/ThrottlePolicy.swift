/// How many requests of a sort somebody may send, under a name that they are told.
package struct ThrottlePolicy: Hashable, Sendable {
    /// Shown in `RateLimit-Policy` and part of every key: lower-case letters and hyphens.
    package let name: String
    /// Requests at once, and in a window at a steady rate; at least 1.
    package let quota: Int
    /// In which a used-up quota comes back; for a policy of failures, how long the first wait is.
    package let window: Duration
    /// For a policy of failures: waits double up to this one. `nil` for a steady rate.
    package let longestWait: Duration?

    /// A steady rate (``GCRA``), or with a longest wait a policy of failures (``DoublingWait``).
    package init(_ name: String, quota: Int, window: Duration, longestWait: Duration? = nil) {
        self.name = name
        self.quota = quota
        self.window = window
        self.longestWait = longestWait
    }

    /// What one of several processes grants by itself when they cannot count together; never nothing.
    func shared(among instances: Int) -> ThrottlePolicy {
        ThrottlePolicy(name, quota: max(1, quota / instances), window: window, longestWait: longestWait)
    }

    var rule: any ThrottleRule {
        guard let longestWait else { return GCRA(quota: quota, window: window.microseconds) }
        return DoublingWait(quota: quota, window: window.microseconds, longest: longestWait.microseconds)
    }
}

extension ThrottlePolicy {
    /// Log-ins from one address.
    package static let login = ThrottlePolicy("login", quota: 10, window: .seconds(60))
    /// Log-ins from one network, for those who change addresses within it.
    package static let loginNetwork = ThrottlePolicy("login-network", quota: 100, window: .seconds(60))
    /// Failures to log in to one account, from wherever: for those who change networks.
    package static let loginAccount = ThrottlePolicy(
        "login-account", quota: 5, window: .seconds(60), longestWait: .seconds(900))
    /// Log-ins with one device cookie, instead of the three above.
    package static let loginDevice = ThrottlePolicy("login-device", quota: 10, window: .seconds(60))
    /// Log-ins with any device cookie of one account, for those who collect cookies.
    package static let loginKnown = ThrottlePolicy("login-known", quota: 30, window: .seconds(60))
    /// Registrations from one address.
    package static let register = ThrottlePolicy("register", quota: 60, window: .seconds(60))
    /// Registrations from one network.
    package static let registerNetwork = ThrottlePolicy("register-network", quota: 600, window: .seconds(60))
    /// Refreshes of one session.
    package static let refresh = ThrottlePolicy("refresh", quota: 60, window: .seconds(60))
    /// Refreshes from one address.
    package static let refreshAddress = ThrottlePolicy("refresh-address", quota: 300, window: .seconds(60))
    /// Attempts to change the password of one account.
    package static let password = ThrottlePolicy("password", quota: 5, window: .seconds(60))
}
