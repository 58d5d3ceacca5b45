/// An array on its way to the server, in binary, whose elements may be NULL. What is read has none; see
/// ``PostgresArrayElement``.
///
/// Strings are `text[]`. An array of them by itself is a literal whose type the server infers, which takes it longer.
public struct PostgresArray<Element: PostgresArrayElement>: PostgresEncodable {
    /// What it holds; `nil` is NULL.
    public var elements: [Element?]

    /// Wraps an array to be sent.
    public init(_ elements: [Element?]) { self.elements = elements }

    private static var isText: Bool { Element.postgresType == 0 }
    private static var elementType: UInt32 { isText ? PostgresType.text : Element.postgresType }

    public static var postgresType: UInt32 { isText ? PostgresType.textArray : Element.postgresArrayType }

    public var postgresValue: PostgresValue {
        let hasNulls: Int32 = elements.contains { $0 == nil } ? 1 : 0
        let type = Int32(bitPattern: Self.elementType)
        let header = elements.isEmpty ? [0, 0, type] : [1, hasNulls, type, Int32(elements.count), 1]
        var bytes: [UInt8] = []
        for number in header { bytes += PostgresValue.bigEndianBytes(number) }
        for element in elements {
            guard let value = element?.postgresValue.bytes else {
                bytes += PostgresValue.bigEndianBytes(Int32(-1))
                continue
            }
            bytes += PostgresValue.bigEndianBytes(Int32(value.count))
            bytes += value
        }
        return PostgresValue(oid: Self.postgresType, format: .binary, bytes: bytes)
    }
}
