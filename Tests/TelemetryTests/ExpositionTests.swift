import Metrics
import Testing

@testable import Telemetry

@Suite("The metrics page")
struct ExpositionTests {
    private static let nothingRefused = """
        # HELP telemetry_series_refused_total Series that were not kept: too many, or of another type; by metric.
        # TYPE telemetry_series_refused_total counter
        telemetry_series_refused_total 0

        """

    @Test("of an empty registry says that nothing was refused")
    func empty() { #expect(MetricsRegistry().exposition() == Self.nothingRefused) }

    @Test("has counters and gauges with help, type and sorted labels")
    func counters() {
        let registry = MetricsRegistry(help: ["jobs_total": "Jobs that were done."])
        Counter(label: "jobs_total", dimensions: [("kind", "b"), ("host", "x")], factory: registry).increment(by: 2)
        Counter(label: "jobs_total", dimensions: [("host", "x"), ("kind", "a")], factory: registry).increment()
        FloatingPointCounter(label: "away_seconds_total", factory: registry).increment(by: 1.25)
        Gauge(label: "waiting", factory: registry).record(-3)
        Meter(label: "open", factory: registry).increment(by: 2.5)
        #expect(
            registry.exposition() == """
                # TYPE away_seconds_total counter
                away_seconds_total 1.25
                # HELP jobs_total Jobs that were done.
                # TYPE jobs_total counter
                jobs_total{host="x",kind="a"} 1
                jobs_total{host="x",kind="b"} 2
                # TYPE open gauge
                open 2.5
                # TYPE waiting gauge
                waiting -3

                """ + Self.nothingRefused)
    }

    @Test("has histograms with summed buckets, and timers in seconds")
    func histograms() {
        let registry = MetricsRegistry()
        let timer = Timer(label: "took", dimensions: [("pool", "master")], factory: registry)
        for nanoseconds: Int64 in [1_000_000, 1_000_001, 40_000_000_000, 3_600_000_000_000] {
            timer.recordNanoseconds(nanoseconds)
        }
        Recorder(label: "size", aggregate: true, factory: registry).record(0.5)
        let page = registry.exposition()
        #expect(
            page.hasSuffix(
                """
                # TYPE took_seconds histogram
                took_seconds_bucket{pool="master",le="0.001"} 1
                took_seconds_bucket{pool="master",le="0.0025"} 2
                took_seconds_bucket{pool="master",le="0.005"} 2
                took_seconds_bucket{pool="master",le="0.01"} 2
                took_seconds_bucket{pool="master",le="0.025"} 2
                took_seconds_bucket{pool="master",le="0.05"} 2
                took_seconds_bucket{pool="master",le="0.1"} 2
                took_seconds_bucket{pool="master",le="0.25"} 2
                took_seconds_bucket{pool="master",le="0.5"} 2
                took_seconds_bucket{pool="master",le="1"} 2
                took_seconds_bucket{pool="master",le="2.5"} 2
                took_seconds_bucket{pool="master",le="5"} 2
                took_seconds_bucket{pool="master",le="10"} 2
                took_seconds_bucket{pool="master",le="30"} 2
                took_seconds_bucket{pool="master",le="60"} 3
                took_seconds_bucket{pool="master",le="300"} 3
                took_seconds_bucket{pool="master",le="900"} 3
                took_seconds_bucket{pool="master",le="+Inf"} 4
                took_seconds_sum{pool="master"} 3640.002000001
                took_seconds_count{pool="master"} 4

                """ + Self.nothingRefused), "\(page)")
        #expect(page.contains("size_bucket{le=\"0.25\"} 0\nsize_bucket{le=\"0.5\"} 1\n"))
    }

    @Test("escapes what labels and help may not hold, and mends names")
    func escaping() {
        let registry = MetricsRegistry(help: ["a_b": "one\\two\nthree \"four\""])
        let value = "back\\slash, \"quote\",\nline, ümlaut"
        Counter(
            label: "a-b", dimensions: [("1st", value), ("le", "x"), ("a.b", "y"), ("a:b", "z")], factory: registry
        ).increment()
        Recorder(label: "r", dimensions: [("le", "x")], aggregate: true, factory: registry).record(1)
        let page = registry.exposition()
        let labels = #"_1st="back\\slash, \"quote\",\nline, ümlaut",a_b="y",le="x""#
        #expect(page.contains("# HELP a_b one\\\\two\\nthree \"four\"\n"), "\(page)")
        #expect(page.contains("a_b{\(labels)} 1\n"), "\(page)")
        #expect(page.contains(#"r_bucket{le_="x",le="+Inf"} 1"#), "\(page)")
    }

    @Test("spells numbers as Prometheus reads them")
    func numbers() {
        let cases: [(Double, String)] = [
            (0, "0"), (1e15, "1000000000000000"), (0.1, "0.1"), (1e-7, "1e-07"), (.nan, "NaN"), (.infinity, "+Inf"),
            (-.infinity, "-Inf"), (-2, "-2"), (1e300, "1e+300"),
        ]
        for (value, text) in cases { #expect(Exposition.number(value) == text) }
    }
}
