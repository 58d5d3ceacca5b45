/// What a field of an expression lets through: a set of small numbers, and whether it was written with a star.
///
/// Minutes, hours and months are themselves. Days of the month are 1 to 31, with 0 for the last one. Days of the week
/// are numbered with their place in the month, ``weekday(_:week:)``.
struct CronValues: Hashable, Sendable {
    /// Bit n stands for n.
    private(set) var bits: UInt64 = 0
    /// Whether the field began with `*`, which makes it unrestricted for the rules that ask.
    let beginsWithStar: Bool

    init(beginsWithStar: Bool) { self.beginsWithStar = beginsWithStar }

    /// In the days of the month: the last one.
    static let lastDay = 0

    /// In the days of the week: that day, for the first time in a month when `week` is 0, and so on to 4.
    static func weekday(_ day: Int, week: Int) -> Int { week * 7 + day % 7 }

    func contains(_ number: Int) -> Bool { bits & 1 << UInt64(number) != 0 }

    mutating func insert(_ number: Int) { bits |= 1 << UInt64(number) }

    /// The least number of all, or the least that is not below another.
    func first(from number: Int = 0) -> Int? {
        let rest = bits & (~0 << UInt64(number))
        return rest == 0 ? nil : rest.trailingZeroBitCount
    }
}
