/// Something the server says beside its answer (`RAISE NOTICE`, warnings).
public struct PostgresNotice: Sendable, Equatable {
    /// `NOTICE`, `WARNING`, `INFO`, `LOG` or `DEBUG`, whatever the server's language.
    public let severity: String
    /// The five characters of the notice's code.
    public let sqlState: String
    /// The notice itself.
    public let message: String
    /// Further words.
    public let detail: String?
    /// What the server suggests.
    public let hint: String?
}

/// What a `NOTIFY` said.
public struct PostgresNotification: Sendable, Equatable {
    /// The channel's name, its case kept.
    public let channel: String
    /// At most 7,999 bytes, empty when there was none.
    public let payload: String
    /// The server process that sent it.
    public let processID: Int32
}
