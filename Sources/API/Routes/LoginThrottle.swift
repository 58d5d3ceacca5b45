import Accounts
import Domain
import HTTPTypes
import Hummingbird
import Requests
import Secrets

/// Slows down who tries passwords, and nobody else.
struct LoginThrottle: Sendable {
    /// An attempt that may go on.
    struct Admission: Sendable {
        let account: ThrottledAccount
        let buckets: [ThrottleBucket]
        let fields: RateLimitFields?
    }

    let throttle: ThrottlePort

    /// - Throws: ``RateLimited``.
    func admit(
        _ email: String, at realm: LoginDoor.Realm, from client: ClientInfo, _ request: Request
    ) async throws -> Admission {
        let account =
            switch realm {
            case .platform: ThrottledAccount(email)
            case .store(let id): ThrottledAccount(email, of: id)
            }
        let device = HostCookie.device.value(in: request.headers)
            .flatMap { DeviceCookie($0.exposed, for: account, key: throttle.deviceKey) }
        let buckets = ThrottleBucket.login(to: account, from: ClientAddress(client.address), on: device)
        return Admission(account: account, buckets: buckets, fields: try await throttle.judge(buckets).orThrow())
    }

    /// The attempt was the owner's.
    ///
    /// - Returns: the cookie by which this device will be known.
    func succeeded(_ admission: Admission) async -> HTTPField {
        await throttle.succeeded(admission.buckets)
        let cookie = DeviceCookie(for: admission.account, key: throttle.deviceKey)
        return HostCookie.device.setting(cookie.text, for: DeviceCookie.lifetime)
    }

    /// - Throws: ``RateLimited``.
    func admitRegistration(from client: ClientInfo) async throws -> RateLimitFields? {
        try await throttle.judge(ThrottleBucket.registration(from: ClientAddress(client.address))).orThrow()
    }

    /// - Throws: ``RateLimited``.
    func admitRefresh(from client: ClientInfo) async throws -> RateLimitFields? {
        try await throttle.judge(
            ThrottleBucket.refresh(of: nil, from: ClientAddress(client.address))
        ).orThrow()
    }

    /// - Throws: ``RateLimited``.
    func admitPasswordChange(of principal: Principal) async throws -> RateLimitFields? {
        let account =
            switch principal.identity {
            case .account(let id): ThrottledAccount(id.description)
            case .customer(let store, let subject): ThrottledAccount(subject, of: store)
            }
        return try await throttle.judge(ThrottleBucket.passwordChange(of: account)).orThrow()
    }
}

extension HTTPFields {
    /// Says how much of a quota is left.
    mutating func tell(_ fields: RateLimitFields?) {
        guard let fields else { return }
        self[.rateLimit] = fields.limit
        self[.rateLimitPolicy] = fields.policy
    }
}
