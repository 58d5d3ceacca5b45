import Crypto
import Domain
package import Foundation

/// Writes a statement piece by piece, in the order of its records, and seals it with the SHA-256 of all that went before.
package struct StatementWriter {
    private let statement: CreditStatement
    private let format: StatementFormat
    private var hash = SHA256()

    package init(_ statement: CreditStatement, as format: StatementFormat) {
        self.statement = statement
        self.format = format
    }

    /// What a statement begins with.
    package mutating func opening() throws -> Data {
        let names = format == .csv ? StatementRecord.names + "\r\n" : ""
        let record = StatementRecord(record: .opening, balance: statement.opening, at: statement.from)
        return hashed(Data(names.utf8) + (try bytes(of: record)))
    }

    /// Some lines of it.
    package mutating func lines(_ lines: [CreditTransaction]) throws -> Data {
        var data = Data()
        for line in lines {
            data += try bytes(
                of: StatementRecord(
                    record: .line, seq: line.seq, id: line.id.canonical, type: line.type, amount: line.amount,
                    balance: line.balanceAfter ?? .zero, description: line.description, referenceId: line.referenceId,
                    at: line.createdAt))
        }
        return hashed(data)
    }

    /// What it ends with.
    package func closing() throws -> Data {
        let sum = Array(hash.finalize()).hexadecimal
        return try bytes(
            of: StatementRecord(
                record: .closing, seq: statement.lastSeq, balance: statement.closing, at: statement.to,
                count: statement.count, sha256: sum))
    }

    private mutating func hashed(_ data: Data) -> Data {
        hash.update(data: data)
        return data
    }

    private func bytes(of record: StatementRecord) throws -> Data {
        switch format {
        case .csv: Data((record.row + "\r\n").utf8)
        case .jsonl: try Self.encoder.encode(record) + Data("\n".utf8)
        }
    }

    private static let encoder: JSONEncoder = {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }()
}
