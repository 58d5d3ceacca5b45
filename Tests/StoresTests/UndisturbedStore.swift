import TestSupport

/// How many rows each table has after a provisioning that nothing disturbed; made once for all tests of a process.
actor UndisturbedStore {
    static let shared = UndisturbedStore()

    private var counting: Task<[String: Int64], any Error>?

    func rowCounts() async throws -> [String: Int64] {
        if let counting { return try await counting.value }
        let counting = Task { try await Self.count() }
        self.counting = counting
        return try await counting.value
    }

    private static func count() async throws -> [String: Int64] {
        var counts: [String: Int64] = [:]
        try await withPlatform { platform in
            try await withCustomerDatabase { database in
                let store = try await platform.makeStore()
                try await platform.work(on: platform.connect(store, to: database.target))
                counts = try await database.rowCounts()
            }
        }
        return counts
    }
}
