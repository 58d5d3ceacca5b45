/// JWTs with a symmetric key, HS256, as the peers' servers check them. Node makes them: it has to be there for one of
/// these servers anyway.
struct PeerTokens {
    let settings: Settings
    let secret: String

    private static let script = """
        const { createHmac } = require('node:crypto')
        const [secret, count] = process.argv.slice(1)
        const encode = value => Buffer.from(JSON.stringify(value)).toString('base64url')
        const now = Math.floor(Date.now() / 1000)
        for (let n = 0; n < +count; n++) {
            const claims = { sub: `user-${n}`, role: 'merchant', jti: `${n}`, iss: 'peers', iat: now, exp: now + 7200 }
            const input = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`
            console.log(`${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`)
        }
        """

    /// Good for two hours; the id of each (`jti`) is its place, from 0.
    func make(_ count: Int) async throws -> [String] {
        let node = Command("node", ["-e", Self.script, secret, "\(count)"])
        let tokens = try await node.run(in: settings.scratch).output.split(separator: "\n").map(String.init)
        guard tokens.count == count else { throw WrongAnswer(to: "node: \(count) tokens") }
        return tokens
    }
}
