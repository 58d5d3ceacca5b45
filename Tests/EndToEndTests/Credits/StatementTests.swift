import Crypto
import Foundation
import Logging
import NIOHTTP1
import Postgres
import TestSupport
import Testing

extension Credits {
    @Suite("on a statement", .timeLimit(.minutes(5)))
    struct StatementTests {
        private func text(_ platform: Platform, _ agency: Platform.Agency, _ query: String) async throws -> String {
            let answer = try await platform.call(
                .GET, "/api/credits/statement?storeId=\(agency.storeID)&\(query)", token: agency.token)
            #expect(answer.status == 200, "\(answer.text)")
            return answer.text
        }

        /// SHA-256 of everything before the last line.
        private func checksum(_ text: String) -> String {
            let end = Array(text.utf8).dropLast().lastIndex(of: UInt8(ascii: "\n")) ?? 0
            return SHA256.hash(data: Data(text.utf8.prefix(end + 1))).map { String(format: "%02x", $0) }.joined()
        }

        @Test("lead from the opening to the closing balance, in both formats, and the checksum holds")
        func formats() async throws {
            try await Platform.with { platform in
                let agency = try await platform.signUp()
                let keeper = try await platform.operatorToken()
                #expect(try await platform.adjust(agency, by: "10.0000", token: keeper).status == 201)
                let paid = try await platform.call(
                    .POST, "/api/credits/deduct?storeId=\(agency.storeID)", token: agency.token,
                    json: ["serviceKey": "email.send", "quantity": 5, "referenceId": #"=1+1,"x""#],
                    headers: ["Idempotency-Key": "a"])
                #expect(paid.status == 201)
                // One more than a piece of a statement has, all of one moment a day later.
                let connection = try await PostgresConnection.connect(
                    to: platform.master, logger: Logger(label: "test"))
                defer { connection.close() }
                try await connection.execute(
                    """
                    select credit_apply(\(agency.storeID)::uuid, (
                        select jsonb_agg(jsonb_build_object(
                            'id', gen_random_uuid(), 'type', 'usage', 'amount', -1, 'key', 'k' || n, 'fingerprint', '00'))
                        from generate_series(1, 501) n))
                    """)
                let csv = try await text(platform, agency, "")
                let rows = csv.split(separator: "\r\n")
                #expect(rows.count == 506)
                #expect(rows[0] == "record,seq,id,type,amount,balance,description,referenceId,at,count,sha256")
                #expect(rows[1].hasPrefix("opening,,,,,0.0000,,,1970-01-01T00:00:00.000Z,,"))
                #expect(rows[3].contains(#",usage,-0.0050,9.9950,Outgoing e-mail × 5,"'=1+1,""x""","#), "\(rows[3])")
                let closing = try #require(rows.last)
                #expect(closing.hasPrefix("closing,503,,,,9.9449,") && closing.hasSuffix(",503,\(checksum(csv))"))

                let json = try await text(platform, agency, "format=jsonl")
                let records = try json.split(separator: "\n").map {
                    try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
                }
                #expect(records.count == 505)
                #expect(records.last?["sha256"] as? String == checksum(json))
                #expect(records[2]["referenceId"] as? String == #"=1+1,"x""#)
            }
        }

        @Test("are those of the time that was asked for, and nobody else's")
        func period() async throws {
            try await Platform.with { platform in
                let agency = try await platform.signUp()
                let stranger = try await platform.signUp()
                let keeper = try await platform.operatorToken()
                var moments: [String] = []
                for _ in 0..<3 {
                    let given = try await platform.adjust(agency, by: "1.0000", token: keeper)
                    moments.append(try #require(given.string("createdAt")))
                    try await Task.sleep(for: .milliseconds(2))  // times are told in milliseconds
                }
                let middle = try await text(platform, agency, "from=\(moments[1])&to=\(moments[2])&format=jsonl")
                let records = middle.split(separator: "\n")
                #expect(records.count == 3, "\(middle)")
                #expect(records[0].contains(#""balance":"1.0000""#) && records[2].contains(#""balance":"2.0000""#))
                let later = try await text(
                    platform, agency, "from=2100-01-01T00:00:00.000Z&to=2101-01-01T00:00:00.000Z")
                #expect(later.split(separator: "\r\n").count == 3 && later.contains("closing,3,,,,3.0000,"))

                let path = "/api/credits/statement?storeId=\(agency.storeID)"
                #expect(try await platform.call(.GET, path, token: stranger.token).status == 404)
                let wrong = try await platform.call(
                    .GET, "\(path)&from=\(moments[2])&to=\(moments[1])&format=pdf", token: agency.token)
                #expect(wrong.status == 400 && (wrong.json["errors"] as? [Any])?.count == 2, "\(wrong.text)")
            }
        }
    }
}
