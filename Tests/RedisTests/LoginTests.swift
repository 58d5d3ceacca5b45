import Foundation
import Redis
import Testing

@Suite("Logging in to Redis", .timeLimit(.minutes(5)))
struct LoginTests {
    private let options = ["--requirepass", "s3cret", "--user", "reader", "on", ">pa:ss", "+@all", "~*"]

    @Test("takes the default user's password, and a user's own")
    func right() async throws {
        try await withRedis(options, readyURL: { "redis://:s3cret@127.0.0.1:\($0.port)" }) { server in
            for login in [":s3cret", "reader:pa%3Ass"] {
                try await withClient("redis://\(login)@127.0.0.1:\(server.port)/2") { client async throws in
                    #expect(try await client.send(["PING"]) == .simple("PONG"))
                }
            }
        }
    }

    @Test("a wrong password is told to waiting callers at once, a missing one too; neither shows it")
    func wrong() async throws {
        try await withRedis(options, readyURL: { "redis://:s3cret@127.0.0.1:\($0.port)" }) { server in
            for (login, prefix) in [(":guess@", "WRONGPASS"), ("", "NOAUTH")] {
                try await withClient("redis://\(login)127.0.0.1:\(server.port)") { client in
                    let error = await redisError { try await client.send(["PING"], deadline: .seconds(30)) }
                    #expect(error?.serverPrefix == prefix)
                    #expect(error?.debugDescription.contains("guess") == false)
                }
            }
        }
    }

    @Test("a database the server does not have is refused")
    func database() async throws {
        try await withRedis { server in
            try await withClient(server.url + "/99") { client in
                let error = await redisError { try await client.send(["PING"], deadline: .seconds(30)) }
                #expect(error?.serverPrefix == "ERR")
            }
        }
    }
}
