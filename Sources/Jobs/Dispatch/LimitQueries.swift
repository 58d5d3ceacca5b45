import Postgres
import Tenancy

/// The SQL that reads limits, weights and pauses.
enum LimitQueries {
    static func all(on master: Session<Master>) async throws(PostgresError) -> DispatchLimits {
        let rows = try await master.all(
            """
            select scope, name, at_once from job_limits
            where not exists (
                select from job_pauses p where p.scope = job_limits.scope and p.name = job_limits.name)
            union all select scope, name, 0 from job_pauses
            """, as: (String, String, Int32).self)
        let weights = try await master.all(
            "select store_id::text, weight::float8 from job_weights", as: (String, Double).self)
        var limits = DispatchLimits(weights: Dictionary(weights) { first, _ in first })
        for (scope, name, count) in rows {
            guard let subject = DispatchLimits.Subject(scope: scope, name: name) else { continue }
            limits.atOnce[subject] = Int(count)
        }
        return limits
    }
}
