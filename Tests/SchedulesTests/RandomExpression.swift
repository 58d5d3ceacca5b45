/// A cron expression made up at random, with what its fields mean: said by who made it, not by who reads it.
struct RandomExpression {
    private(set) var texts: [String] = []
    /// For minute, hour, day of month, month and day of week: whether the number at that place is let through.
    private(set) var values: [[Bool]] = []

    var text: String { texts.joined(separator: " ") }
    /// Whether the field begins with a star.
    func isStar(_ field: Int) -> Bool { texts[field].hasPrefix("*") }

    private static let ranges = [0...59, 0...23, 1...31, 1...12, 0...6]

    /// Hours near those at which clocks are changed, more often than others.
    init(using random: inout some RandomNumberGenerator) {
        for (field, range) in Self.ranges.enumerated() {
            var allowed = Array(repeating: false, count: range.upperBound + 1)
            var entries: [String] = []
            for place in 0..<Int.random(in: 1...3, using: &random) {
                let isStar = place == 0 && Int.random(in: 0..<10, using: &random) < (field < 2 ? 3 : 7)
                let near = field == 1 && Bool.random(using: &random) ? 0...4 : range
                var ends = [Int.random(in: near, using: &random), Int.random(in: near, using: &random)].sorted()
                let step = Int.random(in: 1...max(2, range.upperBound / 3), using: &random)
                switch isStar ? Int.random(in: 3...4, using: &random) : Int.random(in: 0...2, using: &random) {
                case 0: ends[1] = ends[0]; entries.append("\(ends[0])")
                case 1: entries.append("\(ends[0])-\(ends[1])")
                case 2: entries.append("\(ends[0])-\(ends[1])/\(step)")
                case 3: ends = [range.lowerBound, range.upperBound]; entries.append("*")
                default: ends = [range.lowerBound, range.upperBound]; entries.append("*/\(step)")
                }
                let hasStep = entries.last?.contains("/") == true
                for number in stride(from: ends[0], through: ends[1], by: hasStep ? step : 1) { allowed[number] = true }
                if isStar { break }
            }
            texts.append(entries.joined(separator: ","))
            values.append(allowed)
        }
    }
}
