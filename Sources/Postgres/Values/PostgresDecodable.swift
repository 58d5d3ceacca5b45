/// Something a column of a result can be read as.
///
/// An enum or identifier over a decodable raw value needs no more than the declaration.
public protocol PostgresDecodable: Sendable {
    /// - Throws: ``PostgresError`` of kind `decoding`, best made by ``PostgresCell/mismatch(_:)``; it names the column
    ///   and the types, never the value.
    init(postgres cell: PostgresCell) throws(PostgresError)
}

extension PostgresDecodable where Self: RawRepresentable, RawValue: PostgresDecodable {
    public init(postgres cell: PostgresCell) throws(PostgresError) {
        guard let value = Self(rawValue: try RawValue(postgres: cell)) else { throw cell.mismatch(Self.self) }
        self = value
    }
}

extension Optional: PostgresDecodable where Wrapped: PostgresDecodable {
    public init(postgres cell: PostgresCell) throws(PostgresError) {
        self = cell.isNull ? nil : try Wrapped(postgres: cell)
    }
}
