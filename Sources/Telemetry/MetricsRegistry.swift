package import Metrics
import NIOConcurrencyHelpers

/// The numbers that a process tells about itself: a backend of swift-metrics, read by ``exposition()``.
///
/// Counters, gauges (recorders that do not aggregate, and meters) and histograms (recorders that do, and timers, whose names
/// end in `_seconds`). What is asked for twice by the same name and labels is one series. Memory is bounded: a name has at
/// most ``Limits/series`` series, and there are at most ``Limits/names`` names. What is beyond that, or has the name of
/// something of another type, is not kept but counted in `telemetry_series_refused_total`.
package final class MetricsRegistry: MetricsFactory {
    /// How much is kept.
    package struct Limits: Sendable {
        package var names: Int
        /// Of one name.
        package var series: Int

        package init(names: Int = 500, series: Int = 500) {
            self.names = names
            self.series = series
        }
    }

    /// All series of one name.
    struct Family: Sendable {
        enum Kind: String, Sendable { case counter, gauge, histogram }

        let kind: Kind
        var series: [SeriesName: Series] = [:]
    }

    enum Series: Sendable {
        case counter(CounterSeries)
        case gauge(GaugeSeries)
        case histogram(HistogramSeries)
    }

    private struct State: Sendable {
        var families: [String: Family] = [:]
        /// By name; what had no place among the names themselves counts under the empty one.
        var refused: [String: Int] = [:]
    }

    static let refusedName = "telemetry_series_refused_total"

    private let help: [String: String]
    private let limits: Limits
    private let state = NIOLockedValueBox(State())

    /// - Parameter help: one line on each metric, by its name.
    package init(help: [String: String] = [:], limits: Limits = Limits()) {
        self.help = help
        self.limits = limits
    }

    /// All that is known, in Prometheus' text format 0.0.4.
    package func exposition() -> String {
        let state = state.withLockedValue { $0 }
        var page = Exposition()
        for (name, family) in state.families.sorted(by: { $0.key < $1.key }) {
            page.add(name, family, help: help[name])
        }
        page.addRefused(state.refused)
        return page.text
    }

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        counter(label, dimensions)
    }

    package func makeFloatingPointCounter(
        label: String, dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler { counter(label, dimensions) }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        gauge(label, dimensions)
    }

    package func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        aggregate ? histogram(label, dimensions) : gauge(label, dimensions)
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        histogram(label.hasSuffix("_seconds") ? label : label + "_seconds", dimensions)
    }

    package func destroyCounter(_ handler: any CounterHandler) { forget(handler) }
    package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) { forget(handler) }
    package func destroyMeter(_ handler: any MeterHandler) { forget(handler) }
    package func destroyRecorder(_ handler: any RecorderHandler) { forget(handler) }
    package func destroyTimer(_ handler: any TimerHandler) { forget(handler) }
}

extension MetricsRegistry {
    private func counter(_ label: String, _ dimensions: [(String, String)]) -> CounterSeries {
        let made = series(SeriesName(label, dimensions), .counter) { .counter(CounterSeries()) }
        return if case .counter(let series) = made { series } else { CounterSeries() }
    }

    private func gauge(_ label: String, _ dimensions: [(String, String)]) -> GaugeSeries {
        let made = series(SeriesName(label, dimensions), .gauge) { .gauge(GaugeSeries()) }
        return if case .gauge(let series) = made { series } else { GaugeSeries() }
    }

    private func histogram(_ label: String, _ dimensions: [(String, String)]) -> HistogramSeries {
        let name = SeriesName(label, dimensions) { $0 == "le" }
        let made = series(name, .histogram) { .histogram(HistogramSeries()) }
        return if case .histogram(let series) = made { series } else { HistogramSeries() }
    }

    /// - Returns: `nil` when it is refused; who asked gets one that nobody reads.
    private func series(_ name: SeriesName, _ kind: Family.Kind, make: () -> Series) -> Series? {
        state.withLockedValue { state in
            var family = state.families[name.name] ?? Family(kind: kind)
            if family.kind == kind, let known = family.series[name] { return known }
            let isNew = family.series.isEmpty
            if isNew, state.families.count >= limits.names {
                state.refused["", default: 0] += 1
                return nil
            }
            guard family.kind == kind, family.series.count < limits.series, name.name != Self.refusedName else {
                state.refused[name.name, default: 0] += 1
                return nil
            }
            let made = make()
            family.series[name] = made
            state.families[name.name] = family
            return made
        }
    }

    private func forget(_ handler: AnyObject) {
        state.withLockedValue { state in
            for (name, family) in state.families {
                guard let key = family.series.first(where: { $0.value.object === handler })?.key else { continue }
                state.families[name]?.series[key] = nil
                if state.families[name]?.series.isEmpty == true { state.families[name] = nil }
                return
            }
        }
    }
}

extension MetricsRegistry.Series {
    fileprivate var object: AnyObject {
        switch self {
        case .counter(let series): series
        case .gauge(let series): series
        case .histogram(let series): series
        }
    }
}
