internal import Foundation

/// A value kept in a `jsonb` or `json` column.
///
/// Encoded with Foundation's defaults but ISO 8601 dates and sorted keys; as a statement's value the server infers
/// which of the two types it is, so `\(PostgresJSON(x))::jsonb` is needed only where nothing else says so.
public struct PostgresJSON<Value: Codable & Sendable>: Sendable {
    /// What the document says.
    public var value: Value

    /// Wraps a value to be kept as a document.
    public init(_ value: Value) {
        self.value = value
    }
}

extension PostgresJSON {
    /// The document as text, for arrays of them: sent as `text[]`, cast by the statement.
    public var text: String { postgresValue.bytes.map { String(decoding: $0, as: UTF8.self) } ?? "null" }
}

extension PostgresJSON: PostgresEncodable {
    /// A value that cannot be encoded (a `Double` that is not a number) is sent as text the server refuses (22P02).
    public var postgresValue: PostgresValue {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        let bytes = (try? encoder.encode(value)).map { [UInt8]($0) } ?? Array("not encodable".utf8)
        return PostgresValue(oid: 0, format: .text, bytes: bytes)
    }
}

extension PostgresJSON: PostgresDecodable {
    public init(postgres cell: PostgresCell) throws(PostgresError) {
        guard cell.type == PostgresType.json || cell.type == PostgresType.jsonb else {
            throw cell.mismatch(Self.self)
        }
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        let version = cell.type == PostgresType.jsonb ? 1 : 0
        value = try unsafe cell.withBytes(Value.self) { bytes in
            unsafe try? decoder.decode(Value.self, from: Data(bytes.dropFirst(version)))
        }
    }
}

extension PostgresJSON: Codable {
    public init(from decoder: any Decoder) throws {
        value = try Value(from: decoder)
    }

    public func encode(to encoder: any Encoder) throws {
        try value.encode(to: encoder)
    }
}

extension PostgresJSON: Equatable where Value: Equatable {}
extension PostgresJSON: Hashable where Value: Hashable {}
