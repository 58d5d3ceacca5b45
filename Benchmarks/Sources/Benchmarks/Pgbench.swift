import Foundation

/// PostgreSQL's own load generator: prepared statements, no vacuum, two threads.
struct Pgbench {
    let settings: Settings
    /// A file in pgbench's language.
    let script: String
    var database = "postgres"
    /// What the script reads as `:name`.
    var variables: [String: Int] = [:]

    /// - Returns: transactions per second, connecting not counted.
    func run(clients: Int) async throws -> [Figure: Double] {
        let command = Command(
            "\(settings.postgresBinaries)/pgbench",
            variables.flatMap { ["-D", "\($0.key)=\($0.value)"] } + [
                "-n", "-M", "prepared", "-c", "\(clients)", "-j", "2", "-T", "\(settings.seconds)", "-f", script,
                "-h", settings.postgresSocket, "-p", "\(settings.postgresPort)", "-U", Settings.superuser, database,
            ])
        let output = try await command.run(in: settings.scratch).output
        let line = output.split(separator: "\n").first { $0.hasPrefix("tps = ") }
        guard let word = line?.split(separator: " ").dropFirst(2).first, let rate = Double(word) else {
            throw WrongAnswer(to: "pgbench")
        }
        return [.operations: rate]
    }
}
