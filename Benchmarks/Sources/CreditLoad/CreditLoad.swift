import ArgumentParser
import Credits
import Domain
import Foundation
import Logging
import Postgres
import Tenancy

/// Spends credits as fast as they are booked, through the writer that `tenantry serve` has, and tells the figures as one
/// line of JSON. Everything has to be applied: any other answer ends it with an error.
@main
struct CreditLoad: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "credit-load")

    @Option(help: "A migrated master database with stores that have credits.") var databaseURL: String
    @Option(help: "Callers, each with one entry after the other.") var callers = 32
    @Option(help: "Stores, taken by chance for each entry; the first ones by id.") var stores = 1
    @Option(help: "Seconds.") var seconds = 5
    @Option(help: "Writers, each with a batch at a time.") var writers = CreditWriter.writers

    func run() async throws {
        let logger = Logger(label: "credit-load") { _ in SwiftLogNoOpLogHandler() }
        let pool = PostgresPool(
            endpoint: try PostgresEndpoint(parsing: databaseURL),
            configuration: PostgresPoolConfiguration(maximumConnections: 12), logger: logger)
        let master = Database<Master>(pool)
        let found = try await master.session.all(
            "select store_id from credit_balances order by store_id limit \(Int64(stores))", as: Store.ID.self)
        guard found.count == stores else { throw ValidationError("There are \(found.count) stores.") }
        let writer = CreditWriter(master: master, logger: logger, writers: writers)
        let figures = try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await writer.run() }
            defer { group.cancelAll() }
            return try await Load(callers: callers, duration: .seconds(seconds)).run { _ in
                try await spend(found[Int.random(in: 0..<found.count)], with: writer)
            }
        }
        await pool.close()
        let named = figures.map { ($0.key.rawValue, $0.value) }
        let line = try JSONEncoder().encode(Dictionary(uniqueKeysWithValues: named))
        print(String(decoding: line, as: UTF8.self))
    }

    private func spend(_ store: Store.ID, with writer: CreditWriter) async throws {
        let entry = CreditEntry(
            id: .version7(), kind: .usage, amount: CreditAmount(units: -5), key: UUID().canonical,
            fingerprint: Array(repeating: 0xA5, count: 32), description: "Outgoing e-mail × 5", reference: "order 4711")
        guard case .applied = try await writer.post(entry, to: store) else {
            throw ValidationError("An entry was not applied.")
        }
    }
}
