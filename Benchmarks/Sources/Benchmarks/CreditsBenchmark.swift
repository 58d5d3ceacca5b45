import Foundation

/// Debits with a key, each on the disk before its caller is told: our writer for 32 callers, beside what one would write
/// as SQL by hand, on the same server.
struct CreditsBenchmark {
    let settings: Settings

    private static let callers = 32
    private static let many = 1_000
    private static let clients = [1, 8, 32]

    func run(log: ResultLog) async throws -> Report {
        let books = try await CreditBooks.make(settings, stores: Self.many)
        let peer = try await settings.peers.asyncMap { folder in
            try await LedgerPeer.make(settings, folder: "\(folder)/ledger", accounts: Self.many)
        }
        let report = try await race(books, beside: peer).run(rounds: settings.rounds, log: log)
        try await books.verify()
        return report
    }

    private func race(_ books: CreditBooks, beside peer: LedgerPeer?) -> Race {
        let processes = [1, 2, 4]
        let hot = processes.map { count in
            Contestant(Self.ours(stores: 1, processes: count)) {
                try await books.load(callers: Self.callers, stores: 1, processes: count)
            }
        }
        let spread = Contestant(Self.ours(stores: Self.many)) {
            try await books.load(callers: Self.callers, stores: Self.many, processes: 1)
        }
        let scripts = peer == nil ? [] : LedgerPeer.scripts
        let settings = [1, Self.many].flatMap { accounts in
            scripts.flatMap { script in Self.clients.map { (accounts, script, $0) } }
        }
        let peers = settings.map { accounts, script, clients in
            Contestant(Self.theirs(script, accounts: accounts, clients: clients)) {
                try await peer?.run(script, accounts: accounts, clients: clients) ?? [:]
            }
        }
        return Race(
            name: "credits", title: "Debits with a key, \(Self.callers) callers, on the disk when answered",
            contestants: hot + [spread] + peers,
            comparisons: settings.map { accounts, script, clients in
                Comparison(
                    Self.ours(stores: accounts), beside: Self.theirs(script, accounts: accounts, clients: clients),
                    by: .operations, goal: accounts == 1 ? (clients == Self.callers ? 8 : nil) : 1)
            }
                + processes.dropFirst().map { count in
                    Comparison(
                        Self.ours(stores: 1), beside: Self.ours(stores: 1, processes: count), by: .operations)
                })
    }

    private static func ours(stores: Int, processes: Int = 1) -> String {
        "CreditWriter, \(stores) \(stores == 1 ? "store" : "stores")"
            + (processes == 1 ? "" : ", \(processes) processes")
    }

    private static func theirs(_ script: String, accounts: Int, clients: Int) -> String {
        "pgbench -c \(clients), \(script), \(accounts) \(accounts == 1 ? "account" : "accounts")"
    }
}

extension Optional {
    fileprivate func asyncMap<Value>(_ transform: (Wrapped) async throws -> Value) async throws -> Value? {
        guard let self else { return nil }
        return try await transform(self)
    }
}
