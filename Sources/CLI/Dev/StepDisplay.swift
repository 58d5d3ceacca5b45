import Foundation

/// Shows a store's provisioning while it runs.
struct StepDisplay {
    /// The part of a provisioning report that is shown.
    struct Report: Decodable {
        struct Step: Decodable {
            let name: String
            let status: String
            let detail: String?
            let startedAt: String?
            let finishedAt: String?
        }

        struct Failure: Decodable {
            let code: String
            let message: String
            let hint: String?
        }

        let status: String
        let percent: Int
        let steps: [Step]
        let error: Failure?

        var isOver: Bool { ["succeeded", "failed", "action_required", "canceled"].contains(status) }
    }

    private let screen: Screen
    private var height = 0
    private var told: [String: String] = [:]

    init(screen: Screen) { self.screen = screen }

    mutating func show(_ report: Report) {
        if screen.isTerminal { redraw(report) } else { tell(report) }
    }

    private mutating func redraw(_ report: Report) {
        let width = 30
        let filled = width * report.percent / 100
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
        let lines =
            report.steps.map { "  \(Self.mark($0.status)) \(Self.padded($0.name)) \($0.detail ?? "")" }
            + ["  \(bar) \(report.percent) %"]
        screen.redraw(lines, over: height)
        height = lines.count
    }

    private mutating func tell(_ report: Report) {
        for step in report.steps where step.status != "pending" && told[step.name] != step.status {
            told[step.name] = step.status
            screen.line("  \(Self.padded(step.name)) \(step.status)\(step.detail.map { ": \($0)" } ?? "")")
        }
    }

    private static func mark(_ status: String) -> String {
        switch status {
        case "succeeded": "✓"
        case "running": "▸"
        case "failed": "✗"
        default: "·"
        }
    }

    private static func padded(_ name: String) -> String {
        name.padding(toLength: 9, withPad: " ", startingAt: 0)
    }
}
