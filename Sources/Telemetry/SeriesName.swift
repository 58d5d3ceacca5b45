/// One series: a name and labels, as Prometheus may have them.
///
/// Characters that Prometheus does not allow in names become `_`. Labels are sorted by name, so that their order makes no
/// difference; of two labels with one name the first counts.
struct SeriesName: Hashable, Sendable {
    struct Label: Hashable, Sendable {
        let name: String
        let value: String
    }

    let name: String
    let labels: [Label]

    init(_ name: String, _ dimensions: [(String, String)], isReserved: (String) -> Bool = { _ in false }) {
        self.name = Self.name(name)
        var seen: Set<String> = []
        labels = dimensions.map { dimension in
            let name = Self.labelName(dimension.0)
            return Label(name: isReserved(name) ? name + "_" : name, value: dimension.1)
        }.filter { seen.insert($0.name).inserted }.sorted { $0.name < $1.name }
    }

    /// `[a-zA-Z_:][a-zA-Z0-9_:]*`
    private static func name(_ text: String) -> String { legal(text) { $0 == ":" } }

    /// `[a-zA-Z_][a-zA-Z0-9_]*`
    private static func labelName(_ text: String) -> String { legal(text) { _ in false } }

    private static func legal(_ text: String, isExtra: (Unicode.Scalar) -> Bool) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let isDigit = ("0"..."9").contains(scalar)
            let isLetter = ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || scalar == "_"
            if isDigit, result.isEmpty { result.append("_") }
            result.append(isDigit || isLetter || isExtra(scalar) ? scalar : "_")
        }
        return result.isEmpty ? "_" : String(result)
    }
}
