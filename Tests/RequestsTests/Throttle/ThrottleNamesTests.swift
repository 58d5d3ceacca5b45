import Domain
import Testing

@testable import Requests

@Suite("What throttles count by")
struct ThrottleNamesTests {
    @Test(
        "is a host and a network",
        arguments: [
            ("192.0.2.7", "192.0.2.7", "192.0.2.0/24"),
            ("::ffff:192.0.2.7", "192.0.2.7", "192.0.2.0/24"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64", "2001:db8:1::/48"),
            ("2001:DB8:1:2::9", "2001:db8:1:2::/64", "2001:db8:1::/48"),
            ("::1", "::/64", "::/48"),
            ("192.0.2.07", "-", "-"), ("192.0.2.7:80", "-", "-"), ("", "-", "-"), ("x", "-", "-"),
        ])
    func addresses(text: String, host: String, network: String) {
        let address = ClientAddress(text)
        #expect(address.host == host)
        #expect(address.network == network)
    }

    @Test("is one host for all who have no address")
    func noAddress() { #expect(ClientAddress(nil) == ClientAddress("unix")) }

    @Test("is one account however its address is spelled, another in each store, and not readable")
    func accounts() {
        let store = Store.ID.make()
        let account = ThrottledAccount("Owner@Example.com")
        #expect(ThrottledAccount(" owner@EXAMPLE.com\n") == account)
        #expect(ThrottledAccount("No Address ") == ThrottledAccount("no address"))
        #expect(ThrottledAccount("owner@example.org") != account)
        #expect(ThrottledAccount("owner@example.com", of: store) != account)
        #expect(ThrottledAccount("owner@example.com", of: store) != ThrottledAccount("owner@example.com", of: .make()))
        #expect(account.key == "platform:-:c8cd3c6427301eaf6665bccacd65ddb6")
        #expect(ThrottledAccount("a:b*\n", of: store).key.hasPrefix("store:\(store):"))
    }

    @Test("has a name in Redis for each policy")
    func keys() {
        let address = ClientAddress("2001:db8:1:2::9")
        let account = ThrottledAccount("a@example.com")
        let keys =
            (ThrottleBucket.login(to: account, from: address, on: nil)
            + ThrottleBucket.registration(from: address) + ThrottleBucket.refresh(of: "s", from: address)
            + ThrottleBucket.passwordChange(of: account)).map(\.key)
        #expect(
            keys == [
                "cp:lt:ip:login:2001:db8:1:2::/64", "cp:lt:net:login-network:2001:db8:1::/48",
                "cp:lt:acct:login-account:\(account.key)", "cp:lt:ip:register:2001:db8:1:2::/64",
                "cp:lt:net:register-network:2001:db8:1::/48", "cp:lt:sid:refresh:s",
                "cp:lt:ip:refresh-address:2001:db8:1:2::/64", "cp:lt:acct:password:\(account.key)",
            ])
    }

    @Test("is told in whole seconds that are never too few")
    func fields() {
        let standing = BucketStanding(remaining: 0, wait: 36_000_001, reset: 60_000_000)
        let refusal = RateLimited(policy: .login, standing)
        #expect(refusal.retryAfter == .seconds(37))
        #expect(refusal.fields.policy == "\"login\";q=10;w=60")
        #expect(refusal.fields.limit == "\"login\";r=0;t=37")
        #expect(refusal.description == "rate_limited: Too many requests. Try again in 37 seconds.")
        let brief = RateLimited(policy: .login, BucketStanding(remaining: 0, wait: 1, reset: 1))
        #expect(brief.explanation.message.hasSuffix("in 1 second."))
        let fields = RateLimitFields(.login, BucketStanding(remaining: 3, wait: 0, reset: 41_000_001))
        #expect(fields.limit == "\"login\";r=3;t=42")
    }
}
