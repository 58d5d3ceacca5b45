import Foundation
public import Postgres

extension MigrationState {
    private struct Row: Decodable {
        let relation: String
        let present: Bool
        let key: String?
        let name: String?
        let checksum: String?
        let state: String?
        let runner: String?
        let moment: Int64?
        let took: Int64?
    }

    /// From what ``Migrator/inspection`` returned.
    ///
    /// - Throws: ``MigrationError/ledgerUnreadable`` if the rows are not ours.
    public init(_ rows: PostgresRows) throws(MigrationError) {
        var present = true
        var applied: [Applied] = []
        var seeded: [Seeded] = []
        for result in rows {
            guard let row = try? result.decode(as: Row.self) else { throw .ledgerUnreadable }
            present = present && row.present
            guard row.key != nil else { continue }
            if row.relation == "seeds" {
                seeded.append(try Self.seeded(row))
            } else {
                applied.append(try Self.applied(row))
            }
        }
        self.init(hasLedger: present, applied: applied, seeded: seeded)
    }

    private static func applied(_ row: Row) throws(MigrationError) -> Applied {
        guard let version = row.key, let name = row.name, let moment = row.moment, let took = row.took,
            let checksum = row.checksum.flatMap(MigrationChecksum.init(hexadecimal:))
        else { throw .ledgerUnreadable }
        return Applied(
            version: version, name: name, checksum: checksum, isComplete: row.state == "applied",
            appliedAt: date(moment), duration: .milliseconds(took), runner: row.runner ?? "")
    }

    private static func seeded(_ row: Row) throws(MigrationError) -> Seeded {
        guard let file = row.key, let moment = row.moment,
            let checksum = row.checksum.flatMap(MigrationChecksum.init(hexadecimal:))
        else { throw .ledgerUnreadable }
        return Seeded(file: file, checksum: checksum, seededAt: date(moment))
    }

    private static func date(_ milliseconds: Int64) -> Date {
        Date(timeIntervalSince1970: Double(milliseconds) / 1000)
    }
}
