public import Foundation

extension Bool: PostgresArrayElement {
    public static var postgresArrayType: UInt32 { PostgresType.boolArray }
}

extension Int32: PostgresArrayElement {
    public static var postgresArrayType: UInt32 { PostgresType.int4Array }
}

extension Int64: PostgresArrayElement {
    public static var postgresArrayType: UInt32 { PostgresType.int8Array }
}

extension Int: PostgresArrayElement {
    public static var postgresArrayType: UInt32 { PostgresType.int8Array }
}

extension UUID: PostgresArrayElement {
    public static var postgresArrayType: UInt32 { PostgresType.uuidArray }
}

extension Array: PostgresArrayElement where Element == UInt8 {
    public static var postgresArrayType: UInt32 { PostgresType.byteaArray }
}

/// Sent as an array literal whose type the server infers, as single strings are: it fits `text[]` and `my_enum[]`.
extension String: PostgresArrayElement {
    public static var postgresArrayType: UInt32 { 0 }

    public static func postgresValue(of elements: [String]) -> PostgresValue {
        var literal: [UInt8] = [UInt8(ascii: "{")]
        for (index, element) in elements.enumerated() {
            if index > 0 { literal.append(UInt8(ascii: ",")) }
            literal.append(UInt8(ascii: "\""))
            for byte in element.utf8 {
                if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { literal.append(UInt8(ascii: "\\")) }
                literal.append(byte)
            }
            literal.append(UInt8(ascii: "\""))
        }
        literal.append(UInt8(ascii: "}"))
        return PostgresValue(oid: 0, format: .text, bytes: literal)
    }
}

/// `[UInt8]` is `bytea`, not an array of small numbers.
extension UInt8: PostgresArrayElement {
    public static var postgresType: UInt32 { PostgresType.int2 }
    public static var postgresArrayType: UInt32 { PostgresType.bytea }
    public var postgresValue: PostgresValue { Int16(self).postgresValue }

    public init(postgres cell: PostgresCell) throws(PostgresError) {
        guard let value = UInt8(exactly: try Int(postgres: cell)) else { throw cell.mismatch(Self.self) }
        self = value
    }

    public static func postgresValue(of elements: [UInt8]) -> PostgresValue {
        PostgresValue(oid: PostgresType.bytea, format: .binary, bytes: elements)
    }

    public static func elements(postgres cell: PostgresCell) throws(PostgresError) -> [UInt8] {
        guard cell.type == PostgresType.bytea else { throw cell.mismatch([UInt8].self) }
        return try cell.bytes
    }
}
