import API
import Domain
import Stores
import Testing

@Suite("Which users somebody logs in as")
struct LoginDoorTests {
    private let shop = Store.ID.make()
    private var door: LoginDoor {
        LoginDoor(platformHostname: "Platform.example") { [shop] in
            $0.hasPrefix("shop.platform.example") ? shop : nil
        }
    }

    @Test(
        "the platform's own hostname is the platform, however it is spelled",
        arguments: ["platform.example", "PLATFORM.example.", "platform.example:8080"])
    func platform(_ name: String) async throws {
        #expect(try await door.realm(named: name, host: "else.example") == .platform)
    }

    @Test(
        "a host that is no store's is the platform too, when no hostname was given",
        arguments: ["localhost:8080", "127.0.0.1", "[::1]:8080", "10.0.0.7", "platform.example", nil])
    func anyHost(_ host: String?) async throws { #expect(try await door.realm(named: nil, host: host) == .platform) }

    @Test("a hostname that is nobody's is unknown")
    func unknown() async {
        await #expect(throws: UnknownHost()) {
            try await door.realm(named: "nobody.example", host: "platform.example")
        }
    }

    @Test("a store's hostname is the store's, in the body or as the host, and the body wins")
    func store() async throws {
        #expect(try await door.realm(named: "shop.platform.example", host: "platform.example") == .store(shop))
        #expect(try await door.realm(named: nil, host: "shop.platform.example:8080") == .store(shop))
        #expect(try await door.realm(named: "platform.example", host: "shop.platform.example") == .platform)
    }
}
