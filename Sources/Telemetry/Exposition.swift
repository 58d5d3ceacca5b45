/// A page in Prometheus' text format, version 0.0.4, as it is written.
struct Exposition {
    /// What the page is, for `Content-Type`.
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    private(set) var text = ""

    mutating func add(_ name: String, _ family: MetricsRegistry.Family, help: String?) {
        let series = family.series.sorted { Self.precedes($0.key, $1.key) }
        var lines = ""
        for (key, series) in series {
            switch series {
            case .counter(let counter): lines += Self.line(name, key.labels, counter.value)
            case .gauge(let gauge): if let value = gauge.value { lines += Self.line(name, key.labels, value) }
            case .histogram(let histogram): lines += Self.lines(name, key.labels, histogram)
            }
        }
        guard !lines.isEmpty else { return }
        begin(name, type: family.kind.rawValue, help: help)
        text += lines
    }

    /// What the registry did not keep.
    mutating func addRefused(_ refused: [String: Int]) {
        let name = MetricsRegistry.refusedName
        begin(name, type: "counter", help: "Series that were not kept: too many, or of another type; by metric.")
        if refused.isEmpty { text += Self.line(name, [], 0) }
        for (metric, count) in refused.sorted(by: { $0.key < $1.key }) {
            text += Self.line(name, [.init(name: "metric", value: metric)], Double(count))
        }
    }

    private mutating func begin(_ name: String, type: String, help: String?) {
        if let help { text += "# HELP \(name) \(Self.escaped(help, quotes: false))\n" }
        text += "# TYPE \(name) \(type)\n"
    }

    private static func lines(_ name: String, _ labels: [SeriesName.Label], _ histogram: HistogramSeries) -> String {
        let standing = histogram.standing
        var total = 0
        var text = ""
        for (bound, count) in zip(histogram.bounds.map(number) + ["+Inf"], standing.counts) {
            total += count
            text += line("\(name)_bucket", labels + [.init(name: "le", value: bound)], Double(total))
        }
        return text + line("\(name)_sum", labels, standing.sum) + line("\(name)_count", labels, Double(total))
    }

    private static func line(_ name: String, _ labels: [SeriesName.Label], _ value: Double) -> String {
        let pairs = labels.map { "\($0.name)=\"\(escaped($0.value, quotes: true))\"" }.joined(separator: ",")
        return "\(name)\(pairs.isEmpty ? "" : "{\(pairs)}") \(number(value))\n"
    }

    /// Whole numbers without a point, as long as they are exact.
    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        return Int64(exactly: value).map(String.init) ?? "\(value)"
    }

    static func escaped(_ text: String, quotes: Bool) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\"" where quotes: result += "\\\""
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static func precedes(_ first: SeriesName, _ second: SeriesName) -> Bool {
        first.labels.map(\.value).lexicographicallyPrecedes(second.labels.map(\.value))
    }
}

extension MetricsRegistry {
    /// What ``exposition()`` is, for `Content-Type`.
    package static var contentType: String { Exposition.contentType }
}
