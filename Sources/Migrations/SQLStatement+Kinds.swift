/// What a statement is, told from its words alone.
extension SQLStatement {
    /// Starts, ends or divides a transaction.
    var controlsTransaction: Bool {
        switch word(0) {
        case "begin", "commit", "end", "rollback", "abort", "savepoint", "release": true
        case "start", "prepare": word(1) == "transaction"
        case "set": word(1) == "transaction" || begins(with: "set", "session", "characteristics")
        default: false
        }
    }

    /// Changes the session beyond the transaction it stands in.
    var changesSession: Bool {
        switch word(0) {
        case "set": word(1) != "local" && word(1) != "constraints" && !controlsTransaction
        case "reset", "discard": true
        default: false
        }
    }

    /// `COPY … FROM STDIN`, whose data would have to follow on the connection.
    var readsStandardInput: Bool {
        word(0) == "copy" && (contains("from", "stdin") || contains("from", "stdout"))
    }

    /// `COPY … TO STDOUT`, whose rows nobody would read.
    var writesStandardOutput: Bool {
        word(0) == "copy" && (contains("to", "stdout") || contains("to", "stdin"))
    }

    /// Refused by the server inside of a transaction block (PostgreSQL 15: every caller of
    /// `PreventInTransactionBlock` that a migration may have a use for).
    var needsNoTransaction: Bool {
        switch (word(0), word(1)) {
        case ("vacuum", _), ("alter", "system"): true
        case ("create", "database"), ("drop", "database"), ("create", "tablespace"), ("drop", "tablespace"): true
        case ("create", "subscription"), ("drop", "subscription"): true
        case ("create", "index"), ("drop", "index"): word(2) == "concurrently"
        case ("create", "unique"): begins(with: "create", "unique", "index", "concurrently")
        case ("alter", "database"): contains("set", "tablespace")
        case ("alter", "table"): contains("detach", "partition") && tokens.contains { $0.word == "concurrently" }
        case ("cluster", _): !tokens.dropFirst().contains { $0.isName && $0.word != "verbose" }
        case ("reindex", _): reindexesConcurrentlyOrWidely
        default: false
        }
    }

    /// `REINDEX [(…)] {INDEX|TABLE} CONCURRENTLY …`, `REINDEX (CONCURRENTLY) …`, and the forms over whole schemas.
    private var reindexesConcurrentlyOrWidely: Bool {
        tokens.dropFirst().prefix { $0.kind != .quotedName && $0.kind != .symbol(.dot) }.contains { token in
            ["concurrently", "schema", "database", "system"].contains(token.word)
        }
    }
}
