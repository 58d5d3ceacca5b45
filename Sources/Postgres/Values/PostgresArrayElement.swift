/// Something an array of which is one value to PostgreSQL.
///
/// `[UInt8]` is `bytea`, the others are one-dimensional arrays. Arrays with NULLs or of several dimensions are refused
/// when read; nothing sent has them.
public protocol PostgresArrayElement: PostgresCodable {
    /// The array's type; 0 lets the server infer it.
    static var postgresArrayType: UInt32 { get }
    /// The whole array as one value.
    static func postgresValue(of elements: [Self]) -> PostgresValue
    /// Reads the whole array.
    static func elements(postgres cell: PostgresCell) throws(PostgresError) -> [Self]
}

extension Array: PostgresEncodable where Element: PostgresArrayElement {
    public static var postgresType: UInt32 { Element.postgresArrayType }
    public var postgresValue: PostgresValue { Element.postgresValue(of: self) }
}

extension Array: PostgresDecodable where Element: PostgresArrayElement {
    public init(postgres cell: PostgresCell) throws(PostgresError) {
        self = try Element.elements(postgres: cell)
    }
}

extension PostgresArrayElement {
    /// PostgreSQL's `array_send` layout: dimensions, has-nulls, element type, then per dimension its length and lower
    /// bound, then each element with its length.
    public static func postgresValue(of elements: [Self]) -> PostgresValue {
        var bytes: [UInt8] = []
        let header: [Int32] =
            elements.isEmpty
            ? [0, 0, Int32(bitPattern: postgresType)]
            : [1, 0, Int32(bitPattern: postgresType), Int32(elements.count), 1]
        for number in header { bytes += PostgresValue.bigEndianBytes(number) }
        for element in elements {
            let value = element.postgresValue.bytes ?? []
            bytes += PostgresValue.bigEndianBytes(Int32(value.count))
            bytes += value
        }
        return PostgresValue(oid: postgresArrayType, format: .binary, bytes: bytes)
    }

    public static func elements(postgres cell: PostgresCell) throws(PostgresError) -> [Self] {
        try unsafe cell.withBytes([Self].self) { bytes throws(PostgresError) in
            var reader = unsafe ArrayReader(bytes: bytes)
            guard let header = reader.header() else { return nil }
            var elements: [Self] = []
            elements.reserveCapacity(header.count)
            for _ in 0..<header.count {
                guard let element = unsafe reader.element() else { return nil }
                let part = unsafe PostgresCell(
                    result: cell.result, columnIndex: cell.columnIndex, type: header.type, bytes: element)
                elements.append(try Self(postgres: part))
            }
            return elements
        }
    }
}
