import Postgres
import Tenancy

/// The SQL that tells what is to be paid.
enum SpendingQueries {
    static func price(of serviceKey: String, on master: Session<Master>) async throws(PostgresError) -> PriceRow? {
        try await master.first(
            "select name, unit_price from service_credit_costs where service_key = \(serviceKey) and is_active",
            decoding: PriceRow.self)
    }

    struct PriceRow: Decodable {
        let name: String
        let unitPrice: Int64
    }
}
