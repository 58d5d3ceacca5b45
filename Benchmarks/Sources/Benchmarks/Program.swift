import Foundation

/// `benchmarks [all|select|redis|api|credits|provisioning-local|provisioning-far]`: a report on standard output, what goes on on
/// standard error, every sample in the results. Started by `Benchmarks/run`, which prepares the servers.
@main
struct Program {
    static func main() async throws {
        let wanted = CommandLine.arguments.dropFirst().first ?? "all"
        let chosen = Measurement.allCases.filter { wanted == "all" || wanted == $0.rawValue }
        guard !chosen.isEmpty else {
            let names = Measurement.allCases.map(\.rawValue).joined(separator: ", ")
            FileHandle.standardError.write(Data("There is no “\(wanted)”. Known: all, \(names).\n".utf8))
            exit(2)
        }
        let settings = try Settings(ProcessInfo.processInfo.environment)
        let log = try ResultLog(path: settings.results)
        let surroundings = try await Surroundings.look(settings)
        try log.write(surroundings)
        print(surroundings.markdown)
        for measurement in chosen {
            let report = try await measurement.run(settings, log: log)
            print(report.markdown)
        }
    }
}
