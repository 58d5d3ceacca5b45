import Credits
import Domain
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// `/api/credits/statement`: the journal of a time as a file, with its opening and closing balance and a checksum.
struct StatementRoutes: Sendable {
    /// Lines read and sent in one go: what a statement of any length takes of memory.
    private static let batch = 500

    let statements: StatementPort

    var endpoints: RouteCollection<AppRequestContext> {
        RouteCollection(context: AppRequestContext.self).get("statement", use: statement)
    }

    /// A client that reads slowly is waited for; one that goes ends the reading. What fails halfway cuts the file short,
    /// which then has no closing record.
    @Sendable func statement(_ request: Request, context: AppRequestContext) async throws -> Response {
        var query = QueryReader(request)
        let named = query.creditStore()
        let rule = "This is a time like 2026-03-01T08:00:00.000Z."
        let from = query.value("from", rule) { Timestamp($0) } ?? Timestamp(Date(timeIntervalSince1970: 0))
        let to = query.value("to", "\(rule) It is later than from.") { text in
            Timestamp(text).flatMap { $0 > from ? $0 : nil }
        }
        let format = query.value("format", "This is csv or jsonl.") { StatementFormat(rawValue: $0) } ?? .csv
        try query.check()
        let subject = try CreditSubject(context, named: named)
        let statement = try await statements.frame(subject.store, subject.owner, from, to ?? .now)
        let headers: HTTPFields = [
            .contentType: format.mediaType, .cacheControl: "private, no-store",
            .contentDisposition: "attachment; filename=\"credits-\(subject.store).\(format.rawValue)\"",
        ]
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody { [statements] writer in
                var statementWriter = StatementWriter(statement, as: format)
                try await writer.write(ByteBuffer(bytes: statementWriter.opening()))
                var seq = statement.seqBefore
                while seq < statement.lastSeq {
                    let lines = try await statements.lines(statement, seq, Self.batch)
                    guard let last = lines.last?.seq else { break }
                    try await writer.write(ByteBuffer(bytes: statementWriter.lines(lines)))
                    seq = last
                }
                try await writer.write(ByteBuffer(bytes: statementWriter.closing()))
                try await writer.finish(nil)
            })
    }
}
