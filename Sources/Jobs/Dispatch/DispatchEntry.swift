import Domain
import Postgres
import Tenancy

/// What the dispatch index knows of a job: enough to decide whose turn it is, and nothing of what it is about.
package struct DispatchEntry: Sendable, Equatable {
    package let id: Job.ID
    package var queue: String
    /// 0 is served first, 2 last.
    package var band: Int
    /// Whom it is for: a store, else who asked for it, else the platform. Tenants take turns.
    package var tenant: String
    package var kind: String
    /// The database server that it will be busy with.
    package var host: String?
    /// At most one job with this key is lent at a time.
    package var serialKey: String?
    /// Until it may start; zero for at once.
    package var delay: Duration

    package init(
        id: Job.ID, queue: String = "default", band: Int = 1, tenant: String = DispatchEntry.platform,
        kind: String = "-", host: String? = nil, serialKey: String? = nil, delay: Duration = .zero
    ) {
        self.id = id
        self.queue = queue
        self.band = band
        self.tenant = tenant
        self.kind = kind
        self.host = host
        self.serialKey = serialKey
        self.delay = delay
    }

    /// The tenant of jobs that are for nobody.
    package static let platform = "-"

    /// What limits go by, besides the tenant and the serial key.
    var labels: String { host.map { "k:\(kind) h:\($0)" } ?? "k:\(kind)" }

    /// As `tj2_enqueue` takes it.
    var arguments: [String] {
        ["\(id)", queue, "\(band)", tenant, labels, serialKey ?? "", "\(delay.wholeMilliseconds)"]
    }
}

extension DispatchEntry {
    /// What ``Row`` is decoded from: columns of `job_queue q`.
    static let columns: SQL = """
        q.id, q.queue, q.band, coalesce(q.store_id, q.user_id)::text as tenant, q.kind, q.host, q.serial_key,
        greatest(0, extract(epoch from q.run_at - now()) * 1000)::bigint as delay
        """

    struct Row: Decodable {
        let id: Job.ID
        let queue: String
        let band: Int
        let tenant: String?
        let kind: String
        let host: String?
        let serialKey: String?
        let delay: Int64

        var entry: DispatchEntry {
            DispatchEntry(
                id: id, queue: queue, band: band, tenant: tenant ?? DispatchEntry.platform, kind: kind, host: host,
                serialKey: serialKey, delay: .milliseconds(delay))
        }
    }
}
