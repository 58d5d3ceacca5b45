/// What one policy counts for one address, network, account, device or session.
package struct ThrottleBucket: Hashable, Sendable {
    /// What sort of thing is counted.
    enum Kind: String, Sendable {
        case address = "ip"
        case network = "net"
        case account = "acct"
        case device = "dev"
        case session = "sid"
    }

    /// How much is granted.
    package let policy: ThrottlePolicy
    let kind: Kind
    /// Who or what is counted, without a secret and without anything that somebody typed.
    let subject: String

    /// Its name in Redis.
    var key: String { "cp:lt:\(kind.rawValue):\(policy.name):\(subject)" }

    /// Whether it stands for an account that somebody proved to be theirs, and so is reset by that proof. An address
    /// is not: who has one account may still try others.
    var isResetBySuccess: Bool { kind == .account || kind == .device }

    /// What a policy counts for one address.
    package static func address(_ address: ClientAddress, _ policy: ThrottlePolicy) -> Self {
        Self(policy: policy, kind: .address, subject: address.host)
    }

    /// What a policy counts for a network.
    package static func network(_ address: ClientAddress, _ policy: ThrottlePolicy) -> Self {
        Self(policy: policy, kind: .network, subject: address.network)
    }

    /// What a policy counts for an account, whether or not there is such an account.
    package static func account(_ account: ThrottledAccount, _ policy: ThrottlePolicy) -> Self {
        Self(policy: policy, kind: .account, subject: account.key)
    }

    /// What a policy counts for a device cookie.
    package static func device(_ cookie: DeviceCookie, _ policy: ThrottlePolicy) -> Self {
        Self(policy: policy, kind: .device, subject: cookie.bucketName)
    }

    /// What a policy counts for a session.
    package static func session(_ id: String, _ policy: ThrottlePolicy) -> Self {
        Self(policy: policy, kind: .session, subject: id)
    }
}
