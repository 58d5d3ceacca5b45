import API
import Stores
import Testing

@Suite("Which users somebody logs in as")
struct LoginDoorTests {
    private let door = LoginDoor(platformHostname: "Platform.example") { $0.hasPrefix("shop.platform.example") }

    @Test(
        "the platform's own hostname is the platform, however it is spelled",
        arguments: ["platform.example", "PLATFORM.example.", "platform.example:8080"])
    func platform(_ name: String) async throws { try await door.requirePlatform(named: name, host: "else.example") }

    @Test(
        "a host that is no store's is the platform too, when no hostname was given",
        arguments: ["localhost:8080", "127.0.0.1", "[::1]:8080", "10.0.0.7", "platform.example", nil])
    func anyHost(_ host: String?) async throws { try await door.requirePlatform(named: nil, host: host) }

    @Test("a hostname that is nobody's is unknown")
    func unknown() async {
        await #expect(throws: UnknownHost()) {
            try await door.requirePlatform(named: "nobody.example", host: "platform.example")
        }
    }

    @Test("a store's hostname is not the platform's, in the body or as the host")
    func store() async {
        await #expect(throws: RequestError.storeLoginUnavailable) {
            try await door.requirePlatform(named: "shop.platform.example", host: "platform.example")
        }
        await #expect(throws: RequestError.storeLoginUnavailable) {
            try await door.requirePlatform(named: nil, host: "shop.platform.example:8080")
        }
    }
}
