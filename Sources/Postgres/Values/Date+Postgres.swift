public import Foundation

/// Sent as `timestamptz`, to the microsecond; read from that, `timestamp` (taken as UTC) and `date` (midnight UTC).
///
/// `infinity` is no date and refused when read.
extension Date: PostgresCodable {
    public static var postgresType: UInt32 { PostgresType.timestamptz }

    /// PostgreSQL counts from 2000-01-01, Foundation from 2001-01-01: 366 days between.
    private static let epochGap: Double = 366 * 86_400

    public var postgresValue: PostgresValue {
        let microseconds = ((timeIntervalSinceReferenceDate + Self.epochGap) * 1_000_000).rounded()
        return .integer(Int64(clamping: microseconds), of: Self.postgresType)
    }

    public init(postgres cell: PostgresCell) throws(PostgresError) {
        let seconds: Double
        switch cell.type {
        case PostgresType.timestamptz, PostgresType.timestamp:
            let microseconds = try cell.integer(Int64.self)
            guard microseconds != .min, microseconds != .max else { throw cell.mismatch(Self.self) }
            seconds = Double(microseconds) / 1_000_000
        case PostgresType.date:
            let days = try cell.integer(Int32.self)
            guard days != .min, days != .max else { throw cell.mismatch(Self.self) }
            seconds = Double(days) * 86_400
        default:
            throw cell.mismatch(Self.self)
        }
        self.init(timeIntervalSinceReferenceDate: seconds - Self.epochGap)
    }
}

extension Int64 {
    /// The nearest representable number; the ends of the range mean `infinity` to PostgreSQL.
    fileprivate init(clamping value: Double) {
        self = value >= 0x1p63 ? .max : value <= -0x1p63 ? .min : Int64(value)
    }
}
