/// What is said on every new connection, and what its replies mean.
///
/// `PING` closes the part that must succeed: a server that is still reading its data set refuses it with LOADING.
struct Handshake {
    let required: [RedisCommand]
    let libraries: [RedisFunctionLibrary]

    init(_ endpoint: RedisEndpoint, libraries: [RedisFunctionLibrary]) {
        var commands: [RedisCommand] = []
        if let password = endpoint.password {
            commands.append(RedisCommand("AUTH", arguments: [endpoint.username, password].compactMap { $0 }))
        }
        commands.append(["CLIENT", "SETNAME", endpoint.clientName])
        if endpoint.database != 0 { commands.append(RedisCommand("SELECT", endpoint.database)) }
        commands.append(["PING"])
        required = commands
        self.libraries = libraries
    }

    var commands: [RedisCommand] { required + libraries.map(\.loading) }

    /// Libraries the server refused, each with its reason.
    ///
    /// - Throws: the first refusal of a command that must succeed.
    func check(_ replies: [RedisValue]) throws(RedisError) -> [(library: String, error: RedisError)] {
        for case .error(let refusal) in replies.prefix(required.count) { throw RedisError(refusal) }
        return zip(libraries, replies.dropFirst(required.count)).compactMap { library, reply in
            guard case .error(let refusal) = reply else { return nil }
            return (library.name, RedisError(refusal))
        }
    }
}
