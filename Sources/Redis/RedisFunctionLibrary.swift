/// Lua functions that live in the server and are called by name (`FCALL`, Redis 7).
///
/// Loaded with `FUNCTION LOAD REPLACE` at every connect, and again when a call finds the functions gone. Of two
/// processes with different sources under one name, the last to connect wins; give a changed function a new name.
public struct RedisFunctionLibrary: Sendable {
    /// The library's name, for logs.
    public let name: String
    /// Lua that starts with `#!lua name=` and the same name.
    public let source: String

    /// A library by its name and source. Nothing is checked here: the server's refusal is logged and thrown by calls.
    public init(name: String, source: String) {
        self.name = name
        self.source = source
    }

    var loading: RedisCommand { RedisCommand("FUNCTION", "LOAD", "REPLACE", source) }
}
