/// Something that can stand in a statement as a value.
///
/// An enum or identifier over an encodable raw value needs no more than the declaration.
public protocol PostgresEncodable: Sendable {
    /// The type a NULL of this kind is sent as; 0, the default, lets the server infer it.
    static var postgresType: UInt32 { get }
    /// The value as it is sent.
    var postgresValue: PostgresValue { get }
}

extension PostgresEncodable {
    public static var postgresType: UInt32 { 0 }
}

extension PostgresEncodable where Self: RawRepresentable, RawValue: PostgresEncodable {
    public static var postgresType: UInt32 { RawValue.postgresType }
    public var postgresValue: PostgresValue { rawValue.postgresValue }
}

/// Something that goes both ways.
public typealias PostgresCodable = PostgresEncodable & PostgresDecodable
