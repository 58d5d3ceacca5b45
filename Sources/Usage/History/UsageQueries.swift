import Domain
import Postgres
import Tenancy

/// The SQL that reads `usage_metrics`.
enum UsageQueries {
    static func isThere(
        _ store: Store.ID, of owner: Account.ID, on master: Session<Master>
    ) async throws(PostgresError) -> Bool {
        try await master.first(
            "select exists (select from stores where id = \(store) and owner_id = \(owner))", as: Bool.self) ?? false
    }

    static func figures(
        of store: Store.ID, from first: Day, to last: Day, on master: Session<Master>
    ) async throws(PostgresError) -> [FigureRow] {
        try await master.all(
            """
            select day::text, metric, value from usage_metrics
            where store_id = \(store) and day between \(first.description)::date and \(last.description)::date
              and value > 0
            order by usage_metrics.day, metric
            """, decoding: FigureRow.self)
    }

    struct FigureRow: Decodable {
        let day: String
        let metric: String
        let value: Int64
    }
}
