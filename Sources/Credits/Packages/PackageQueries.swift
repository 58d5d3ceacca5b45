import Domain
import Postgres
import Tenancy

/// The SQL that tells what credits cost. Nobody else sets a price.
enum PackageQueries {
    static func packages(on master: Session<Master>) async throws(PostgresError) -> [PackageRow] {
        try await master.all(
            """
            select id, name, credits, price_minor, currency from credit_packages where is_active order by position, id
            """, decoding: PackageRow.self)
    }

    static func find(_ id: String, on master: Session<Master>) async throws(PostgresError) -> PackageRow? {
        try await master.first(
            """
            select id, name, credits, price_minor, currency from credit_packages where id = \(id) and is_active
            """, decoding: PackageRow.self)
    }

    /// What one credit costs outside packages.
    static func rate(on master: Session<Master>) async throws(PostgresError) -> RateRow? {
        try await master.first(
            "select minor_per_credit, currency from credit_rates where is_default", decoding: RateRow.self)
    }

    struct PackageRow: Decodable {
        let id: String
        let name: String
        let credits: Int64
        let priceMinor: Int64
        let currency: String

        var creditPackage: CreditPackage {
            CreditPackage(
                id: id, name: name, credits: CreditAmount(units: credits),
                price: Money(amountMinor: priceMinor, currency: currency))
        }
    }

    struct RateRow: Decodable {
        let minorPerCredit: Int64
        let currency: String

        /// What so many credits cost; what is less than a minor unit is rounded up.
        func price(of amount: CreditAmount) throws(CreditAmount.Overflow) -> Money {
            let product = try amount.multiplied(by: minorPerCredit).units
            return Money(amountMinor: (product + 9_999) / 10_000, currency: currency)
        }
    }
}
