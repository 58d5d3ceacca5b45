import Foundation

/// The outcome of a race as two Markdown tables: what everybody did, and by what factor ours was better.
struct Report {
    private let title: String
    private let contestants: [String]
    private let comparisons: [Comparison]
    private let samples: [Sample]

    init(race: Race, samples: [Sample]) {
        title = race.title
        contestants = race.contestants.map(\.name)
        comparisons = race.comparisons
        self.samples = samples
    }

    var markdown: String {
        let rounds = samples.map(\.round).max() ?? 0
        let tables = [figures, ratios].joined(separator: "\n\n")
        return "\n## \(title)\n\nMedian (lowest–highest) of \(rounds) rounds.\n\n\(tables)\n"
    }

    private var figures: String {
        let known = Figure.allCases.filter { figure in samples.contains { $0.figures[figure] != nil } }
        let rows = contestants.map { name in
            [name]
                + known.map { figure in
                    let values = samples.filter { $0.contestant == name }.compactMap { $0.figures[figure] }
                    return Spread(values)?.text(figure.text) ?? "–"
                }
        }
        return Self.table([""] + known.map(\.heading), rows)
    }

    private var ratios: String {
        let hasGoals = comparisons.contains { $0.goal != nil }
        let rows = comparisons.map { comparison in
            let spread = Spread(comparison.ratios(in: samples))
            let text = spread?.text { $0.formatted(.number.precision(.significantDigits(3))) }
            let goal = comparison.goal.map { ["at least \($0.formatted())"] } ?? (hasGoals ? [""] : [])
            return [comparison.ours, comparison.peer, comparison.figure.heading, text ?? "–"] + goal
        }
        let head = ["ours", "beside", "by", "better by the factor, round by round"] + (hasGoals ? ["goal"] : [])
        return Self.table(head, rows)
    }

    private static func table(_ head: [String], _ rows: [[String]]) -> String {
        let rule = head.indices.map { $0 == 0 ? "---" : "---:" }
        return ([head, rule] + rows).map { "| \($0.joined(separator: " | ")) |" }.joined(separator: "\n")
    }
}
