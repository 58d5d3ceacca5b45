import Metrics
import Testing

@testable import Telemetry

@Suite("The registry of metrics")
struct MetricsRegistryTests {
    @Test("keeps one series for one name and labels, whatever their order")
    func identity() {
        let registry = MetricsRegistry()
        Counter(label: "c", dimensions: [("a", "1"), ("b", "2")], factory: registry).increment()
        Counter(label: "c", dimensions: [("b", "2"), ("a", "1")], factory: registry).increment()
        #expect(registry.exposition().contains("c{a=\"1\",b=\"2\"} 2\n"))
    }

    @Test("counts what many tasks record at once")
    func concurrency() async {
        let registry = MetricsRegistry()
        await withTaskGroup { group in
            for _ in 0..<16 {
                group.addTask {
                    for number in 0..<1_000 {
                        Counter(label: "c", dimensions: [("n", "\(number % 10)")], factory: registry).increment()
                        Recorder(label: "r", aggregate: true, factory: registry).record(0.5)
                        Meter(label: "m", factory: registry).increment(by: 1)
                        if number % 100 == 0 { _ = registry.exposition() }
                    }
                }
            }
        }
        let page = registry.exposition()
        for number in 0..<10 { #expect(page.contains("c{n=\"\(number)\"} 1600\n"), "\(page)") }
        #expect(page.contains("r_count 16000\n") && page.contains("r_sum 8000\n") && page.contains("m 16000\n"))
    }

    @Test("keeps no more series than it may, and counts the others")
    func bounds() {
        let registry = MetricsRegistry(limits: .init(names: 3, series: 10))
        for number in 0..<1_000 {
            Counter(label: "c", dimensions: [("n", "\(number)")], factory: registry).increment()
        }
        for number in 0..<100 { Gauge(label: "g\(number)", factory: registry).record(1) }
        let page = registry.exposition()
        #expect(page.split(separator: "\n").count { $0.hasPrefix("c{") } == 10)
        #expect(page.contains("telemetry_series_refused_total{metric=\"c\"} 990\n"))
        #expect(page.contains("g0 1\n") && page.contains("g1 1\n") && !page.contains("g2 "))
        #expect(page.contains("telemetry_series_refused_total{metric=\"\"} 98\n"))
        Counter(label: "c", dimensions: [("n", "0")], factory: registry).increment()
        #expect(registry.exposition().contains("c{n=\"0\"} 2\n"), "what is kept counts on")
    }

    @Test("refuses a second type for one name")
    func types() {
        let registry = MetricsRegistry()
        Counter(label: "x", factory: registry).increment()
        Gauge(label: "x", factory: registry).record(7)
        Counter(label: MetricsRegistry.refusedName, factory: registry).increment()
        let page = registry.exposition()
        #expect(page.contains("x 1\n") && !page.contains("x 7"))
        #expect(page.contains("refused_total{metric=\"x\"} 1\n"))
    }

    @Test("forgets what is destroyed, and has room again")
    func destroy() {
        let registry = MetricsRegistry(limits: .init(names: 1, series: 1))
        let gauge = Gauge(label: "g", dimensions: [("q", "a")], factory: registry)
        gauge.record(1)
        gauge.destroy()
        #expect(!registry.exposition().contains("g{"))
        Gauge(label: "h", factory: registry).record(2)
        #expect(registry.exposition().contains("h 2\n"))
    }

    @Test("takes nothing that would spoil a sum")
    func nonsense() {
        let registry = MetricsRegistry()
        let counter = FloatingPointCounter(label: "c", factory: registry)
        for amount in [1, -5, .nan, .infinity] as [Double] { counter.increment(by: amount) }
        let recorder = Recorder(label: "r", aggregate: true, factory: registry)
        for value in [1, .nan, .infinity] as [Double] { recorder.record(value) }
        let page = registry.exposition()
        #expect(page.contains("c 1\n") && page.contains("r_sum 1\n") && page.contains("r_count 1\n"))
    }
}
